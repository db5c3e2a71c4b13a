"""What programs send and get about batches, and what people fill in, held to types."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from bouwkringloop.base import i18n
from bouwkringloop.base.api import Answer, Body, Milli
from bouwkringloop.batches.forms_decide import DecisionAnswer
from bouwkringloop.batches.models import Batch, BatchLine
from bouwkringloop.batches.offer_check import LONGEST, MOST_LINES
from bouwkringloop.batches.offered import Told, ToldLine

#: More than any text of an offer; the verb says how long each may be.
_Text = Annotated[str, Field(max_length=max(LONGEST.values()))]


class OfferLineBody(Body):
    """One kind of thing that is offered."""

    category: _Text
    quantity: Milli
    unit: _Text
    description: _Text = ""
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    condition: _Text = "B"
    packaging: _Text = ""
    marks: _Text = ""
    reference: _Text = ""

    def told(self) -> ToldLine:
        """Give what the verb is told."""
        facts = self.model_dump(exclude={"quantity"})
        return ToldLine(**facts, quantity_milli=self.quantity)


class OfferBody(Body):
    """An offer as a whole; `builder` is the customer whose things they are."""

    id: UUID
    builder: UUID
    project: _Text
    street: _Text
    postcode: _Text
    city: _Text
    contact_name: _Text = ""
    contact_phone: _Text = ""
    contact_email: _Text = ""
    access: _Text = ""
    available_from: date
    available_until: date
    lines: Annotated[list[OfferLineBody], Field(max_length=MOST_LINES + 1)]

    def told(self) -> Told:
        """Give what the verb is told."""
        facts = self.model_dump(exclude={"builder", "lines"})
        lines = tuple(line.told() for line in self.lines)
        return Told(**facts, customer=self.builder, lines=lines, language=i18n.language())


class BatchLineAnswer(BaseModel):
    """One line of an offer, and what was decided about it."""

    id: UUID
    position: int
    category: str
    quantity: Milli
    unit: str
    weight_g: int
    decision: DecisionAnswer | None

    @classmethod
    def of(cls, line: BatchLine) -> "BatchLineAnswer":
        """Tell a line."""
        return cls.model_construct(
            id=line.uuid,
            position=line.position,
            category=line.category.slug,
            quantity=line.quantity_milli,
            unit=line.unit,
            weight_g=line.weight_g,
            decision=DecisionAnswer.of(line.decided) if line.decided else None,
        )


class BatchAnswer(Answer):
    """How a batch stands, line by line."""

    id: UUID
    number: int
    state: str
    project: str
    builder: UUID
    available_from: date
    available_until: date
    lines: list[BatchLineAnswer]

    @classmethod
    def of(cls, batch: Batch) -> "BatchAnswer":
        """Tell a batch."""
        return cls(
            id=batch.uuid,
            number=batch.number,
            state=batch.state,
            project=batch.project,
            builder=batch.customer.uuid,
            available_from=batch.available_from,
            available_until=batch.available_until,
            lines=[BatchLineAnswer.of(line) for line in batch.lines],
        )
