"""Price the lines of a basket: things by their labels, the rest by category and typed price."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n, quantity
from bouwkringloop.base.errors import Forbidden, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor, Permission
from bouwkringloop.catalogue.models import DANGER, Category, CategoryGroup, NeverSold
from bouwkringloop.catalogue.vat import percent_hundredths
from bouwkringloop.stock import reserve, take_out
from bouwkringloop.till import basket as baskets
from bouwkringloop.till.basket import Line, Wanted


class UnknownCategory(Refused):
    """No category has this slug, or the shop does not deal in it any more."""

    status = 422
    message = N_("There is no category “%(slug)s”.")


class ReasonMissing(Refused):
    """Another price than the label's needs a reason."""

    status = 422
    message = N_("Say why “%(title)s” has another price than its label.")


_category = Category.__table__.c
_CATEGORIES = select(
    _category.id,
    _category.slug,
    _category.name_nl,
    _category.unit,
    _category.vat_regime,
    _category.vat_rate,
    _category.weight_g,
    # A sale is no moment to believe that somebody else has looked.
    (
        _category.group_id
        == select(CategoryGroup.id).where(CategoryGroup.slug == DANGER).scalar_subquery()
    ).label("dangerous"),
).where(_category.slug.in_(bindparam("slugs", expanding=True)), _category.active)


def lines(session: Session, wanted: Sequence[Wanted], *, by: Actor, at: datetime) -> list[Line]:
    """Price every line of a basket; refuse the first that cannot be sold so."""
    codes = [w.item for w in wanted if w.item is not None]
    slugs = {w.category for w in wanted if w.category is not None}
    items = _items(session, codes, at) if codes else {}
    categories: dict[str, Row[*tuple[Any, ...]]] = {}
    if slugs:
        found = session.connection().execute(_CATEGORIES, {"slugs": list(slugs)})
        categories = {row.slug: row for row in found}
    kept = _redeemed(session, wanted, items, at)
    _check_stock(wanted, items, kept)
    today = clock.local(at).date()
    basketful = take_out.Basketful(items)
    priced = []
    for at_line, want in enumerate(wanted):
        if want.item is not None:
            line = _item_line(want, items[want.item], by, today)
            _take(line, want, items[want.item], basketful, kept.get(at_line, 0))
        else:
            line = _category_line(want, categories)
        line.vat_percent = percent_hundredths(line.vat_rate, today)
        priced.append(line)
    return priced


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


def _item_line(want: Wanted, item: Row[*tuple[Any, ...]], by: Actor, today: date) -> Line:
    today_cents = take_out.price_today(item, today)
    price = today_cents if want.unit_price_cents is None else want.unit_price_cents
    if price != today_cents or want.discount_cents:
        _check_price_change(want, item.title, by)
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
        vat_regime=item.vat_regime,
        vat_rate=item.vat_rate,
        weight_g=0,
    )


def _take(
    line: Line,
    want: Wanted,
    item: Row[*tuple[Any, ...]],
    basketful: take_out.Basketful,
    kept_milli: int,
) -> None:
    """Work out what leaves stock for a line; the till's scales, if asked, go before the books."""
    share = basketful.share(item.code, want.quantity_milli)
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
    line.leaves_remainder = (
        item.form in ("length", "area") and want.quantity_milli < item.quantity_milli
    )


def _category_line(want: Wanted, categories: dict[str, Row[*tuple[Any, ...]]]) -> Line:
    category = categories.get(want.category or "")
    if category is None:
        raise UnknownCategory(slug=want.category)
    if category.dangerous:
        raise NeverSold(category=category.name_nl)
    title = want.description or category.name_nl
    if want.unit_price_cents is None:
        raise baskets.PriceMissing(title=title)
    if want.discount_cents:
        raise baskets.DiscountWithoutLabel(title=title)
    return Line(
        item_id=None,
        code=None,
        category_id=category.id,
        description=title,
        unit=category.unit,
        quantity_milli=want.quantity_milli,
        unit_price_cents=want.unit_price_cents,
        discount_cents=0,
        reason=want.reason,
        total_cents=baskets.line_total(
            title, category.unit, want.quantity_milli, want.unit_price_cents, 0
        ),
        vat_regime=category.vat_regime,
        vat_rate=category.vat_rate,
        weight_g=_weight(want, category.weight_g),
    )


def _weight(want: Wanted, unit_weight_g: int) -> int:
    if want.weight_g is not None:
        return want.weight_g
    weight = quantity.weigh(unit_weight_g, want.quantity_milli)
    if weight > quantity.MOST_GRAMS:
        raise quantity.NoSuchQuantity
    return weight


def _check_price_change(want: Wanted, title: str, by: Actor) -> None:
    if not by.may(Permission.CHANGE_PRICE):
        raise Forbidden
    if not want.reason:
        raise ReasonMissing(title=title)
