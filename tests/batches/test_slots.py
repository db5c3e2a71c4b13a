"""When a batch is fetched or brought: planned within the builder's days, moved, and called off."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base import clock, mail
from bouwkringloop.base.permissions import Role
from bouwkringloop.base.smtp import MailServer
from bouwkringloop.batches import coming, step
from bouwkringloop.batches.transport import find, plan, to_come
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.pickups.plan import DayGone, Slot, SlotBackwards
from tests import make
from tests.batches import build
from tests.turns import app, log_in

__all__ = ["app", "log_in"]


def slot(ahead=1, starts=time(9), ends=time(12)):
    return Slot(clock.today() + timedelta(days=ahead), starts, ends)


def planned(session, batch, wanted, **told):
    made = plan.plan(
        session, build.NO_MAIL, batch, wanted, by=make.actor(session, Role.COORDINATOR), **told
    )
    session.commit()
    return made


@pytest.mark.parametrize("transport", ["shop", "builder"])
def test_an_agreed_batch_gets_a_slot_whoever_drives(session, transport):
    customer = build.builder(session)
    agreed = build.agreement(session, customer, transport=transport)
    batch = build.batch(session, state="agreed", customer=customer, agreed=agreed)
    made = planned(session, batch, slot())
    assert batch.state == "planned"
    assert find.slot(session, batch) is made
    assert [of for of, _ in find.planned(session)] == [batch]
    session.rollback()


def test_the_newest_slot_counts_and_the_older_ones_stay(session):
    batch = build.batch(session, state="agreed")
    planned(session, batch, slot())
    second = planned(session, batch, slot(3))
    assert find.slot(session, batch) is second
    assert [each.number for each in find.slots(session, batch)] == [2, 1]
    assert [of_it for _, of_it in find.planned(session)] == [second]
    with pytest.raises(DBAPIError):
        session.execute(text("update batch_slot set day = '2030-01-01'"))


@pytest.mark.parametrize("state", ["announced", "under_review", "underway", "closed", "declined"])
def test_what_is_not_agreed_or_is_on_its_way_gets_no_slot(session, state):
    batch = build.batch(session, state=state)
    with pytest.raises(step.NotThatStep):
        planned(session, batch, slot())


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (slot(-1), DayGone),
        (slot(400), DayGone),
        (slot(1, time(12), time(12)), SlotBackwards),
        (slot(1, time(12), time(9)), SlotBackwards),
        (slot(15), plan.NotAvailable),
    ],
)
def test_a_day_that_cannot_be_is_refused(session, wanted, refusal):
    batch = build.batch(session, state="agreed")
    with pytest.raises(refusal):
        planned(session, batch, wanted)
    assert (batch.state, find.slot(session, batch)) == ("agreed", None)
    session.rollback()


def test_outside_the_builders_days_it_is_planned_anyway_with_a_reason(session):
    batch = build.batch(session, state="agreed")
    with pytest.raises(plan.NoReasonWhy):
        planned(session, batch, slot(15), anyway=True, reason=" ")
    made = planned(session, batch, slot(15), anyway=True, reason="De bouwer belde")
    assert (batch.state, made.reason) == ("planned", "De bouwer belde")
    inside = planned(session, batch, slot(2), anyway=True, reason="niet nodig")
    assert inside.reason == ""


def test_what_came_whole_is_not_planned_again(session):
    batch = build.batch(session, state="received")
    build.delivered(session, batch, [120_000])
    with pytest.raises(plan.NothingFollows):
        planned(session, batch, slot())


def test_the_rest_is_what_was_accepted_less_what_came(session):
    batch = build.batch(session, build.line(session), build.line(session), state="received")
    build.more_follows(session, batch.lines[0], 150_000)
    rest = to_come.rest(session, batch)
    assert [(each.line, each.weight_g) for each in rest] == [
        (batch.lines[0], 50_000),
        (batch.lines[1], 200_000),
    ]
    assert to_come.grams(rest) == 250_000
    planned(session, batch, slot())
    assert batch.state == "planned"
    plan.call_off(session, batch, by=make.actor(session, Role.COORDINATOR))
    assert batch.state == "received"
    session.rollback()


def test_a_slot_is_called_off_and_the_batch_waits_for_another(session):
    batch = build.batch(session, state="agreed")
    planned(session, batch, slot())
    plan.call_off(session, batch, by=make.actor(session, Role.COORDINATOR))
    session.commit()
    assert (batch.state, find.slot(session, batch)) == ("agreed", None)
    with pytest.raises(step.NotThatStep):
        plan.call_off(session, batch, by=make.actor(session, Role.COORDINATOR))
    told = [each.action for each in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert told[-1] == "batch.slot_called_off"
    session.rollback()


@pytest.mark.parametrize(
    ("unit", "quantity", "sides", "litres"),
    [
        ("piece", 10, (1000, 500, 100), 500),
        ("piece", 10, (1000, 500, None), None),
        ("m", 20, (None, 100, 50), 100),
        ("m2", 30, (None, None, 40), 1200),
        ("m3", 2, (None, None, None), 2000),
        ("kg", 2, (1, 1, 1), None),
        ("piece", 1, (10, 10, 10), 1),
    ],
)
def test_measures_tell_how_much_room_it_takes(session, unit, quantity, sides, litres):
    names = ("length_mm", "width_mm", "height_mm")
    line = build.line(session, quantity=quantity, **dict(zip(names, sides, strict=True)))
    line.unit = unit
    batch = build.batch(session, line, state="agreed")
    (rest,) = to_come.rest(session, batch)
    assert rest.litres == litres
    session.rollback()


def test_the_page_plans_and_says_why_not(session, log_in):
    batch = build.batch(session, state="agreed")
    path, desk = f"/batches/{batch.uuid}/transport", log_in(Role.COORDINATOR)
    sent = {"day": str(slot(15).day), "starts": "09:00", "ends": "12:00"}
    refused = desk.post(path, data=sent)
    assert refused.status_code == 409
    assert "Toch plannen" in refused.text
    assert "of plan het toch" in refused.text
    sent |= {"anyway": "y", "reason": "De bouwer belde"}
    assert desk.post(path, data=sent).status_code == 303
    page = desk.get(path).text
    assert "09:00 – 12:00" in page
    assert "Transport gepland" in page
    assert desk.post(f"{path}/call-off").status_code == 303
    assert "Er is geen dag gepland." in desk.get(path).text
    for tab in ("Aanbod", "Transport", "Leveringen"):
        assert tab in page


def test_who_works_at_the_intake_reads_it_and_does_not_plan(session, log_in):
    batch = build.batch(session, state="agreed")
    path, worker = f"/batches/{batch.uuid}/transport", log_in(Role.INTAKE_WORKER)
    assert worker.get(path).status_code == 200
    assert "Toch plannen" not in worker.get(path).text
    assert worker.post(path, data={}).status_code == 403
    assert worker.post(f"{path}/call-off").status_code == 403


def test_a_planned_batch_comes_today_and_its_builder_is_written(session, standing_clock):
    server = MailServer("127.0.0.1", 9, "Winkel", "winkel@example.nl")
    mailing = replace(build.NO_MAIL, mail=server)
    made = build.batch(session, state="agreed", contact_email="kees@hamer.example")
    by = make.actor(session, Role.COORDINATOR)
    plan.plan(session, mailing, made, slot(), by=by)
    session.commit()
    assert session.scalars(coming.today()).all() == []
    assert [each.kind for each in mail.about(session, made.subject)] == ["planned"]
    standing_clock.pass_(days=1)
    assert session.scalars(coming.today()).all() == [made.id]
    plan.call_off(session, made, by=by)
    assert session.scalars(coming.today()).all() == []
