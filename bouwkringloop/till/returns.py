"""Take back what was sold: never more than was sold and paid, line by line, nor twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n, quantity
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.quantity import Unit
from bouwkringloop.stock import ledger, put_back, split
from bouwkringloop.stock.models import Item, Site
from bouwkringloop.till.basket import Line, Wanted
from bouwkringloop.till.deposits.models import Deposit
from bouwkringloop.till.models import Sale, SaleLine
from bouwkringloop.till.vouchers.models import Voucher

#: What can come back; so can a delivery that was not made, and a deposit that was not used.
_RETURNABLE = ("goods", "service")
#: Where what came back can go.
PLACES = ("stock", "residue", "repair")


class UnknownLine(NotFound):
    """The sale has no such line."""

    message = N_("This receipt has no line %(line)s.")


class NotReturnable(Refused):
    """A donation, a gift card, or a line that itself brought something back."""

    message = N_("“%(title)s” cannot be taken back.")


class MoreThanSold(Refused):
    """More comes back than was sold and did not come back before."""

    message = N_("Of “%(title)s” %(left)s can still come back.")


class BackNowhere(Refused):
    """It is not said where what came back goes."""

    status = 422
    message = N_("Say where “%(title)s” goes: back to stock, to repair, or to residue.")


@dataclass(slots=True)
class Original:
    """A sold line with what of it has not come back yet; amounts are above zero."""

    row: Row[Any]
    quantity_milli: int
    total_cents: int
    vat_cents: int
    discount_cents: int
    cost_cents: int
    weight_g: int


_AMOUNTS = (
    "quantity_milli",
    "total_cents",
    "vat_cents",
    "discount_cents",
    "cost_cents",
    "weight_g",
)
_line = SaleLine.__table__.c


def look_up(session: Session, wanted: Sequence[Wanted]) -> dict[int, Original]:
    """Find the sold lines that come back, by the place in the basket; lock them until the commit.

    A line that is named twice is one Original, so that both together take back what there is.
    """
    asked = {
        at: (want.comes_back.sale, want.comes_back.line)
        for at, want in enumerate(wanted)
        if want.comes_back is not None and want.comes_back.sale is not None
    }
    if not asked:
        return {}
    # Nobody changes these rows, but who takes back the same line waits here for their turn.
    found = _originals(session, _named(asked.values()), lock=True)
    for sale, line in asked.values():
        if (sale, line) not in found:
            raise UnknownLine(line=line)
    return {at: found[pair] for at, pair in asked.items()}


def left_of(session: Session, sale: UUID) -> list[Original]:
    """List the lines of a sale that can come back, with what of them is left."""
    kinds = SaleLine.kind.in_(_RETURNABLE) | (Voucher.balance_cents == SaleLine.total_cents)
    goods = (Sale.uuid == sale) & kinds & (SaleLine.quantity_milli > 0)
    return list(_originals(session, goods, lock=False).values())


def _named(pairs: Iterable[tuple[UUID, int]]) -> ColumnElement[bool]:
    return or_(*((Sale.uuid == sale) & (SaleLine.position == at) for sale, at in set(pairs)))


def _originals(
    session: Session, which: ColumnElement[bool], *, lock: bool
) -> dict[tuple[UUID, int], Original]:
    """Read sold lines by their sale and position, less what came back before."""
    query = (
        select(
            SaleLine.__table__,
            Sale.uuid.label("sale_uuid"),
            Sale.receipt_number,
            Item.code.label("code"),
            Voucher.code.label("voucher"),
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .outerjoin(Item, Item.id == SaleLine.item_id)
        .outerjoin(
            Deposit, (Deposit.sale_id == SaleLine.sale_id) & (Deposit.position == SaleLine.position)
        )
        .outerjoin(Voucher, Voucher.id == Deposit.voucher_id)
        .where(which)
        .order_by(SaleLine.id)
    )
    rows = session.execute(query.with_for_update(of=SaleLine) if lock else query)
    found = {
        (row.sale_uuid, row.position): Original(row, *(getattr(row, name) for name in _AMOUNTS))
        for row in rows
    }
    _take_off_what_is_back(session, list(found.values()))
    return found


def _take_off_what_is_back(session: Session, originals: list[Original]) -> None:
    sums = select(_line.returns_id, *(func.sum(_line[name]).label(name) for name in _AMOUNTS))
    rows = session.execute(
        sums.where(_line.returns_id.in_([original.row.id for original in originals])).group_by(
            _line.returns_id
        )
    )
    back = {row.returns_id: row for row in rows}
    for original in originals:
        if (row := back.get(original.row.id)) is not None:
            for name in _AMOUNTS:
                setattr(original, name, getattr(original, name) + int(getattr(row, name)))


def line(want: Wanted, original: Original) -> Line:
    """Price a line that comes back: its share of what is left, and the last of it all the rest."""
    row = original.row
    back_to = _place(want, row.description)
    if not (row.kind in _RETURNABLE or row.voucher) or row.quantity_milli < 0:
        raise NotReturnable(title=row.description)
    quantity.checked(want.quantity_milli, Unit(row.unit))
    if want.quantity_milli > original.quantity_milli:
        left = i18n.quantity(original.quantity_milli, row.unit)
        raise MoreThanSold(title=row.description, left=left)
    part = {
        name: -ledger.part_of(getattr(original, name), original.quantity_milli, want.quantity_milli)
        for name in _AMOUNTS[1:]
    }
    original.quantity_milli -= want.quantity_milli
    for name, amount in part.items():
        setattr(original, name, getattr(original, name) + amount)
    return Line(
        kind=row.kind,
        item_id=row.item_id,
        code=row.code,
        category_id=row.category_id,
        description=row.description,
        unit=row.unit,
        quantity_milli=-want.quantity_milli,
        unit_price_cents=row.unit_price_cents,
        list_price_cents=row.list_price_cents,
        reason=want.reason,
        vat_regime=row.vat_regime,
        vat_rate="",
        vat_percent=row.vat_percent,
        returns_id=row.id,
        returned_sale_id=row.sale_id,
        returned_receipt=row.receipt_number,
        back_to=back_to,
        about=f"{row.sale_uuid}/{row.position}",
        total_cents=part["total_cents"],
        vat_cents=part["vat_cents"],
        discount_cents=part["discount_cents"],
        cost_cents=part["cost_cents"],
        weight_g=part["weight_g"],
        voucher=row.voucher or "",
    )


def without_receipt(want: Wanted, sold: Line) -> Line:
    """Turn a line priced as if it were sold into one that comes back without its receipt."""
    back_to = _place(want, sold.description)
    sold.back_to = back_to
    for name in (*_AMOUNTS, "basket_discount_cents"):
        setattr(sold, name, -getattr(sold, name))
    return sold


def _place(want: Wanted, title: str) -> str:
    if want.comes_back is None or want.comes_back.back_to not in PLACES:
        raise BackNowhere(title=title)
    return want.comes_back.back_to


def put_away(
    session: Session, lines: Sequence[Line], *, site_id: int, cause: str, by: Actor, at: datetime
) -> None:
    """Bring labelled things that came back into stock, and from there to where they go."""
    for back in lines:
        if back.is_back and back.code is not None:
            _put_away(session, back, back.code, site_id, cause, by, at)


def _put_away(
    session: Session, back: Line, code: str, site_id: int, cause: str, by: Actor, at: datetime
) -> None:
    (item,) = ledger.lock(session, [code])
    was_gone = item.quantity_milli == 0
    # What is suspected of danger stays so, whoever brings some of it back.
    suspect = item.state == "quarantined"
    if was_gone:
        # Nothing of it lies anywhere, so it is now where it was brought back.
        item.state = item.state if suspect else "for_sale"
        if item.site_id != site_id:
            item.site_id, item.place_id = site_id, None
            session.flush()
            session.refresh(item, ["site", "place"])
    elif item.state == "in_transit":
        raise ledger.UnderWay(title=item.title, code=item.code)
    milli = -back.quantity_milli
    put_back.put_back(session, code, milli, -back.weight_g, cause=cause, by=by, at=at)
    if back.back_to == "residue":
        entry = ledger.Entry(item, "residue", -milli, back.weight_g, reason=back.reason)
        ledger.write(session, [entry], cause=cause, by=by, at=at)
        return
    wanted = "to_repair" if back.back_to == "repair" else "for_sale"
    state = item.state if suspect else wanted
    part = item
    if not was_gone and (item.state != state or item.site_id != site_id):
        # The rest lies elsewhere or waits for something else, so this gets a label of its own.
        here = session.get_one(Site, site_id)
        part = split.split_off(session, item, milli, by=by, site=here, at=at)
    if part.state != state:
        part.state = state
        told = ledger.about_all(part, "rerouted", back.reason)
        ledger.write(session, [told], cause=cause, by=by, at=at)
