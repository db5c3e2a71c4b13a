"""What was agreed for somebody is written down, changed and ended."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.placements import agree, agreed
from bouwkringloop.placements.models import Placement
from tests import make
from tests.placements.build import facts, participant, person_of, placement, referrer

pytestmark = pytest.mark.usefixtures("standing_clock")


def form(session, **changed):
    return {
        "id": str(uuid4()),
        "type": "work-experience",
        "site": "shop",
        "starts_on": "2026-11-23",
        "ends_on": "2027-05-21",
        "monday": "4",
        "tuesday": "3:30",
        "thursday": "3,5",
        "referrer_kind": "municipality",
        "referrer": str(referrer(session).uuid),
        "reference": "WW-88",
        "mentor": str(person_of(session, Role.SHOP_LEAD).id),
        "coordinator": str(person_of(session).id),
        **changed,
    }


def test_a_placement_is_written_down_once_and_shown(coordinator, session):
    whose = participant(session)
    address = f"/placements/files/{whose.uuid}/new"
    sent = form(session)
    assert coordinator.post(address, data=sent).status_code == 303
    assert coordinator.post(address, data=sent).status_code == 303
    assert session.scalar(select(func.count()).select_from(Placement)) == 1
    uuid = whose.uuid
    session.rollback()
    page = coordinator.get(f"/placements/files/{uuid}").text
    assert "Werkervaringsplek" in page
    assert "11:00" in page
    assert "Gemeente Voorbeeld" in page
    assert "Gepland" in page


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_on": "2026-11-22"}, "De laatste dag ligt voor de eerste"),
        ({"ends_on": ""}, "vul bij deze soort plaatsing in: laatste dag"),
        ({"referrer": ""}, "organisatie van de verwijzer"),
        ({"mentor": ""}, "begeleider"),
        ({"monday": "", "tuesday": "", "thursday": ""}, "dagen en uren"),
        ({"monday": "13"}, "Hoogstens 12 uur per dag"),
        ({"monday": "acht"}, "is geen aantal uren"),
        ({"monday": "3,33"}, "geen heel aantal minuten"),
        ({"starts_on": "2036-11-23", "ends_on": "2037-01-01"}, "meer dan zes jaar"),
        (
            {"type": "trial", "decided_on": "2026-11-20", "ends_on": "2027-05-23"},
            "hoogstens 6 maanden",
        ),
        (
            {"type": "trial", "decided_on": "2026-11-24", "ends_on": "2027-01-01"},
            "vóór de dag van het besluit",
        ),
        ({"reference": "123456782"}, "burgerservicenummer"),
        ({"assignment": "zie 111 222 333"}, "burgerservicenummer"),
    ],
)
def test_the_form_says_at_the_field_what_is_wrong(coordinator, session, wrong, words):
    whose = participant(session)
    answer = coordinator.post(f"/placements/files/{whose.uuid}/new", data=form(session, **wrong))
    assert answer.status_code == 422
    assert words.lower() in answer.text.lower()
    assert session.scalars(select(Placement)).all() == []


def test_two_placements_of_one_type_do_not_run_at_once(session):
    first = placement(session)
    by = make.actor(session, Role.COORDINATOR)
    with pytest.raises(agreed.RunsAlready):
        agree.add(session, first.participant, uuid4(), facts(session), by=by)
    volunteer = facts(session, type="volunteer", ends_on=None)
    agree.add(session, first.participant, uuid4(), volunteer, by=by)


def test_a_placement_is_changed_until_it_ends(coordinator, session):
    made = placement(session)
    whose = made.participant.uuid
    sent = form(session, monday="2", starts_on="2026-11-02", ends_on="2027-04-30")
    address = f"/placements/{made.uuid}"
    assert coordinator.post(f"{address}/edit", data=sent).status_code == 303
    session.rollback()
    assert coordinator.get(f"{address}/edit").status_code == 200
    ended = {"day": "2026-11-20", "outcome": "paid_work", "next_place": "Hulptimmerman"}
    assert coordinator.post(f"{address}/end", data=ended).status_code == 303
    page = coordinator.get(f"/placements/files/{whose}").text
    assert "Naar betaald werk" in page
    assert "Hulptimmerman" in page
    session.rollback()
    for method, path in (("GET", "edit"), ("POST", "edit"), ("GET", "end"), ("POST", "end")):
        data = (sent if path == "edit" else ended) if method == "POST" else None
        answer = coordinator.open(f"{address}/{path}", method=method, data=data)
        assert answer.status_code == 409, path
    session.rollback()
    actions = session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject == made.subject).order_by(AuditEntry.id)
    ).all()
    assert actions == ["placement.added", "placement.changed", "placement.ended"]


@pytest.mark.one_database
@pytest.mark.parametrize("day", ["2026-11-01", "2026-11-22"])
def test_it_ends_between_its_first_day_and_today(coordinator, session, day):
    made = placement(session)
    sent = {"day": day, "outcome": "completed"}
    answer = coordinator.post(f"/placements/{made.uuid}/end", data=sent)
    assert answer.status_code == 422
    assert "Kies een dag tussen" in answer.text


def test_the_coordinator_of_a_placement_keeps_the_file(log_in, session):
    whose = participant(session)
    manager = person_of(session, Role.MANAGER)
    placement(session, whose, coordinator_id=manager.id)
    assert (
        log_in(Role.MANAGER, proved=True).get(f"/placements/files/{whose.uuid}").status_code == 200
    )


def test_a_mentor_or_coordinator_who_may_not_is_refused(session):
    whose = participant(session)
    by = make.actor(session, Role.COORDINATOR)
    cashier = person_of(session, Role.CASHIER).id
    for wrong in ({"coordinator_id": cashier}, {"coordinator_id": 999}, {"mentor_id": 999}):
        with pytest.raises(Refused):
            agree.add(session, whose, uuid4(), facts(session, **wrong), by=by)


@pytest.mark.one_database
def test_its_state_follows_from_its_days(session):
    made = placement(session)
    assert made.state_on(date(2026, 11, 1)) == "planned"
    assert made.state_on(date(2026, 11, 2)) == "running"
    assert made.state_on(date(2027, 4, 30)) == "running"
    assert made.state_on(date(2027, 5, 1)) == "due"


@pytest.mark.one_database
@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(1, 72))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months):
    after = agreed.months_after(day, months)
    assert (after.year - day.year) * 12 + after.month - day.month == months
    assert after.day == day.day or (after + timedelta(days=1)).day == 1
