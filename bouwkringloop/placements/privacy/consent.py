"""What somebody agreed to share, and took back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.placements.models import Participant
from bouwkringloop.placements.privacy.models import Consent
from bouwkringloop.placements.privacy.words import CONSENTS


def of(session: Session, whose: Participant) -> dict[str, Consent]:
    """Give what was said last about each kind."""
    query = select(Consent).where(Consent.participant_id == whose.id).order_by(Consent.id)
    return {each.kind: each for each in session.scalars(query)}


def given(session: Session, whose: Participant, kind: str) -> bool:
    """Tell whether somebody agrees to something now."""
    last = of(session, whose).get(kind)
    return last is not None and last.given


def say(session: Session, whose: Participant, kind: str, given: bool, *, by: Actor) -> None:
    """Write down that somebody agrees, or no longer does."""
    if kind not in CONSENTS:
        raise BadInput(what="consent")
    last = of(session, whose).get(kind)
    if (last is not None and last.given) == given:
        return
    session.add(
        Consent(participant_id=whose.id, kind=kind, given=given, at=clock.now(), by_id=by.id)
    )
    action = "consent.given" if given else "consent.withdrawn"
    audit.note(session, by, action, whose.subject, about=kind)
