"""What programs and pages send of card payments, and what they get."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StrictInt

from bouwkringloop.base.api import Answer, Body
from bouwkringloop.base.i18n import translate
from bouwkringloop.base.text import clean
from bouwkringloop.till.card_begin import Asked
from bouwkringloop.till.card_payments import PROBLEMS
from bouwkringloop.till.models import Shift
from bouwkringloop.till.terminals.models import CardPayment


class CardPaymentBody(Body):
    """An amount that the till's terminal is to ask for, under an id that the device made.

    `sale` is the id of the basket, under which its sale will be sent.
    """

    id: UUID
    shift: UUID
    sale: UUID
    amount_cents: StrictInt

    def asked(self) -> Asked:
        """Give it as the shop knows it."""
        return Asked(self.id, self.shift, self.sale, self.amount_cents)


class SettleBody(Body):
    """What became of a card payment in doubt, and where somebody saw it."""

    state: Literal["paid", "failed"]
    note: Annotated[str, Field(max_length=120), AfterValidator(clean)]


class CardPaymentAnswer(Answer):
    """How a card payment stands, and in words what went wrong with it."""

    id: UUID
    shift: UUID
    sale: UUID
    amount_cents: int
    state: Literal["pending", "paid", "failed", "unknown"]
    problem: str
    message: str
    #: Whether the sale of its basket was made with it.
    used: bool


def told(payment: CardPayment, shift: Shift) -> CardPaymentAnswer:
    """Tell of a card payment."""
    return CardPaymentAnswer.model_construct(
        id=payment.uuid,
        shift=shift.uuid,
        sale=payment.sale_uuid,
        amount_cents=payment.amount_cents,
        state=payment.state,
        problem=payment.problem,
        message=sentence(payment),
        used=payment.used_at is not None,
    )


def sentence(payment: CardPayment) -> str:
    """Say in the reader's language why a payment failed or is in doubt."""
    said = PROBLEMS.get(payment.problem, "")
    return translate(said) if said else ""
