"""Price what has no label: goods by kind, sticker or flat price, and mere amounts."""

from typing import Any

from sqlalchemy import Row

from bouwkringloop.base import i18n, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.catalogue import markdown
from bouwkringloop.catalogue.models import NeverSold
from bouwkringloop.till import basket as baskets
from bouwkringloop.till import returns
from bouwkringloop.till.basket import Line, Measures, Wanted


class UnknownCategory(Refused):
    """No category has this slug, or the shop does not deal in it any more."""

    status = 422
    message = N_("There is no category “%(slug)s”.")


class ReasonMissing(Refused):
    """Another price than the label's needs a reason."""

    status = 422
    message = N_("Say why “%(title)s” has another price than its label.")


class UnknownKind(Refused):
    """A line is goods, a donation or a voucher."""

    status = 422
    message = N_("A line is goods, a donation or a voucher.")


class MeasuresDiffer(Refused):
    """Length times width is not the quantity that was sent."""

    status = 422
    message = N_("The measures of “%(title)s” do not come to %(quantity)s.")


_AMOUNTS = {"donation": N_("Donation"), "voucher": N_("Gift card")}


def goods(want: Wanted, categories: dict[str, Row[*tuple[Any, ...]]], percent_off: int) -> Line:
    """Price goods without a label; `percent_off` is what the age of their sticker takes off."""
    category = categories.get(want.category or "")
    if category is None:
        raise UnknownCategory(slug=want.category)
    if category.dangerous:
        raise NeverSold(category=category.name_nl)
    title = want.description or category.name_nl
    asked = _asked(want, category.flat_price_cents, title)
    price = markdown.marked_down(asked, percent_off)
    line = Line(
        item_id=None,
        code=None,
        category_id=category.id,
        description=title,
        unit=category.unit,
        quantity_milli=want.quantity_milli,
        unit_price_cents=price if want.unit_price_cents is None or want.sticker else asked,
        discount_cents=want.discount_cents,
        reason=want.reason,
        total_cents=0,
        vat_regime=scheme(category),
        vat_rate=category.vat_rate,
        weight_g=_weight(want, category.weight_g),
        list_price_cents=price if want.sticker else category.flat_price_cents or asked,
        measures=measured(want, title, category.unit),
        about=category.slug,
    )
    check_reason(want, title, line.unit_price_cents, line.list_price_cents)
    line.total_cents = baskets.line_total(
        title, line.unit, want.quantity_milli, line.unit_price_cents, want.discount_cents
    )
    if want.comes_back is not None:
        return returns.without_receipt(want, line)
    if want.discount_cents and not (want.sticker or category.flat_price_cents):
        raise baskets.DiscountWithoutLabel(title=title)
    return line


def scheme(kind: Row[Any]) -> str:
    """Tell a thing's VAT scheme; margins of some kinds are only worked out over a period."""
    return "pool" if kind.pooled and kind.vat_regime == "margin" else str(kind.vat_regime)


def _asked(want: Wanted, flat_cents: int | None, title: str) -> int:
    if want.unit_price_cents is not None:
        return want.unit_price_cents
    if flat_cents is None:
        raise baskets.PriceMissing(title=title)
    return flat_cents


def amount(want: Wanted) -> Line:
    """Take a donation, or the price of a voucher: an amount of money outside VAT."""
    if want.kind not in _AMOUNTS or want.category is not None or want.comes_back is not None:
        raise UnknownKind
    with i18n.speaking("nl"):
        title = want.description or i18n.translate(_AMOUNTS[want.kind])
    if want.unit_price_cents is None:
        raise baskets.PriceMissing(title=title)
    if want.discount_cents or want.quantity_milli != 1000:
        raise baskets.AbsurdPrice(title=title)
    return Line(
        item_id=None,
        code=None,
        category_id=None,
        description=title,
        unit="piece",
        quantity_milli=1000,
        unit_price_cents=want.unit_price_cents,
        discount_cents=0,
        reason="",
        total_cents=baskets.line_total(title, "piece", 1000, want.unit_price_cents, 0),
        vat_regime="outside",
        vat_rate="",
        weight_g=0,
        kind=want.kind,
        list_price_cents=want.unit_price_cents,
        about=want.kind,
    )


def check_reason(want: Wanted, title: str, price_cents: int, asked_cents: int) -> None:
    """Refuse another price than is asked, or a discount, without a reason."""
    if (price_cents != asked_cents or want.discount_cents) and not want.reason:
        raise ReasonMissing(title=title)


def measured(want: Wanted, title: str, unit: str) -> str:
    """Write measures as the receipt shows them, such as `2,40 × 0,80 m`; refuse wrong ones."""
    if want.measures is None:
        return ""
    milli = quantity_of(want.measures, unit)
    if milli is None or milli != want.quantity_milli:
        raise MeasuresDiffer(title=title, quantity=i18n.quantity(want.quantity_milli, unit))
    with i18n.speaking("nl"):
        sides = [want.measures.length_mm, *([want.measures.width_mm or 0] if unit == "m2" else [])]
        text = f"{' × '.join(i18n.number(side) for side in sides)} m"
    return text if want.measures.pieces == 1 else f"{want.measures.pieces} × ({text})"


def quantity_of(measures: Measures, unit: str) -> int | None:
    """Work out how much measures come to, in thousandths of a unit, half-up."""
    if unit == "m" and measures.width_mm is None:
        return measures.length_mm * measures.pieces
    if unit == "m2" and measures.width_mm is not None:
        return (measures.length_mm * measures.width_mm * measures.pieces + 500) // 1000
    return None


def _weight(want: Wanted, unit_weight_g: int) -> int:
    if want.weight_g is not None:
        return want.weight_g
    weight = quantity.weigh(unit_weight_g, want.quantity_milli)
    if weight > quantity.MOST_GRAMS:
        raise quantity.NoSuchQuantity
    return weight
