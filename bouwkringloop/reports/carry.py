"""Write down what the tax office lets the shop carry into a year of a negative margin."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, money
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.reports.models import PoolCarry


class DecisionMissing(Refused):
    """Into another year a margin goes only with a decision."""

    status = 422
    message = N_("Type the number and date of the tax office's decision.")


class AbsurdCarry(Refused):
    """An amount, a year or a rate that cannot be."""

    status = 422
    message = N_("This amount cannot be right. Check it, please.")


def write_down(
    session: Session, year: int, percent: int, cents: int, note: str, *, by: Actor
) -> PoolCarry:
    """Write a decision down: how much of a negative margin goes along into a year, at a rate."""
    if not note:
        raise DecisionMissing
    if not 0 <= cents <= 10 * money.MOST_CENTS or percent <= 0 or not 2000 <= year < 2100:
        raise AbsurdCarry
    made = PoolCarry(
        year=year, vat_percent=percent, cents=cents, note=note, at=clock.now(), person_id=by.id
    )
    session.add(made)
    session.flush()
    audit.note(session, by, "vat.carried", f"year:{year}", total_cents=cents, note=note)
    return made


def into(session: Session, year: int) -> dict[int, PoolCarry]:
    """Give the decisions that count for a year, by rate: the newest of each."""
    newest = (
        select(func.max(PoolCarry.id)).where(PoolCarry.year == year).group_by(PoolCarry.vat_percent)
    )
    rows = session.scalars(
        select(PoolCarry).where(PoolCarry.id.in_(newest)).options(joinedload(PoolCarry.person))
    )
    return {row.vat_percent: row for row in rows}
