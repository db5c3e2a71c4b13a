"""Let a till go on whose clock had run ahead and was put right: a shop lead says that it is right.

Without this the till would stand still until the time comes that its journal has reached.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor, Permission
from bouwkringloop.people import audit
from bouwkringloop.people.models import Person
from bouwkringloop.till import journal, open_shift
from bouwkringloop.till.approve import MayNotAllow
from bouwkringloop.till.models import Till


class NotBehind(Refused):
    """The clock is not behind the journal, so nothing stands in the way."""

    message = N_("Nothing has to be done: this till can go on.")


class WhyBack(Refused):
    """A clock is said to be right without a word of what happened."""

    status = 422
    message = N_("Say what was wrong with the clock.")


def is_behind(till: Till) -> bool:
    """Tell whether a till stands still because the clock is before its newest entry."""
    return journal.is_behind(till.last_journal_at, clock.now())


def go_on(
    session: Session, till_slug: str, reason: str, *, approver_id: int, by: Actor
) -> datetime:
    """Write down that the clock is right now, and let the till go on; give the time of before.

    The caller has proved who allows it. The entry is the only one that may step back in time.
    """
    approver = session.get_one(Person, approver_id)
    if not approver.actor().may(Permission.CHANGE_PRICE):
        raise MayNotAllow(name=approver.name)
    if not reason:
        raise WhyBack
    head = journal.head(session, open_shift.by_slug(session, till_slug).id)
    now = clock.now()
    if head.at is None or not journal.is_behind(head.at, now):
        raise NotBehind
    subject = f"till:{till_slug}"
    facts = {"person": by.id, "approver": approver_id, "reason": reason}
    journal.go_back(session, head, subject=subject, at=now, facts=facts)
    audit.note(
        session,
        approver.actor(),
        journal.SET_BACK,
        subject,
        asked_by=by.name,
        last_entry=head.at.isoformat(),
        reason=reason,
    )
    return head.at
