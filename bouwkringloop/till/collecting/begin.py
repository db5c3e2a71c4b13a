"""Let what was sold wait to be collected: who fetches it, and the tag that says that it is sold."""

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.partners.models import Customer
from bouwkringloop.people import audit
from bouwkringloop.printing.submit import Where
from bouwkringloop.till.basket import Basket, Collector, Line
from bouwkringloop.till.collecting import tag
from bouwkringloop.till.collecting.models import Collection
from bouwkringloop.till.models import SaleLine

if TYPE_CHECKING:
    from bouwkringloop.till.sell import Sold


class WhoCollects(Refused):
    """Nobody is named who fetches what stays here."""

    status = 422
    message = N_("Say who collects what stays here.")


_line = SaleLine.__table__.c
_INSERT = insert(Collection.__table__).values(  # type: ignore[arg-type]
    # The lines went in together, without telling their numbers.
    sale_line_id=select(_line.id)
    .where(_line.sale_id == bindparam("of_sale"), _line.position == bindparam("of_position"))
    .scalar_subquery()
)


def begin(
    session: Session, basket: Basket, sold: "Sold", sale_id: int, *, where: Where, by: Actor
) -> None:
    """Write down which lines stay here and who fetches them, and have a tag printed for each."""
    stay = [(at, line) for at, line in enumerate(sold.lines, 1) if line.collect]
    if not stay:
        return
    who = _who(session, basket, sold.customer_id)
    session.connection().execute(_INSERT, [_row(sale_id, at, line, who, sold) for at, line in stay])
    audit.note(session, by, "collection.begun", f"sale:{sold.id}", things=len(stay))
    for at, line in stay:
        told = tag.of_sold(sold, line, who.name)
        tag.order(session, told, tag.subject(sold.id, at), where=where, by=by)


def _who(session: Session, basket: Basket, customer_id: int | None) -> Collector:
    """Take who was named, or else the customer who buys."""
    who = basket.collector or Collector("")
    if not who.name and customer_id is not None:
        buyer = session.get_one(Customer, customer_id)
        who = Collector(buyer.name, who.phone or buyer.phone)
    if not who.name:
        raise WhoCollects
    return who


def _row(sale_id: int, at: int, line: Line, who: Collector, sold: "Sold") -> dict[str, object]:
    return {
        "of_sale": sale_id,
        "of_position": at,
        "name": who.name,
        "phone": who.phone,
        "at": sold.at,
        "place_id": None if line.taken is None else line.taken.place_id,
        "state": "waiting",
        "half_day": "",
        "street": "",
        "postcode": "",
        "city": "",
        "note": "",
    }
