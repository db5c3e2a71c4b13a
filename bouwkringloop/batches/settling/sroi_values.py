"""What municipalities count for social return: by region and target group, each since a day."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, money
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.batches.settling.models import SroiValue
from bouwkringloop.batches.settling.words import TARGETS
from bouwkringloop.people import audit

DATA_FILE = Path(__file__).with_name("sroi.toml")
LONGEST = {"region": 60, "source": 120, "note": 120}


class NoSuchTarget(Refused):
    """A target group that is not counted."""

    status = 422
    message = N_("Choose what this value is for.")


class NoRegion(Refused):
    """A value without whose it is, or where it stands."""

    status = 422
    message = N_("Say whose value this is and where it stands; both stand on every statement.")


class AgeMissing(Refused):
    """An extra for older people without an age."""

    status = 422
    message = N_("Say from which age on this extra counts.")


@dataclass(frozen=True)
class Told:
    """A value as somebody typed it."""

    region: str
    target: str
    cents: int
    valid_from: date
    source: str
    from_age: int | None = None
    note: str = ""


def fill(session: Session) -> None:
    """Store the shipped values of regions of which there are none yet, such as in an older shop."""
    known = set(session.scalars(select(SroiValue.region).distinct()))
    data = tomllib.loads(DATA_FILE.read_text(encoding="utf-8"))
    session.add_all(
        SroiValue(
            region=region["name"],
            target=target,
            cents=euros * 100,
            from_age=region["age"] if target == "age" else None,
            valid_from=region["valid_from"],
            source=region["source"],
            note=region.get("notes", {}).get(target, ""),
            at=clock.now(),
        )
        for region in data["region"]
        if region["name"] not in known
        for target, euros in region["values"].items()
    )
    session.flush()  # Who asks next finds them.


def every(session: Session) -> Sequence[SroiValue]:
    """List all values that were ever stored, by the day since which they hold."""
    query = select(SroiValue).order_by(SroiValue.valid_from, SroiValue.id)
    return session.scalars(query).all()


def regions(session: Session) -> Sequence[str]:
    """List the regions of which values are known."""
    query = select(SroiValue.region).distinct().order_by(SroiValue.region)
    return session.scalars(query).all()


def on(session: Session, region: str, day: date) -> dict[str, SroiValue]:
    """Give the values of a region that hold on a day, by target, in the order of the page."""
    found = {
        row.target: row for row in every(session) if row.region == region and row.valid_from <= day
    }
    return {target: found[target] for target in TARGETS if target in found}


def add(session: Session, told: Told, *, by: Actor) -> SroiValue:
    """Store a newer value, or that of another region; what was issued before keeps its own."""
    if told.target not in TARGETS:
        raise NoSuchTarget
    texts = {name: clean(getattr(told, name))[:most] for name, most in LONGEST.items()}
    if not texts["region"] or not texts["source"]:
        raise NoRegion
    if told.target == "age" and not 0 < (told.from_age or 0) < 100:
        raise AgeMissing
    if not 0 <= told.cents <= money.MOST_CENTS:
        raise money.NotAnAmount(text=str(told.cents))
    made = SroiValue(
        target=told.target,
        cents=told.cents,
        from_age=told.from_age if told.target == "age" else None,
        valid_from=told.valid_from,
        at=clock.now(),
        person_id=by.id,
        **texts,
    )
    session.add(made)
    session.flush()  # Who looks next finds it.
    audit.note(session, by, "sroi.value_added", f"sroi:{made.region}", target=told.target)
    return made
