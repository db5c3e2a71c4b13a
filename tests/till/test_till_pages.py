"""The till's pages: opening, selling, closing, and looking back."""

import json
import re
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue.models import Category
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.till.models import Sale, Shift
from tests import make
from tests.till.test_selling import basket, of

pytestmark = pytest.mark.one_database


def shifts(session):
    session.rollback()
    return list(session.scalars(select(Shift).order_by(Shift.id)))


def text(answer):
    """What a reader sees: no tags, no runs of space."""
    plain = re.sub(r"<[^>]+>", " ", answer.text).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", plain)


def page_data(answer):
    found = re.search(
        r'<script type="application/json" id="till-data">(.*?)</script>', answer.text, re.DOTALL
    )
    return json.loads(found[1])


def sold(client, shift, *lines, cash=None, pin=None):
    sent = basket(shift, *lines, cash=cash, pin=pin)
    assert client.post("/api/v1/sales", json=sent).status_code == 201
    return sent["id"]


def floated(shift_id=None, **pieces):
    return {"id": str(shift_id or uuid4()), "how": "pieces", **pieces}


PAGES = ("/till", "/till/till-1", "/till/till-1/open", "/till/till-1/close")


@pytest.mark.parametrize("path", PAGES)
def test_an_intake_worker_cannot_open_the_till(log_in, path):
    assert log_in(Role.INTAKE_WORKER).get(path).status_code == 403


def test_a_closed_till_is_offered_for_opening_and_an_open_one_to_go_on(client, session):
    make.shift(session, "till-1")
    page = client.get("/till").text
    assert 'href="/till/till-1"' in page
    assert 'href="/till/till-2/open"' in page
    assert "Shop Lead" in page


def test_a_till_without_a_shift_asks_for_its_float_first(client):
    answer = client.get("/till/till-1")
    assert answer.status_code == 302
    assert answer.location == "/till/till-1/open"
    assert "Met hoeveel geld begint de la?" in client.get(answer.location).text


def test_a_till_opens_with_the_notes_and_coins_that_were_counted(client, session):
    answer = client.post(
        "/till/till-1/open", data=floated(pieces_2000="3", pieces_200="10", pieces_5="4")
    )
    assert answer.status_code == 303
    assert answer.location == "/till/till-1"
    assert [shift.float_cents for shift in shifts(session)] == [8020]


def test_a_till_opens_with_one_amount(client, session):
    sent = {"id": str(uuid4()), "how": "sum", "sum": "100,50", "pieces_5000": "9"}
    assert client.post("/till/till-1/open", data=sent).status_code == 303
    assert shifts(session)[0].float_cents == 10_050


def test_a_double_click_opens_the_till_once(client, session):
    sent = floated(pieces_5000="2")
    assert client.post("/till/till-1/open", data=sent).status_code == 303
    assert client.post("/till/till-1/open", data=sent).status_code == 303
    assert len(shifts(session)) == 1


def test_a_second_person_who_opens_the_same_till_joins_the_open_shift(client, log_in, session):
    client.post("/till/till-1/open", data=floated(pieces_5000="2"))
    other = log_in(Role.CASHIER)
    answer = other.post("/till/till-1/open", data=floated(pieces_5000="1"))
    assert answer.location == "/till/till-1"
    assert "Kassa 1 is al open" in other.get(answer.location).text
    assert len(shifts(session)) == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"how": "sum", "sum": "1.250"}, "kan"),
        ({"how": "sum", "sum": ""}, "Tel eerst de la"),
        ({"how": "pieces"}, "Tel eerst de la"),
        ({"how": "pieces", "pieces_5000": "twee"}, "“twee” is geen aantal"),
        ({"how": "pieces", "pieces_5000": "-1"}, "“-1” is geen aantal"),
        ({"how": "pieces", "pieces_5000": "99999"}, "kan niet kloppen"),
    ],
)
def test_a_float_that_cannot_be_is_refused_and_stays_in_the_form(client, session, sent, sentence):
    answer = client.post("/till/till-1/open", data={"id": str(uuid4()), **sent})
    assert answer.status_code == 422
    assert sentence in answer.text
    for name, value in sent.items():
        if name != "how" and value:
            assert f'value="{value}"' in answer.text
    assert shifts(session) == []


