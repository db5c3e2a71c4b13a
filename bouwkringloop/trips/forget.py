"""Forget who drove, and to whom a route led, when nobody may ask for it any more."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.people import audit
from bouwkringloop.printing.documents import Receipt, to_json
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.trips.models import SUBJECT, Trip

#: How long after its day somebody may still ask who drove a trip.
DRIVER_KEPT = timedelta(days=2 * 365)
#: How long after its day a printed route, with names and addresses, is still of use.
ROUTE_KEPT = timedelta(days=30)


def wipe_old(session: Session) -> int:
    """Erase drivers of two years ago and printed routes of 30 days ago; tell of how many trips."""
    return _drivers(session) + _routes(session)


def _drivers(session: Session) -> int:
    before = clock.today() - DRIVER_KEPT
    over = session.scalars(select(Trip).where(Trip.day < before, Trip.driver != "")).all()
    for trip in over:
        # What was sent when it was planned named the driver too.
        trip.driver = trip.content_hash = ""
        audit.note(session, None, "trip.driver_wiped", trip.subject)
    return len(over)


def _routes(session: Session) -> int:
    empty = to_json(Receipt(lines=()))
    printed = select(PrintJob).where(PrintJob.subject.startswith(SUBJECT))
    jobs = session.scalars(printed.where(PrintJob.document != empty)).all()
    uuids = {UUID(job.subject.removeprefix(SUBJECT)) for job in jobs}
    before = clock.today() - ROUTE_KEPT
    over = session.scalars(select(Trip).where(Trip.uuid.in_(uuids), Trip.day < before)).all()
    wiped = {trip.subject for trip in over}
    for job in jobs:
        if job.subject in wiped:
            job.document = empty
    for trip in over:
        audit.note(session, None, "trip.route_wiped", trip.subject)
    return len(over)
