"""Give new things a code and bring them into stock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, codes, quantity
from bouwkringloop.base.permissions import Actor
from bouwkringloop.catalogue.models import Category, NeverSold
from bouwkringloop.stock import ledger, search, words
from bouwkringloop.stock.models import CodeCounter, Item, Place, Site


def next_codes(session: Session, count: int) -> list[str]:
    """Give out new item codes; two devices never get the same one."""
    last = session.scalar(
        update(CodeCounter)
        .where(CodeCounter.id == 1)
        .values(last=CodeCounter.last + count)
        .returning(CodeCounter.last)
    )
    if last is None:
        raise LookupError("the database has no counter of item codes; migrate it")
    return [codes.item_code(number) for number in range(last - count + 1, last + 1)]


@dataclass(frozen=True)
class New:
    """A thing before it has its code.

    `weight_g` is that of one unit; `stock_g` that of all of it, where somebody weighed it whole.
    """

    category: Category
    title: str
    quantity_milli: int
    price_cents: int
    condition: str
    weight_g: int
    stock_g: int | None = None
    form: str = ""
    state: str = "for_sale"
    use: str = ""
    place: Place | None = None
    photo_id: UUID | None = None
    parent: Item | None = None
    priced_at: datetime | None = None
    new_price_cents: int | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Arrival:
    """A new thing with the code that it gets and the site where it arrives."""

    new: New
    code: str
    site: Site


def receive(
    session: Session,
    new: New,
    *,
    code: str,
    site: Site,
    cause: str,
    by: Actor,
    at: datetime | None = None,
    kind: str = "received",
    reason: str = "",
) -> Item:
    """Bring a thing into stock under its code, with the movement that says so."""
    arrival = Arrival(new, code, site)
    (item,) = receive_all(session, [arrival], cause=cause, by=by, at=at, kind=kind, reason=reason)
    return item


def receive_all(
    session: Session,
    arrivals: Sequence[Arrival],
    *,
    cause: str,
    by: Actor,
    at: datetime | None = None,
    kind: str = "received",
    reason: str = "",
) -> list[Item]:
    """Bring many things into stock at once, each under its code and with its movement.

    What is dangerous is only ever kept apart, whoever brings it in and from where.
    """
    for arrival in arrivals:
        if arrival.new.category.dangerous and arrival.new.state != "quarantined":
            raise NeverSold(category=arrival.new.category.name)
    moment = at or clock.now()
    items = [_made(arrival, moment) for arrival in arrivals]
    session.add_all(items)
    session.flush()  # The movements need the items' numbers.
    entries = [
        ledger.Entry(item, kind, item.quantity_milli, item.stock_g, reason=reason) for item in items
    ]
    ledger.enter(session, entries, cause=cause, by=by, at=moment)
    search.learn(session, [item.search_text for item in items])
    return items


def _made(arrival: Arrival, moment: datetime) -> Item:
    new = arrival.new
    grams = new.stock_g
    if grams is None:
        grams = quantity.weigh(new.weight_g, new.quantity_milli)
    return Item(
        code=arrival.code,
        category=new.category,
        site=arrival.site,
        place=new.place,
        photo_id=new.photo_id,
        parent_id=new.parent.id if new.parent else None,
        title=new.title,
        unit=new.category.unit,
        form=new.form or usual_form(new.category, new.quantity_milli),
        state=new.state,
        quantity_milli=new.quantity_milli,
        first_milli=new.quantity_milli,
        stock_g=grams,
        price_cents=new.price_cents,
        priced_at=new.priced_at or moment,
        new_price_cents=new.new_price_cents,
        condition=new.condition,
        use=new.use,
        weight_g=new.weight_g,
        vat_regime=_scheme(new),
        vat_rate=new.category.vat_rate,
        search_text=searchable(new.title, new.category, arrival.code),
        reference=new.reference,
        created_at=moment,
    )


def _scheme(new: New) -> str:
    """Tell the VAT scheme: a part of what is under the margin scheme is under it too.

    HvJ C-471/15 (Sjelle Autogenbrug): parts of a used thing are used goods themselves.
    """
    inherits = new.parent is not None and new.parent.vat_regime == "margin"
    return "margin" if inherits and new.category.vat_regime == "normal" else new.category.vat_regime


def usual_form(category: Category, quantity_milli: int) -> str:
    """Tell what a label of this kind is on: one thing, a heap, or a length or area to cut from."""
    if category.form in ("length", "area"):
        return category.form
    return "unique" if category.form == "pieces" and quantity_milli == 1000 else "heap"


def searchable(title: str, category: Category, code: str, marks: Iterable[str] = ()) -> str:
    """Give the text in which a thing is searched; `marks` are words and figures of its measures."""
    return words.searchable([title, category.name_nl, category.name_en, code], marks)
