"""Fill an empty catalogue from the data file that ships with the product."""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.catalogue.models import Category, CategoryGroup

DATA_FILE = Path(__file__).with_name("categories.toml")


def fill(session: Session) -> None:
    """Store the shipped groups and categories; leave a catalogue that is there as it is."""
    if session.scalar(select(func.count()).select_from(CategoryGroup)):
        return
    data = tomllib.loads(DATA_FILE.read_text(encoding="utf-8"))
    groups = {entry["slug"]: _group(entry, at) for at, entry in enumerate(data["group"])}
    session.add_all(groups.values())
    session.add_all(
        _category(entry, groups[entry["group"]], at) for at, entry in enumerate(data["category"])
    )
    session.flush()  # So that whoever filled the catalogue can ask it at once.


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
