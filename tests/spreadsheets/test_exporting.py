"""Stock goes out as a list that spreadsheets open, and comes in elsewhere as the same things."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bouwkringloop.base import i18n
from bouwkringloop.base.db import Database
from bouwkringloop.catalogue.models import Attribute
from bouwkringloop.spreadsheets import export_items, import_items, read
from bouwkringloop.spreadsheets import template as blank
from bouwkringloop.stock.find import Wish
from bouwkringloop.stock.models import Item, ItemAttribute, Place
from tests import make
from tests.spreadsheets import lists

ALL = Wish()


def written(session, form="csv", wish=ALL, **days):
    return export_items.write(session, form, wish, **days)


def as_rows(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def as_records(data):
    head, *rows = as_rows(data)
    return [dict(zip(head, row, strict=True)) for row in rows]


def some_things(session):
    """Things with everything that a list says of a thing."""
    place = session.scalars(select(Place)).one()
    width, hinge = (
        session.scalars(select(Attribute).where(Attribute.slug == slug)).one()
        for slug in ("width", "hinge-side")
    )
    door = make.item(
        session,
        slug="panelled-door",
        title="=Deur; met “glas”",
        place=place,
        new_price_cents=19_900,
        reference="R-1",
    )
    tiles = make.item(session, slug="wall-tile", title="'-tegels", site="hub", state="to_repair")
    tiles.quantity_milli = tiles.first_milli = 1125
    tiles.weight_g = 1250
    make.item(session, slug="panelled-door", title="Gelijk", price_cents=1000)
    make.item(session, slug="panelled-door", title="Gelijk", price_cents=1000)
    session.add_all(
        [
            ItemAttribute(item_id=door.id, attribute_id=width.id, value_milli=830_500, choice=""),
            ItemAttribute(item_id=door.id, attribute_id=hinge.id, value_milli=None, choice="left"),
        ]
    )
    session.commit()


def facts(session):
    """Everything that has to be the same in another shop."""
    marks = {}
    for mark in session.scalars(select(ItemAttribute)):
        value = (mark.attribute.slug, mark.value_milli, mark.choice)
        marks.setdefault(mark.item_id, []).append(value)
    return [
        (
            item.title,
            item.category.slug,
            item.quantity_milli,
            item.unit,
            item.price_cents,
            item.condition,
            item.state,
            item.weight_g,
            item.site.slug,
            item.place.slug if item.place else None,
            item.new_price_cents,
            sorted(marks.get(item.id, [])),
        )
        for item in session.scalars(select(Item).order_by(Item.id))
    ]


@pytest.fixture
def another_shop(templates, tmp_path):
    made = Database(templates.sqlite(tmp_path / "another.db"))
    with made.session(writes=True) as opened:
        yield opened
    made.close()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_goes_out_comes_in_as_the_same_things_in_another_shop(
    session, another_shop, form, language
):
    some_things(session)
    with i18n.speaking(language):
        data = written(session, form)
    lists.imported(another_shop, data)
    assert facts(another_shop) == facts(session)
    assert another_shop.scalars(select(Item.reference).order_by(Item.id)).first() == "R-1"
    lines = lists.planned(another_shop, data)
    assert [line.outcome for line in lines] == ["here"] * 4


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_shop_knows_its_own_things_again(session, form):
    some_things(session)
    codes = session.scalars(select(Item.code).order_by(Item.id)).all()
    found = lists.planned(session, written(session, form))
    assert [(line.outcome, line.code) for line in found] == [("here", code) for code in codes]


def test_codes_that_a_spreadsheet_robbed_of_their_zeros_are_known_again(session):
    door = make.item(session, slug="panelled-door")
    robbed = written(session).replace(door.code.encode(), door.code.lstrip("0").encode())
    assert robbed != written(session)
    assert [line.code for line in lists.planned(session, robbed)] == [door.code]


def test_a_thing_of_another_shop_with_a_code_of_ours_is_new(session):
    make.item(session, slug="panelled-door", title="Onze deur")
    other = b"Code;Soort;Omschrijving;Aantal;Prijs;Binnengekomen\r\n00000013;panelled-door;"
    (line,) = lists.planned(session, other + b"Onze deur;1;5;2020-01-01 10:00")
    assert line.outcome == "new"
    (line,) = lists.planned(session, other + b"Andere deur;1;5;")
    assert line.outcome == "new"
    (line,) = lists.planned(session, other + b"Onze deur;1;5;")
    assert line.outcome == "here"


def test_a_csv_is_written_as_the_dutch_excel_opens_it(session):
    some_things(session)
    data = written(session)
    assert data.startswith(b"\xef\xbb\xbfCode;Omschrijving;Soort;")
    assert data.count(b"\r\n") == data.count(b"\n") == 5
    door, tiles, *_ = as_records(data)
    assert (door["Prijs"], door["Nieuwprijs"], door["width"]) == ("12,50", "199,00", "830,5")
    assert (door["Naam van de soort"], door["Eenheid"], door["Status"]) == (
        "Paneeldeur",
        "stuk",
        i18n.translate("For sale"),
    )
    assert (tiles["Aantal"], tiles["Gewicht per eenheid (kg)"]) == ("1,125", "1,25")
    assert tiles["Locatie"] == "hub"


@pytest.mark.one_database
@pytest.mark.parametrize("risky", ["=1+1", "+31 6", "-dak", "@SOM(A1)", "'=x"])
def test_no_text_is_worked_out_by_the_spreadsheet_that_opens_it(session, risky):
    make.item(session, title=risky)
    make.item(session, title="gewoon 'n deur")
    first, second = as_records(written(session))
    assert first["Omschrijving"] == f"'{risky}"
    assert second["Omschrijving"] == "gewoon 'n deur"
    sheet = load_workbook(io.BytesIO(written(session, "xlsx"))).active
    assert (sheet["B2"].value, sheet["B2"].data_type) == (risky, "s")


def test_a_workbook_holds_numbers_as_numbers_and_days_as_days(session, standing_clock):
    some_things(session)
    sheet = load_workbook(io.BytesIO(written(session, "xlsx"))).active
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, sheet[3], strict=True))
    assert (row["Aantal"].value, row["Prijs"].value) == (1.125, 12.5)
    assert row["Prijs"].number_format == "0.00"
    assert row["Binnengekomen"].value.isoformat() == "2026-11-21T10:30:00"
    assert row["Code"].data_type == "s"


def test_only_what_is_looked_for_goes_out(session):
    some_things(session)
    assert len(as_records(written(session, wish=Wish(words="gelijk")))) == 2
    (tiles,) = as_records(written(session, wish=Wish(site="hub")))
    assert tiles["Soort"] == "wall-tile"
    assert "width" not in tiles


def test_what_came_in_on_some_days_goes_out(session, standing_clock):
    make.item(session, title="zaterdag")
    standing_clock.pass_(days=1)
    make.item(session, title="zondag")

    def titles(first, last):
        found = as_records(written(session, came_in_from=first, came_in_to=last))
        return [record["Omschrijving"] for record in found]

    assert titles(date(2026, 11, 22), None) == ["zondag"]
    assert titles(None, date(2026, 11, 21)) == ["zaterdag"]
    assert titles(date(2026, 11, 21), date(2026, 11, 22)) == ["zaterdag", "zondag"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_empty_list_is_understood_when_it_is_filled_in(session, language):
    with i18n.speaking(language):
        book = load_workbook(io.BytesIO(blank.write(session)))
    things, kinds = book.worksheets
    for row in kinds.iter_rows(min_row=2, max_row=3, values_only=True):
        things.append([None, row[0], 1, row[3], 12.5])
    found = read.read(lists.saved(book))
    file = import_items.hand_in(
        session, found, name="x", site=lists.site(session), by=make.actor(session)
    )
    looked = import_items.look(session, file)
    assert looked.unknown == ()
    assert [line.outcome for line in looked.plan.lines] == ["new", "new"]
