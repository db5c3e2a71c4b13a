"""Suggest a price: from the catalogue alone, or with what else is known of a thing and its like."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bouwkringloop.base.i18n import N_, money, ntranslate, translate, unit_name
from bouwkringloop.base.money import divide_half_up
from bouwkringloop.catalogue.models import Category
from bouwkringloop.intake import sold
from bouwkringloop.intake.sold import Usual

#: From the best to the worst.
CONDITIONS = ("A", "B", "C")
#: Up to this many cents, prices are round to this step; what people write on a sticker.
_STEPS = ((100, 5), (500, 25), (2_000, 50), (5_000, 100), (20_000, 500))
_STEP_ABOVE = 1_000
#: What part of its new price a thing brings in, in percent. Half for what is as good as new, since
#: a buyer gives up choice, guarantee and delivery; about a third for what shows use; a fifth for
#: what asks work first.
SHARE_OF_NEW = {"A": 50, "B": 35, "C": 20}
#: Nobody gives more than this for something second-hand, in percent of what it costs new.
MOST_OF_NEW = 60
#: What sells within a week could have cost more; what stands two months was too dear.
QUICK_DAYS, SLOW_DAYS, _TEMPO_PERCENT = 7, 60, 10
#: How far advice may go outside the range of a kind: a kind holds plain and special things, but
#: beyond this somebody mistyped, or chose the wrong kind.
_BELOW, _ABOVE = 2, 3

_REASON = N_("Between %(low)s and %(high)s for this kind; condition %(condition)s.")


@dataclass(frozen=True)
class Suggestion:
    """A price for one unit, VAT included, and why."""

    price_cents: int
    reason: str


@dataclass(frozen=True)
class Advice:
    """A price for one unit, VAT included, and all that speaks for it."""

    price_cents: int
    reasons: tuple[str, ...]


def price(category: Category, condition: str) -> Suggestion:
    """Suggest the high end of the range for condition A, its middle for B, its low end for C."""
    low, high = category.price_low_cents, category.price_high_cents
    wanted = {"A": high, "B": (low + high) // 2, "C": low}[condition]
    reason = translate(_REASON) % {
        "low": money(low),
        "high": money(high),
        "condition": condition,
    }
    return Suggestion(plausible(wanted, low, high), reason)


def plausible(cents: int, low: int, high: int) -> int:
    """Round to a price that fits on a sticker, within the range."""
    step = next((step for most, step in _STEPS if cents <= most), _STEP_ABOVE)
    rounded = (cents + step // 2) // step * step
    return min(max(rounded, low), high)


def advice(
    session: Session,
    category: Category,
    condition: str,
    *,
    new_price_cents: int | None = None,
    measures_mm: Mapping[str, int] | None = None,
) -> Advice:
    """Advise a price with what comparable things sold for, what it costs new, and how large it is.

    Measures are those of the thing in millimetres, by the slugs of their attributes.
    """
    usual = sold.usual(session, category, sold.size_of(measures_mm or {}))
    return weigh_up(category, condition, usual, new_price_cents)


def advice_everywhere(
    session: Session, categories: Iterable[Category]
) -> dict[str, dict[str, Advice]]:
    """Advise prices for every category and condition, by slug, with one question."""
    categories = list(categories)
    usual = sold.usual_everywhere(session, categories)
    return {
        category.slug: {
            condition: weigh_up(category, condition, usual.get(category.id, {}))
            for condition in CONDITIONS
        }
        for category in categories
    }


def weigh_up(
    category: Category,
    condition: str,
    usual: Mapping[str, Usual],
    new_price_cents: int | None = None,
) -> Advice:
    """Advise a price from what is known; never less than for a worse condition."""
    base = price(category, condition)
    if not usual and not new_price_cents:
        return Advice(base.price_cents, (base.reason,))
    cents, reasons = _of_the_kind(base, condition, usual)
    if new_price_cents:
        share = divide_half_up(new_price_cents * SHARE_OF_NEW[condition], 100)
        said = N_("%(percent)d%% of the new price of %(new)s is %(price)s.")
        figures = {
            "percent": SHARE_OF_NEW[condition],
            "new": money(new_price_cents),
            "price": money(share),
        }
        # What people pay for the kind, and how good this one is: neither is known to be truer.
        cents = (cents + share) // 2
        reasons += [translate(said) % figures, translate(N_("The advice lies between the two."))]
    return _bounded(category, cents, reasons, new_price_cents)


def _of_the_kind(
    base: Suggestion, condition: str, usual: Mapping[str, Usual]
) -> tuple[int, list[str]]:
    """Tell what people pay for a kind in one condition.

    That is what was paid, or else what the catalogue says. Both give way to what was paid for
    worse ones, if that was more; and the catalogue also to what was paid for better ones, if that
    was less.
    """
    at = CONDITIONS.index(condition)
    paid = {each: _by_sales(usual[each], each) for each in CONDITIONS if each in usual}
    worse = [paid[each] for each in CONDITIONS[at + 1 :] if each in paid]
    better = [paid[each] for each in CONDITIONS[:at] if each in paid]
    own = paid.get(condition, (base.price_cents, [base.reason]))
    if condition not in paid and better:
        # A better one never costs less than a worse one that sold, so the nearest is the cheapest.
        nearest = max([better[-1], *worse], key=_cents)
        own = min([own, nearest], key=_cents)
    return max([own, *worse], key=_cents)


def _cents(found: tuple[int, list[str]]) -> int:
    return found[0]


def _by_sales(usual: Usual, condition: str) -> tuple[int, list[str]]:
    went_for = money(usual.rate_cents or usual.price_cents)
    if usual.per:
        per = {"unit": unit_name(usual.per)}
        went_for = f"{went_for} {translate(N_('per %(unit)s')) % per}"
    said = ntranslate(
        "%(many)d of this kind in condition %(condition)s went for %(price)s in one day.",
        "%(many)d of this kind in condition %(condition)s went for %(price)s in %(num)d days.",
        max(1, usual.days),
    )
    figures = {
        "many": usual.many,
        "condition": condition,
        "price": went_for,
        "num": max(1, usual.days),
    }
    cents, reasons = usual.price_cents, [said % figures]
    percent = {"percent": _TEMPO_PERCENT}
    if usual.days <= QUICK_DAYS:
        cents = divide_half_up(cents * (100 + _TEMPO_PERCENT), 100)
        reasons.append(translate(N_("That was quick, so %(percent)d%% comes on top.")) % percent)
    elif usual.days >= SLOW_DAYS:
        cents = divide_half_up(cents * (100 - _TEMPO_PERCENT), 100)
        reasons.append(translate(N_("That was slow, so %(percent)d%% comes off.")) % percent)
    return cents, reasons


def _bounded(category: Category, cents: int, reasons: list[str], new: int | None) -> Advice:
    """Round the price, and keep it near the range of the kind and well below the new price."""
    low = max(1, category.price_low_cents // _BELOW)
    high = category.price_high_cents * _ABOVE
    near = min(max(cents, low), high)
    if near != cents:
        said = N_("Kept between %(low)s and %(high)s, since this kind seldom costs less or more.")
        reasons = [*reasons, translate(said) % {"low": money(low), "high": money(high)}]
    if new:
        most = max(1, new * MOST_OF_NEW // 100)
        if near > most:
            said = N_("At most %(percent)d%% of what it costs new.")
            reasons = [*reasons, translate(said) % {"percent": MOST_OF_NEW}]
        low, high = min(low, most), min(high, most)
    return Advice(plausible(near, low, high), tuple(reasons))
