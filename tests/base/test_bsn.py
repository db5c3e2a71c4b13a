"""Citizen service numbers are kept out of what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouwkringloop.base import bsn

#: Made up, and right by the 11-test.
MADE_UP = "123456782"


@pytest.mark.parametrize(
    "text",
    [MADE_UP, "BSN 111222333.", "1234.56.782", "123 456 782", "123-456-782", "nr:123456782;"],
)
def test_a_number_that_passes_the_11_test_is_found_however_it_is_written(text):
    assert bsn.holds(text)
    with pytest.raises(bsn.HoldsServiceNumber):
        bsn.refuse("", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "06 12345678",
        "0612345678",
        "123456789",
        "000000000",
        "1234567820",
        "12345678",
        "3512 AB 12",
        "3811 GH, 033 1234567",
        "2026-11-23",
    ],
)
def test_what_is_no_such_number_is_let_through(text):
    assert not bsn.holds(text)
    bsn.refuse(text)


@given(st.integers(10_000_000, 99_999_999))
def test_of_ten_last_digits_at_most_one_makes_such_a_number(first_eight):
    passing = [last for last in range(10) if bsn.holds(f"{first_eight}{last}")]
    weights = (9, 8, 7, 6, 5, 4, 3, 2)
    rest = sum(w * int(d) for w, d in zip(weights, str(first_eight), strict=True)) % 11
    assert passing == ([rest] if rest < 10 else [])
