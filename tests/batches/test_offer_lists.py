"""A list fills the form of an offer: the shop's own layout, or a table of a materials passport."""

import re
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bouwkringloop.base import quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.batches import list_columns, lists
from bouwkringloop.batches.kinds import Kinds
from bouwkringloop.spreadsheets import export_items, workbook
from bouwkringloop.spreadsheets.workbook import Sheet
from tests import make
from tests.batches import offers
from tests.pickups.conftest import words
from tests.spreadsheets.lists import csv, xlsx

HEAD = "Soort;Omschrijving;Aantal;Eenheid;Gewicht samen (kg);Lengte (mm);Staat;Eigen kenmerk"
PASSPORT = (
    "GTIN;Artikelnummer;Madaster-ID;Omschrijving;Materiaal;Classificatiecode;Verdieping;Aantal;"
    "Volume (m³);Oppervlakte (m2);Lengte (m);Gewicht (kg);Hergebruikt %"
)


def taken(session, data):
    """What is read out of a file."""
    try:
        return lists.take(lists.opened(data), Kinds(session))
    finally:
        session.rollback()


def lines(session, data):
    return [one.line for one in taken(session, data).lines]


def send(page, data, name="lijst.csv", **changed):
    browser, _, url = page
    sent = offers.filled({"category": "", "quantity": ""}, do="list", **changed)
    return browser.post(url, **offers.with_files(sent, ("list", data, name)))


def test_a_line_of_our_own_layout_is_read_whole(session):
    (line,) = lines(session, csv(HEAD, "Baksteen;Waal;1200;stuks;2300,5;210;a;B-17"))
    assert (line.category, line.quantity_milli, line.weight_g) == ("brick", 1_200_000, 2_300_500)
    assert (line.description, line.length_mm, line.condition) == ("Waal", 210, "A")
    assert line.reference == "B-17"


@pytest.mark.parametrize("kind", ["brick", "Baksteen", "BRICK", "  baksteen "])
def test_a_kind_is_known_by_its_names_and_its_short_name(session, kind):
    found = taken(session, csv("Kind / Soort;Quantity", f"{kind};5"))
    assert [(one.line.category, one.guessed) for one in found.lines] == [("brick", False)]


@pytest.mark.parametrize(
    ("said", "guessed"),
    [
        ("Bakstenen waalformaat rood", "brick"),
        ("deuren stomp 83 cm", "inner-door-unrebated"),
        ("beton klinkers", "concrete-paver"),
        ("OSB3 platen 18 mm", "osb"),
        ("asbest golfplaat", "asbestos-suspect"),
        ("asbestplaat", "asbestos-suspect"),
        ("Asbestcementplaten, golf", "asbestos-suspect"),
        ("asbestvrije OSB-platen", "osb"),
        ("Brick wall, clay", "brick"),
        ("latten 22x50", "batten"),
        ("zomaar wat", None),
    ],
)
@pytest.mark.one_database
def test_a_kind_is_guessed_from_the_words_of_a_line(session, said, guessed):
    found = Kinds(session).guess(said)
    assert (found.slug if found else None) == guessed


def test_a_guess_is_shown_to_be_confirmed_and_what_nobody_can_guess_stays_open(session):
    found = taken(session, csv(HEAD, ";Bakstenen rood;100", ";Zomaar wat;2"))
    assert [(one.line.category, one.guessed) for one in found.lines] == [
        ("brick", True),
        ("", False),
    ]


def test_excel_and_csv_say_the_same(session):
    rows = (
        ["Soort", "Omschrijving", "Aantal", "Gewicht samen (kg)"],
        ["Lat of rachel", "Vuren", 12.5, 4.8],
    )
    assert lines(session, xlsx(*rows)) == lines(
        session, csv(";".join(rows[0]), "Lat of rachel;Vuren;12,5;4,8")
    )


def test_a_materials_passport_gives_what_each_kind_is_counted_in(session):
    found = taken(
        session,
        csv(
            PASSPORT,
            "8712345678906;A-1;M-9;Betonklinkers;Beton;90.4;BG;;2,1;45,5;;8200;80",
            ";A-2;;Paneeldeur wit;Hout;32.3;1;6;;;;;90",
            ";A-3;;Latten;Vuren;27;;;;;120;;0",
        ),
    )
    assert (found.passport, found.unknown) == (True, ("Hergebruikt %",))
    paver, door, batten = [one.line for one in found.lines]
    assert (paver.category, paver.quantity_milli, paver.weight_g) == (
        "concrete-paver",
        45_500,
        8_200_000,
    )
    assert paver.reference == "GTIN 8712345678906 · A-1 · Madaster M-9 · NL-SfB 90.4"
    assert paver.description == "Betonklinkers – Beton – verdieping BG"
    assert (door.category, door.quantity_milli, door.weight_g) == ("panelled-door", 6000, None)
    assert (batten.category, batten.quantity_milli) == ("batten", 120_000)
    assert all(one.guessed for one in found.lines)


