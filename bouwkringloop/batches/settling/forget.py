"""Forget for whom papers were made, when the tax office can no longer ask for them."""

from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.batches.settling.models import Payout, SroiStatement, YieldStatement
from bouwkringloop.partners import forget
from bouwkringloop.people import audit

_PAPERS: tuple[type[Payout | YieldStatement | SroiStatement], ...] = (
    Payout,
    YieldStatement,
    SroiStatement,
)


def wipe_old(session: Session) -> int:
    """Empty the builder of papers of eight calendar years ago and before; tell of how many."""
    end = datetime.combine(forget.first_kept(), time.min, clock.SHOP_ZONE)
    many = 0
    for paper in _PAPERS:
        query = select(paper).where(paper.at < end, paper.builder != "")
        for row in session.scalars(query):
            row.builder = ""
            audit.note(session, None, "paper.wiped", f"{paper.__tablename__}:{row.uuid}")
            many += 1
    return many
