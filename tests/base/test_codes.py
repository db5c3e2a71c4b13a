"""Item codes find the slips of a typing hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouwkringloop.base import codes

NUMBERS = st.integers(1, 9_999_999)


@given(NUMBERS)
def test_a_code_has_eight_digits_and_checks(number):
    code = codes.item_code(number)
    assert len(code) == 8
    assert codes.is_item_code(code)


def test_the_check_digit_is_that_of_damms_own_example():
    assert codes.check_digit("572") == "4"


@given(NUMBERS, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_found(number, at, off):
    code = codes.item_code(number)
    wrong = code[:at] + str((int(code[at]) + off) % 10) + code[at + 1 :]
    assert not codes.is_item_code(wrong)


@given(NUMBERS, st.integers(0, 6))
def test_two_swapped_neighbours_are_found(number, at):
    code = codes.item_code(number)
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert swapped == code or not codes.is_item_code(swapped)


@pytest.mark.parametrize("text", ["", "1234567", "123456789", "1234567a", "１２３４５６７８"])
def test_other_text_is_no_code(text):
    assert not codes.is_item_code(text)


@pytest.mark.parametrize("number", [0, 10_000_000])
def test_there_is_no_code_beyond_seven_digits(number):
    with pytest.raises(ValueError, match="counts from 1"):
        codes.item_code(number)
