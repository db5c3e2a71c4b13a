"""The price that is suggested, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouwkringloop.base import i18n
from bouwkringloop.catalogue.models import Category
from bouwkringloop.intake import suggest


def kind(low, high):
    return Category(price_low_cents=low, price_high_cents=high)


@pytest.mark.parametrize(("condition", "cents"), [("A", 6000), ("B", 3800), ("C", 1500)])
def test_a_better_condition_suggests_a_higher_price(condition, cents):
    assert suggest.price(kind(1500, 6000), condition).price_cents == cents


def test_a_suggestion_says_why_in_the_language_spoken():
    with i18n.speaking("en"):
        assert suggest.price(kind(1500, 6000), "B").reason == (
            "Between €\u00a015.00 and €\u00a060.00 for this kind; condition B."
        )
    with i18n.speaking("nl"):
        assert suggest.price(kind(1500, 6000), "A").reason == (
            "Tussen €\u00a015,00 en €\u00a060,00 voor deze soort; staat A."
        )


@pytest.mark.parametrize(
    ("cents", "round_price"), [(37, 35), (212, 200), (1337, 1350), (3763, 3800), (12_345, 12_500)]
)
def test_a_price_is_rounded_to_what_fits_on_a_sticker(cents, round_price):
    assert suggest.plausible(cents, 1, 1_000_000) == round_price


@given(
    st.integers(1, 1_000_000).flatmap(
        lambda low: st.tuples(st.just(low), st.integers(low, 2_000_000))
    ),
)
def test_every_suggestion_lies_within_the_range_and_rises_with_the_condition(between):
    prices = [suggest.price(kind(*between), condition).price_cents for condition in "CBA"]
    assert between[0] <= prices[0] <= prices[1] <= prices[2] <= between[1]
