"""Issue an invoice for a sale, or a credit note for what was given back of one."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.invoicing import told
from bouwkringloop.invoicing.basis import Basis
from bouwkringloop.invoicing.document import Buyer, lines_to_json
from bouwkringloop.invoicing.models import Invoice, InvoiceYear
from bouwkringloop.partners import find, forget, shop
from bouwkringloop.partners.keep import LONGEST
from bouwkringloop.partners.models import Customer
from bouwkringloop.people import audit

#: What the law wants to read of a buyer (Wet OB, art. 35a), and what it is called.
_OF_BUYER = {
    "name": N_("Name"),
    "street": N_("Street and number"),
    "postcode": N_("Postcode"),
    "city": N_("Town"),
}


class ShopUnknown(Refused):
    """The shop has not yet said who it is."""

    message = N_("First fill in the details of the shop. Still missing: %(fields)s.")


class BuyerUnknown(Refused):
    """The law wants to read more about the buyer."""

    message = N_("First fill in the details of the customer. Still missing: %(fields)s.")


class InvoicedAlready(Refused):
    """A sale has one invoice."""

    message = N_("There is an invoice of this sale already: %(name)s.")


class OtherCustomer(Refused):
    """The sale was to somebody else."""

    message = N_("This sale was to another customer. The invoice goes to them.")


class NothingToCorrect(Refused):
    """What was given back belongs to a sale without an invoice."""

    message = N_("There is no invoice of the sale itself, so there is nothing to credit.")


@dataclass(frozen=True)
class Wanted:
    """An invoice as a page asked for it."""

    id: UUID
    #: Left out for a credit note: it goes to whom the invoice went.
    customer: UUID | None
    reference: str = ""


def issue(session: Session, wanted: Wanted, basis: Basis, *, by: Actor) -> Invoice:
    """Issue the invoice of a sale, or the credit note of what was given back; once.

    Two at one moment wait for each other at the counter of the year, and the second finds what
    the first one issued. The first two of a year may raise IntegrityError instead, and then the
    second finds it when it starts over (`again_if_raced`).
    """
    first = session.scalar(select(Invoice).where(Invoice.uuid == wanted.id))
    if first is not None:
        if first.sale_id != basis.sale_id:
            raise OtherContentUnderThisId
        return first
    told.lock(session, basis.sale_id)
    today = clock.today()
    counter = _counter(session, today.year)
    kind = "invoice" if basis.refunds_sale_id is None else "credit"
    known = of_sale(session, basis.sale_id)
    if known is not None:
        raise InvoicedAlready(name=known.name)
    corrects = _corrected(session, basis)
    customer = _customer(session, wanted, basis, corrects)
    seller = shop.details(session)
    if seller.missing:
        raise ShopUnknown(fields=_said(shop.NEEDED[field] for field in seller.missing))
    buyer = corrects.buyer if corrects and corrects.buyer else _buyer(customer)
    reference = clean(wanted.reference)[: LONGEST["reference"]] or customer.reference
    counter.last_number += 1
    made = Invoice(
        uuid=wanted.id,
        kind=kind,
        year=today.year,
        number=counter.last_number,
        customer_id=customer.id,
        sale_id=basis.sale_id,
        corrects_id=corrects.id if corrects else None,
        person_id=by.id,
        at=clock.now(),
        issued_on=today,
        supplied_on=basis.supplied_on,
        due_on=today + timedelta(days=customer.payment_days),
        language=customer.language,
        reference=reference,
        receipt=basis.receipt,
        seller=json.dumps(asdict(seller), ensure_ascii=False),
        buyer=buyer,
        lines=lines_to_json(basis.lines),
        total_cents=basis.total_cents,
        vat_cents=sum(line.vat_cents for line in basis.lines),
        prepaid_cents=basis.prepaid_cents,
        rounding_cents=basis.rounding_cents,
        due_cents=basis.on_account_cents,
    )
    session.add(made)
    forget.used(customer, invoiced_on=today)
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    told.issued(session, made)
    audit.note(
        session, by, "invoice.issued", made.subject, name=made.name, total_cents=made.total_cents
    )
    return made


def of_sale(session: Session, sale_id: int) -> Invoice | None:
    """Find the invoice or credit note of a sale."""
    return session.scalar(select(Invoice).where(Invoice.sale_id == sale_id))


def _counter(session: Session, year: int) -> InvoiceYear:
    """Take the turn to number: who comes next waits here until this one is committed."""
    query = select(InvoiceYear).where(InvoiceYear.year == year).with_for_update()
    counter = session.scalar(query.execution_options(populate_existing=True))
    if counter is None:
        counter = InvoiceYear(year=year, last_number=0)
        session.add(counter)
        session.flush()  # The first of a year at one moment is stopped here, by the database.
    return counter


def _corrected(session: Session, basis: Basis) -> Invoice | None:
    if basis.refunds_sale_id is None:
        return None
    invoice = of_sale(session, basis.refunds_sale_id)
    if invoice is None:
        raise NothingToCorrect
    return invoice


def _customer(session: Session, wanted: Wanted, basis: Basis, corrects: Invoice | None) -> Customer:
    if corrects is not None:
        return corrects.customer
    if wanted.customer is None:
        raise find.UnknownCustomer
    customer = find.to_change(session, wanted.customer)
    if basis.customer_id not in (None, customer.id):
        raise OtherCustomer
    return customer


def _buyer(customer: Customer) -> str:
    """Freeze the buyer; raise BuyerUnknown where the law, or NLCIUS, wants more."""
    missing = [word for field, word in _OF_BUYER.items() if not getattr(customer, field)]
    if customer.kind == "organisation" and customer.country == "NL" and not customer.kvk:
        missing.append(N_("KvK number"))
    if missing:
        raise BuyerUnknown(fields=_said(missing))
    told = {field: getattr(customer, field) for field in Buyer.__dataclass_fields__}
    return json.dumps(told, ensure_ascii=False)


def _said(words: Iterable[str]) -> str:
    return ", ".join(translate(word) for word in words)
