"""Hours as people write them are minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouwkringloop.base import i18n
from bouwkringloop.placements.lengths import BetweenMinutes, NotALength, read


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("4", 240),
        ("3,5", 210),
        ("3.5", 210),
        ("3:30", 210),
        ("3u30", 210),
        ("0:05", 5),
        ("2 u", 120),
        ("1h", 60),
        ("0,25", 15),
        ("7,75", 465),
        (" 8 uur ", 480),
    ],
)
def test_hours_are_read_in_every_usual_way(text, minutes):
    assert read(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "vier", "-3", "3:60", "3:5", "3,5,5", "3:30:00", "99999", "½"]
)
def test_what_is_no_number_of_hours_is_refused(text):
    with pytest.raises(NotALength):
        read(text)


def test_a_part_of_a_minute_is_refused():
    with pytest.raises(BetweenMinutes):
        read("0,33")


@given(st.integers(0, 100_000))
def test_what_is_written_is_read_again(minutes):
    assert read(i18n.hours(minutes)) == minutes
