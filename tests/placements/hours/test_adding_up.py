"""Hours that are planned, made, approved, locked and corrected add up, whatever happens to them."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from bouwkringloop import proofs
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.placements.hours import check, enter, marks, rows, total
from bouwkringloop.placements.hours.models import DayHours
from tests.placements.hours import worked
from tests.placements.hours.worked import FRIDAY, MONDAY

pytestmark = pytest.mark.usefixtures("standing_clock")


def holds(session):
    return [proof.claim for proof in proofs.all_of(session) if not proof.holds] == []


def test_what_is_agreed_is_planned_and_what_is_said_last_counts(session):
    placed = worked.placement(session)
    worked.write(session, placed, MONDAY, 240)
    worked.write(session, placed, MONDAY, 180, "told")
    week = rows.of_one(session, placed, MONDAY, FRIDAY)
    assert [day.planned for day in week.values()] == [240] * 5
    assert (week[MONDAY].actual, week[MONDAY].absence, week[MONDAY].number) == (180, "told", 2)
    assert total.total(week.values()) == total.Total(1200, 180)
    assert len(rows.history(session, placed, MONDAY)) == 2


def test_the_same_said_twice_is_there_once(session):
    placed = worked.placement(session)
    assert len(worked.write(session, placed, MONDAY, 240)) == 1
    assert worked.write(session, placed, MONDAY, 240) == []
    trail = select(AuditEntry).where(AuditEntry.action == "hours.written")
    assert len(session.scalars(trail).all()) == 1


def test_who_saw_an_older_figure_is_told_the_newer(session):
    placed = worked.placement(session)
    worked.write(session, placed, MONDAY, 240)
    with pytest.raises(enter.SaidMeanwhile) as caught:
        worked.write(session, placed, MONDAY, 60, seen=0)
    assert "4:00" in caught.value.sentence


@pytest.mark.parametrize(
    ("day", "minutes", "absence", "refusal"),
    [
        (date(2026, 10, 30), 60, "", enter.NotThen),
        (date(2026, 11, 23), 60, "", enter.NotYet),
        (date(2026, 11, 23), 0, "not_told", enter.NotYet),
    ],
)
def test_hours_are_of_days_that_were(session, day, minutes, absence, refusal):
    placed = worked.placement(session)
    with pytest.raises(refusal):
        worked.write(session, placed, day, minutes, absence)
    session.rollback()
    assert worked.write(session, placed, date(2026, 11, 23), 0, "free")


def test_what_changes_after_it_was_approved_has_to_be_approved_again(session):
    placed = worked.placement(session)
    worked.write(session, placed, MONDAY, 240)
    worked.approve(session, placed)
    assert rows.of_one(session, placed, MONDAY, MONDAY)[MONDAY].is_approved
    worked.write(session, placed, MONDAY, 200)
    day = rows.of_one(session, placed, MONDAY, MONDAY)[MONDAY]
    assert (day.is_approved, day.approved, day.actual) == (False, 240, 200)
    worked.approve(session, placed)
    assert rows.of_one(session, placed, MONDAY, MONDAY)[MONDAY].approved == 200


def test_who_approves_other_hours_than_there_are_is_told(session):
    placed = worked.placement(session)
    worked.write(session, placed, MONDAY, 240)
    with pytest.raises(marks.ChangedMeanwhile) as caught:
        worked.approve(session, placed, minutes=300)
    assert "4:00" in caught.value.sentence
    with pytest.raises(marks.StillToCome):
        worked.approve(session, placed, MONDAY, date(2026, 11, 22), 240)


def test_only_the_mentor_signs(session):
    placed = worked.placement(session)
    with pytest.raises(marks.NotTheirMentor):
        worked.sign(session, placed, by=Role.COORDINATOR)
    worked.sign(session, placed)
    assert all(day.is_signed for day in rows.of_one(session, placed, MONDAY, FRIDAY).values())


def test_days_are_locked_once_approved_and_then_only_corrected_for_a_reason(session):
    placed = worked.placement(session)
    worked.write(session, placed, MONDAY, 240)
    with pytest.raises(marks.NotApproved) as caught:
        worked.lock(session, placed)
    assert "16" in caught.value.sentence
    worked.approve(session, placed)
    worked.lock(session, placed)
    with pytest.raises(marks.LockedBefore):
        worked.lock(session, placed)
    with pytest.raises(enter.Locked):
        worked.write(session, placed, MONDAY, 100)
    worked.write(session, placed, MONDAY, 300, reason="wrong_hours")
    day = rows.of_one(session, placed, MONDAY, MONDAY)[MONDAY]
    assert (day.locked, day.corrected, day.actual, day.source) == (240, 60, 300, "correction")
    assert holds(session)


def test_a_day_that_was_not_locked_is_not_corrected(session):
    placed = worked.placement(session)
    with pytest.raises(Refused):
        worked.write(session, placed, MONDAY, 300, reason="wrong_hours")
    with pytest.raises(Refused):
        worked.write(session, placed, MONDAY, 300, reason="because")


def test_hours_that_a_school_wants_signed_are_locked_after_that(session):
    placed = worked.placement(
        session, type="bbl", assignment="Timmerman", reference="POK 7", level="2"
    )
    assert placed.type.mentor_signs
    worked.approve(session, placed)
    with pytest.raises(marks.NotSigned):
        worked.lock(session, placed)
    worked.sign(session, placed)
    worked.lock(session, placed)


def test_the_database_keeps_what_was_said_of_a_day(session):
    placed = worked.placement(session)
    worked.write(session, placed, MONDAY, 240)
    for statement in ("update day_hours set minutes = 1", "delete from day_hours"):
        with pytest.raises(DatabaseError):
            session.execute(text(statement))
        session.rollback()


def test_a_mark_that_says_other_minutes_than_its_rows_is_found(session):
    placed = worked.placement(session)
    worked.write(session, placed, MONDAY, 240)
    mark = worked.approve(session, placed)
    session.expunge_all()
    mark.minutes = 1
    rows_ = session.scalars(select(DayHours)).all()
    assert not check._marks(rows_, [mark]).holds


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["write", "approve", "sign", "lock", "correct", "clock"]),
        st.integers(0, 4),
        st.integers(0, 600),
    ),
    max_size=14,
)


@pytest.mark.long
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_is_written_approved_locked_and_corrected_adds_up(session, acts):
    session.rollback()
    placed = worked.placement(session)
    locked = dict.fromkeys(total.span(MONDAY, FRIDAY))
    actual = dict.fromkeys(locked, 0)
    for act, at, minutes in acts:
        day = MONDAY + timedelta(days=at)
        try:
            if act == "write":
                worked.write(session, placed, day, minutes)
                actual[day] = minutes
            elif act == "correct":
                worked.write(session, placed, day, minutes, reason="heard_later")
                actual[day] = minutes
            elif act == "clock":
                enter.clocked(session, placed, day, minutes)
                session.commit()
                actual[day] += minutes
            elif act == "lock":
                worked.lock(session, placed, MONDAY, day)
                locked |= {each: actual[each] for each in total.span(MONDAY, day)}
            else:
                getattr(worked, act)(session, placed, MONDAY, day)
        except Refused:
            session.rollback()
    week = rows.of_one(session, placed, MONDAY, FRIDAY)
    assert {day: each.actual for day, each in week.items()} == actual
    assert {day: each.locked for day, each in week.items()} == locked
    added = total.total(week.values())
    for day in week.values():
        if day.locked is not None:
            assert day.locked + day.corrected == day.actual
        if day.is_approved:
            assert day.approved == day.actual
    open_ = sum(day.actual for day in week.values() if day.locked is None)
    assert added.locked + added.corrected + open_ == added.actual == sum(actual.values())
    assert added.planned == 5 * 240
    assert holds(session)
