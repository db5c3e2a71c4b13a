"""Read the measures and marks of what was brought, before anything is stored."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from bouwkringloop.base.money import AmbiguousNumber
from bouwkringloop.base.quantity import NotAQuantity
from bouwkringloop.catalogue.models import Attribute, Category
from bouwkringloop.intake.brought import Brought
from bouwkringloop.stock import attributes
from bouwkringloop.stock.attributes import Fact, FigureNeeded, NoSuchAttribute


def read(
    line: Brought, category: Category, known: Mapping[int, Sequence[Attribute]]
) -> tuple[Fact, ...]:
    """Read what a line says of its measures and marks; refuse what its kind does not have.

    `known` lists the attributes of the delivery's categories, by the categories' rows.
    """
    having = {each.slug: each for each in known.get(category.id, ())}
    for slug in line.attributes:
        if slug not in having:
            raise NoSuchAttribute(category=category.name, name=slug[:40])
    return tuple(
        _fact(attribute, line.attributes[slug])
        for slug, attribute in having.items()
        if slug in line.attributes
    )


def _fact(attribute: Attribute, told: Decimal | str) -> Fact:
    try:
        value = attributes.read(attribute, told)
    except (NotAQuantity, AmbiguousNumber):
        raise FigureNeeded(name=attribute.name, unit=attribute.unit) from None
    return attributes.checked(attribute, value)


def lengths(facts: Iterable[Fact]) -> dict[str, int]:
    """Give what is measured in millimetres, in thousandths of them, by slug."""
    return {
        fact.attribute.slug: fact.value_milli
        for fact in facts
        if fact.value_milli is not None and fact.attribute.unit == "mm"
    }
