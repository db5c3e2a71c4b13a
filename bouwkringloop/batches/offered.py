"""What a builder tells about an offer, before anything of it is checked."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from bouwkringloop.base.text import clean

_OF_BATCH = (
    "project",
    "street",
    "postcode",
    "city",
    "contact_name",
    "contact_phone",
    "contact_email",
    "access",
)
_OF_LINE = ("category", "unit", "description", "condition", "packaging", "marks", "reference")


@dataclass(frozen=True)
class ToldLine:
    """One kind of thing that is offered."""

    #: The slug of its category.
    category: str
    quantity_milli: int | None
    #: In what it is counted; empty for the unit of its category.
    unit: str = ""
    description: str = ""
    #: Of the whole line; None where the category has to tell.
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    condition: str = "B"
    packaging: str = ""
    marks: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Told:
    """What is offered, where it lies and until when, under the id that the form made for it."""

    id: UUID
    #: The builder, as a customer.
    customer: UUID
    project: str
    street: str
    postcode: str
    city: str
    available_from: date | None
    available_until: date | None
    lines: tuple[ToldLine, ...]
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    access: str = ""
    language: str = "nl"

    @property
    def content_hash(self) -> str:
        """Tell this offer from another one; files do not count, nor the screen's language."""
        typed = {key: value for key, value in asdict(self).items() if key != "language"}
        canonical = json.dumps(typed, sort_keys=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()


def cleaned(told: Told) -> Told:
    """Bring every text into one form, so that the same offer is the same."""
    lines = tuple(replace(line, **_texts(line, _OF_LINE)) for line in told.lines)
    return replace(told, lines=lines, **_texts(told, _OF_BATCH))


def _texts(told: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: clean(getattr(told, name)) for name in names}
