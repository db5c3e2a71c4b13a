"""Clocking with a badge: once, in words for everybody, and counted as the time that passed."""

import threading
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.placements import agree
from bouwkringloop.placements.hours import badges, clock_in, kiosks, rows
from bouwkringloop.placements.hours.models import Clocking, DayHours
from bouwkringloop.placements.privacy import parts
from bouwkringloop.printing.models import PrintJob
from tests import make
from tests.placements import build
from tests.placements.hours import worked

SATURDAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _standing(standing_clock):
    return standing_clock


@pytest.fixture
def placed(session):
    return worked.placement(session)


@pytest.fixture
def opened(session):
    return worked.kiosk(session)


@pytest.fixture
def badge(session, placed):
    made = badges.make(session, placed.participant, by=make.actor(session, Role.COORDINATOR))
    session.commit()
    return made


def hours(session, placed, day=SATURDAY):
    return rows.of_one(session, placed, day, day)[day].actual


def test_who_is_out_comes_in_and_who_is_in_goes(session, placed, opened, badge, standing_clock):
    came = worked.scan(session, opened, badge)
    assert (came.first_name, came.kind) == ("Amina", "in")
    standing_clock.pass_(hours=3, minutes=20, seconds=50)
    assert worked.scan(session, opened, badge).kind == "out"
    assert hours(session, placed) == 200
    standing_clock.pass_(minutes=30)
    assert worked.scan(session, opened, badge).kind == "in"
    standing_clock.pass_(hours=1)
    worked.scan(session, opened, badge)
    assert hours(session, placed) == 260


def test_a_badge_that_is_held_too_long_clocks_once(session, opened, badge, standing_clock):
    worked.scan(session, opened, badge)
    standing_clock.pass_(seconds=5)
    assert worked.scan(session, opened, badge).kind == "in"
    assert len(session.scalars(select(Clocking)).all()) == 1


def test_what_is_sent_twice_clocks_once(session, opened, badge, standing_clock):
    uuid = uuid4()
    first = clock_in.scan(session, opened.kiosk, badge.code, uuid)
    standing_clock.pass_(minutes=5)
    assert clock_in.scan(session, opened.kiosk, badge.code, uuid) == first


def test_who_goes_without_having_come_is_told_and_found_by_the_coordinator(
    session, placed, opened, badge
):
    assert worked.scan(session, opened, badge, "out").kind == "missing"
    assert hours(session, placed) == 0
    (loose,) = clock_in.loose(session, [placed], SATURDAY, SATURDAY)
    assert (loose.placement, loose.kind) == (placed, "out")


def test_who_forgot_to_go_comes_in_anew_the_next_day(
    session, placed, opened, badge, standing_clock
):
    worked.scan(session, opened, badge)
    assert clock_in.inside(session, [placed]) == {placed.participant_id}
    assert clock_in.loose(session, [placed], SATURDAY, SATURDAY) == []
    standing_clock.pass_(hours=23)
    assert worked.scan(session, opened, badge).kind == "in"
    assert hours(session, placed) == 0
    assert [each.kind for each in clock_in.loose(session, [placed], SATURDAY, SATURDAY)] == ["in"]


def test_who_says_in_twice_is_in_once(session, opened, badge, standing_clock):
    first = worked.scan(session, opened, badge, "in")
    standing_clock.pass_(hours=1)
    assert worked.scan(session, opened, badge, "in") == first


