"""A label says what a thing costs, per what, and of a heap how much there is."""

import pytest

from bouwkringloop.stock import labels
from tests import make

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("quantity", "unit", "said", "amount", "layout"),
    [
        (1000, "piece", "", "", "item"),
        (12_000, "piece", "per stuk", "", "item"),
        (18_500, "m2", "per m²", "18,5 m²", "heap"),
        (1000, "m", "per m", "1 m", "heap"),
    ],
)
def test_a_heap_says_what_its_price_is_for(session, quantity, unit, said, amount, layout):
    item = make.item(session, quantity=1, price_cents=1250)
    item.quantity_milli, item.unit = quantity, unit
    made = labels.compose(item)
    assert (made.price, made.unit, made.layout) == ("€\u00a012,50", said, layout)
    assert made.amount.replace("\u00a0", " ") == amount
    session.rollback()
