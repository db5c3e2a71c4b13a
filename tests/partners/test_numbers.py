"""Numbers that others gave out are read as people type them, and refused where they cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as known_iban
from stdnum.nl import btw

from bouwkringloop.base.errors import Refused
from bouwkringloop.partners import numbers


@pytest.mark.parametrize(
    ("reader", "typed", "read"),
    [
        (numbers.kvk, "1234 5678", "12345678"),
        (numbers.vat_number, "nl 1234.56.782.B01", "NL123456782B01"),
        (numbers.vat_number, "NL002455799B11", "NL002455799B11"),
        (numbers.vat_number, "BE 0428.759.497", "BE0428759497"),
        (numbers.iban, "nl02 abna 0123 4567 89", "NL02ABNA0123456789"),
        (numbers.bic, "abna nl 2a", "ABNANL2A"),
        (numbers.postcode, "3512ab", "3512 AB"),
        (numbers.country, "be", "BE"),
        (numbers.country, "", "NL"),
        *((reader, "", "") for reader in (numbers.kvk, numbers.vat_number, numbers.iban)),
    ],
)
def test_it_reads_a_number_as_people_type_it(reader, typed, read):
    assert reader(typed) == read


@pytest.mark.parametrize(
    ("reader", "typed"),
    [
        (numbers.kvk, "1234567"),
        (numbers.kvk, "1234567a"),
        (numbers.kvk, "١٢٣٤٥٦٧٨"),
        (numbers.vat_number, "NL123456789B01"),
        (numbers.vat_number, "NL123456782B00"),
        (numbers.vat_number, "123456782B01"),
        (numbers.vat_number, "NL123456782"),
        (numbers.iban, "NL02ABNA0123456780"),
        (numbers.bic, "ABNA"),
        (numbers.postcode, "0512 AB"),
        (numbers.postcode, "3512 SS"),
        (numbers.country, "Nederland"),
        (numbers.phone, "bel maar"),
    ],
)
def test_it_refuses_a_number_that_was_never_given_out(reader, typed):
    with pytest.raises(Refused):
        reader(typed)


@given(digits=st.integers(0, 999_999_999), suffix=st.integers(1, 99))
def test_dutch_vat_numbers_are_judged_as_others_judge_them(digits, suffix):
    number = f"NL{digits:09d}B{suffix:02d}"
    try:
        ours = numbers.vat_number(number) == number
    except numbers.BadVatNumber:
        ours = False
    assert ours == btw.is_valid(number)


@given(st.from_regex(r"NL[0-9]{2}[A-Z]{4}[0-9]{10}", fullmatch=True))
def test_no_iban_passes_that_others_refuse(number):
    try:
        numbers.iban(number)
    except numbers.BadIban:
        assert not known_iban.is_valid(number)
    else:
        assert known_iban.is_valid(number, check_country=False)
