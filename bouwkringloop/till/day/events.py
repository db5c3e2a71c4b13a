"""Write down what happens at a till without a sale."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Actor
from bouwkringloop.till import journal, open_shift


def note(
    session: Session,
    till_slug: str,
    kind: str,
    *,
    by: Actor,
    lines: Sequence[tuple[str, int]] = (),
) -> None:
    """Add an entry to a till's journal; `lines` are titles and cents of a basket given up."""
    till = open_shift.by_slug(session, till_slug)
    head = journal.head(session, till.id)
    facts: dict[str, object] = {"person": by.id}
    if lines:
        facts["lines"] = [list(line) for line in lines]
    journal.add(session, head, kind=kind, subject=f"till:{till_slug}", at=clock.now(), facts=facts)
