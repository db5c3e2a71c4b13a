"""Prove the trips: nothing waits on a trip that ended, and waste forms are as they were made."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.batches.transport import waste
from bouwkringloop.batches.transport.models import WasteForm
from bouwkringloop.trips.models import OPEN, Trip, TripStop


def proofs(session: Session) -> Iterator[Proof]:
    """Give each proof of the trips and of what goes along with them."""
    yield _stops(session)
    yield _forms(session)


def _stops(session: Session) -> Proof:
    rows = session.execute(
        select(TripStop.id, TripStop.outcome, Trip.uuid, Trip.state).join(
            Trip, Trip.id == TripStop.trip_id
        )
    ).all()
    breaks = [
        f"stop {number} still waits on trip {uuid}, which is {state}"
        for number, outcome, uuid, state in rows
        if outcome == "" and state not in OPEN
    ]
    return Proof("nothing waits on a trip that ended", len(rows), tuple(breaks))


def _forms(session: Session) -> Proof:
    forms = session.scalars(select(WasteForm).order_by(WasteForm.number)).all()
    breaks = [
        f"waste form {form.number} is not what was made"
        for form in forms
        if waste.fingerprint(form.content) != form.content_hash
    ]
    breaks += [
        f"waste form {form.number} stands where {number} is expected"
        for number, form in enumerate(forms, 1)
        if form.number != number
    ]
    return Proof("waste forms are numbered and as they were made", len(forms), tuple(breaks))
