"""Customers of the demo shop, none of whom exists, and invoices of what they bought."""

import random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Role
from bouwkringloop.demo.premises import Premises
from bouwkringloop.invoicing import basis, issue
from bouwkringloop.partners import keep, shop
from bouwkringloop.till.models import Sale

#: Numbers that pass every check and belong to nobody in it.
_SHOP = shop.Details(
    name="Bouwkringloop Amersfoort",
    street="Voorbeeldweg 12",
    postcode="3812 AB",
    city="Amersfoort",
    kvk="12345678",
    vat_number="NL123456782B01",
    iban="NL02ABNA0123456789",
    bic="ABNANL2A",
    email="winkel@example.nl",
    phone="033 1234567",
)
_CUSTOMERS = (
    keep.Facts(
        name="Aannemersbedrijf Denkbeeldig",
        kind="organisation",
        kvk="87654321",
        street="Schijnkade 5",
        postcode="3811 GH",
        city="Amersfoort",
        email="facturen@example.nl",
        phone="033 7654321",
        reference="Project Fictielaan",
        payment_days=30,
        may_buy_on_account=True,
        account_limit_cents=150_000,
    ),
    keep.Facts(
        name="Sanne Verzonnen",
        street="Voorbeeldweg 88",
        postcode="3825 EF",
        city="Amersfoort",
    ),
)
#: To which customer the largest of the last sales are invoiced.
_INVOICES = (0, 1, 0)


def describe_shop(session: Session, premises: Premises) -> None:
    """Say who the shop is on its papers."""
    (manager,) = premises.with_role(Role.MANAGER)
    shop.write(session, _SHOP, by=manager)


def issue_some(session: Session, premises: Premises, dice: random.Random) -> None:
    """Add customers, and invoice some of the last sales to them."""
    (lead,) = premises.with_role(Role.SHOP_LEAD)
    customers = [keep.add(session, _uuid(dice), facts, by=lead) for facts in _CUSTOMERS]
    last = select(Sale.uuid, Sale.total_cents).order_by(Sale.id.desc()).limit(25)
    largest = sorted(session.execute(last), key=lambda row: -row.total_cents)
    for (sale, _), whose in zip(largest, _INVOICES, strict=False):
        wanted = issue.Wanted(_uuid(dice), customers[whose].uuid)
        issue.issue(session, wanted, basis.read(session, sale), by=lead)


def _uuid(dice: random.Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)
