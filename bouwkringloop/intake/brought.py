"""What somebody brought, as it was told to us and before anybody looked at it."""

from dataclasses import dataclass
from uuid import UUID


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


@dataclass(frozen=True)
class Delivery:
    """All that came in one car, under the id that the device made for it."""

    id: UUID
    site: str
    source_kind: str
    lines: tuple[Brought, ...]
    #: The four digits of the donor's postcode.
    postcode4: str | None = None
