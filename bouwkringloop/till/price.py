"""Price the lines of a basket: things by their labels, the rest by category and typed price."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.catalogue import stickers
from bouwkringloop.catalogue.models import DANGER, Category, CategoryGroup
from bouwkringloop.catalogue.vat import percent_hundredths
from bouwkringloop.stock import ledger, reserve, take_out
from bouwkringloop.till import basket as baskets
from bouwkringloop.till import plain, returns
from bouwkringloop.till.basket import Line, Wanted
from bouwkringloop.till.deposits import take as deposits
from bouwkringloop.till.rules import Rules


class NotToCollect(Refused):
    """What comes back, or is only an amount, cannot be fetched later."""

    status = 422
    message = N_("“%(title)s” cannot be collected later.")


_category = Category.__table__.c
_CATEGORIES = select(
    _category.id,
    _category.slug,
    _category.name_nl,
    _category.unit,
    _category.vat_regime,
    _category.vat_rate,
    _category.weight_g,
    _category.flat_price_cents,
    _category.pooled,
    # A sale is no moment to believe that somebody else has looked.
    (
        _category.group_id
        == select(CategoryGroup.id).where(CategoryGroup.slug == DANGER).scalar_subquery()
    ).label("dangerous"),
).where(_category.slug.in_(bindparam("slugs", expanding=True)), _category.active)


def lines(session: Session, wanted: Sequence[Wanted], *, rules: Rules, at: datetime) -> list[Line]:
    """Price every line of a basket; refuse the first that cannot be sold or taken back so."""
    returned = returns.look_up(session, wanted)
    sold_codes = [w.item for w in wanted if w.item is not None]
    back_codes = [original.row.code for original in returned.values() if original.row.code]
    slugs = {w.category for w in wanted if w.category is not None}
    # What comes back is locked together with what is sold, in one order for all tills.
    items = _items(session, [*sold_codes, *back_codes], at) if sold_codes or back_codes else {}
    categories: dict[str, Row[*tuple[Any, ...]]] = {}
    if slugs:
        found = session.connection().execute(_CATEGORIES, {"slugs": list(slugs)})
        categories = {row.slug: row for row in found}
    kept = _redeemed(session, wanted, items, at)
    _check_stock(wanted, items, kept)
    today = clock.local(at).date()
    basketful = take_out.Basketful(items)
    colours = stickers.colours(session) if any(want.sticker for want in wanted) else ()
    priced = []
    for at_line, want in enumerate(wanted):
        if at_line in returned:
            line = returns.line(want, returned[at_line])
        elif want.item is not None:
            line = _item_line(want, items[want.item], today)
            _take(line, want, items[want.item], basketful, kept.get(at_line, 0))
        elif want.kind != "goods":
            line = plain.amount(want)
            if want.kind == "voucher" and want.reservation is not None:
                line = deposits.line(session, want.reservation, line)
        else:
            off = 0
            if want.sticker is not None:
                off = stickers.percent_off(colours, want.sticker, rules.sticker_markdown, today)
            line = plain.goods(want, categories, off)
        line.collect = _stays(want, line)
        if line.vat_rate:
            line.vat_percent = percent_hundredths(line.vat_rate, today)
        priced.append(line)
    return priced


def _stays(want: Wanted, line: Line) -> bool:
    """Tell whether a line stays here to be fetched; only what leaves the shop can."""
    if want.collect and (line.is_back or line.kind != "goods"):
        raise NotToCollect(title=line.description)
    return want.collect


def _items(
    session: Session, codes: Sequence[str], at: datetime
) -> dict[str, Row[*tuple[Any, ...]]]:
    """Look the things up; what was kept past its day for somebody is let go of first."""
    items = take_out.find(session, codes)
    held = [item.id for item in items.values() if item.reserved_milli]
    if held and reserve.expire(session, held, at):
        session.flush()  # What was let go of shows in the rows that are read again.
        items = take_out.find(session, codes)
    return items


def _redeemed(
    session: Session,
    wanted: Sequence[Wanted],
    items: dict[str, Row[*tuple[Any, ...]]],
    at: datetime,
) -> dict[int, int]:
    """End the reservations that are collected; tell by line how much had been kept for it."""
    return {
        at_line: reserve.redeem(session, want.reservation, items[want.item].id, at=at)
        for at_line, want in enumerate(wanted)
        if want.reservation is not None and want.item is not None
    }


def _check_stock(
    wanted: Sequence[Wanted], items: dict[str, Row[*tuple[Any, ...]]], kept: dict[int, int]
) -> None:
    asked: Counter[str] = Counter()
    kept_for_them: Counter[str] = Counter()
    for at_line, want in enumerate(wanted):
        if want.item is not None:
            asked[want.item] += want.quantity_milli
            kept_for_them[want.item] += kept.get(at_line, 0)
    for code, amount in asked.items():
        item = items[code]
        if item.state != "for_sale":
            why = reserve.why_not(item.state)
            raise take_out.NotForSale(title=item.title, code=code, why=why)
        if item.quantity_milli == 0:
            raise take_out.SoldOut(title=item.title, code=code)
        if item.quantity_milli < amount:
            left = i18n.quantity(item.quantity_milli, item.unit)
            raise take_out.NotThatMuch(title=item.title, code=code, left=left)
        free = item.quantity_milli - item.reserved_milli + kept_for_them[code]
        if free < amount:
            left = i18n.quantity(free, item.unit)
            raise take_out.KeptForSomebody(title=item.title, code=code, free=left)


def _item_line(want: Wanted, item: Row[*tuple[Any, ...]], today: date) -> Line:
    today_cents = take_out.price_today(item, today)
    price = today_cents if want.unit_price_cents is None else want.unit_price_cents
    plain.check_reason(want, item.title, price, today_cents)
    measures = plain.measured(want, item.title, item.unit)
    return Line(
        item_id=item.id,
        code=item.code,
        category_id=item.category_id,
        description=want.description or item.title,
        unit=item.unit,
        quantity_milli=want.quantity_milli,
        unit_price_cents=price,
        discount_cents=want.discount_cents,
        reason=want.reason,
        total_cents=baskets.line_total(
            item.title, item.unit, want.quantity_milli, price, want.discount_cents
        ),
        vat_regime=plain.scheme(item),
        vat_rate=item.vat_rate,
        weight_g=0,
        list_price_cents=today_cents,
        measures=measures,
        about=item.code,
    )


def _take(
    line: Line,
    want: Wanted,
    item: Row[*tuple[Any, ...]],
    basketful: take_out.Basketful,
    kept_milli: int,
) -> None:
    """Work out what leaves stock for a line; the till's scales, if asked, go before the books."""
    there, share = basketful.share(item.code, want.quantity_milli)
    line.weight_g = share if want.weight_g is None else want.weight_g
    line.taken = take_out.Taken(
        item_id=item.id,
        site_id=item.site_id,
        place_id=item.place_id,
        quantity_milli=want.quantity_milli,
        share_g=share,
        weight_g=line.weight_g,
        kept_milli=kept_milli,
    )
    line.cost_cents = _cost(item, there, want.quantity_milli)
    line.leaves_remainder = (
        item.form in ("length", "area") and want.quantity_milli < item.quantity_milli
    )


def _cost(item: Row[*tuple[Any, ...]], there_milli: int, sold_milli: int) -> int:
    """Tell what the shop paid for this much of a bought thing, in cents; the parts add up to all.

    Part of a heap bears its part of what all of it cost at first (a lot without item prices is
    shared out by what it brings; the same things at one price bring the same).
    """
    if item.vat_regime != "margin":
        return 0
    return ledger.cost_of(item.bought_cents, item.first_milli, there_milli, sold_milli)
