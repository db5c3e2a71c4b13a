"""Number what is counted on within the shop, without gaps and never twice."""

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bouwkringloop.stock.models import CodeCounter


def next_one(session: Session, numbers: InstrumentedAttribute[int]) -> int:
    """Count on without gaps in a column of numbers.

    The counter's row is locked first, so that whoever comes at the same moment waits for the
    commit and then sees this number. Things are locked before it, as everywhere in stock.
    """
    session.execute(select(CodeCounter.id).with_for_update())
    return (session.scalar(select(func.max(numbers))) or 0) + 1
