"""A sale asks the database few questions, since a customer and a whole queue wait for it."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from bouwkringloop.till import sell
from bouwkringloop.till.forms import SaleBody
from tests import make
from tests.till.counter import basket, of

MOST = 12


@contextmanager
def counted(database):
    said = []

    def hear(_connection, _cursor, statement, *_more):
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


@pytest.mark.parametrize(("way", "lines"), [("cash", 1), ("pin", 1), ("pin", 20)])
def test_a_sale_takes_few_statements_however_many_lines_it_has(database, session, way, lines):
    shift = make.shift(session)
    tiles = [make.item(session, quantity=9, price_cents=100) for _ in range(lines)]
    sent = SaleBody(**basket(shift, *map(of, tiles), **{way: 100 * lines})).checked()
    by = make.actor(session)
    session.commit()
    with counted(database) as said:
        assert sell.record(session, sent, by=by) is not None
        session.commit()
    assert len(said) <= MOST, "\n".join(said)
    assert len(said) >= 8