def test_where_a_passport_does_not_tell_what_the_kind_is_counted_in_that_stays_open(session):
    (line,) = lines(session, csv(PASSPORT, ";;;Betonklinkers;Beton;;;;2,1;;;5000;"))
    assert (line.category, line.quantity_milli, line.weight_g) == (
        "concrete-paver",
        None,
        5_000_000,
    )


def test_english_headings_of_a_passport_are_known_too(session):
    head = "Article number;Description;Material;Classification code;Count;Area (m2);Weight (kg)"
    (line,) = lines(session, csv(head, "A;Bricks;Clay;21;900;;1800"))
    assert (line.category, line.quantity_milli) == ("brick", 900_000)


def test_all_wrong_lines_are_told_at_once_with_their_number_and_nothing_is_read(session):
    data = csv(
        HEAD,
        "Baksteen;;veel",
        "Baksteen;;10",
        "Baksteen;;10;;-3",
        "Baksteen;;10;m2",
        "Lood;Loodslabben;2",
        "Niets bekends;xyz;1",
        "Baksteen;;;;;2,5;Z",
        "Stompe binnendeur;;1,5",
        "Baksteen;;=1+1",
    )
    with pytest.raises(lists.NotRightInList) as found:
        taken(session, data)
    told = found.value.problems
    assert [line.partition(",")[0] for line in told] == [
        "Regel 2", "Regel 4", "Regel 5", "Regel 6", "Regel 7", *["Regel 8"] * 3, "Regel 9", "Regel 10",
    ]  # fmt: skip
    text = " ".join(told)
    for said in ("geen hoeveelheid", "minder dan niets", "gevaarlijk", "Niets bekends", "formule"):
        assert said in text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "geen regels"),
        (b"\x00\x01\x02", "te lezen"),
        (b"PK\x03\x04 broken", "te lezen"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "oude Excel"),
        (make.photo(), "te lezen"),
        (csv("Wat;Hoe", "a;b"), "niet herkend"),
        (csv("Soort;Kind;Aantal", "Baksteen;Baksteen;1"), "hetzelfde"),
        (csv(HEAD, *["Baksteen;;1"] * 201), "201 regels"),
        (b"x" * (lists.MOST_BYTES + 1), "te groot"),
    ],
    ids=["empty", "bytes", "broken", "old", "photo", "headings", "twice", "long", "huge"],
)
@pytest.mark.one_database
def test_what_is_no_list_of_an_offer_is_refused_in_words(session, data, said):
    with pytest.raises(Refused) as found:
        taken(session, data)
    assert said in found.value.sentence


def test_a_workbook_with_macros_is_not_opened(session):
    file = BytesIO(xlsx(["Soort", "Aantal"], ["Baksteen", 1]))
    with zipfile.ZipFile(file, "a") as book:
        book.writestr("xl/vbaProject.bin", b"macro")
    with pytest.raises(lists.HasMacros):
        taken(session, file.getvalue())


def written(form, quantity_milli, weight_g):
    """A list with one line, as our own programs write lists."""
    columns = [one for one in list_columns.OWN if one.key in ("category", "quantity", "weight")]
    sheet = Sheet(
        name="Aanbod",
        headings=[column.heading for column in columns],
        rows=[
            ("Lat of rachel", quantity.to_decimal(quantity_milli), quantity.to_decimal(weight_g))
        ],
        widths=[12] * 3,
        formats=["General", export_items.FIGURE, export_items.FIGURE],
    )
    return workbook.write([sheet]) if form == "xlsx" else export_items.to_csv(sheet)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.one_database
