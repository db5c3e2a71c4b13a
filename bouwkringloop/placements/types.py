"""Types of placements: read, added, changed and put away."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import BadInput, NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import named, slug
from bouwkringloop.batches.settling.words import GROUPS
from bouwkringloop.people import audit
from bouwkringloop.placements.models import Placement, PlacementType
from bouwkringloop.placements.words import FACTS

_MOST_MONTHS = 72


class KnownType(Refused):
    """A type that is called like another one."""

    message = N_("There is a type with this name already.")


class StaysClosed(Refused):
    """Opening what people were promised to be closed."""

    message = N_("There are placements of this type, so it stays closed to others.")


@dataclass(frozen=True)
class Facts:
    """What a type asks for and how it is kept; see `PlacementType`."""

    name_nl: str
    name_en: str
    needs: tuple[str, ...] = ()
    most_months: int | None = None
    closed: bool = False
    minors_no_till: bool = False
    counts_down: bool = False
    allowance: bool = False
    mentor_signs: bool = False
    growth: bool = True
    sroi_target: str = ""
    pso: bool = False
    active: bool = True


def every(session: Session, *, active: bool = False) -> Sequence[PlacementType]:
    """List the types, those in use first."""
    query = select(PlacementType).order_by(PlacementType.active.desc(), PlacementType.id)
    return session.scalars(query.where(PlacementType.active) if active else query).all()


def one(session: Session, name: str) -> PlacementType:
    """Find a type by its slug."""
    found = session.scalar(select(PlacementType).where(PlacementType.slug == name))
    if found is None:
        raise NotFound
    return found


def add(session: Session, facts: Facts, *, by: Actor) -> PlacementType:
    """Add a type."""
    tidy = _checked(facts)
    made = PlacementType(slug=slug(tidy.name_en), **_columns(tidy))
    if session.scalar(select(PlacementType.id).where(PlacementType.slug == made.slug)):
        raise KnownType
    session.add(made)
    session.flush()  # The same name at one moment is stopped here, by the database.
    audit.note(session, by, "placement_type.added", f"placement_type:{made.slug}")
    return made


def change(session: Session, kind: PlacementType, facts: Facts, *, by: Actor) -> PlacementType:
    """Change what a type asks for; what was agreed before stays as it is."""
    tidy = _checked(facts)
    if kind.closed and not tidy.closed:
        used = select(Placement.id).where(Placement.type_id == kind.id)
        if session.scalar(used.limit(1)) is not None:
            raise StaysClosed
    changed = {
        name: [getattr(kind, name), value]
        for name, value in _columns(tidy).items()
        if getattr(kind, name) != value
    }
    for name, (_, value) in changed.items():
        setattr(kind, name, value)
    if changed:
        audit.note(session, by, "placement_type.changed", f"placement_type:{kind.slug}", **changed)
    return kind


def _checked(facts: Facts) -> Facts:
    tidy = replace(facts, name_nl=named(facts.name_nl), name_en=named(facts.name_en))
    if not set(tidy.needs) <= set(FACTS):
        raise BadInput(what="needs")
    if tidy.most_months is not None and not 0 < tidy.most_months <= _MOST_MONTHS:
        raise BadInput(what="most_months")
    if tidy.sroi_target and tidy.sroi_target not in GROUPS:
        raise BadInput(what="sroi_target")
    return tidy


def _columns(facts: Facts) -> dict[str, object]:
    needs = " ".join(fact for fact in FACTS if fact in facts.needs)
    return {**asdict(facts), "needs": needs}
