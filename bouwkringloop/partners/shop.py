"""What the shop writes about itself on its papers, and what of it is missing."""

from dataclasses import asdict, dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.smtp import is_address
from bouwkringloop.base.text import clean
from bouwkringloop.partners import numbers
from bouwkringloop.partners.keep import BadMailAddress
from bouwkringloop.partners.models import ShopDetail
from bouwkringloop.people import audit

#: What every invoice needs, and what it is called. An IBAN, since without it nobody can pay.
NEEDED = {
    "name": N_("Name"),
    "street": N_("Street and number"),
    "postcode": N_("Postcode"),
    "city": N_("Town"),
    "kvk": N_("KvK number"),
    "vat_number": N_("VAT number"),
    "iban": N_("IBAN"),
}


@dataclass(frozen=True)
class Details:
    """The shop as it stands on its papers."""

    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    kvk: str = ""
    vat_number: str = ""
    iban: str = ""
    bic: str = ""
    email: str = ""
    phone: str = ""

    @property
    def missing(self) -> list[str]:
        """List the fields that an invoice still needs."""
        return [field for field in NEEDED if not getattr(self, field)]


def details(session: Session) -> Details:
    """Read the details that count now; all empty where nobody filled them in."""
    newest = session.scalar(select(ShopDetail).order_by(ShopDetail.id.desc()).limit(1))
    if newest is None:
        return Details()
    return Details(**{field: getattr(newest, field) for field in Details.__dataclass_fields__})


def write(session: Session, told: Details, *, by: Actor) -> Details:
    """Write the details down as a new row; what stands on earlier invoices stays."""
    tidy = checked(told)
    before = details(session)
    changed = [name for name, value in asdict(tidy).items() if getattr(before, name) != value]
    if changed:
        session.add(ShopDetail(at=clock.now(), person_id=by.id, **asdict(tidy)))
        audit.note(session, by, "shop.described", "shop:details", changed=" ".join(changed))
    return tidy


def checked(told: Details) -> Details:
    """Bring the details into one form; raise the refusal that fits the first that cannot be."""
    tidy = replace(told, **{name: clean(text)[:100] for name, text in asdict(told).items()})
    if tidy.email and not is_address(tidy.email):
        raise BadMailAddress
    return replace(
        tidy,
        postcode=numbers.postcode(tidy.postcode),
        kvk=numbers.kvk(tidy.kvk),
        vat_number=numbers.vat_number(tidy.vat_number),
        iban=numbers.iban(tidy.iban),
        bic=numbers.bic(tidy.bic),
        phone=numbers.phone(tidy.phone),
    )
