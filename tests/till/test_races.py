"""Two tills at one moment: nothing is sold twice, numbered twice or lost."""

import threading
from uuid import uuid4

from sqlalchemy import func, select

from bouwkringloop import proofs
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.stock.models import Item
from bouwkringloop.till import close, open_shift, sell
from bouwkringloop.till.basket import Basket, ComesBack, Paid, Wanted
from bouwkringloop.till.count import Counted
from bouwkringloop.till.day import drawer, park
from bouwkringloop.till.day.models import CashMovement
from bouwkringloop.till.models import JournalEntry, Sale, Shift, Till
from tests import make


def at_once(database, *works):
    """Do each work in a transaction of its own connection, all started at one moment."""
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(at, work):
        start.wait()
        try:
            with database.session(writes=True) as session:
                results[at] = again_if_raced(session, lambda: work(session))
                session.commit()
        except Refused as refusal:
            results[at] = refusal

    threads = [threading.Thread(target=run, args=(i, w)) for i, w in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def one_of(item, shift, uuid=None):
    wanted = Wanted(item.code, None, "", 1000, None, 0, None, "")
    paid = (Paid("pin", item.price_cents),)
    return Basket(uuid or uuid4(), shift, (wanted,), paid, "the same")


def all_hold(session):
    session.rollback()
    return [p.breaks for p in proofs.all_of(session) if not p.holds] == []


def count(session, table):
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


def test_one_piece_is_sold_at_one_of_two_tills(database, session):
    first, second = make.shift(session, "till-1"), make.shift(session, "till-2")
    by = make.actor(session)
    for _ in range(5):
        door = make.item(session)
        results = at_once(
            database,
            lambda s, d=door: sell.record(s, one_of(d, first), by=by),
            lambda s, d=door: sell.record(s, one_of(d, second), by=by),
        )
        assert sorted(isinstance(r, Refused) for r in results) == [False, True]
        session.rollback()
        assert session.scalar(select(Item.quantity_milli).where(Item.id == door.id)) == 0
    assert count(session, Sale) == 5
    assert all_hold(session)


def test_one_sale_sent_twice_at_one_moment_is_stored_once(database, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=10)
    by, basket = make.actor(session), one_of(tiles, shift, uuid4())
    session.commit()
    results = at_once(database, *[lambda s: sell.record(s, basket, by=by)] * 4)
    assert [r for r in results if isinstance(r, Refused)] == []
    assert len([r for r in results if r is not None]) == 1
    assert count(session, Sale) == 1
    assert all_hold(session)


def test_the_last_piece_sent_twice_at_one_moment_is_sold_and_nobody_is_told_it_is_gone(
    database, session
):
    shift, by = make.shift(session), make.actor(session)
    basket = one_of(make.item(session), shift)
    session.commit()
    results = at_once(database, *[lambda s: sell.record(s, basket, by=by)] * 4)
    assert [r for r in results if isinstance(r, Refused)] == []
    assert count(session, Sale) == 1
    assert all_hold(session)


def test_many_tills_at_once_number_their_receipts_without_gaps(database, session):
    shifts = [make.shift(session, "till-1"), make.shift(session, "till-2")]
    tiles = make.item(session, quantity=100)
    by = make.actor(session)
    session.commit()

    def ten(shift):
        def work(session):
            for _ in range(10):
                sell.record(session, one_of(tiles, shift), by=by)
                session.commit()

        return work

    at_once(database, *[ten(shift) for shift in shifts * 2])
    assert count(session, Sale) == 40
    assert all_hold(session)


def test_a_till_is_opened_once_by_two_at_one_moment(database, session):
    by = make.actor(session)
    session.commit()

    def start(session):
        till = session.scalars(select(Till).where(Till.slug == "till-1")).one()
        return open_shift.start(session, uuid4(), till, float_cents=0, by=by)

    results = at_once(database, start, start)
    assert sorted(isinstance(r, Refused) for r in results) == [False, True]
    assert count(session, Shift) == 1


def test_a_shift_is_closed_once_by_two_at_one_moment(database, session):
    shift = make.shift(session)
    by = make.actor(session)
    session.commit()
    results = at_once(
        database,
        lambda s: close.close(s, shift, Counted(10_000), by=by),
        lambda s: close.close(s, shift, Counted(9_000), by=by),
    )
    assert sorted(isinstance(r, Refused) for r in results) == [False, True]
    assert all_hold(session)


def test_a_sale_and_the_close_of_its_shift_at_one_moment_agree(database, session):
    by = make.actor(session)
    tiles = make.item(session, quantity=100)
    for _ in range(5):
        shift = make.shift(session)
        session.commit()
        at_once(
            database,
            lambda s, i=shift: sell.record(s, one_of(tiles, i), by=by),
            lambda s, i=shift: close.close(s, i, Counted(10_000), by=by),
        )
    assert all_hold(session)


def back(sale, shift, uuid=None):
    wanted = Wanted(None, None, "", 1000, None, 0, None, "", comes_back=ComesBack("stock", sale, 1))
    return Basket(uuid or uuid4(), shift, (wanted,), (Paid("pin", None),), "the same")


def test_a_sold_piece_comes_back_at_one_of_two_tills(database, session):
    first, second = make.shift(session, "till-1"), make.shift(session, "till-2")
    by = make.actor(session)
    for _ in range(3):
        door = make.item(session)
        sold = one_of(door, first)
        sell.record(session, sold, by=by)
        session.commit()
        results = at_once(
            database,
            lambda s, i=sold.id: sell.record(s, back(i, first), by=by),
            lambda s, i=sold.id: sell.record(s, back(i, second), by=by),
        )
        assert sorted(isinstance(r, Refused) for r in results) == [False, True]
        session.rollback()
        assert session.scalar(select(Item.quantity_milli).where(Item.id == door.id)) == 1000
    assert count(session, Sale) == 6
    assert all_hold(session)


def test_one_refund_sent_twice_at_one_moment_is_stored_once(database, session):
    shift = make.shift(session)
    by, sold = make.actor(session), one_of(make.item(session), shift)
    sell.record(session, sold, by=by)
    session.commit()
    sent = back(sold.id, shift)
    results = at_once(database, *[lambda s: sell.record(s, sent, by=by)] * 4)
    assert [r for r in results if isinstance(r, Refused)] == []
    assert len([r for r in results if r is not None]) == 1
    assert count(session, Sale) == 2
    assert all_hold(session)


def test_the_last_money_leaves_a_drawer_once(database, session):
    shift = make.shift(session)
    by = make.actor(session)
    session.commit()

    def to_the_safe(session):
        return drawer.move(
            session, uuid4(), shift, kind="safe", cents=10_000, reason="kluis", by=by
        )

    results = at_once(database, to_the_safe, to_the_safe)
    assert sorted(isinstance(r, Refused) for r in results) == [False, True]
    assert count(session, CashMovement) == 1
    assert all_hold(session)


def test_a_basket_is_not_parked_in_a_shift_that_closes_at_that_moment_unseen(database, session):
    by = make.actor(session)
    shift = make.shift(session)
    session.commit()
    results = at_once(
        database,
        lambda s: park.park(s, uuid4(), "till-1", name="x", content="[]", total_cents=1, by=by),
        lambda s: close.close(s, shift, Counted(10_000), by=by),
    )
    parked_first = isinstance(results[1], close.BasketsWait)
    session.rollback()
    told = select(JournalEntry.kind, JournalEntry.number)
    numbers = {kind: number for kind, number in session.execute(told)}  # noqa: C416
    assert (
        ("shift.closed" not in numbers)
        if parked_first
        else (numbers["shift.closed"] < numbers["basket.parked"])
    )
    assert all_hold(session)
