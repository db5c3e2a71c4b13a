"""Forget for whom papers were made, when the tax office can no longer ask for them."""

from datetime import datetime, time
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.batches.settling.models import Payout, SroiStatement, YieldStatement
from bouwkringloop.partners import forget
from bouwkringloop.people import audit

Paper = TypeVar("Paper", Payout, YieldStatement, SroiStatement)


def wipe_old(session: Session) -> int:
    """Empty the builder of papers of eight calendar years ago and before; tell of how many."""
    return _wipe(session, Payout) + _wipe(session, YieldStatement) + _wipe(session, SroiStatement)


def _wipe(session: Session, kind: type[Paper]) -> int:
    end = datetime.combine(forget.first_kept(), time.min, clock.SHOP_ZONE)
    over = session.scalars(select(kind).where(kind.at < end, kind.builder != "")).all()
    for paper in over:
        paper.builder = ""
        audit.note(session, None, "paper.wiped", f"{kind.__tablename__}:{paper.uuid}")
    return len(over)
