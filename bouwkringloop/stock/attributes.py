"""Measures and marks of things that builders ask for: widths, hinge sides, U-values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import fold
from bouwkringloop.catalogue import attributes as catalogue
from bouwkringloop.catalogue.models import Attribute
from bouwkringloop.people import audit
from bouwkringloop.stock import ledger, search, take_in, words
from bouwkringloop.stock.models import Item, ItemAttribute

#: Beyond it somebody mistyped: thirty metres, a window that keeps no warmth, a day of fire.
_MOST_MILLI = {"mm": 30_000_000, "W/m²K": 20_000, "min": 1_440_000}
_MOST_ELSE_MILLI = 100_000_000
#: Lengths that stand behind each other on a label, as builders say them.
_TOGETHER = (
    "section-width",
    "section-height",
    "tile-length",
    "tile-width",
    "width",
    "height",
    "depth",
    "length",
    "thickness",
)


class NoSuchAttribute(Refused):
    """Things of this category have no such measure or mark."""

    status = 422
    message = N_("%(category)s has no attribute “%(name)s”.")


class NoSuchChoice(Refused):
    """What was chosen is none of the choices."""

    status = 422
    message = N_("%(name)s cannot be “%(choice)s”. Choose from: %(choices)s.")


class NoSuchFigure(Refused):
    """A measure of nothing, or one that no such thing has."""

    status = 422
    message = N_("%(name)s cannot be %(figure)s. Check it, please.")


class FigureNeeded(Refused):
    """A word where a figure belongs."""

    status = 422
    message = N_("%(name)s is a figure in %(unit)s.")


@dataclass(frozen=True)
class Fact:
    """What is known of one measure or mark of a thing."""

    attribute: Attribute
    value_milli: int | None = None
    choice: str = ""

    @property
    def value(self) -> int | str:
        """Thousandths of the attribute's unit, or what was chosen."""
        return self.choice if self.value_milli is None else self.value_milli

    @property
    def said(self) -> str:
        """Say it with its unit in the language being spoken, such as `830 mm`."""
        if self.value_milli is None:
            return self.attribute.choice_names.get(self.choice, self.choice)
        # Builders write 2015 mm without anything between the thousands.
        figure = plain_figure(self.value_milli)
        return f"{figure}\u00a0{self.attribute.unit}".rstrip("\u00a0")


def plain_figure(milli: int) -> str:
    """Write thousandths as people type them, with a comma in Dutch."""
    written = words.written(milli)
    return written if i18n.language() == "nl" else written.replace(",", ".")


def of(session: Session, item: Item) -> list[Fact]:
    """List what is known of a thing, in the catalogue's order."""
    return of_all(session, [item.id]).get(item.id, [])


def of_all(session: Session, item_ids: Sequence[int]) -> dict[int, list[Fact]]:
    """List what is known of many things, by their row; for lists and sheets."""
    found: dict[int, list[Fact]] = {}
    query = (
        select(ItemAttribute, Attribute)
        .join(Attribute)
        .where(ItemAttribute.item_id.in_(item_ids))
        .order_by(Attribute.position)
    )
    for row, attribute in session.execute(query):
        fact = Fact(attribute, row.value_milli, row.choice)
        found.setdefault(row.item_id, []).append(fact)
    return found


def most_milli(attribute: Attribute) -> int:
    """Tell the largest figure that an attribute can have, in thousandths of its unit."""
    return _MOST_MILLI.get(attribute.unit, _MOST_ELSE_MILLI)


def checked(attribute: Attribute, value: int | str) -> Fact:
    """Give a value of an attribute if it can be; refuse it otherwise.

    An int is thousandths of the attribute's unit, a str one of its choices.
    """
    if attribute.choices:
        if value not in attribute.choice_names:
            names = ", ".join(attribute.choice_names)
            raise NoSuchChoice(name=attribute.name, choice=str(value)[:20], choices=names)
        return Fact(attribute, choice=str(value))
    if not isinstance(value, int):
        raise FigureNeeded(name=attribute.name, unit=attribute.unit)
    if not 0 < value <= most_milli(attribute):
        figure = f"{plain_figure(abs(value))} {attribute.unit}"
        raise NoSuchFigure(name=attribute.name, figure=f"-{figure}" if value < 0 else figure)
    return Fact(attribute, value_milli=value)


