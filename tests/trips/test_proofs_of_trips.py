"""The check finds a form that was changed, and a stop that waits on a trip that ended."""

from sqlalchemy import text

from bouwkringloop.trips import check, plan
from tests import make
from tests.guards import unguarded
from tests.trips import rides
from tests.trips.test_waste_forms import filled, made


def broken(session):
    found = [line for proof in check.proofs(session) for line in proof.breaks]
    session.rollback()
    return found


def test_a_waste_form_that_was_changed_or_is_gone_is_found(session):
    make.shop_details(session)
    batch = rides.batch(session, waste=True)
    for _ in range(2):
        made(session, batch, content=filled(session, batch))
    assert broken(session) == []
    unguarded(session)
    session.execute(text("update waste_form set content = '{}' where number = 2"))
    session.execute(text("delete from waste_form where number = 1"))
    session.commit()
    assert broken(session) == [
        "waste form 2 is not what was made",
        "waste form 2 stands where 1 is expected",
    ]


def test_a_stop_that_waits_on_a_trip_that_ended_is_found(session):
    trip = rides.trip(session)
    rides.put(session, trip, "pickup", rides.pickup(session).uuid)
    plan.cancel(session, rides.read(session, trip), by=rides.by(session))
    session.commit()
    assert broken(session) == []
    session.execute(text("update trip_stop set outcome = '', done_at = null"))
    session.commit()
    (line,) = broken(session)
    assert "which is cancelled" in line
