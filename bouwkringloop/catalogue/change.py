"""Add a category, and change what the shop knows of one."""

from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import text
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.catalogue import find
from bouwkringloop.catalogue.models import DANGER, Category, CategoryGroup
from bouwkringloop.people import audit


class RangeUpsideDown(Refused):
    """The highest price is below the lowest."""

    status = 422
    message = N_("The highest price is lower than the lowest price.")


class PriceMissing(Refused):
    """A price range that begins at nothing."""

    status = 422
    message = N_("A price is more than nothing.")


class FlatPriceOfNothing(Refused):
    """One price for all that is nothing."""

    status = 422
    message = N_("One price for all is more than nothing. Leave it empty where prices differ.")


class UnitInUse(Refused):
    """Things are counted in this unit already."""

    message = N_("There are things in the books counted in this unit. Add a new category instead.")


class AlreadyThere(Refused):
    """Another category has this English name."""

    message = N_("There is a category with this English name already.")


class NoSlug(Refused):
    """A name without a letter or digit."""

    status = 422
    message = N_("Type a name with letters.")


class DangerStays(Refused):
    """A kind would become dangerous, or would no longer be."""

    message = N_("Nothing moves into or out of the dangerous group. Add a new category instead.")


class DangerUnlabelled(Refused):
    """A dangerous kind would get a tile at the till."""

    status = 422
    message = N_("What is dangerous is never sold, so it has no tile at the till.")


@dataclass(frozen=True)
class Facts:
    """What the shop knows of a category, apart from its slug."""

    group: str
    name_nl: str
    name_en: str
    unit: str
    vat_regime: str
    vat_rate: str
    weight_g: int
    weight_source: str
    eural: str
    price_low_cents: int
    price_high_cents: int
    pictogram: str
    registered: bool
    #: As `markdown.write` writes it.
    markdown: str
    unlabelled: bool
    active: bool
    #: What every thing of it costs; None where each has a price of its own.
    flat_price_cents: int | None = None
    #: Whether the margin of what is bought is worked out over a period.
    pooled: bool = False


def add(session: Session, facts: Facts, *, by: Actor) -> Category:
    """Add a category at the end of the catalogue; its slug is made from the English name."""
    _checked(facts)
    slug = text.slug(facts.name_en)
    # `new` is the address of the form itself.
    if not slug or slug == "new":
        raise NoSlug
    if session.scalar(select(Category.id).where(Category.slug == slug)):
        raise AlreadyThere
    last = session.scalar(select(func.max(Category.position)))
    category = Category(slug=slug, position=0 if last is None else last + 1)
    _write(session, category, facts)
    session.add(category)
    audit.note(session, by, "category.added", f"category:{slug}", **asdict(facts))
    return category


def change(session: Session, category: Category, facts: Facts, *, by: Actor) -> None:
    """Change a category; the audit trail keeps what it was before."""
    _checked(facts)
    if facts.group != category.group.slug and DANGER in (facts.group, category.group.slug):
        raise DangerStays
    if facts.unit != category.unit and find.is_used(session, category):
        raise UnitInUse
    before = asdict(facts_of(category))
    changes = {key: [before[key], now] for key, now in asdict(facts).items() if before[key] != now}
    _write(session, category, facts)
    if changes:
        audit.note(session, by, "category.changed", f"category:{category.slug}", **changes)


def share_markdown(session: Session, category: Category, *, by: Actor) -> int:
    """Let the whole group get cheaper as this category does; tell how many others changed."""
    others = session.scalars(
        select(Category)
        .where(Category.group_id == category.group.id, Category.markdown != category.markdown)
        .order_by(Category.position)
    ).all()
    for other in others:
        before, other.markdown = other.markdown, category.markdown
        changed = [before, other.markdown]
        audit.note(session, by, "category.changed", f"category:{other.slug}", markdown=changed)
    return len(others)


def facts_of(category: Category) -> Facts:
    """Tell what the shop knows of a category now."""
    return Facts(
        group=category.group.slug,
        **{key: getattr(category, key) for key in Facts.__dataclass_fields__ if key != "group"},
    )


def _checked(facts: Facts) -> None:
    if facts.price_low_cents <= 0:
        raise PriceMissing
    if facts.price_high_cents < facts.price_low_cents:
        raise RangeUpsideDown
    if facts.flat_price_cents is not None and facts.flat_price_cents <= 0:
        raise FlatPriceOfNothing
    if facts.unlabelled and facts.group == DANGER:
        raise DangerUnlabelled


def _write(session: Session, category: Category, facts: Facts) -> None:
    for key, value in asdict(facts).items():
        if key != "group":
            setattr(category, key, value)
    category.group = session.scalars(
        select(CategoryGroup).where(CategoryGroup.slug == facts.group)
    ).one()
