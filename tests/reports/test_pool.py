"""The margin over a period: a negative one is carried on, and no VAT is given back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouwkringloop.base import money
from bouwkringloop.reports import pool

amounts = st.integers(min_value=-500_000, max_value=5_000_000)
years = st.lists(st.tuples(amounts, st.integers(0, 5_000_000)), min_size=1, max_size=12)
openings = st.integers(min_value=-1_000_000, max_value=0)
percents = st.sampled_from((2100, 900))


def test_the_margin_of_a_period_is_taxed_as_the_law_counts():
    (period,) = pool.follow(0, [(1_200_000, 1_000_000)], 2100)
    assert (period.taxed_cents, period.vat_cents, period.left_cents) == (200_000, 34_711, 0)


def test_a_negative_margin_lowers_the_next_period_and_gives_nothing_back():
    first, second, third = pool.follow(0, [(1000, 4000), (2000, 0), (3100, 0)], 2100)
    assert (first.vat_cents, first.left_cents) == (0, -3000)
    assert (second.carried_cents, second.vat_cents, second.left_cents) == (-3000, 0, -1000)
    assert (third.taxed_cents, third.left_cents) == (2100, 0)


def test_the_years_end_gives_back_what_a_late_loss_makes_too_much():
    periods = pool.follow(0, [(12_100, 0), (0, 12_100)], 2100)
    settled = pool.settle(periods)
    assert (settled.filed_cents, settled.vat_cents, settled.difference_cents) == (2100, 0, -2100)
    assert settled.left_cents == 0


def test_what_the_tax_office_lets_in_counts_as_the_first_loss():
    (period,) = pool.follow(-500, [(2000, 0)], 900)
    assert period.taxed_cents == 1500


@given(openings, years, percents)
def test_no_period_gives_vat_back_and_nothing_is_lost_between_them(opening, sums, percent):
    periods = pool.follow(opening, sums, percent)
    carried = opening
    for period in periods:
        assert period.carried_cents == carried
        assert period.vat_cents >= 0 >= period.left_cents
        assert period.taxed_cents * period.left_cents == 0
        assert period.taxed_cents + period.left_cents == carried + period.margin_cents
        assert period.vat_cents == money.vat_within(max(0, carried + period.margin_cents), percent)
        carried = period.left_cents


@given(openings, years, percents)
def test_a_settled_year_costs_what_it_would_as_one_period(opening, sums, percent):
    settled = pool.settle(pool.follow(opening, sums, percent))
    whole = (sum(sold for sold, _ in sums), sum(bought for _, bought in sums))
    (as_one,) = pool.follow(opening, [whole], percent)
    assert settled.filed_cents + settled.difference_cents == as_one.vat_cents
    assert settled.filed_margin_cents + settled.margin_difference_cents == as_one.taxed_cents
    assert settled.left_cents == as_one.left_cents


@given(openings, years, percents)
def test_settling_gives_back_except_for_cents_of_rounding(opening, sums, percent):
    periods = pool.follow(opening, sums, percent)
    settled = pool.settle(periods)
    # Each period is rounded to the cent by itself, so together they may be some cents too low.
    assert settled.difference_cents <= len(periods)
    assert settled.margin_difference_cents <= 0


@pytest.mark.parametrize("percent", [900, 2100])
def test_a_year_of_nothing_is_nothing(percent):
    settled = pool.settle(pool.follow(0, [(0, 0)] * 4, percent))
    assert (settled.difference_cents, settled.left_cents) == (0, 0)
