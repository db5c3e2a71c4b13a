"""What programs and the intake page send, and what they get."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictInt

from bouwkringloop.base import quantity
from bouwkringloop.base.api import Answer, Body, Milli
from bouwkringloop.base.errors import Refused
from bouwkringloop.intake.brought import Brought, Delivery, Judged, Weighed

Route = Literal[
    "sell", "repair", "parts", "repurpose", "material", "residue", "refuse", "quarantine"
]
Condition = Literal["A", "B", "C"]
#: A figure in an attribute's unit; beyond these somebody sends no measure.
Figure = Annotated[Decimal, Field(gt=-1_000_000_000, lt=1_000_000_000)]
UnitName = Literal["piece", "m", "m2", "m3", "kg", "pack"]


class SourceBody(Body):
    """Where a delivery came from: the way, and at most four digits of the donor's postcode."""

    kind: Literal["yard", "shop", "pickup", "batch", "municipality", "workshop"]
    postcode4: str | None = None


class WeighedBody(Body):
    """What scales showed, in grams, and what stood on them beside the things.

    `container` is the slug of a container, or else `tare_g` says what it weighs; `scale` is the
    slug of the scales; `by_itself` says that they told it themselves.
    """

    gross_g: StrictInt
    container: str = ""
    tare_g: StrictInt = 0
    scale: str = ""
    by_itself: bool = False


class IntakeLineBody(Body):
    """One kind of thing: how much, how good, and where it goes.

    `weight_g` is that of the whole line in grams; `weighed` goes before it. Without either it is
    worked out from the measures where they tell it, and else from the kind. `price_cents` and
    `new_price_cents` are those of one unit, VAT included. `attributes` are its measures and marks
    by the slugs of its category's attributes: figures in their units, and choices. `answers` are
    those to the decision tree, answer by question, and `tree` is the version that was asked (none:
    the shipped one).
    """

    category: str
    description: str = ""
    quantity: Milli
    unit: UnitName
    weight_g: StrictInt | None = None
    condition: Condition = "B"
    route: Route
    reason: str = ""
    price_cents: StrictInt | None = None
    place: str | None = None
    photo: UUID | None = None
    #: The id of a draft that this line describes; its photo goes along where none is named.
    draft: UUID | None = None
    weighed: WeighedBody | None = None
    answers: dict[str, str] | None = None
    tree: StrictInt | None = None
    new_price_cents: StrictInt | None = None
    attributes: dict[str, str | Figure | None] = Field(default_factory=dict)
    #: The code of a label that was printed beforehand and stuck on the thing.
    code: str | None = None

    def brought(self) -> Brought:
        """Give it as the shop knows it."""
        return Brought(
            category=self.category,
            quantity_milli=self.quantity,
            unit=self.unit,
            route=self.route,
            description=self.description,
            weight_g=self.weight_g,
            condition=self.condition,
            reason=self.reason,
            price_cents=self.price_cents,
            place=self.place,
            photo=self.photo,
            draft=self.draft,
            weighed=Weighed(**self.weighed.model_dump()) if self.weighed else None,
            judged=None if self.answers is None else Judged(self.answers, self.tree),
            new_price_cents=self.new_price_cents,
            attributes={
                slug: _figure(value)
                for slug, value in self.attributes.items()
                if value not in (None, "")
            },
            code=self.code,
        )


def _figure(value: Decimal | str | None) -> Decimal | str:
    """Write a figure in one way, so that 830, 830.0 and "830" are the same content."""
    if value is None:
        return ""
    try:
        milli = quantity.parse(value) if isinstance(value, str) else quantity.to_milli(value)
    except Refused:
        # A word is a choice; what is neither is refused by the attribute, which knows its name.
        return value
    return Decimal(f"{quantity.to_decimal(milli).normalize():f}")


class IntakeBody(Body):
    """One delivery under the id that the device made for it."""

    id: UUID
    site: str
    source: SourceBody
    lines: list[IntakeLineBody]

    def delivery(self) -> Delivery:
        """Give it as the shop knows it."""
        return Delivery(
            id=self.id,
            site=self.site,
            source_kind=self.source.kind,
            postcode4=self.source.postcode4,
            lines=tuple(line.brought() for line in self.lines),
        )


class TakenInItem(Answer):
    """The thing that a line for sale became."""

    code: str
    title: str
    category: str
    unit: str
    quantity: Milli
    price_cents: int
    condition: str
    weight_g: int
    site: str
    place: str | None
    vat_regime: str
    vat_rate: str
    photo: UUID | None


class IntakeLineAnswer(Answer):
    """A line as it was stored, with the thing it became and the print jobs of its labels."""

    category: str
    description: str
    quantity: Milli
    unit: str
    weight_g: int
    weight_source: Literal["scale", "typed", "dimensions", "category"]
    condition: Condition
    route: Route
    reason: str
    #: Product, waste, or waste prepared for reuse.
    status: str
    #: The thing for sale that it became.
    item: TakenInItem | None
    #: The code under which it is kept for repair, parts or something new, or apart for safety.
    kept_as: str | None
    labels: list[int]


class IntakeAnswer(Answer):
    """A delivery as it was stored."""

    id: UUID
    lines: list[IntakeLineAnswer]