def test_an_empty_drawer_is_a_float_of_nothing(client, session):
    client.post("/till/till-1/open", data={"id": str(uuid4()), "how": "sum", "sum": "0"})
    assert shifts(session)[0].float_cents == 0


def test_the_till_shows_pictures_of_what_has_no_label_and_only_of_that(client, session):
    make.shift(session)
    page = client.get("/till/till-1")
    shown = set(re.findall(r'data-kind="([^"]+)"', page.text))
    unlabelled = set(session.scalars(select(Category.slug).where(Category.unlabelled)))
    assert shown == unlabelled != set()
    assert {kind["slug"] for kind in page_data(page)["kinds"]} > unlabelled


def test_what_sells_most_stands_first(client, session):
    shift = make.shift(session)
    pieces = select(Category.slug).where(Category.unlabelled, Category.unit == "piece")
    slug = session.scalars(pieces.order_by(Category.id.desc())).first()
    session.rollback()
    sold(client, shift, {"category": slug, "quantity": 1, "unit_price_cents": 100}, pin=100)
    assert re.search(r'data-kind="([^"]+)"', client.get("/till/till-1").text)[1] == slug


def test_only_who_may_change_prices_is_offered_it(client, log_in, session):
    make.shift(session)
    assert page_data(client.get("/till/till-1"))["mayChangePrice"] is True
    assert page_data(log_in(Role.CASHIER).get("/till/till-1"))["mayChangePrice"] is False


def test_counting_is_blind(client, session):
    shift = make.shift(session, float_cents=10_000)
    sold(client, shift, of(make.item(session, price_cents=1234)), pin=1234)
    page = text(client.get("/till/till-1/close"))
    assert "Tel de la" in page
    assert "100,00" not in page
    assert "Verwacht" not in page


def test_closing_leads_to_the_z_report_and_again_to_the_same(client, session):
    shift = make.shift(session, float_cents=10_000)
    sold(client, shift, of(make.item(session, price_cents=1498)), cash=2000)
    sent = {
        "id": str(shift),
        "how": "pieces",
        "pieces_5000": "2",
        "pieces_1000": "1",
        "pieces_200": "2",
    }
    assert client.post("/till/till-1/close", data=sent).location == "/till/till-1/close"
    why = {"id": str(shift), "reason": "Verkeerd gewisseld"}
    first = client.post("/till/till-1/close/anyway", data=why)
    second = client.post("/till/till-1/close/anyway", data=why)
    third = client.post("/till/till-1/close", data=sent)
    assert {each.status_code for each in (first, second, third)} == {303}
    assert {each.location for each in (first, second, third)} == {f"/shifts/{shift}"}
    page = text(client.get(first.location))
    assert "Verkeerd gewisseld" in page
    assert "Z-rapport 1" in page
    assert "Omzet € 14,98" in page
    assert "Contant € 15,00" in page
    assert "Waarvan afronding € 0,02" in page
    assert "Btw 21 % over € 12,38 € 2,60" in page
    assert "Verwacht in de la € 115,00" in page
    assert "Geteld € 114,00" in page
    assert "Er zit € 1,00 te weinig in de la." in page
    assert "2 × € 50,00 € 100,00" in page


def test_closing_with_another_count_shows_the_report_that_counts(client, session):
    shift = make.shift(session)
    client.post("/till/till-1/close", data={"id": str(shift), "how": "sum", "sum": "100"})
    answer = client.post("/till/till-1/close", data={"id": str(shift), "how": "sum", "sum": "90"})
    page = text(client.get(answer.location))
    assert "was al gesloten" in page
    assert "Geteld € 100,00" in page


def test_a_count_that_is_no_count_leaves_the_till_open(client, session):
    shift = make.shift(session)
    answer = client.post("/till/till-1/close", data={"id": str(shift), "how": "pieces"})
    assert answer.status_code == 422
    assert "Tel eerst de la" in answer.text
    assert shifts(session)[0].closed_at is None