def read(attribute: Attribute, told: Decimal | str) -> int | str:
    """Read a value as programs and sheets give it; empty where nothing is known.

    A figure is a number or a text as people type it; a choice its slug, or its name in either
    language.
    """
    if not attribute.choices:
        if isinstance(told, str):
            return quantity.parse(told) if told.strip() else ""
        return quantity.to_milli(told)
    wanted = fold(str(told).strip())
    for slug, *names in (line.split("|") for line in attribute.choices.splitlines()):
        if wanted in (slug, *map(fold, names)):
            return slug
    return str(told).strip()


def read_all(
    session: Session, item: Item, told: Mapping[str, Decimal | str | None]
) -> dict[str, int | str | None]:
    """Read values by slug, as `set_all` takes them."""
    known = {each.slug: each for each in catalogue.of(session, item.category)}
    return {
        slug: None if value is None or slug not in known else read(known[slug], value)
        for slug, value in told.items()
    }


def set_all(
    session: Session, item: Item, values: Mapping[str, int | str | None], *, by: Actor
) -> list[Fact]:
    """Say all that is known of a thing, by the slugs of its category's attributes.

    What is not named, or is None or empty, is not known any more. Thousandths or choices.
    """
    known = {each.slug: each for each in catalogue.of(session, item.category)}
    for slug in values:
        if slug not in known:
            raise NoSuchAttribute(category=item.category.name, name=slug[:40])
    facts = [
        checked(attribute, value)
        for slug, attribute in known.items()
        if (value := values.get(slug)) not in (None, "")
    ]
    ledger.lock(session, [item.code])
    before = {fact.attribute.slug: fact for fact in of(session, item)}
    after = {fact.attribute.slug: fact for fact in facts}
    # What the category had when somebody filled it in stays, although nobody asks for it now.
    kept = [fact for slug, fact in before.items() if slug not in known]
    _store(session, item, [*facts, *kept])
    refresh(session, item)
    changes = {
        slug: [_noted(before.get(slug)), _noted(after.get(slug))]
        for slug in known
        if _noted(before.get(slug)) != _noted(after.get(slug))
    }
    if changes:
        audit.note(session, by, "item.described", f"item:{item.code}", **changes)
    return of(session, item)


def copy(session: Session, item: Item, part: Item) -> None:
    """Say of a part what is known of the thing that it was part of."""
    _store(session, part, of(session, item))
    refresh(session, part)


def refresh(session: Session, item: Item) -> None:
    """Bring the words by which a thing is found to what is known of it now."""
    found_by = marks(of(session, item))
    item.search_text = take_in.searchable(item.title, item.category, item.code, found_by)
    search.learn(session, [item.search_text])


def marks(facts: Iterable[Fact]) -> list[str]:
    """Give the words and figures by which facts are found."""
    found: list[str] = []
    for fact in facts:
        if fact.value_milli is None:
            line = [name.split("|") for name in fact.attribute.choices.splitlines()]
            found += [name for slug, *names in line if slug == fact.choice for name in names]
        elif fact.attribute.unit == "mm":
            found += words.length_marks(fact.value_milli)
        else:
            found.append(words.written(fact.value_milli))
    return found


def short(session: Session, item: Item) -> str:
    """Say in one line what is known of a thing and its title does not say already."""
    return shortly(of(session, item), item.title)


def shortly(facts: Iterable[Fact], title: str = "") -> str:
    """Say facts in one line, such as `830 × 2015 mm, links`."""
    told, lengths = words.figures(title), dict[str, int]()
    others: list[str] = []
    for fact in facts:
        slug, milli = fact.attribute.slug, fact.value_milli
        if milli is not None and words.written(milli) in told:
            continue
        if milli is not None and slug in _TOGETHER:
            lengths[slug] = milli
        elif milli is None:
            others.append(fact.said.lower())
        else:
            others.append(f"Ø\u00a0{fact.said}" if slug == "diameter" else fact.said)
    in_order = [plain_figure(lengths[slug]) for slug in _TOGETHER if slug in lengths]
    together = [" × ".join(in_order) + "\u00a0mm"] if in_order else []
    return ", ".join([*together, *others])


def _store(session: Session, item: Item, facts: Iterable[Fact]) -> None:
    session.execute(delete(ItemAttribute).where(ItemAttribute.item_id == item.id))
    session.add_all(
        ItemAttribute(
            item_id=item.id,
            attribute_id=fact.attribute.id,
            value_milli=fact.value_milli,
            choice=fact.choice,
        )
        for fact in facts
    )
    session.flush()  # What is found by is read from these rows.


def _noted(fact: Fact | None) -> str | None:
    if fact is None:
        return None
    if fact.value_milli is None:
        return fact.choice
    return f"{words.written(fact.value_milli)} {fact.attribute.unit}".strip()
