"""Hours for tests, in one line each; everything made is committed."""

from datetime import date
from uuid import uuid4

from bouwkringloop.base.permissions import Role
from bouwkringloop.placements.hours import clock_in, enter, kiosks, marks, rows
from bouwkringloop.placements.hours.cells import Told
from tests import make
from tests.placements import build

MONDAY = date(2026, 11, 16)
FRIDAY = date(2026, 11, 20)


def placement(session, whose=None, **changed):
    """A placement from 2 November, of Amina, four hours a day; the shop lead is the mentor."""
    return build.placement(session, whose, **changed)


def write(session, placed, day, minutes, absence="", *, seen=None, reason="", by=Role.COORDINATOR):
    """Write one day down as it stands, unless `seen` says how it was seen."""
    number = rows.of_one(session, placed, day, day)[day].number if seen is None else seen
    entry = enter.Entry(day, Told(minutes, absence), number)
    made = enter.write(session, placed, [entry], by=make.actor(session, by), reason=reason)
    session.commit()
    return made


def actual(session, placed, first=MONDAY, last=FRIDAY):
    """The minutes made in these days, as they stand."""
    return sum(day.actual for day in rows.of_one(session, placed, first, last).values())


def approve(session, placed, first=MONDAY, last=FRIDAY, minutes=None):
    """Approve days as they stand."""
    minutes = actual(session, placed, first, last) if minutes is None else minutes
    by = make.actor(session, Role.COORDINATOR)
    made = marks.approve(session, placed, uuid4(), first, last, minutes, by=by)
    session.commit()
    return made


def sign(session, placed, first=MONDAY, last=FRIDAY, by=Role.SHOP_LEAD):
    """Sign days as they stand, as the mentor."""
    minutes = actual(session, placed, first, last)
    made = marks.sign(session, placed, uuid4(), first, last, minutes, by=make.actor(session, by))
    session.commit()
    return made


def lock(session, placed, first=MONDAY, last=FRIDAY):
    """Lock days, as a report does."""
    by = make.actor(session, Role.COORDINATOR)
    made = marks.lock(session, placed, uuid4(), first, last, by=by)
    session.commit()
    return made


def kiosk(session):
    """A kiosk at the shop; gives it with its secret."""
    opened = kiosks.open_(session, "Bij de deur", "shop", by=make.actor(session, Role.COORDINATOR))
    session.commit()
    return opened


def scan(session, opened, badge, kind=""):
    """Hold a badge in front of the kiosk."""
    told = clock_in.scan(session, opened.kiosk, badge.code, uuid4(), kind)
    session.commit()
    return told
