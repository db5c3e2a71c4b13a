"""Which tallies of a thing stand: not those taken back, nor those before it was counted anew."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from bouwkringloop.base.quantity import Unit
from bouwkringloop.counting.models import CountTally


class Described(Protocol):
    """As much of a thing as tells how it is counted."""

    @property
    def form(self) -> str:
        """Tell whether it is unique, a heap, a length or an area."""

    @property
    def unit(self) -> str:
        """Tell what it is counted in."""

    @property
    def first_milli(self) -> int:
        """Tell how much there was at first."""


def is_single(item: Described) -> bool:
    """Tell whether a thing was never more than one, so that seeing it twice is seeing it again."""
    return item.form == "unique" or (Unit(item.unit).whole and item.first_milli == 1000)


def of(tallies: Iterable[CountTally], *, single: bool) -> Sequence[CountTally]:
    """Give the tallies of one thing that stand, in the order in which was counted.

    Of a single thing only the last one stands. Of what lies in several bins they add up, from the
    last one that was counted anew.
    """
    ordered = sorted(tallies, key=lambda tally: (tally.at, tally.id))
    undone = {tally.undoes_id for tally in ordered}
    kept = [tally for tally in ordered if tally.undoes_id is None and tally.id not in undone]
    if single:
        return kept[-1:]
    anew = [at for at, tally in enumerate(kept) if tally.anew]
    return kept[anew[-1] :] if anew else kept


def not_taken_back() -> ColumnElement[bool]:
    """Say as a condition that a tally counts something and was not taken back."""
    undo = aliased(CountTally)
    return CountTally.undoes_id.is_(None) & ~(
        select(undo.id).where(undo.undoes_id == CountTally.id).exists()
    )


def things_counted(session: Session, count_id: int) -> int:
    """Tell how many things somebody has counted so far."""
    query = select(func.count(CountTally.item_id.distinct())).where(
        CountTally.count_id == count_id, not_taken_back()
    )
    return session.scalar(query) or 0
