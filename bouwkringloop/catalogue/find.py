"""Look things up in the catalogue."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import RowMapping, exists, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import i18n
from bouwkringloop.base.db import Base
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.paths import STATIC
from bouwkringloop.base.text import fold
from bouwkringloop.catalogue.models import Category, CategoryAttribute, CategoryGroup


@dataclass(frozen=True)
class Shelf:
    """A group with those of its categories that were asked for."""

    group: CategoryGroup
    categories: tuple[Category, ...]


def shelves(session: Session, words: str = "") -> list[Shelf]:
    """List the catalogue by group; with words, only what has all of them in a name or code."""
    wanted = fold(words).split()
    found: dict[CategoryGroup, list[Category]] = {group: [] for group in groups(session)}
    for category in session.scalars(
        select(Category).options(joinedload(Category.group)).order_by(Category.position)
    ):
        said = fold(
            f"{category.name_nl} {category.name_en} {category.slug} {category.eural}"
            f" {category.group.name_nl} {category.group.name_en}"
        )
        if all(word in said for word in wanted):
            found[category.group].append(category)
    return [Shelf(group, tuple(listed)) for group, listed in found.items() if listed]


def groups(session: Session) -> Sequence[CategoryGroup]:
    """List the groups in their order."""
    return session.scalars(select(CategoryGroup).order_by(CategoryGroup.position)).all()


def one(session: Session, slug: str) -> Category:
    """Find a category by its slug."""
    category = session.scalar(
        select(Category).options(joinedload(Category.group)).where(Category.slug == slug)
    )
    if category is None:
        raise NotFound
    return category


def is_used(session: Session, category: Category) -> bool:
    """Tell whether anything in the books is of this category.

    Asks every table that points at categories, since the rooms that own them stand below this one;
    what measures a category has is the catalogue's own affair.
    """
    own = Category.__table__.c.id
    for table in Base.metadata.sorted_tables:
        if table is CategoryAttribute.__table__:
            continue  # What is asked of its things is no thing itself.
        for key in table.foreign_keys:
            if key.column is own and session.scalar(
                select(exists().where(key.parent == category.id))
            ):
                return True
    return False


def active_rows(session: Session) -> Sequence[RowMapping]:
    """List what intake and till may choose from, as plain rows in the order of the catalogue."""
    category, group = Category.__table__.c, CategoryGroup.__table__.c
    name = category.name_en if i18n.language() == "en" else category.name_nl
    query = (
        select(
            category.slug,
            name.label("name"),
            category.name_nl,
            category.name_en,
            group.slug.label("group"),
            category.unit,
            category.vat_regime,
            category.vat_rate,
            category.weight_g,
            category.price_low_cents,
            category.price_high_cents,
            category.pictogram,
            category.unlabelled,
        )
        .join_from(Category.__table__, CategoryGroup.__table__)
        .where(category.active)
        .order_by(category.position)
    )
    return session.connection().execute(query).mappings().all()


@cache
def pictograms() -> tuple[str, ...]:
    """List the pictograms that a category can have; those of groups are not among them."""
    sprite = (STATIC / "pictograms.svg").read_text(encoding="utf-8")
    names = re.findall(r'<symbol\b[^>]*\bid="([^"]+)"', sprite)
    return tuple(name for name in names if not name.startswith("group-"))
