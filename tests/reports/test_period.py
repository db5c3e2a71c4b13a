"""Periods of a VAT return: months, quarters and years."""

from datetime import date, timedelta

import pytest

from bouwkringloop.base import i18n
from bouwkringloop.reports import period
from bouwkringloop.reports.period import Period

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "first", "last", "dutch"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "kwartaal 1 van 2026"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "kwartaal 4 van 2026"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "februari 2028"),
    ],
)
def test_a_period_is_read_named_and_bounded(text, first, last, dutch):
    found = period.read(text, TODAY)
    assert (found.first, found.last, found.key) == (first, last, text)
    with i18n.speaking("nl"):
        assert found.name == dutch


@pytest.mark.parametrize("text", ["", "2026-Q5", "2026-13", "1999", "vorig jaar", "2026-Q1\n"])
def test_anything_else_is_the_quarter_of_today(text):
    assert period.read(text, TODAY) == Period("quarter", 2026, 4)


@pytest.mark.parametrize("kind", ["month", "quarter", "year"])
def test_periods_follow_on_each_other_without_a_gap(kind):
    at = Period(kind, 2026, 1)
    for _ in range(15):
        after = at.beside(1)
        assert after.first == at.last + timedelta(days=1)
        assert after.beside(-1) == at
        assert at.is_last == (at.last == date(at.year, 12, 31))
        assert period.holding(kind, at.last) == at
        at = after
