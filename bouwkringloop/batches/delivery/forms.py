"""What programs send about what came of a batch, and what they get."""

from typing import Literal
from uuid import UUID

from pydantic import Field, StrictInt

from bouwkringloop.base.api import Answer, Body, Milli
from bouwkringloop.batches.delivery import signature
from bouwkringloop.batches.delivery.came import Came
from bouwkringloop.batches.delivery.deliver import Load
from bouwkringloop.batches.delivery.inspect import Found
from bouwkringloop.batches.delivery.stock import Put
from bouwkringloop.intake.brought import Weighed

Outcome = Literal["stock", "repair", "parts", "quarantine", "material", "residue", "back"]


class GrossBody(Body):
    """What scales showed, in grams, and what stood on them too: a container, or its weight."""

    gross_g: StrictInt
    container: str = ""
    tare_g: StrictInt = 0
    scale: str = ""
    by_itself: bool = False


class CameBody(Body):
    """What came of one offered line.

    `weighed` goes before `weight_g`; without either, `by_offer` says that it counts with the
    offer's weight. `difference` has to be said where more came than was accepted.
    """

    line: UUID
    quantity: Milli
    weight_g: StrictInt | None = None
    weighed: GrossBody | None = None
    by_offer: bool = False
    difference: str = ""
    more_follows: bool = False

    def came(self) -> Came:
        """Give it as the shop knows it."""
        return Came(
            line=self.line,
            quantity_milli=self.quantity,
            weight_g=self.weight_g,
            weighed=Weighed(**self.weighed.model_dump()) if self.weighed else None,
            by_offer=self.by_offer,
            difference=self.difference,
            more_follows=self.more_follows,
        )


class DeliveryBody(Body):
    """One load under the id that the device made for it.

    `signature` is a drawing as PNG in base64; `on_paper` says that the signature is on paper.
    """

    id: UUID
    site: str
    place: str | None = None
    driver: str = ""
    plate: str = ""
    vehicle_max_g: StrictInt | None = None
    signed_by: str = ""
    signature: str = ""
    on_paper: bool = False
    note: str = ""
    lines: list[CameBody]

    def load(self) -> Load:
        """Give it as the shop knows it."""
        return Load(
            id=self.id,
            site=self.site,
            place=self.place,
            lines=tuple(line.came() for line in self.lines),
            driver=self.driver,
            plate=self.plate,
            vehicle_max_g=self.vehicle_max_g,
            signed_by=self.signed_by,
            drawing=signature.from_page(self.signature) if self.signature else None,
            on_paper=self.on_paper,
            note=self.note,
        )


class FoundBody(Body):
    """What was found of a part; without figures, the last one takes what is left."""

    outcome: Outcome
    quantity: Milli | None = None
    weight_g: StrictInt | None = None
    condition: Literal["A", "B", "C"] = "B"
    reason: str = ""
    treatment: str = ""
    certificate: str = ""

    def found(self) -> Found:
        """Give it as the shop knows it."""
        return Found(
            outcome=self.outcome,
            quantity_milli=self.quantity,
            weight_g=self.weight_g,
            condition=self.condition,
            reason=self.reason,
            treatment=self.treatment,
            certificate=self.certificate,
        )


class InspectionBody(Body):
    """All that was found of what came of a line."""

    line: UUID
    findings: list[FoundBody]


class PutBody(Body):
    """How one part that was found goes into stock: a heap, piece by piece, or lots of `lot`."""

    finding: StrictInt
    shape: Literal["heap", "single", "lots"] = "heap"
    lot: Milli | None = None
    price_cents: StrictInt | None = None
    place: str | None = None
    labels: StrictInt | None = None

    def put(self) -> Put:
        """Give it as the shop knows it."""
        return Put(
            finding=self.finding,
            shape=self.shape,
            lot_milli=self.lot,
            price_cents=self.price_cents,
            place=self.place,
            labels=self.labels,
        )


class StockBody(Body):
    """What of a batch goes into stock now."""

    findings: list[PutBody] = Field(min_length=1)


class FindingAnswer(Answer):
    """A part that was found, and the codes of the things that it became."""

    id: int
    outcome: Outcome
    quantity: Milli
    weight_g: int
    condition: str
    reason: str
    treatment: str
    certificate: str
    #: Whether it is in stock, or went on as material or residue.
    stocked: bool
    codes: list[str]


class DeliveredLineAnswer(Answer):
    """What came of an offered line."""

    line: UUID
    description: str
    quantity: Milli
    unit: str
    weight_g: int
    weight_source: Literal["scale", "typed", "category"]
    difference: str
    more_follows: bool
    findings: list[FindingAnswer]


class DeliveryAnswer(Answer):
    """A load as it was stored, and how its batch stands."""

    id: UUID
    batch: UUID
    state: str
    number: int
    weight_g: int
    lines: list[DeliveredLineAnswer]


class StockAnswer(Answer):
    """The intakes that a batch became, and how it stands."""

    batch: UUID
    state: str
    intakes: list[UUID]
    codes: list[str]


class OriginAnswer(Answer):
    """Where a thing came from; what is not known is empty."""

    code: str
    #: What it was split or taken from, the nearest first.
    taken_from: list[str]
    intake: UUID | None
    source: str | None
    batch: UUID | None
    batch_number: int | None
    project: str | None
    builder: str | None
    delivery: UUID | None
    finding: int | None
