"""Photo first: keep what was photographed, and describe it later, also by somebody else.

A draft is no item: it has no code, no price and no stock, so nothing can be done with it but to
describe it or to drop it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session, aliased, joinedload

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.intake.decide import NoSuchPhoto, NoSuchSite, check_postcode
from bouwkringloop.intake.models import Draft
from bouwkringloop.intake.words import short
from bouwkringloop.people import audit
from bouwkringloop.people.models import Person
from bouwkringloop.stock.models import Photo, Site

#: What can become of a draft in which state.
STEPS = {"open": {"used", "dropped"}, "dropped": {"open"}, "used": set[str]()}
#: Whoever finds a photo after this time asks somebody what is on it.
LONG = timedelta(days=7)
#: How long a dropped draft can be put back; then its photo goes.
KEPT = timedelta(days=7)
#: A phone that was off for longer does not know any more when it was.
_OLDEST = timedelta(days=30)


class NoSuchDraft(NotFound):
    """Nothing was photographed under this id."""

    message = N_("This photo to describe does not exist.")


class NotOpen(Refused):
    """What was described stands in its delivery, so it is neither dropped nor put back."""

    message = N_("%(who)s described this photo already, %(when)s.")


class PhotoGone(Refused):
    """A photo that was dropped too long ago to be put back."""

    message = N_("This photo was dropped too long ago. It has been removed.")


@dataclass(frozen=True)
class Shot:
    """What a device tells of something that it photographed."""

    id: UUID
    site: str
    photo: UUID
    source_kind: str
    postcode4: str | None = None
    #: The delivery that it came with, as the device knows it.
    delivery: UUID | None = None
    note: str = ""
    #: How many seconds ago it was photographed, by a phone that had no signal then.
    age_s: int = 0


@dataclass(frozen=True)
class Listed:
    """A draft with the names of who made it and who ended it."""

    draft: Draft
    by: str
    ended_by: str

    @property
    def is_long(self) -> bool:
        """Whether nobody described it for too long."""
        return self.draft.state == "open" and self.draft.at < clock.now() - LONG

    @property
    def ended(self) -> dict[str, str]:
        """Who ended it, and when, for a refusal."""
        at = self.draft.ended_at
        return {"who": self.ended_by, "when": i18n.moment(at) if at else ""}


def keep(session: Session, shot: Shot, *, by: Actor) -> Listed:
    """Keep what was photographed, once, however often it is sent.

    Two requests with one id at one moment raise IntegrityError for the second to store, which
    finds the first when it starts over (`again_if_raced`).
    """
    check_postcode(shot.postcode4)
    site = session.scalars(select(Site).where(Site.slug == shot.site)).first()
    if site is None:
        raise NoSuchSite(site=shot.site[:40])
    told = {
        "site_id": site.id,
        "photo_id": shot.photo,
        "delivery": shot.delivery,
        "source_kind": shot.source_kind,
        "source_postcode4": shot.postcode4 or None,
        "note": short(shot.note),
    }
    first = session.scalars(select(Draft).where(Draft.uuid == shot.id)).first()
    if first is not None:
        return _again(session, first, told)
    if session.get(Photo, shot.photo) is None:
        raise NoSuchPhoto
    age = min(timedelta(seconds=shot.age_s), _OLDEST)
    session.add(Draft(uuid=shot.id, at=clock.now() - age, person_id=by.id, **told))
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    audit.note(session, by, "draft.kept", f"draft:{shot.id}")
    return one(session, shot.id)


def _again(session: Session, first: Draft, told: dict[str, object]) -> Listed:
    """Answer a second sending with what is stored, if it says the same."""
    # The photo of a draft that ended may have gone since.
    same = (n for n in told if n != "photo_id" or first.photo_id is not None)
    if any(getattr(first, name) != told[name] for name in same):
        raise OtherContentUnderThisId
    return one(session, first.uuid)


def one(session: Session, uuid: UUID) -> Listed:
    """Find a draft."""
    found = named(session, [uuid])
    if not found:
        raise NoSuchDraft
    return found[uuid]


def named(session: Session, uuids: Sequence[UUID]) -> dict[UUID, Listed]:
    """Find the drafts with these ids."""
    found = _give(session, _listed().where(Draft.uuid.in_(uuids)))
    return {each.draft.uuid: each for each in found}


def open_at(session: Session, site: str = "") -> list[Listed]:
    """List what waits to be described at a site, or everywhere, the oldest first."""
    return _give(session, _at(site, "open").order_by(Draft.at, Draft.id))


def dropped_lately(session: Session, site: str = "") -> list[Listed]:
    """List what was dropped and can be put back, the last dropped first."""
    query = _at(site, "dropped").where(Draft.photo_id.is_not(None))
    return _give(session, query.order_by(Draft.ended_at.desc(), Draft.id))


def waiting_long(session: Session) -> int:
    """Count what nobody described for longer than is good."""
    query = select(func.count()).where(Draft.state == "open", Draft.at < clock.now() - LONG)
    return session.scalar(query) or 0


def _at(site: str, state: str) -> Select[Draft, str, str]:
    query = _listed().where(Draft.state == state)
    return query.where(Site.slug == site) if site else query


def _listed() -> Select[Draft, str, str]:
    ended_by = aliased(Person)
    return (
        select(Draft, Person.name, func.coalesce(ended_by.name, ""))
        .join(Draft.site)
        .join(Person, Person.id == Draft.person_id)
        .outerjoin(ended_by, ended_by.id == Draft.ended_by_id)
        .options(joinedload(Draft.site))
    )


def _give(session: Session, query: Select[Draft, str, str]) -> list[Listed]:
    # What ended in this transaction is read anew, since it ended in the database.
    rows = session.execute(query.execution_options(populate_existing=True))
    return [Listed(*row) for row in rows]


def drop(session: Session, uuid: UUID, *, by: Actor) -> Listed:
    """Drop what need not be described; dropping it twice drops it once."""
    if step(session, uuid, "dropped", ended_at=clock.now(), ended_by_id=by.id):
        audit.note(session, by, "draft.dropped", f"draft:{uuid}")
        return one(session, uuid)
    found = one(session, uuid)
    if found.draft.state != "dropped":
        raise NotOpen(**found.ended)
    return found


def put_back(session: Session, uuid: UUID, *, by: Actor) -> Listed:
    """Put a dropped draft back among those that wait."""
    found = one(session, uuid)
    if found.draft.state == "dropped" and found.draft.photo_id is None:
        raise PhotoGone
    if step(session, uuid, "open", ended_at=None, ended_by_id=None):
        audit.note(session, by, "draft.put_back", f"draft:{uuid}")
    found = one(session, uuid)
    if found.draft.state != "open":
        raise NotOpen(**found.ended)
    return found


def step(session: Session, uuid: UUID, state: str, **how: datetime | int | None) -> bool:
    """Bring a draft into a state if it may go there; tell whether it went."""
    before: Sequence[str] = [was for was, to in STEPS.items() if state in to]
    done = session.execute(
        update(Draft)
        .where(Draft.uuid == uuid, Draft.state.in_(before))
        .values(state=state, **how)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(done, CursorResult)
    return done.rowcount == 1
