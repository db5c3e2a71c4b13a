"""What is typed for a day is read as people write hours, and refused in words where it cannot be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.placements.hours import cells
from bouwkringloop.placements.hours.cells import Told

DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True, scope="module")
def _dutch():
    with i18n.speaking("nl"):
        yield


SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("text", "minutes", "absence"),
    [
        ("4", 240, ""),
        ("3,5", 210, ""),
        ("3:30", 210, ""),
        ("0", 0, ""),
        ("9-12", 180, ""),
        ("9:00-12:30 13-16:15", 405, ""),
        ("9.00 – 12.30, 13-14", 270, ""),
        ("a", 0, "told"),
        ("N", 0, "not_told"),
        ("v", 0, "free"),
        ("d", 0, "closed"),
        ("2 a", 120, "told"),
        ("9-11 n", 120, "not_told"),
    ],
)
def test_hours_times_and_letters_are_read(text, minutes, absence):
    assert cells.told(text, DAY) == Told(minutes, absence)


def test_nothing_typed_says_nothing():
    assert cells.told("  ", DAY) is None


@pytest.mark.parametrize(
    ("text", "refusal", "said"),
    [
        ("veel", cells.NotACell, "is niet te lezen"),
        ("3 x", cells.NotACell, "is niet te lezen"),
        ("12-9", cells.Reversed, "eindigt voordat"),
        ("22:00-1:00", cells.Reversed, "na middernacht"),
        ("9-9", cells.Reversed, "eindigt voordat"),
        ("9-12 11-13", cells.Overlapping, "begint voordat"),
        ("9-25", cells.NoSuchTime, "25:00"),
        ("9:75-12", cells.NoSuchTime, "9:75"),
        ("25", cells.MoreThanADay, "niet zoveel uren"),
        ("3 v", cells.AwayAllDay, "vrije dag"),
    ],
)
def test_what_cannot_be_is_refused_in_words(text, refusal, said):
    with pytest.raises(refusal) as caught:
        cells.told(text, DAY)
    assert said in caught.value.sentence


def test_letters_are_those_of_the_language():
    with i18n.speaking("en"):
        assert cells.told("o", DAY) == Told(0, "free")
        assert cells.written(120, "free") == "2:00 o"
    assert cells.written(0, "free") == "v"


def test_the_hour_that_is_there_twice_is_counted_and_the_one_that_is_not_is_refused():
    assert cells.told("0-4", AUTUMN) == Told(300)
    assert cells.told("0-4", SPRING) == Told(180)
    with pytest.raises(cells.NoSuchTime):
        cells.told("2:30-4", SPRING)


@given(st.integers(0, 1440), st.sampled_from(["", "told", "not_told"]))
def test_what_is_shown_is_read_as_the_same(minutes, absence):
    shown = cells.written(minutes, absence)
    assert cells.told(shown, DAY) == Told(minutes, absence)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_read_or_refused(text):
    try:
        told = cells.told(text, DAY)
    except Refused:
        return
    assert told is None or 0 <= told.minutes <= 1440
