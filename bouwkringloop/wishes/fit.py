"""Tell whether a thing fits a wish, why, and how well; pure, so that offers can be tried too."""

from collections.abc import Mapping
from dataclasses import dataclass

from bouwkringloop.stock.words import Term, terms
from bouwkringloop.wishes.models import MEASURES, Wish

#: What each part weighs; together a hundred.
_KIND, _WORDS, _MEASURES, _AMOUNT = 40, 20, 25, 15
#: From so many points on a thing is said to fit well.
WELL = 80


@dataclass(frozen=True)
class Thing:
    """What is known of something that might fit: in stock, or offered."""

    category_id: int
    group_id: int
    unit: str
    quantity_milli: int
    #: Its words as `stock.words.searchable` gives them.
    text: str
    #: In millimetres; None where nobody knows.
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    #: What one costs, VAT included; None where that is not settled.
    price_cents: int | None = None


@dataclass(frozen=True)
class Fit:
    """How well something fits, from 1 to 100, and why, by the keys of `words.REASONS`."""

    points: int
    reasons: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether it fits so well that one calls at once."""
        return self.points >= WELL


def fit(
    wish: Wish, thing: Thing, read_as: Mapping[str, tuple[str, ...]] | None = None
) -> Fit | None:
    """Tell how a thing fits a wish; None where it does not.

    What is of another kind, too small, too large or too dear fits not at all. A measure that nobody
    knows, fewer than are needed, and words that its description lacks make it fit less well; where
    only words say what is looked for, all of them have to occur. `read_as` gives what mistyped
    words mean.
    """
    kind = _kind(wish, thing)
    measures = _measures(wish, thing)
    dear = _same_unit(wish, thing) and _too_dear(wish, thing)
    if kind is None or measures is None or dear:
        return None
    asked = terms(wish.words)
    said = sum(_says(thing, term, read_as or {}) for term in asked)
    if kind == "words" and said < len(asked):
        return None
    amount = _amount(wish, thing)
    reasons = [kind]
    if said and kind != "words":
        reasons.append("words" if said == len(asked) else "some_words")
    if any(wish.bounds(name) != (None, None) for name in MEASURES):
        reasons.append("measures" if measures == _MEASURES else "measures_unknown")
    if _same_unit(wish, thing):
        reasons.append("enough" if amount == _AMOUNT else "too_few")
    words = _WORDS * said // len(asked) if asked else _WORDS
    return Fit(_KIND + words + measures + amount, tuple(reasons))


def _kind(wish: Wish, thing: Thing) -> str | None:
    if wish.category_id is not None:
        return "kind" if wish.category_id == thing.category_id else None
    if wish.group_id is not None:
        return "group" if wish.group_id == thing.group_id else None
    return "words"


def _measures(wish: Wish, thing: Thing) -> int | None:
    """Give the points for the measures that are known and within; None where one is outside."""
    asked = known = 0
    for name in MEASURES:
        low, high = wish.bounds(name)
        if low is None and high is None:
            continue
        asked += 1
        measure = getattr(thing, f"{name}_mm")
        if measure is None:
            continue
        if (low is not None and measure < low) or (high is not None and measure > high):
            return None
        known += 1
    return _MEASURES * known // asked if asked else _MEASURES


def _amount(wish: Wish, thing: Thing) -> int:
    if not _same_unit(wish, thing):
        return 0
    return _AMOUNT * min(thing.quantity_milli, wish.quantity_milli) // wish.quantity_milli


def _too_dear(wish: Wish, thing: Thing) -> bool:
    return (
        wish.price_cents is not None
        and thing.price_cents is not None
        and thing.price_cents > wish.price_cents
    )


def _same_unit(wish: Wish, thing: Thing) -> bool:
    return wish.unit == thing.unit


def _says(thing: Thing, term: Term, read_as: Mapping[str, tuple[str, ...]]) -> bool:
    meant = read_as.get(term.text, (term.text,))
    return any((f" {text} " if term.is_figure else text) in f" {thing.text}" for text in meant)
