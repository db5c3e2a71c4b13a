"""Fill an empty catalogue from the data files that ship with the product."""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.catalogue import impact
from bouwkringloop.catalogue.models import (
    DANGER,
    Attribute,
    Category,
    CategoryAttribute,
    CategoryGroup,
)

DATA_FILE = Path(__file__).with_name("categories.toml")
ATTRIBUTES_FILE = Path(__file__).with_name("attributes.toml")


def fill(session: Session) -> None:
    """Store the shipped groups, categories and attributes; leave a catalogue that is there."""
    if session.scalar(select(func.count()).select_from(CategoryGroup)):
        return
    data = tomllib.loads(DATA_FILE.read_text(encoding="utf-8"))
    groups = {entry["slug"]: _group(entry, at) for at, entry in enumerate(data["group"])}
    session.add_all(groups.values())
    session.add_all(
        _category(entry, groups[entry["group"]], at) for at, entry in enumerate(data["category"])
    )
    session.flush()  # So that whoever filled the catalogue can ask it at once.
    fill_attributes(session)
    impact.fill(session)


def fill_dangers(session: Session) -> None:
    """Store the shipped dangerous kinds where they have no group, such as in an older shop."""
    if session.scalar(select(CategoryGroup.id).where(CategoryGroup.slug == DANGER)):
        return
    data = tomllib.loads(DATA_FILE.read_text(encoding="utf-8"))
    known = set(session.scalars(select(Category.slug)))
    groups = session.scalar(select(func.max(CategoryGroup.position))) or 0
    last = session.scalar(select(func.max(Category.position))) or 0
    entry = next(entry for entry in data["group"] if entry["slug"] == DANGER)
    group = _group(entry, groups + 1)
    session.add(group)
    kinds = [entry for entry in data["category"] if entry["group"] == DANGER]
    session.add_all(
        _category(entry, group, last + at)
        for at, entry in enumerate(kinds, 1)
        if entry["slug"] not in known
    )


def fill_attributes(session: Session) -> None:
    """Store the shipped attributes where there are none yet, such as in an older shop."""
    if session.scalar(select(func.count()).select_from(Attribute)):
        return
    data = tomllib.loads(ATTRIBUTES_FILE.read_text(encoding="utf-8"))
    categories = session.scalars(select(Category)).all()
    for at, entry in enumerate(data["attribute"]):
        attribute = _attribute(entry, at)
        session.add(attribute)
        session.flush()  # What has it needs its number.
        groups, slugs = entry.get("groups", ()), entry.get("categories", ())
        session.add_all(
            CategoryAttribute(category_id=category.id, attribute_id=attribute.id)
            for category in categories
            if category.group.slug in groups or category.slug in slugs
        )


def _attribute(entry: dict[str, Any], position: int) -> Attribute:
    choices = entry.get("choices", {})
    return Attribute(
        slug=entry["slug"],
        name_nl=entry["nl"],
        name_en=entry["en"],
        unit=entry.get("unit", ""),
        choices="\n".join(f"{slug}|{nl}|{en}" for slug, (nl, en) in choices.items()),
        position=position,
    )


def _group(entry: dict[str, Any], position: int) -> CategoryGroup:
    return CategoryGroup(
        slug=entry["slug"],
        name_nl=entry["nl"],
        name_en=entry["en"],
        pictogram=entry["pictogram"],
        position=position,
    )


def _category(entry: dict[str, Any], group: CategoryGroup, position: int) -> Category:
    return Category(
        slug=entry["slug"],
        group=group,
        name_nl=entry["nl"],
        name_en=entry["en"],
        unit=entry["unit"],
        form=entry.get("form", "pieces"),
        vat_regime=entry["vat_regime"],
        vat_rate=entry["vat_rate"],
        weight_g=entry["weight_g"],
        weight_source=entry["weight_source"],
        eural=entry["eural"],
        price_low_cents=entry["price_low_cents"],
        price_high_cents=entry["price_high_cents"],
        pictogram=entry["pictogram"],
        unlabelled=entry.get("unlabelled", False),
        position=position,
    )
