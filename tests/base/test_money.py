"""Cents that add up, read and rounded as the law and people expect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouwkringloop.base import i18n, money
from bouwkringloop.base.money import AmbiguousNumber, NotAnAmount


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12,50", 1250),
        ("12.50", 1250),
        ("12,5", 1250),
        ("12", 1200),
        ("0,05", 5),
        (" € 1250,00 ", 125_000),
        ("-3,20", -320),
        ("1250", 125_000),
        ("1.250,00", 125_000),
        ("1,250.00", 125_000),
        ("€ 12.345,67", 1_234_567),
    ],
)
def test_an_amount_is_read_with_comma_or_dot(typed, cents):
    assert money.parse(typed) == cents


@pytest.mark.parametrize("typed", ["1.250", "1,250", "12.500", "999,999"])
def test_an_amount_that_reads_in_two_ways_is_refused(typed):
    with pytest.raises(AmbiguousNumber):
        money.parse(typed)


@pytest.mark.parametrize(
    "typed", ["", "abc", "1.2.3", "1,2345", "--1", "12,", ",5", "१२", "1e5", "€"]
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(NotAnAmount):
        money.parse(typed)


@given(st.integers(-10_000_000, 10_000_000))
def test_an_amount_as_it_is_typed_is_read_back(cents):
    sign = "-" if cents < 0 else ""
    typed = f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"
    assert money.parse(typed) == cents


@pytest.mark.parametrize(
    ("cents", "rounded"),
    [
        (1, 0),
        (2, 0),
        (3, 5),
        (4, 5),
        (6, 5),
        (7, 5),
        (8, 10),
        (9, 10),
        (1498, 1500),
        (2747, 2745),
        (-1498, -1500),
    ],
)
def test_cash_is_rounded_to_five_cents_as_the_rule_says(cents, rounded):
    assert money.round_cash(cents) == rounded


@given(st.integers(-1_000_000, 1_000_000))
def test_cash_rounding_moves_at_most_two_cents_and_gives_whole_fives(cents):
    rounded = money.round_cash(cents)
    assert rounded % 5 == 0
    assert abs(rounded - cents) <= 2
    assert money.round_cash(-cents) == -rounded


@pytest.mark.parametrize(
    ("gross", "percent", "vat"),
    [(200_000, 2100, 34_711), (1250, 2100, 217), (10_000, 2100, 1736), (109, 900, 9), (500, 0, 0)],
)
def test_vat_is_what_is_within_the_price(gross, percent, vat):
    assert money.vat_within(gross, percent) == vat


@given(st.integers(0, 10_000_000), st.lists(st.integers(0, 100_000), min_size=1, max_size=40))
def test_shares_add_up_to_the_whole_and_none_is_off_by_a_cent(total, weights):
    if not any(weights):
        weights[0] = 1
    parts = money.share_out(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) < 1


@given(st.integers(0, 1_000_000), st.integers(1, 100_000))
def test_a_priced_quantity_is_rounded_half_up(price, milli):
    exact = price * milli
    assert abs(money.times(price, milli) * 1000 - exact) <= 500
    assert (exact % 1000 != 500) or money.times(price, milli) * 1000 > exact


def test_money_is_written_in_the_language_spoken():
    with i18n.speaking("nl"):
        assert i18n.money(123_450) == "€\u00a01.234,50"
        assert i18n.money(-5) == "€\u00a0-0,05"
    with i18n.speaking("en"):
        assert i18n.money(123_450) == "€\u00a01,234.50"
