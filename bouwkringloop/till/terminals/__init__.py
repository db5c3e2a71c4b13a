"""Card terminals: what every company's terminals can do, whatever they are called there."""

from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

#: How long one question to a company's service may take, in seconds.
PATIENCE_S = 10.0

State = Literal["pending", "paid", "failed", "unknown"]


@dataclass(frozen=True)
class Told:
    """How a payment stands: its state, a key of `card_payments.PROBLEMS`, the service's words."""

    state: State
    problem: str = ""
    detail: str = ""


class NotStarted(Exception):
    """The terminal surely does not ask for the money; `problem` says why."""

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(problem, detail)
        self.problem = problem
        self.detail = detail


class InDoubt(Exception):
    """The order may have left, and nobody knows what became of it."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class PaymentTerminal(Protocol):
    """One terminal of one company. Nothing in it sends an order for money a second time."""

    def start(self, payment: UUID, amount_cents: int, description: str) -> str:
        """Ask for an amount; give the reference under which the service knows the payment.

        Raises NotStarted where it surely was not begun, and InDoubt where it may have been.
        """

    def status(self, reference: str) -> Told:
        """Ask how a payment stands. Where no answer comes it is `pending`: asking again is safe."""

    def cancel(self, reference: str) -> None:
        """Ask the terminal to stop. Whether it did, only `status` tells."""
