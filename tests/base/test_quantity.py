"""Quantities in thousandths, read without guessing."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bouwkringloop.base import i18n, quantity
from bouwkringloop.base.money import AmbiguousNumber
from bouwkringloop.base.quantity import NoSuchQuantity, NotAQuantity, OnlyWhole, Unit


@pytest.mark.parametrize(
    ("typed", "milli"),
    [
        *[("2", 2000), ("2,5", 2500), ("2.5", 2500), ("0,250", 250), ("1250", 1_250_000)],
        *[("1,2500", 1250), ("600.3330", 600_333)],
    ],
)
def test_a_quantity_is_read_with_comma_or_dot(typed, milli):
    assert quantity.parse(typed) == milli


@pytest.mark.parametrize("typed", ["1.250", "1,250", "12,500"])
def test_a_quantity_that_reads_in_two_ways_is_refused(typed):
    with pytest.raises(AmbiguousNumber):
        quantity.parse(typed)


@pytest.mark.parametrize("separator", [",", "."])
@given(milli=st.integers(0, quantity.MOST_MILLI))
@example(milli=600_333)
def test_what_is_written_to_the_thousandth_can_be_read_again(separator, milli):
    assert quantity.parse(quantity.written(milli, separator)) == milli


@pytest.mark.parametrize("typed", ["", "-1", "two", "1,2345", "1e3"])
def test_what_is_no_quantity_is_refused(typed):
    with pytest.raises(NotAQuantity):
        quantity.parse(typed)


def test_a_fourth_place_is_refused_rather_than_rounded():
    with pytest.raises(NotAQuantity):
        quantity.to_milli(Decimal("0.0005"))


def test_doors_come_in_whole_numbers_and_timber_does_not():
    assert quantity.checked(2500, Unit.M) == 2500
    with pytest.raises(OnlyWhole):
        quantity.checked(2500, Unit.PIECE)


@pytest.mark.parametrize("milli", [0, -1000, quantity.MOST_MILLI + 1])
def test_nothing_less_than_nothing_and_too_much_are_refused(milli):
    with pytest.raises(NoSuchQuantity):
        quantity.checked(milli, Unit.M)


def test_quantities_and_weights_are_written_for_people():
    with i18n.speaking("nl"):
        assert i18n.quantity(2500, "m2") == "2,5\u00a0m²"
        assert i18n.quantity(1000, "piece") == "1\u00a0stuk"
        assert i18n.quantity(3000, "piece") == "3\u00a0stuks"
        assert i18n.weight(850) == "850\u00a0g"
        assert i18n.weight(18_460) == "18,5\u00a0kg"
        assert i18n.exact_weight(850) == "850\u00a0g"
        assert i18n.exact_weight(18_460) == "18,46\u00a0kg"
        assert i18n.weight(1_234_000) == "1.234\u00a0kg"