def test_an_open_shift_shows_an_x_report_with_its_sales(client, session):
    shift = make.shift(session)
    sale = sold(client, shift, of(make.item(session, price_cents=1498)), pin=1000, cash=500)
    page = client.get(f"/shifts/{shift}")
    assert "X-rapport" in text(page)
    assert "Omzet € 14,98" in text(page)
    assert "Pin + Contant" in text(page)
    assert f'href="/sales/{sale}"' in page.text
    assert f"/shifts/{shift}/print" not in page.text


def test_a_cashier_sees_the_z_but_not_what_an_open_drawer_should_hold(log_in, session):
    shift = make.shift(session)
    cashier = log_in(Role.CASHIER)
    assert cashier.get(f"/shifts/{shift}").status_code == 403
    cashier.post("/till/till-1/close", data={"id": str(shift), "how": "sum", "sum": "100"})
    assert "De la klopt op de cent." in cashier.get(f"/shifts/{shift}").text
    assert log_in(Role.INTAKE_WORKER).get(f"/shifts/{shift}").status_code == 403


def test_the_list_of_shifts_tells_number_turnover_and_difference(client, session):
    shift = make.shift(session)
    sold(client, shift, of(make.item(session, price_cents=1250)), pin=1250)
    client.post("/till/till-1/close", data={"id": str(shift), "how": "sum", "sum": "99,50"})
    client.post("/till/till-1/close/anyway", data={"id": str(shift), "reason": "Onbekend"})
    make.shift(session, "till-2")
    page = text(client.get("/shifts"))
    assert re.search(r"Open – Kassa 2 .* € 0,00 Open", page)
    assert re.search(r"Z 1 – Kassa 1 Kassa 1 .* 1 € 12,50 € -0,50", page)


def test_a_sale_shows_its_lines_and_how_it_was_paid(client, session):
    shift = make.shift(session)
    item = make.item(session, price_cents=1498, title="Wastafel")
    sale = sold(client, shift, of(item), cash=2000)
    page = text(client.get(f"/sales/{sale}"))
    assert "Bon 1 · Kassa 1" in page
    assert f"Wastafel {item.code[:4]} {item.code[4:]}" in page
    assert "Contant € 20,00" in page
    assert "Wisselgeld € 5,00" in page
    assert client.get(f"/sales/{uuid4()}").status_code == 404


def test_the_receipt_is_shown_as_it_was_printed(client, session):
    shift = make.shift(session)
    sale = sold(client, shift, of(make.item(session)), pin=1250)
    answer = client.get(f"/sales/{sale}/receipt.png")
    assert answer.mimetype == "image/png"
    assert answer.data.startswith(b"\x89PNG")
    assert client.get(f"/sales/{uuid4()}/receipt.png").status_code == 404


def jobs(session, subject):
    session.rollback()
    query = select(PrintJob.document).where(PrintJob.subject == subject).order_by(PrintJob.id)
    return list(session.scalars(query))


def test_a_receipt_is_printed_again_as_it_was(client, session):
    shift = make.shift(session)
    sale = sold(client, shift, of(make.item(session)), pin=1250)
    answer = client.post(f"/sales/{sale}/receipt", follow_redirects=True)
    assert "Het wordt geprint." in answer.text
    first, again = jobs(session, f"sale:{sale}")
    assert again == first
    assert session.scalar(select(func.count()).select_from(Sale)) == 1


def test_a_z_report_is_printed_again_as_it_was(client, session):
    shift = make.shift(session)
    client.post("/till/till-1/close", data={"id": str(shift), "how": "sum", "sum": "100"})
    client.post(f"/shifts/{shift}/print")
    first, again = jobs(session, f"shift:{shift}")
    assert again == first


def test_the_till_speaks_english_to_who_reads_english(log_in, session):
    english = log_in(Role.SHOP_LEAD, "en")
    assert "How much money starts in the drawer?" in english.get("/till/till-1/open").text
    shift = make.shift(session)
    page = english.get("/till/till-1")
    assert page_data(page)["words"]["soldOut"].startswith("“{title}” is sold already.")
    assert "Scan the first label" in page.text
    assert "Expected in the drawer € 100.00" in text(english.get(f"/shifts/{shift}"))


def test_an_unknown_till_is_not_found(client):
    assert client.get("/till/nowhere").status_code == 404
    assert client.post("/till/nowhere/open", data=floated()).status_code == 404
