"""Badges: a code that nobody guesses, on a sticker with a first name and nothing more."""

import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.placements.hours.models import Badge
from bouwkringloop.placements.models import Participant
from bouwkringloop.printing.documents import Badge as BadgePaper
from bouwkringloop.printing.documents import to_json
from bouwkringloop.printing.submit import Where, submit
from bouwkringloop.stock.models import Site

#: Digits, so that a keypad is enough where there is no scanner; more than a thing's code has.
_SIGNS = "0123456789"
_LENGTH = 12


class NoBadge(Refused):
    """A badge that does not exist, or is out of use."""

    status = 404
    message = N_("There is no badge of this participant to print. Make one first.")


def of(session: Session, whose: Participant) -> Badge | None:
    """Give the badge with which somebody clocks, if there is one."""
    query = select(Badge).where(Badge.participant_id == whose.id, Badge.withdrawn_at.is_(None))
    return session.scalar(query.order_by(Badge.id.desc()).limit(1))


def make(session: Session, whose: Participant, *, by: Actor) -> Badge:
    """Give somebody a new badge; the one before it works no longer."""
    withdraw(session, whose, by=by)
    made = Badge(
        code="".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)),
        participant_id=whose.id,
        made_at=clock.now(),
        by_id=by.id,
    )
    session.add(made)
    session.flush()
    audit.note(session, by, "badge.made", whose.subject)
    return made


def withdraw(session: Session, whose: Participant, *, by: Actor) -> None:
    """Let somebody's badge work no longer: it was lost, or is replaced."""
    badge = of(session, whose)
    if badge is not None:
        badge.withdrawn_at = clock.now()
        session.flush()
        audit.note(session, by, "badge.withdrawn", whose.subject)


def order(session: Session, whose: Participant, site: Site, *, by: Actor) -> int:
    """Have somebody's badge printed at a site; give the number of the print job."""
    badge = of(session, whose)
    if badge is None:
        raise NoBadge
    paper = BadgePaper(name=whose.first_name, role="", code=badge.code, place=site.name)
    where = Where(site=site.slug)
    audit.note(session, by, "badge.printed", whose.subject)
    return submit(session, to_json(paper), kind="badge", subject=badge.subject, where=where, by=by)


def every(session: Session, whose: Participant) -> Sequence[Badge]:
    """List all badges that somebody ever had."""
    return session.scalars(select(Badge).where(Badge.participant_id == whose.id)).all()


def tidy(code: str) -> str:
    """Bring a code that was scanned or typed into the form in which it is stored."""
    return "".join(sign for sign in code if sign in _SIGNS)