def test_quantities_and_weights_come_back_to_the_thousandth(session, form):
    kinds = Kinds(session)

    @given(st.integers(1, quantity.MOST_MILLI), st.integers(1, quantity.MOST_GRAMS))
    def come_back(milli, grams):
        (one,) = lists.take(lists.opened(written(form, milli, grams)), kinds).lines
        assert (one.line.quantity_milli, one.line.weight_g) == (milli, grams)
        assert quantity.to_decimal(milli) == Decimal(milli) / 1000

    come_back()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_empty_list_has_headings_in_both_languages_and_reads_back(
    session, builder_page, coordinator, form
):
    browser, _, url = builder_page
    for client, address in ((browser, url), (coordinator, "/batches/new")):
        answer = client.get(f"{address}/list.{form}")
        assert answer.headers["Content-Disposition"] == f"attachment; filename=aanbod.{form}"
        if form == "csv":
            head = answer.data.decode("utf-8-sig").strip()
            filled = csv(head, "Baksteen;;10")
        else:
            book = load_workbook(BytesIO(answer.data))
            first, kinds = book.worksheets
            assert [row[0].value for row in kinds.iter_rows(min_row=2)][:1] == ["Opdekdeur"]
            assert "Lood" not in [row[0].value for row in kinds.iter_rows()]
            first.append(["Baksteen", None, 10])
            saved = BytesIO()
            book.save(saved)
            head, filled = first["A1"].value, saved.getvalue()
        assert head.startswith("Soort / Kind")
        assert [line.category for line in lines(session, filled)] == ["brick"]


def test_a_list_fills_the_form_and_stores_nothing(session, builder_page):
    answer = send(builder_page, csv(HEAD, "Baksteen;Waal;1200;;2300,5", ";Stompe deuren;4"))
    assert answer.status_code == 200
    said = words(answer)
    assert "Er zijn 2 regels gelezen" in said
    assert "Je browser vergeet" not in said
    for typed in ("Baksteen", "1200", "2300,5", "Stompe deuren", "Bouwweg 1"):
        assert f'value="{typed}"' in answer.text
    assert answer.text.count("data-guess>") == 1
    assert offers.stored(session) == []


def test_grams_that_a_list_told_can_be_sent_as_the_card_shows_them(session, builder_page):
    """A number of a spreadsheet means one thing, also with three places."""
    browser, _, url = builder_page
    table = xlsx(
        ["Soort", "Aantal", "Gewicht samen (kg)"], ["Baksteen", Decimal(300), Decimal("600.333")]
    )
    card = send(builder_page, table, name="lijst.xlsx").text
    shown = re.search(r'name="lines-\d+-weight"[^>]*value="([^"]+)"', card).group(1)
    told = {"category": "Baksteen", "quantity": "300", "weight": shown}
    assert browser.post(url, data=offers.filled(told)).status_code == 303
    assert [batch.lines[0].weight_g for batch in offers.stored(session)] == [600_333]


def test_a_guess_is_stored_only_when_it_is_confirmed_or_another_kind_is_chosen(
    session, builder_page
):
    browser, _, url = builder_page
    guess = {"category": "Stompe binnendeur", "guessed": "Stompe binnendeur", "quantity": "4"}
    answer = browser.post(url, data=offers.filled(guess))
    assert (answer.status_code, "We hebben deze soort geraden" in words(answer)) == (422, True)
    assert browser.post(url, data=offers.filled({**guess, "confirmed": "1"})).status_code == 303
    other = {**guess, "category": "Opdekdeur"}
    assert browser.post(url, data=offers.filled(other)).status_code == 303
    assert [batch.lines[0].category.slug for batch in offers.stored(session)] == [
        "inner-door-unrebated",
        "inner-door-rebated",
    ]


def test_wrong_lines_are_shown_on_the_form_and_what_was_typed_stays(session, builder_page):
    answer = send(builder_page, csv(HEAD, "Baksteen;;veel", "Lood;;1"), project="Mijn project")
    assert answer.status_code == 422
    said = words(answer)
    assert "Er is nog niets overgenomen" in said
    assert "Regel 2, Aantal" in said
    assert "Regel 3, Soort" in said
    assert 'value="Mijn project"' in answer.text
    assert offers.stored(session) == []


def test_a_list_comes_behind_the_lines_that_were_typed_and_both_are_two_hundred_at_most(
    session, builder_page
):
    browser, _, url = builder_page
    sent = offers.filled({"description": "Getypt"}, do="list")
    more = csv(HEAD, "Baksteen;Gelezen;5")
    answer = browser.post(url, **offers.with_files(sent, ("list", more, "l.csv")))
    assert answer.text.index("Getypt") < answer.text.index("Gelezen")
    full = csv(HEAD, *["Baksteen;;1"] * 200)
    refused = browser.post(url, **offers.with_files(sent, ("list", full, "l.csv")))
    assert (refused.status_code, "hoogstens 200 regels" in words(refused)) == (422, True)


def test_without_a_file_the_form_says_so(builder_page):
    browser, _, url = builder_page
    answer = browser.post(url, data=offers.filled(do="list"))
    assert (answer.status_code, "geen regels" in words(answer)) == (422, True)
