"""Describe what was photographed before: a draft becomes a line of a delivery, once."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.catalogue.models import Category
from bouwkringloop.intake import drafts
from bouwkringloop.intake.brought import Brought, Delivery
from bouwkringloop.intake.drafts import Listed
from bouwkringloop.intake.models import Intake
from bouwkringloop.people import audit


class NotPhotographed(Refused):
    """A line names a draft that never arrived here."""

    status = 422
    message = N_("The photo that a line describes has not arrived. Send it again.")


class DescribedAlready(Refused):
    """Somebody else described the same photo first."""

    message = N_(
        "%(who)s described this photo already, %(when)s. Take “%(title)s” out of this delivery."
    )


class DroppedMeanwhile(Refused):
    """Somebody dropped the photo that is being described."""

    message = N_(
        "%(who)s dropped this photo, %(when)s. Put it back on the page of photos, or take"
        " “%(title)s” out of this delivery."
    )


class DescribedTwice(Refused):
    """Two lines of one delivery for one photo."""

    status = 422
    message = N_("One photo is described twice in this delivery. Take one of the two out.")


class DraftElsewhere(Refused):
    """A thing that lies at one site, taken in at another."""

    status = 422
    message = N_("This photo was taken at %(site)s. Take “%(title)s” in there.")


def with_photos(session: Session, told: Delivery) -> Delivery:
    """Give each line that describes a draft the photo of it, where it names none of its own.

    Raises what keeps a draft from being described, before anything is stored.
    """
    named = [line.draft for line in told.lines if line.draft]
    if not named:
        return told
    if max(Counter(named).values()) > 1:
        raise DescribedTwice
    found = drafts.named(session, named)
    lines = tuple(_with_photo(session, line, told.site, found) for line in told.lines)
    return replace(told, lines=lines)


def _with_photo(session: Session, line: Brought, site: str, found: dict[UUID, Listed]) -> Brought:
    if line.draft is None:
        return line
    if line.draft not in found:
        raise NotPhotographed
    listed = found[line.draft]
    draft = listed.draft
    if draft.site.slug != site:
        raise DraftElsewhere(site=draft.site.name, title=_title(session, line))
    if draft.state != "open":
        raise _refusal(session, listed, line)
    return replace(line, photo=line.photo or draft.photo_id)


def use(session: Session, told: Delivery, intake: Intake, *, by: Actor) -> None:
    """End the drafts that a delivery describes; of two who describe one, the first does.

    Testing and ending are one statement, so the second is told who was first.
    """
    lines, now = [line for line in told.lines if line.draft], clock.now()
    # In one order everywhere, so that two deliveries do not wait for each other forever.
    for line in sorted(lines, key=lambda line: str(line.draft)):
        uuid = line.draft
        assert uuid is not None
        ended = drafts.step(
            session, uuid, "used", ended_at=now, ended_by_id=by.id, intake_id=intake.id
        )
        if not ended:
            raise _refusal(session, drafts.one(session, uuid), line)
        audit.note(session, by, "draft.used", f"draft:{uuid}", intake=intake.uuid)


def _refusal(session: Session, found: Listed, line: Brought) -> Refused:
    said = {**found.ended, "title": _title(session, line)}
    return DroppedMeanwhile(**said) if found.draft.state == "dropped" else DescribedAlready(**said)


def _title(session: Session, line: Brought) -> str:
    kind = session.scalars(select(Category).where(Category.slug == line.category)).first()
    return line.description or (kind.name if kind else line.category)
