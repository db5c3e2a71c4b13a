"""Read from an address what somebody looks for: words, kind, place, and figures from and to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bouwkringloop.base import money, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.catalogue import attributes as catalogue
from bouwkringloop.catalogue.models import Attribute
from bouwkringloop.stock.describe import CONDITIONS
from bouwkringloop.stock.find import Mark, Wish
from bouwkringloop.stock.judge import STEPS

STATES = tuple(STEPS)
FORMS = ("unique", "heap", "length", "area")
#: How a kind is asked for that is a whole group of them.
GROUP = "group:"
#: What is asked for besides attributes.
_OWN = {
    *("q", "category", "group", "site", "place", "state", "form", "condition", "available"),
    *("price_min", "price_max", "price_min_cents", "price_max_cents", "older_than"),
    *("gone", "page", "after"),
}


class FromHighToLow(Refused):
    """A range that ends before it begins."""

    status = 422
    message = N_("“To” is less than “from”. Change one of them.")


class NoWholeNumber(Refused):
    """Days and cents are whole."""

    status = 422
    message = N_("“%(text)s” is not a whole number. Type it like 30.")


class NoSuchFilter(Refused):
    """A narrowing that does not exist here would find too much without a word."""

    status = 422
    message = N_("One cannot ask for “%(name)s”.")


class NoneOfThese(Refused):
    """What was chosen is none of the choices."""

    status = 422
    message = N_("“%(text)s” is none of these: %(choices)s.")


@dataclass(frozen=True)
class Asked:
    """What was asked for, and at which fields something was wrong with it."""

    wish: Wish
    problems: Mapping[str, Refused]

    def wish_or_refusal(self) -> Wish:
        """Give the wish, or raise the first thing that was wrong."""
        for refusal in self.problems.values():
            raise refusal
        return self.wish


def offered(session: Session, given: Mapping[str, str]) -> list[Attribute]:
    """List the attributes by which can be narrowed: those of the kind or group that was chosen.

    Where none was, those that are asked for.
    """
    category, group = _kind(given)
    if category or group:
        return catalogue.of_kinds(session, category=category, group=group)
    if not set(given) - _OWN:
        return []
    return [each for each in catalogue.all_of(session) if _names(each) & set(given)]


def for_programs(session: Session, given: Mapping[str, str]) -> Wish:
    """Read what a program asks for; refuse what it names that is not there."""
    rest = set(given) - _OWN
    known = catalogue.all_of(session) if rest else []
    for name in sorted(rest.difference(*map(_names, known))):
        raise NoSuchFilter(name=name[:40])
    return read(given, known, only_available=given.get("available") == "1").wish_or_refusal()


def read(
    given: Mapping[str, str], attributes: Sequence[Attribute], *, only_available: bool
) -> Asked:
    """Read what was typed; what is wrong asks nothing and is told of."""
    reader = _Reader(given)
    category, group = _kind(given)
    price = reader.range("price", _price)
    cents = reader.range("price", _whole, "_cents")
    wish = Wish(
        words=reader.text("q"),
        category=category,
        group=group,
        site=reader.text("site"),
        place=reader.text("place"),
        only_available=only_available,
        state=reader.one_of("state", STATES),
        form=reader.one_of("form", FORMS),
        condition=reader.one_of("condition", CONDITIONS),
        price_from_cents=price[0] if price[0] is not None else cents[0],
        price_to_cents=price[1] if price[1] is not None else cents[1],
        older_than_days=reader.figure("older_than", _days),
        marks=tuple(mark for each in attributes if (mark := reader.mark(each))),
    )
    return Asked(wish, reader.problems)


class _Reader:
    """Reads field by field, and keeps what was wrong at each."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.problems: dict[str, Refused] = {}

    def text(self, name: str) -> str:
        return self._given.get(name, "").strip()

    def one_of(self, name: str, choices: Sequence[str]) -> str:
        chosen = self.text(name)
        if chosen and chosen not in choices:
            self.problems[name] = NoneOfThese(text=chosen[:20], choices=", ".join(choices))
            return ""
        return chosen

    def figure(self, name: str, parse: Callable[[str], int]) -> int | None:
        typed = self.text(name)
        try:
            return parse(typed) if typed else None
        except Refused as refusal:
            self.problems[name] = refusal
            return None

    def range(
        self, name: str, parse: Callable[[str], int], unit: str = ""
    ) -> tuple[int | None, int | None]:
        low = self.figure(f"{name}_min{unit}", parse)
        high = self.figure(f"{name}_max{unit}", parse)
        if low is not None and high is not None and low > high:
            self.problems[f"{name}_max{unit}"] = FromHighToLow()
        return low, high

    def mark(self, attribute: Attribute) -> Mark | None:
        slug = attribute.slug
        if attribute.choices:
            chosen = self.one_of(slug, list(attribute.choice_names))
            return Mark(slug, choice=chosen) if chosen else None
        low, high = self.range(slug, quantity.parse)
        exact = self.figure(slug, quantity.parse)
        if exact is not None:
            return Mark(slug, exact, exact)
        return Mark(slug, low, high) if (low, high) != (None, None) else None


def _kind(given: Mapping[str, str]) -> tuple[str, str]:
    """Tell the category and the group that are asked for."""
    category, group = given.get("category", "").strip(), given.get("group", "").strip()
    if category.startswith(GROUP):
        return "", category.removeprefix(GROUP)
    return category, group


def _names(attribute: Attribute) -> set[str]:
    slug = attribute.slug
    return {slug} if attribute.choices else {slug, f"{slug}_min", f"{slug}_max"}


def _price(text: str) -> int:
    cents = money.parse(text)
    if cents < 0:
        raise money.NotAnAmount(text=text[:20])
    return cents


def _days(text: str) -> int:
    return _whole(text, longest=5)


def _whole(text: str, longest: int = 9) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= longest):
        raise NoWholeNumber(text=text[:20])
    return int(text)
