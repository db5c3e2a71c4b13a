"""Tell who looks for what is offered, before it is decided about."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.batches.models import BatchLine


@dataclass(frozen=True)
class Match:
    """A wish that a line of an offer fits."""

    uuid: UUID
    who: str
    what: str
    #: Why it fits, such as the measures that are right.
    why: str


def matches(session: Session, line: BatchLine) -> Sequence[Match]:  # noqa: ARG001 - whoever keeps wishes needs both.
    """List the wishes that fit a line."""
    return ()
