"""What people and programs say when they decide about a batch, held to types."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import NumberRange

from bouwkringloop.base.api import Answer, Body, Milli
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import MoneyField, QuantityField, ShopForm, TextField
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.batches.decide import About, Choice
from bouwkringloop.batches.models import Batch, LineDecision

#: Why a line is not taken, most often; these words are sent as they are shown.
REASONS = (
    N_("We cannot sell this."),
    N_("It is damaged too much."),
    N_("It may hold asbestos or lead paint."),
    N_("We have enough of this."),
    N_("It is too little for a ride."),
    N_("We have no room for it now."),
)


class DecideForm(ShopForm):
    """A decision about one line."""

    seen = IntegerField(validators=[NumberRange(min=0)])
    outcome = StringField()
    quantity = QuantityField(N_("How much"))
    weight = QuantityField(N_("Weight"))
    category = StringField(N_("Taken as"))
    price = MoneyField(N_("Price for one, without VAT"))
    waste = BooleanField(N_("It is waste by law"))
    reason = StringField()
    words = TextField(N_("In your own words"), longest=300)

    def __init__(self, *args: Any, line: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:  # Many of these stand on one page.
            field.id = f"{field.name}-{line}"

    def choice(self) -> Choice:
        """Give the decision; only after the form proved right."""
        quick = translate(self.reason.data) if self.reason.data in REASONS else ""
        declined = self.outcome.data == "declined"
        part = self.outcome.data == "part"
        return Choice(
            outcome=self.outcome.data or "",
            quantity_milli=self.quantity.data or 0,
            weight_g=self.weight.data if part else None,
            category=self.category.data or None,
            price_cents=self.price.data or 0,
            waste=self.waste.data,
            reason=f"{quick if declined else ''} {self.words.data}",
        )


def sent_id(text: str | None) -> UUID | None:
    """Read an id that was chosen; None where none was."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise BadInput(what="id") from None


def number(text: str | None) -> int:
    """Read the number of the decision that somebody saw."""
    if text is None or not text.isdecimal() or len(text) > 6:
        raise BadInput(what="seen")
    return int(text)


class LineBody(Body):
    """A decision about one line."""

    line: UUID
    #: The number of the newest decision that the program knows of; 0 where there is none.
    seen: int = Field(ge=0, le=100_000)
    outcome: Literal["accepted", "part", "declined", "asked"]
    quantity: Milli = 0
    weight_g: int | None = None
    category: str | None = None
    price_cents: int = 0
    waste: bool = False
    reason: str = Field(default="", max_length=1000)

    def about(self) -> About:
        """Give it as the verb takes it."""
        choice = Choice(
            outcome=self.outcome,
            quantity_milli=self.quantity,
            weight_g=self.weight_g,
            category=self.category,
            price_cents=self.price_cents,
            waste=self.waste,
            reason=self.reason,
        )
        return About(self.line, self.seen, choice)


class DecisionsBody(Body):
    """Decisions about lines of one batch: all of them are stored, or none."""

    lines: list[LineBody] = Field(min_length=1, max_length=500)

    def abouts(self) -> Sequence[About]:
        """Give them as the verb takes them; a line is decided once."""
        if len({each.line for each in self.lines}) < len(self.lines):
            raise BadInput(what="lines")
        return [each.about() for each in self.lines]


class AgreeBody(Body):
    """Under which agreement, where several are in force, and whether no price means nothing."""

    agreement: UUID | None = None
    for_nothing: bool = False


class ReasonBody(Body):
    """Why."""

    reason: str = Field(max_length=1000)


class DecisionAnswer(Answer):
    """What the shop says of a line; the newest word counts."""

    line: UUID
    number: int
    outcome: str
    quantity: Milli
    weight_g: int
    category: str
    price_cents: int
    waste: bool
    reason: str

    @classmethod
    def of(cls, made: LineDecision) -> "DecisionAnswer":
        """Tell one decision."""
        return cls.model_construct(
            line=made.line.uuid,
            number=made.number,
            outcome=made.outcome,
            quantity=made.quantity_milli,
            weight_g=made.weight_g,
            category=made.category.slug,
            price_cents=made.price_cents,
            waste=made.waste,
            reason=made.reason,
        )


class DecidedAnswer(Answer):
    """How a batch stands, and what counts of its lines that were decided about."""

    id: UUID
    number: int
    state: str
    lines: list[DecisionAnswer]

    @classmethod
    def of(cls, batch: Batch, decisions: Sequence[LineDecision]) -> "DecidedAnswer":
        """Tell how a batch stands after these decisions."""
        return cls.model_construct(
            id=batch.uuid,
            number=batch.number,
            state=batch.state,
            lines=[DecisionAnswer.of(made) for made in decisions],
        )