@pytest.mark.parametrize(
    ("begins", "lasts", "day", "minutes"),
    [
        # Past midnight the hours stay with the day on which they began.
        (datetime(2026, 11, 20, 21, 0, tzinfo=UTC), 300, date(2026, 11, 20), 300),
        # Summer time ends at 3:00, so from 1:00 to 5:00 is five hours.
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), 300, date(2026, 10, 25), 300),
        # And begins at 2:00, so from 1:00 to 5:00 is three.
        (datetime(2027, 3, 28, 0, 0, tzinfo=UTC), 180, date(2027, 3, 28), 180),
        # After five and a half hours without a pause half an hour is the break.
        (datetime(2026, 11, 20, 8, 0, tzinfo=UTC), 330, date(2026, 11, 20), 330),
        (datetime(2026, 11, 20, 8, 0, tzinfo=UTC), 340, date(2026, 11, 20), 330),
        (datetime(2026, 11, 20, 8, 0, tzinfo=UTC), 480, date(2026, 11, 20), 450),
    ],
)
def test_the_time_that_passed_is_counted(
    session, opened, standing_clock, begins, lasts, day, minutes
):
    placed = worked.placement(session, starts_on=date(2026, 10, 1), ends_on=date(2027, 4, 1))
    badge = badges.make(session, placed.participant, by=make.actor(session, Role.COORDINATOR))
    session.commit()
    standing_clock.at = begins
    worked.scan(session, opened, badge)
    standing_clock.pass_(minutes=lasts)
    worked.scan(session, opened, badge)
    assert hours(session, placed, day) == minutes


def test_a_badge_of_a_placement_that_ended_clocks_nothing(session, placed, opened, badge):
    by = make.actor(session, Role.COORDINATOR)
    agree.end(session, placed, date(2026, 11, 20), "completed", "", by=by)
    session.commit()
    with pytest.raises(clock_in.NothingToday):
        worked.scan(session, opened, badge)


def test_a_badge_that_was_replaced_or_never_was_says_so(session, placed, opened, badge):
    new = badges.make(session, placed.participant, by=make.actor(session, Role.COORDINATOR))
    session.commit()
    with pytest.raises(clock_in.OldBadge):
        worked.scan(session, opened, badge)
    assert worked.scan(session, opened, new).kind == "in"
    with pytest.raises(clock_in.UnknownBadge):
        clock_in.scan(session, opened.kiosk, "0" * 12, uuid4())


def test_of_two_placements_the_one_with_hours_on_this_day_is_clocked(session, opened):
    whose = build.participant(session)
    weekdays = worked.placement(session, whose=whose)
    saturday = build.placement(
        session, whose, type="volunteer", referrer=None, day_minutes=(0, 0, 0, 0, 0, 180, 0)
    )
    badge = badges.make(session, whose, by=make.actor(session, Role.COORDINATOR))
    session.commit()
    worked.scan(session, opened, badge)
    clocked = session.scalars(select(Clocking.placement_id)).all()
    assert clocked == [saturday.id] != [weekdays.id]


def test_a_kiosk_that_was_closed_clocks_nothing(session, opened):
    assert kiosks.at(session, opened.secret) is opened.kiosk
    kiosks.close(session, opened.kiosk.uuid, by=make.actor(session, Role.COORDINATOR))
    with pytest.raises(kiosks.NoSuchKiosk):
        kiosks.at(session, opened.secret)
    assert opened.secret not in opened.kiosk.token_hash


def test_a_badge_shows_a_first_name_and_is_wiped_with_the_file(
    session, placed, opened, badge, config, standing_clock
):
    by = make.actor(session, Role.COORDINATOR)
    badges.order(session, placed.participant, placed.site, by=by)
    (job,) = session.scalars(select(PrintJob).where(PrintJob.kind == "badge")).all()
    assert "Amina" in job.document
    assert "Haddad" not in job.document
    worked.scan(session, opened, badge)
    standing_clock.pass_(hours=1)
    worked.scan(session, opened, badge)
    parts.wipe(session, placed.participant, config.home)
    session.commit()
    assert "Amina" not in job.document
    assert badge.code not in job.document
    assert session.scalars(select(Clocking)).all() == []
    (left,) = session.scalars(select(DayHours)).all()
    assert left.minutes == 60


def test_two_devices_that_read_one_badge_at_one_moment_let_somebody_in_once(
    database, session, opened, badge
):
    kiosk_id, code = opened.kiosk.id, badge.code
    session.rollback()
    told = []

    def held():
        with database.writing() as own:
            kiosk = own.get(type(opened.kiosk), kiosk_id)
            told.append(clock_in.scan(own, kiosk, code, uuid4()).kind)

    both = [threading.Thread(target=held) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert told == ["in", "in"]
    assert len(session.scalars(select(Clocking)).all()) == 1
