"""Who may read what the till wrote: sales and reports, and the figures of a drawer still open."""

from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base.errors import Forbidden, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor, Permission
from bouwkringloop.till import close
from bouwkringloop.till.models import Shift


class CountedBlind(Refused):
    """Who counts a drawer does not know what is expected in it."""

    status = 403
    message = N_("While the till is open, its figures are for the shop lead.")


def check(by: Actor) -> None:
    """Let in who sells, and who reads figures."""
    if not (by.may(Permission.SELL) or by.may(Permission.SEE_FIGURES)):
        raise Forbidden


def shift_for(session: Session, uuid: UUID, *, by: Actor) -> Shift:
    """Find a shift whose figures somebody may read: those of an open one only who reads figures."""
    check(by)
    shift = close.by_id(session, uuid)
    if shift.closed_at is None and not by.may(Permission.SEE_FIGURES):
        raise CountedBlind
    return shift
