"""What waits is handed over once, brought on a day, and forgotten after a month."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bouwkringloop.base import clock
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.till.collecting import deliver, forget, hand_over, step
from bouwkringloop.till.collecting.deliver import Plan
from bouwkringloop.till.collecting.models import PERSONAL
from tests import make
from tests.till.collecting.collecting import collections, left_here, take_back


def waiting_one(api, session):
    left_here(api, session)
    (kept,) = collections(session)
    return kept.id


def address(**changed):
    told = {"street": "Proeflaan 12", "postcode": "3818ab", "city": "Amersfoort", **changed}
    return Plan(clock.today() + timedelta(days=2), "morning", **told)


def test_who_handed_it_over_and_when_is_kept(api, session):
    number = waiting_one(api, session)
    by = make.actor(session)
    hand_over.hand_over(session, [number], by=by)
    session.commit()
    (kept,) = collections(session)
    assert (kept.state, kept.handed_over_by_id) == ("handed_over", by.id)
    assert kept.handed_over_at is not None
    noted = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first()
    assert noted == "collection.handed_over"


def test_a_thing_is_handed_over_once(api, session):
    number = waiting_one(api, session)
    assert api.post(f"/collections/{number}/hand-over", None).status_code == 200
    again = api.post(f"/collections/{number}/hand-over", None)
    assert again.status_code == 409
    assert again.json["type"].endswith("/not-that-step")


def test_a_thing_that_came_back_cannot_be_handed_over(api, session):
    sale = left_here(api, session).json["id"]
    take_back(api, sale)
    (kept,) = collections(session)
    with pytest.raises(step.NotThatStep):
        hand_over.hand_over(session, [kept.id], by=make.actor(session))


def test_of_several_none_is_handed_over_where_one_is_gone(api, session):
    left_here(api, session, make.item(session), make.item(session, title="Lamp"))
    first, second = (kept.id for kept in collections(session))
    by = make.actor(session)
    hand_over.hand_over(session, [second], by=by)
    session.commit()
    with pytest.raises(step.NotThatStep):
        hand_over.hand_over(session, [first, second], by=by)
    session.rollback()
    assert [kept.state for kept in collections(session)] == ["waiting", "handed_over"]


def test_a_delivery_is_planned_and_planned_anew_until_it_is_handed_over(api, session):
    number, by = waiting_one(api, session), make.actor(session)
    deliver.plan(session, [number], address(), by=by)
    deliver.plan(session, [number], address(street="Fictielaan 5"), by=by)
    session.commit()
    (kept,) = collections(session)
    assert (kept.state, kept.street, kept.postcode) == ("planned", "Fictielaan 5", "3818 AB")
    hand_over.hand_over(session, [number], by=by)
    session.commit()
    with pytest.raises(step.NotThatStep):
        deliver.plan(session, [number], address(), by=by)


def test_a_delivery_that_is_called_off_leaves_no_address(api, session):
    number, by = waiting_one(api, session), make.actor(session)
    deliver.plan(session, [number], address(note="Derde verdieping"), by=by)
    deliver.call_off(session, [number], by=by)
    session.commit()
    (kept,) = collections(session)
    told = (kept.state, kept.deliver_on, kept.street, kept.city, kept.note)
    assert told == ("waiting", None, "", "", "")
    assert kept.name == "Mevrouw Jansen"


@pytest.mark.parametrize("days", [-1, 181])
def test_a_delivery_is_not_planned_on_a_day_that_is_gone_or_too_far(api, session, days):
    number = waiting_one(api, session)
    day = clock.today() + timedelta(days=days)
    wanted = Plan(day, "morning", "Proeflaan 12", "3818 AB", "Amersfoort")
    with pytest.raises(deliver.DeliveryDayGone):
        deliver.plan(session, [number], wanted, by=make.actor(session))


def test_a_delivery_needs_a_whole_address(api, session):
    number = waiting_one(api, session)
    with pytest.raises(deliver.AddressMissing):
        deliver.plan(session, [number], address(city=""), by=make.actor(session))


@pytest.mark.parametrize(("days", "wiped"), [(29, 0), (31, 1)])
def test_who_fetched_it_is_forgotten_after_thirty_days(api, session, standing_clock, days, wiped):
    number, by = waiting_one(api, session), make.actor(session)
    deliver.plan(session, [number], address(), by=by)
    hand_over.hand_over(session, [number], by=by)
    session.commit()
    standing_clock.pass_(days=days)
    assert forget.wipe_old(session) == wiped
    session.commit()
    (kept,) = collections(session)
    assert all(getattr(kept, column) == "" for column in PERSONAL) == bool(wiped)
    assert (kept.wiped_at is not None) == bool(wiped)
    tags = session.scalars(
        select(PrintJob.document).where(PrintJob.subject.startswith("sold-tag:"))
    ).all()
    assert [("Jansen" in document) for document in tags] == [not wiped]


def test_who_brought_it_back_is_forgotten_too_and_who_still_waits_is_not(
    api, session, standing_clock
):
    shift = make.shift(session)
    sale = left_here(api, session, shift=shift).json["id"]
    left_here(api, session, make.item(session, title="Lamp"), shift=shift)
    take_back(api, sale)
    standing_clock.pass_(days=31)
    assert forget.wipe_old(session) == 1
    session.commit()
    assert [kept.name for kept in collections(session)] == ["", "Mevrouw Jansen"]
