"""The pages of the wishes, and who sees them."""

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.wishes import find, match
from bouwkringloop.wishes.models import Wish
from tests import make
from tests.wishes.build import form, wish
from tests.wishes.test_matching import door


@pytest.fixture
def cashier(log_in):
    return log_in(Role.CASHIER)


def test_a_cashier_writes_a_wish_down_once_and_sees_what_fits(cashier, session):
    one = door(session, quantity=2)
    assert cashier.get("/wishes/new").status_code == 200
    sent = form()
    for _ in range(2):
        answer = cashier.post("/wishes/new", data=sent)
        assert answer.status_code == 303
    assert len(session.scalars(select(Wish)).all()) == 1
    session.rollback()
    page = cashier.get(answer.location).text
    assert "dezelfde soort, maten passen, genoeg" in page
    assert f"/items/{one.code}" in page
    assert 'href="tel:0612345678"' in page
    assert "800 – 850 mm" in page
    assert "1 artikel" in cashier.get("/wishes").text


def test_a_wish_is_changed_and_ended_on_its_page(cashier, session):
    one = str(wish(session).uuid)
    assert "Joke Jansen" in cashier.get(f"/wishes/{one}/edit").text
    sent = form(id=one, kind="group:doors", words="eiken")
    assert cashier.post(f"/wishes/{one}/edit", data=sent).status_code == 303
    assert "Deuren en kozijnen: eiken" in cashier.get(f"/wishes/{one}").text
    assert "Er past nu niets" in cashier.get(f"/wishes/{one}").text
    assert cashier.post(f"/wishes/{one}/end", data={"outcome": "found"}).status_code == 303
    assert "Deuren en kozijnen" not in cashier.get("/wishes").text
    assert "Deuren en kozijnen" in cashier.get("/wishes?state=found").text
    again = cashier.post(f"/wishes/{one}/end", data={"outcome": "withdrawn"})
    assert again.status_code == 409
    assert cashier.get(f"/wishes/{one}/edit").status_code == 409


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Kies een soort, of omschrijf"),
        ({"name": ""}, "Vul een naam in, en een telefoonnummer"),
        ({"phone": "12"}, "ziet eruit als 06 12345678"),
        ({"mail": "niets"}, "naam@example.nl"),
        ({"quantity": "1,5"}, "heel getal"),
        ({"width_until_mm": "700"}, "is minder dan"),
        ({"width_from_mm": "40000"}, "30000"),
        ({"price_cents": "0"}, "bedrag boven nul"),
        ({"needed_until": "2020-01-01"}, "Kies een dag vanaf vandaag"),
    ],
)
def test_the_form_says_at_the_field_what_is_wrong(cashier, session, wrong, words):
    answer = cashier.post("/wishes/new", data=form(**wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(select(Wish)).all() == []


def test_a_wish_of_a_customer_needs_no_name(cashier, session):
    customer = make.customer(session, phone="033 1234567")
    assert "Aannemer Bedacht" in cashier.get("/wishes/new?q=bedacht").text
    assert "Aannemer Bedacht" in cashier.get(f"/wishes/new?customer={customer.uuid}").text
    sent = form(customer=str(customer.uuid), name="", phone="")
    page = cashier.get(cashier.post("/wishes/new", data=sent).location).text
    assert "Aannemer Bedacht" in page
    assert "033 1234567" in page


@pytest.mark.one_database
def test_what_may_fit_is_told_apart_from_what_does(cashier, session):
    door(session, None)
    wish(session, width_from_mm=800)
    assert "misschien 1 artikel" in cashier.get("/wishes").text


@pytest.mark.one_database
def test_wishes_are_for_those_who_keep_them(log_in, session):
    one = wish(session)
    worker = log_in(Role.INTAKE_WORKER)
    for page in ("", "/new", f"/{one.uuid}", f"/{one.uuid}/edit"):
        assert worker.get(f"/wishes{page}").status_code == 403
    assert worker.post(f"/wishes/{one.uuid}/end", data={"outcome": "found"}).status_code == 403
    assert 'href="/wishes"' not in worker.get("/items").text
    for role in (Role.CASHIER, Role.SHOP_LEAD, Role.COORDINATOR, Role.MANAGER):
        client = log_in(role)
        assert client.get(f"/wishes/{one.uuid}").status_code == 200
        assert 'href="/wishes"' in client.get("/items").text


@pytest.mark.one_database
def test_an_empty_list_says_what_to_do_and_a_long_one_goes_on(cashier, session, monkeypatch):
    assert "Niemand zoekt iets" in cashier.get("/wishes").text
    assert "Niets gevonden" in cashier.get("/wishes?q=xyz").text
    monkeypatch.setattr(find, "PAGE", 1)
    wish(session, words="eerste")
    wish(session, words="tweede")
    first = cashier.get("/wishes").text
    assert "eerste" in first
    assert "tweede" not in first
    assert "/wishes?state=open&amp;page=2" in first
    assert "tweede" in cashier.get("/wishes?page=2").text


@pytest.mark.one_database
def test_it_speaks_english_too(log_in, session):
    wish(session, height_from_mm=2000)
    page = log_in(Role.COORDINATOR, "en").get("/wishes").text
    assert "Panelled door" in page


@pytest.mark.one_database
def test_a_page_shows_the_best_of_many_and_says_how_many_there_are(cashier, session, monkeypatch):
    monkeypatch.setattr(match, "MOST_SHOWN", 2)
    few, *_ = [door(session, quantity=many) for many in (1, 2, 3)]
    page = cashier.get(f"/wishes/{wish(session, quantity_milli=2000).uuid}").text
    assert f"/items/{few.code}" not in page
    assert "De beste 2 van 3." in page
