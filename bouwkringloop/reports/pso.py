"""The share of the work that goes to the target group of the PSO, beside the norms of the ladder.

What is worked out here is people in full work of 36 hours, without the weights of the PSO for
groups and duration; an audit applies those.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.money import divide_half_up
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.people import audit
from bouwkringloop.reports.models import PsoNorm

DATA_FILE = Path(__file__).with_name("pso.toml")
_MOST_SIZE = 100_000
_ALL = 10_000


class NotANorm(Refused):
    """A norm that says nothing, or falls from step to step."""

    status = 422
    message = N_("Fill in the size, three shares that rise, and where they stand.")


@dataclass(frozen=True)
class Told:
    """A norm as somebody typed it; shares are hundredths of a percent."""

    size: int
    steps: tuple[int, int, int]
    valid_from: date
    source: str


@dataclass(frozen=True)
class Share:
    """The share of the target group; people in full work are thousandths. None is not shown."""

    target_milli: int | None
    staff_milli: int
    norm: PsoNorm | None

    @property
    def percent(self) -> int | None:
        """The share in hundredths of a percent."""
        if self.target_milli is None:
            return None
        return divide_half_up(self.target_milli * _ALL, self.staff_milli)

    @property
    def step(self) -> int | None:
        """Which step of the ladder the share alone would reach; 0 for none."""
        if self.percent is None or self.norm is None:
            return None
        steps = (self.norm.step_1, self.norm.step_2, self.norm.step_3)
        return sum(self.percent >= each for each in steps)


def fill(session: Session) -> None:
    """Store the norms that came with the program, where there are none yet."""
    if session.scalar(select(PsoNorm.id).limit(1)) is not None:
        return
    data = tomllib.loads(DATA_FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    for norm in data["norm"]:
        one, two, three = (int(Decimal(str(each)) * 100) for each in norm["steps"])
        session.add(
            PsoNorm(
                size=norm["size"],
                step_1=one,
                step_2=two,
                step_3=three,
                valid_from=data["valid_from"],
                source=data["source"],
                at=clock.now(),
            )
        )
    session.flush()  # Who asks next finds them.


def every(session: Session) -> Sequence[PsoNorm]:
    """List all norms, by size and day."""
    query = select(PsoNorm).order_by(PsoNorm.size, PsoNorm.valid_from, PsoNorm.id)
    return session.scalars(query).all()


def norm(session: Session, staff_milli: int, day: date) -> PsoNorm | None:
    """Give the norm for so many people on a day: of the nearest smaller size, else the smallest."""
    newest = {each.size: each for each in every(session) if each.valid_from <= day}
    reached = [size for size in newest if size * 1000 <= staff_milli]
    if not newest:
        return None
    return newest[max(reached) if reached else min(newest)]


def add(session: Session, told: Told, *, by: Actor) -> PsoNorm:
    """Store a newer norm; what was told before keeps its own."""
    one, two, three = told.steps
    source = clean(told.source)[:120]
    if not (0 < told.size <= _MOST_SIZE and 0 < one < two < three <= _ALL and source):
        raise NotANorm
    made = PsoNorm(
        size=told.size,
        step_1=one,
        step_2=two,
        step_3=three,
        valid_from=told.valid_from,
        source=source,
        at=clock.now(),
        person_id=by.id,
    )
    session.add(made)
    session.flush()  # Who looks next finds it.
    audit.note(session, by, "pso.norm_added", f"pso:{told.size}", valid_from=told.valid_from)
    return made
