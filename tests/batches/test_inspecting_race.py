"""Of two who inspect one line at one moment the second is refused; different lines both count."""

import threading

from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.delivery import inspect, stock
from bouwkringloop.batches.delivery.inspect import Found
from bouwkringloop.batches.delivery.models import Inspection, Stocked
from bouwkringloop.batches.delivery.stock import Put
from tests import make
from tests.batches import build
from tests.batches.arriving import bring, look, state, waiting
from tests.till.counter import holds


def together(database, *works):
    """Do things at one moment, each in its own transaction; give what each came to."""
    gate, came_to = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        gate.wait()
        try:
            with database.writing() as session:
                work(session)
            came_to[number] = "done"
        except Exception as error:
            came_to[number] = type(error).__name__

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(came_to)


def test_two_at_one_line_make_one_inspection(database, session, tmp_path):
    batch = build.batch(session, state="agreed")
    line = bring(session, tmp_path, batch).lines[0]
    facts = (batch.uuid, line.delivery.uuid, line.line.uuid)
    people = [make.actor(session, role) for role in (Role.INTAKE_WORKER, Role.SHOP_LEAD)]
    session.rollback()
    works = [
        lambda each, by=by: inspect.inspect(each, *facts, (Found("stock"),), by=by) for by in people
    ]
    assert together(database, *works) == ["InspectedAlready", "done"]
    assert session.scalar(select(func.count()).select_from(Inspection)) == 1
    assert holds(session)


def test_two_at_different_lines_both_count_and_the_batch_is_inspected(database, session, tmp_path):
    batch = build.batch(
        session, build.line(session), build.line(session, "panelled-door"), state="agreed"
    )
    made = bring(session, tmp_path, batch)
    facts = [(batch.uuid, made.uuid, line.line.uuid) for line in made.lines]
    by = make.actor(session)
    session.rollback()
    works = [
        lambda each, one=one: inspect.inspect(each, *one, (Found("stock"),), by=by) for one in facts
    ]
    assert together(database, *works) == ["done", "done"]
    assert state(session, batch) == "inspected"


def test_two_who_bring_one_part_into_stock_bring_it_in_once(database, session, tmp_path):
    batch = build.batch(session, state="agreed")
    look(session, batch, bring(session, tmp_path, batch).lines[0])
    (finding,) = waiting(session, batch)
    by, uuid, number = make.actor(session), batch.uuid, finding.id
    session.rollback()
    works = [
        lambda each, price=price: stock.bring_in(
            each, uuid, [Put(number, price_cents=price)], by=by
        )
        for price in (100, 200)
    ]
    came_to = together(database, *works)
    assert came_to[1] == "done"
    assert came_to[0] in ("InStockAlready", "OtherContentUnderThisId")
    assert session.scalar(select(func.count()).select_from(Stocked)) == 1
    assert holds(session)
