"""An allowance stays within what is free of tax: an hour, a month and a year."""

from datetime import date
from uuid import uuid4

import pytest

from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.base.permissions import Role
from bouwkringloop.placements.hours import allow
from tests import make
from tests.placements import build
from tests.placements.hours import worked

DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _limits(session, standing_clock):
    allow.fill(session)
    session.commit()


@pytest.fixture
def volunteer(session):
    whose = build.participant(session)
    return build.placement(
        session, whose, type="volunteer", referrer=None, starts_on=date(2026, 1, 5), ends_on=None
    )


def pay(session, placed, cents, day=DAY, uuid=None):
    by = make.actor(session, Role.COORDINATOR)
    made = allow.pay(session, placed, uuid or uuid4(), day, cents, by=by)
    session.commit()
    return made


def work(session, placed, days, minutes=600, month=11):
    for day in range(1, days + 1):
        worked.write(session, placed, date(2026, month, day), minutes)


def test_an_hour_has_its_amount_by_age(session, volunteer):
    work(session, volunteer, 1, 90)
    assert allow.room(session, volunteer.participant, DAY).left == 840
    volunteer.participant.born_on = date(2005, 11, 21)
    assert allow.room(session, volunteer.participant, DAY).left == 495
    volunteer.participant.born_on = date(2005, 11, 20)
    assert allow.room(session, volunteer.participant, DAY).left == 840
    volunteer.participant.born_on = None
    assert allow.room(session, volunteer.participant, DAY).left == 495
    session.rollback()


def test_more_than_the_hours_the_month_or_the_year_allow_is_refused(session, volunteer):
    work(session, volunteer, 1)
    with pytest.raises(allow.MoreThanFree) as caught:
        pay(session, volunteer, 5_601)
    assert "56,00" in caught.value.sentence
    work(session, volunteer, 20)
    pay(session, volunteer, 21_000)
    with pytest.raises(allow.MoreThanFree):
        pay(session, volunteer, 1)


def test_the_year_counts_over_its_months(session, volunteer):
    for month in range(2, 11):
        work(session, volunteer, 4, month=month)
        pay(session, volunteer, 21_000, date(2026, month, 28))
    work(session, volunteer, 4)
    free = allow.room(session, volunteer.participant, DAY)
    assert (free.year_paid, free.left) == (189_000, 21_000)
    pay(session, volunteer, 20_999)
    for day in range(5, 9):
        worked.write(session, volunteer, date(2026, 1, day), 600)
    assert allow.room(session, volunteer.participant, date(2026, 1, 31)).left == 1
    assert allow.room(session, volunteer.participant, date(2027, 1, 31)).year_paid == 0


def test_what_was_paid_can_be_taken_back_and_no_more(session, volunteer):
    work(session, volunteer, 2)
    pay(session, volunteer, 3_000)
    pay(session, volunteer, -1_000)
    with pytest.raises(allow.NotPaid):
        pay(session, volunteer, -2_001)
    assert allow.room(session, volunteer.participant, DAY).month_paid == 2_000


def test_it_is_paid_once_however_often_it_is_sent(session, volunteer):
    work(session, volunteer, 2)
    uuid = uuid4()
    assert pay(session, volunteer, 500, uuid=uuid).id == pay(session, volunteer, 500, uuid=uuid).id
    with pytest.raises(OtherContentUnderThisId):
        pay(session, volunteer, 600, uuid=uuid)


def test_only_types_that_pay_pay(session):
    with pytest.raises(allow.NoAllowance):
        pay(session, worked.placement(session), 100)
    session.rollback()
