"""Two people who pay a builder out at one moment pay once."""

from uuid import uuid4

from sqlalchemy import func, select

from bouwkringloop.base import clock
from bouwkringloop.batches.settling import pay
from bouwkringloop.batches.settling.models import Payout, PayoutLine
from tests.batches import build
from tests.batches.test_payouts import consigned
from tests.stock.test_races import at_once
from tests.till.counter import holds


def test_two_payouts_at_one_moment_pay_every_line_once(database, session):
    batch, item = consigned(session)
    for _ in range(3):
        build.sold(session, item, 5)
    customer = batch.customer.uuid
    session.rollback()

    def work(own, by):
        return pay.make(own, pay.Wanted(uuid4(), customer, clock.today()), by=by).total_cents

    results = at_once(database, work, work)
    assert sorted(results, key=str) == [6_000, pay.NothingToPay]
    assert session.scalar(select(func.count()).select_from(PayoutLine)) == 3
    assert holds(session)


def test_one_payout_sent_twice_at_one_moment_is_one(database, session):
    batch, item = consigned(session)
    build.sold(session, item, 5)
    customer, uuid = batch.customer.uuid, uuid4()
    session.rollback()

    def work(own, by):
        return pay.make(own, pay.Wanted(uuid, customer, clock.today()), by=by).number

    assert at_once(database, work, work) == [1, 1]


def test_payouts_to_two_builders_at_one_moment_have_numbers_without_a_gap(database, session):
    batches = []
    for _ in range(2):
        batch, item = consigned(session)
        build.sold(session, item, 5)
        batches.append(batch.customer.uuid)
    session.rollback()

    def of(customer):
        def work(own, by):
            return pay.make(own, pay.Wanted(uuid4(), customer, clock.today()), by=by).number

        return work

    assert sorted(at_once(database, of(batches[0]), of(batches[1]))) == [1, 2]
    assert session.scalars(select(Payout.number).order_by(Payout.number)).all() == [1, 2]
    assert holds(session)
