"""Tell who looks for what is offered, before it is decided about."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bouwkringloop.batches.models import BatchLine
from bouwkringloop.wishes import match
from bouwkringloop.wishes.match import Match, Offered


def matches(session: Session, lines: Sequence[BatchLine]) -> dict[int, list[Match]]:
    """List the open wishes that each of these lines fits, by the number of the line."""
    offers = [
        Offered(
            category_id=line.category_id,
            description=line.description,
            quantity_milli=line.quantity_milli,
            length_mm=line.length_mm,
            width_mm=line.width_mm,
            height_mm=line.height_mm,
        )
        for line in lines
    ]
    found = match.for_each(session, offers)
    return {line.id: fits for line, fits in zip(lines, found, strict=True)}
