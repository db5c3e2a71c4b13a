"""The pages: choose a list, see what will happen, import; and the button that writes one."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.spreadsheets.models import ImportFile
from bouwkringloop.stock.models import Item
from tests import make
from tests.spreadsheets.lists import csv, xlsx
from tests.turns import app, log_in  # noqa: F401 - fixtures that give way to requests.

pytestmark = pytest.mark.one_database

HEAD = "Soort;Omschrijving;Aantal;Prijs"
DOOR = "panelled-door;Mooie deur;1;12,50"


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.replace("\u00a0", " ")))


def hand_in(client, data, name="lijst.csv", site="shop"):
    return client.post("/items/import", data={"list": (BytesIO(data), name), "site": site})


def previewed(client, data, name="lijst.csv"):
    """The page that says what a list will do, and its address."""
    answer = hand_in(client, data, name)
    assert answer.status_code == 303, text(answer)
    return client.get(answer.location), answer.location


def confirm(client, page, url, **fields):
    digest = re.search(r'name="digest" value="([^"]*)"', page.text)[1]
    return client.post(url, data={"digest": digest, **fields})


def test_a_list_is_looked_at_and_then_imported(client, session):
    page, url = previewed(client, csv(HEAD, DOOR, "panelled-door;Twee;2;9"))
    assert "2 artikelen komen in de voorraad." in text(page)
    assert "Mooie deur" in text(page)
    assert session.scalars(select(Item)).all() == []
    answer = confirm(client, page, url)
    assert (answer.status_code, answer.location) == (303, url)
    done = client.get(url)
    assert "2 artikelen zijn ingevoerd." in text(done)
    assert session.scalars(select(Item.title).order_by(Item.id)).all() == ["Mooie deur", "Twee"]
    assert session.scalars(select(PrintJob)).all() == []


def test_labels_are_printed_where_the_box_is_ticked(client, session):
    page, url = previewed(client, csv(HEAD, DOOR))
    assert 'name="labels"' in page.text
    assert "checked" not in page.text
    confirm(client, page, url, labels="1")
    assert len(session.scalars(select(PrintJob)).all()) == 1


def test_wrong_lines_are_shown_first_and_left_out(client, session):
    page, url = previewed(client, csv(HEAD, DOOR, "draak;Vuur;1;5", "draak;;1;=1"))
    shown = text(page)
    assert "2 regels zijn fout en worden overgeslagen. 1 artikel komt in de voorraad." in shown
    assert "Eerst het bestand verbeteren" in shown
    assert "Soort: Er is geen soort" in shown
    assert "Prijs: Dit is een formule of een fout." in shown
    assert "Mooie deur" in text(client.get(f"{url}?show=new"))
    confirm(client, page, url)
    assert session.scalars(select(Item.title)).all() == ["Mooie deur"]


def test_a_list_without_anything_new_offers_no_button(client, session):
    page, url = previewed(client, csv(HEAD, DOOR))
    confirm(client, page, url)
    page, url = previewed(client, csv(HEAD, DOOR))
    assert "In deze lijst staat niets nieuws." in text(page)
    assert 'name="digest"' not in page.text
    (code,) = session.scalars(select(Item.code))
    assert f'href="/items/{code}"' in page.text


def test_a_change_since_the_look_shows_the_list_again(client, session):
    page, url = previewed(client, csv(HEAD, DOOR))
    make.category(session, "panelled-door").active = False
    session.commit()
    answer = confirm(client, page, url)
    assert answer.status_code == 409
    assert "Er is iets veranderd sinds je keek." in text(answer)
    assert session.scalars(select(Item)).all() == []
    assert session.scalars(select(ImportFile.state)).all() == ["open"]


def test_the_page_says_which_columns_and_sheets_are_not_read(client):
    rows = (["Soort", "Aantal", "Prijs", "100% <b>"], ["panelled-door", 1, 5, "x"])
    page, _ = previewed(client, xlsx(*rows, more_sheets=["Oud"]), "lijst.xlsx")
    assert "Het bestand heeft 2 werkbladen. Alleen het eerste wordt gelezen: “Sheet”." in text(page)
    assert "Deze kolommen worden niet gelezen: 100% &lt;b&gt;." in page.text


def test_long_lists_are_shown_page_by_page(client):
    page, url = previewed(client, csv(HEAD, *[DOOR] * 130))
    assert "1 tot 100 van 130" in text(page)
    assert "101 tot 130 van 130" in text(client.get(f"{url}?show=new&page=2"))
    assert client.get(f"{url}?show=alles&page=99999999").status_code == 200


@pytest.mark.parametrize(
    ("data", "site", "said"),
    [
        (b"", "shop", "In dit bestand staan geen regels."),
        (b"\x00\x01", "shop", "Dit is geen lijst die te lezen is."),
        (b"Naam;Aantal\nx;1", "shop", "Geen kolom zegt van welke soort"),
        (b"Soort;Aantal\nx;1", "maan", "Er is geen locatie"),
    ],
)
def test_a_file_that_is_no_list_is_refused_on_the_page_itself(client, session, data, site, said):
    answer = hand_in(client, data, site=site)
    assert 400 <= answer.status_code < 500
    assert said in text(answer)
    assert 'type="file"' in answer.text
    assert session.scalars(select(ImportFile)).all() == []


def test_a_form_without_a_file_is_refused_in_a_sentence(client):
    answer = client.post("/items/import", data={"site": "shop"})
    assert answer.status_code == 422
    assert "In dit bestand staan geen regels." in text(answer)


def test_a_file_of_more_than_twelve_megabytes_is_refused(client):
    body, kind = b"x" * (12 * 1024 * 1024 + 1), "multipart/form-data; boundary=x"
    answer = client.post("/items/import", data=body, content_type=kind)
    assert answer.status_code == 413
    assert "hoogstens 12 MB" in text(answer)


def test_who_may_not_judge_stock_imports_nothing_but_may_take_the_list_out(log_in, session):  # noqa: F811
    make.item(session)
    cashier = log_in(Role.CASHIER)
    for path in ("/items/import", "/items/import/template.xlsx"):
        assert cashier.get(path).status_code == 403
    assert hand_in(cashier, csv(HEAD, DOOR)).status_code == 403
    assert cashier.get("/items/export").status_code == 200
    assert "/items/import" not in cashier.get("/items").text


def test_an_unknown_list_is_not_found(client):
    url = "/items/import/00000000-0000-0000-0000-000000000000"
    assert client.get(url).status_code == 404
    assert client.post(url, data={"digest": ""}).status_code == 404


def test_the_stock_page_offers_what_it_shows_as_a_file(client, session):
    make.item(session, title="Café-deur")
    make.item(session, title="balk", unit="m")
    page = client.get("/items?q=caf%C3%A9&endpoint=x")
    url = re.search(r'href="(/items/export[^"]*format=csv)"', page.text)[1].replace("&amp;", "&")
    answer = client.get(url)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert re.fullmatch(
        r"attachment; filename=voorraad-\d{4}-\d\d-\d\d\.csv",
        answer.headers["Content-Disposition"],
    )
    assert "Café-deur" in answer.text
    assert "balk" not in answer.text


def test_what_is_gone_goes_out_only_when_asked_for(client, session):
    gone = make.item(session, title="weg")
    gone.quantity_milli = gone.stock_g = 0
    session.commit()
    assert "weg" not in client.get("/items/export?format=csv").text
    assert "weg" in client.get("/items/export?format=csv&gone=1").text


def test_a_workbook_is_given_by_default_and_in_the_language_being_spoken(log_in, session):  # noqa: F811
    make.item(session)
    english = log_in(Role.SHOP_LEAD, "en")
    for path in ("/items/export", "/items/export?format=pdf"):
        answer = english.get(path)
        assert answer.content_type.endswith("spreadsheetml.sheet")
        assert load_workbook(BytesIO(answer.data)).active["B1"].value == "Description"


def test_the_empty_list_is_a_workbook(client):
    answer = client.get("/items/import/template.xlsx")
    assert load_workbook(BytesIO(answer.data)).sheetnames == ["Artikelen", "Soorten"]
