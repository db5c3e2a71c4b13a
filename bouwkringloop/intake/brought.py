"""What somebody brought, as it was told to us and before anybody looked at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class Weighed:
    """What scales showed: all of it in grams, and the container that stood on them too."""

    gross_g: int
    #: The slug of a container, or else what it weighs.
    container: str = ""
    tare_g: int = 0
    #: The slug of the scales, where the shop knows them.
    scale: str = ""
    #: Whether the scales told it themselves, so that nobody mistyped it.
    by_itself: bool = False


@dataclass(frozen=True)
class Judged:
    """How a thing was judged: by which version of the tree, and what was answered."""

    answers: Mapping[str, str]
    #: None for the tree that came with the program.
    version: int | None = None


@dataclass(frozen=True)
class Brought:
    """One kind of thing: how much, how good, and where it should go."""

    category: str
    quantity_milli: int
    unit: str
    route: str
    description: str = ""
    #: Of the whole line, in grams; None where nobody weighed it.
    weight_g: int | None = None
    condition: str = "B"
    reason: str = ""
    #: Per unit, VAT included; None where nobody named a price.
    price_cents: int | None = None
    place: str | None = None
    photo: UUID | None = None
    #: What was photographed before, and is described by this line.
    draft: UUID | None = None
    weighed: Weighed | None = None
    judged: Judged | None = None
    #: A code that was printed beforehand and stuck on the thing.
    code: str | None = None
    #: What one unit costs new.
    new_price_cents: int | None = None
    #: Its measures and marks, by the slugs of its kind's attributes: figures, or what was chosen.
    attributes: Mapping[str, Decimal | str] = field(default_factory=dict)
    #: How many labels it gets; None for as many as suit it.
    labels: int | None = None
    #: Whether it was waste by law until it was prepared for reuse here.
    prepared: bool = False


@dataclass(frozen=True)
class Delivery:
    """All that came in one car, under the id that the device made for it."""

    id: UUID
    site: str
    source_kind: str
    lines: tuple[Brought, ...]
    #: The four digits of the donor's postcode.
    postcode4: str | None = None
