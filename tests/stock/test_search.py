"""Searching: words without accents, mistyped ones, and figures as builders write them."""

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from bouwkringloop.base.text import clean, fold
from bouwkringloop.stock import attributes, find, renew, search, words
from bouwkringloop.stock.models import Item, SearchWord
from tests import make

#: Words as titles have them, with the accents of Dutch and its neighbours.
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHéèëêïöüçñáíóúàôÉÖ"
TITLE = st.lists(
    st.one_of(
        st.text(LETTERS, min_size=1, max_size=14),
        st.sampled_from(["83", "×", "201,5", "cm", "2-delig", "(set)", "HR++", "60W", "½", "draai-kiepraam,"]),
        st.text(min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=6,
).map(lambda parts: clean(" ".join(parts))).filter(bool)  # fmt: skip


def without_accents(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def found(session, question):
    wish = find.understood(session, find.Wish(words=question))
    return [item.title for item in find.page(session, wish, 1)[0]]


def matches(title, question):
    """Whether a title is found, without a database: every term is in the text."""
    text = words.searchable([title])
    return all((f" {t.text} " if t.is_figure else t.text) in text for t in words.terms(question))


@settings(max_examples=200, deadline=None)
@given(TITLE)
def test_any_word_of_a_title_finds_it_with_or_without_its_accents(title):
    for word in title.split():
        assert matches(title, word)
        if re.fullmatch(f"[{LETTERS}]+", word):
            assert matches(title, without_accents(word))
            assert matches(title, word.upper())
    if len(words.terms(title)) < words.MOST_TERMS:
        assert matches(title, title)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.text("abdeiklnorstuwéï", min_size=5, max_size=12), min_size=1, max_size=3, unique=True), st.data())  # fmt: skip
def test_a_word_with_one_letter_wrong_finds_its_thing(session, title, data):
    word = data.draw(st.sampled_from(title))
    at = data.draw(st.integers(0, len(word) - 2))
    dropped = word[:at] + word[at + 1 :]
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    replaced = word[:at] + "x" + word[at + 1 :]
    text = words.searchable(title)
    search.learn(session, [text])
    known = session.scalars(select(SearchWord.word)).all()
    for typed in (dropped, swapped, replaced):
        term = fold(typed)
        if any(term in word for word in known):
            assert search.readings(session, typed) == {}
        else:
            # Another word may be as near; then all of them are looked for.
            assert fold(word) in search.readings(session, typed)[term]
    session.rollback()


def test_a_mistyped_word_shows_what_it_means_and_says_so(client, session):
    make.item(session, title="Keukenkraan chroom")
    make.item(session, title="Wastafel wit")
    page = client.get("/items?q=keuknekraan")
    assert "Keukenkraan chroom" in page.text
    assert "Wastafel wit" not in page.text
    assert "Niets heet “keuknekraan”. Getoond voor: keukenkraan." in page.text


def test_programs_are_told_what_a_mistyped_word_was_read_as(api, session):
    make.item(session, title="Keukenkraan chroom")
    answer = api.get("/items?q=keukenkran chroom").json
    assert [item["title"] for item in answer["items"]] == ["Keukenkraan chroom"]
    assert answer["read_as"] == {"keukenkran": ["keukenkraan"]}
    assert api.get("/items?q=kraan").json["read_as"] == {}


def test_the_mistyped_beginning_of_a_long_word_is_understood(session):
    make.item(session, title="Gietijzeren radiatorkraan")
    assert found(session, "raddiator") == ["Gietijzeren radiatorkraan"]


def test_a_word_that_is_nothing_and_near_nothing_finds_nothing(client, api, session):
    make.item(session, title="Wastafel wit")
    assert "Niets gevonden" in client.get("/items?q=xylofoonkwast").text
    assert api.get("/items?q=wastafel+xylofoonkwast").json == {"items": [], "next": None, "read_as": {"xylofoonkwast": []}}  # fmt: skip


def test_short_words_and_figures_are_taken_as_they_are(session):
    make.item(session, title="Bad wit 170 cm")
    assert found(session, "bid") == []
    assert found(session, "171") == []
    assert found(session, "170") == ["Bad wit 170 cm"]


@pytest.mark.parametrize(
    "title",
    ["Deur 83 × 201,5 cm", "Deur 830x2015 mm", "Deur 83 x 201.5", "Deur 0,83 × 2,015 m"],
)
def test_measures_find_a_door_however_either_was_written(session, title):
    make.item(session, title=title)
    make.item(session, title="Deur 93 × 211,5 cm")
    for typed in ("83 x 201,5", "830x2015", "83x201.5 cm", "deur 83cm", "2015", "83 × 201,5 cm"):
        assert found(session, typed) == [title], typed


def test_a_figure_counts_whole(session):
    make.item(session, title="Radiator 183 cm")
    assert found(session, "83") == []
    assert found(session, "18") == []


def test_measures_that_were_filled_in_find_a_thing_too(session):
    door = make.item(session, title="Deur", slug="panelled-door")
    lead = make.actor(session)
    values = {"width": 830_000, "height": 2_015_000, "hinge-side": "left"}
    attributes.set_all(session, door, values, by=lead)
    session.commit()
    for typed in ("83 x 201,5", "830x2015", "deur links", "left"):
        assert found(session, typed) == ["Deur"], typed
    attributes.set_all(session, door, {}, by=lead)
    session.commit()
    assert found(session, "830x2015") == []


def test_a_code_is_found_whole_in_parts_and_as_labels_show_it(client, session):
    door = make.item(session)
    spaced = f"{door.code[:4]} {door.code[4:]}"
    assert client.get("/items", query_string={"q": spaced}).location == f"/items/{door.code}"
    assert found(session, spaced) == ["Paneeldeur"]
    assert found(session, door.code[:6]) == ["Paneeldeur"]


def test_an_older_shop_can_be_searched_once_it_was_renewed(session):
    door = make.item(session, title="Café-deur 83 cm", slug="panelled-door")
    attributes.set_all(session, door, {"hinge-side": "left"}, by=make.actor(session))
    session.execute(update(Item).values(search_text=""))
    session.execute(delete(SearchWord))
    session.commit()
    assert found(session, "deur") == []
    assert renew.renew(session) == 1
    session.commit()
    for typed in ("caffe-deur", "830", "links"):
        assert found(session, typed) == ["Café-deur 83 cm"], typed
    assert renew.renew(session) == 0


def test_the_page_after_the_last_one_still_tells_how_many_there_are(session):
    for n in range(51):
        make.item(session, title=f"stoel {n}")
    wish = find.Wish(words="stoel")
    assert [(len(f), m) for f, m in (find.page(session, wish, n) for n in (1, 2, 3))] == [
        (50, 51),
        (1, 51),
        (0, 51),
    ]
    first = find.page(session, find.Wish(words="stoel 7"), 1)
    assert (len(first[0]), first[1]) == (1, 1)


@pytest.mark.parametrize("digits", [4, 5, 7, 8])
def test_the_last_digits_of_a_label_find_the_thing(session, digits):
    codes = {make.item(session, title=title).code: title for title in ("Deur", "Raam", "Balk")}
    session.commit()
    for code, title in codes.items():
        assert found(session, code[-digits:]) == [title]
        assert found(session, f"wastafelkraan {code[-digits:]}") == []


def test_three_digits_are_a_measure_and_not_the_end_of_a_label(session):
    for _ in range(12):
        code = make.item(session, title="Deur").code
    session.commit()
    assert found(session, code[-3:]) == []
