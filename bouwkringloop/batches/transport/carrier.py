"""Keep the number under which the shop may drive waste (VIHB)."""

import re

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.batches.transport import find
from bouwkringloop.batches.transport.models import CarrierNumber
from bouwkringloop.people import audit

#: Six digits, then letters for what one is listed as: carrier, collector, dealer, broker.
_VIHB = re.compile(r"[0-9]{6}[VIHBX]{4}")


class NotAVihbNumber(Refused):
    """What was typed is no number of the NIWO's list."""

    status = 422
    message = N_("A VIHB number is like 123456VXXX: six digits and four letters.")


def write(session: Session, told: str, *, by: Actor) -> None:
    """Write the number down as a new row; empty where the shop is not on the list."""
    vihb = clean(told).replace(" ", "").upper()
    if vihb and not _VIHB.fullmatch(vihb):
        raise NotAVihbNumber
    before = find.vihb(session)
    if vihb != before:
        session.add(CarrierNumber(vihb=vihb, at=clock.now(), person_id=by.id))
        audit.note(session, by, "carrier.described", "shop:carrier", vihb=[before, vihb])
