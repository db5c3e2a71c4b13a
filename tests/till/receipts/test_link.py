"""A receipt's link opens that receipt for whoever has it, for a time, and no other."""

import re
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from bouwkringloop.app import move_in
from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import Person
from bouwkringloop.till.models import Sale
from bouwkringloop.till.receipts import address
from tests import make
from tests.till.receipts.sold import path_of, sold
from tests.till.test_selling import basket, of

pytestmark = pytest.mark.one_database


@pytest.fixture
def customer(app):
    """The browser of a customer, who is not logged in."""
    return app.test_client()


def text(answer):
    plain = re.sub(r"<[^>]+>", " ", answer.text).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", plain)


def test_a_customer_sees_lines_totals_vat_payment_and_the_shop(customer, api, session):
    page = text(customer.get(path_of(api, sold(api, session))))
    for words in ("Bon 1", "Paneeldeur", "€ 45,00", "Btw 21 % over € 37,19", "€ 7,81", "Pin"):
        assert words in page
    assert session.scalars(select(Sale)).one().till.site.name in page


def test_the_shops_own_name_address_and_numbers_stand_on_it(customer, api, session):
    make.shop_details(session)
    session.commit()
    page = text(customer.get(path_of(api, sold(api, session))))
    assert "KvK" in page
    assert "Btw-nummer" in page


def test_it_tells_nothing_that_is_the_shops_own(customer, api, session):
    sale = sold(api, session)
    stored = session.scalars(select(Sale).where(Sale.uuid == UUID(sale))).one()
    session.execute(update(Person).where(Person.id == stored.person_id).values(name="Kim de Wit"))
    session.commit()
    journal = api.get(f"/sales/{sale}").json["journal"]["hash"]
    page = customer.get(path_of(api, sale)).text
    assert "Je bent geholpen door Kim<" in page
    assert "de Wit" not in page
    assert journal[:8] not in page
    assert sale not in page


def test_a_refund_says_of_which_receipt_it_is(customer, api, session):
    sale = sold(api, session)
    back = {
        "id": str(uuid4()),
        "lines": [{"line": 1, "quantity": 1, "back_to": "stock"}],
        "method": "pin",
    }
    refund = api.post(f"/sales/{sale}/refunds", back).json["id"]
    page = text(customer.get(path_of(api, refund)))
    assert "Terug: Paneeldeur van bon 1" in page
    assert "Terugbetaald: Pin" in page
    assert "€ -45,00" in page


def test_a_discount_and_measures_stand_on_it(customer, api, session):
    shift = make.shift(session)
    lath = make.item(session, price_cents=1000, title="Lat", quantity=5)
    line = of(lath, 2, discount_cents=200, reason="Beschadigd")
    sale = api.post("/sales", basket(shift, line, pin=1800)).json["id"]
    page = text(customer.get(path_of(api, sale)))
    assert "2 stuks × € 10,00 − € 2,00" in page
    assert "Beschadigd" not in page


def test_it_speaks_the_readers_language(customer, api, session):
    path = path_of(api, sold(api, session))
    page = customer.get(path, headers={"Accept-Language": "en"})
    assert "You were helped by" in page.text


def test_no_machine_lists_or_keeps_the_page(customer, api, session):
    path = path_of(api, sold(api, session))
    for answer in (customer.get(path), customer.get(f"{path}/bon.png")):
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_it_can_be_saved_as_a_picture_without_a_last_name(customer, api, session):
    answer = customer.get(f"{path_of(api, sold(api, session))}/bon.png")
    assert answer.mimetype == "image/png"
    assert answer.data.startswith(b"\x89PNG")


def test_a_link_works_for_400_days(customer, api, session, standing_clock):
    path = path_of(api, sold(api, session))
    standing_clock.pass_(days=400)
    assert customer.get(path).status_code == 200
    standing_clock.pass_(days=1)
    answer = customer.get(path)
    assert answer.status_code == 410
    assert "niet meer te zien" in answer.text


@pytest.mark.parametrize("at", [0, 7, 8, 31])
def test_a_link_with_one_other_sign_leads_nowhere(customer, api, session, at):
    shift = make.shift(session)
    sold(api, session, shift=shift)
    path = path_of(api, sold(api, session, shift=shift))
    head, token = path[:5], path[5:]
    other = "b" if token[at] == "a" else "a"
    assert customer.get(f"{head}{token[:at]}{other}{token[at + 1 :]}").status_code == 404


@pytest.mark.parametrize("token", ["1", "a" * 32, "A" * 33, "é" * 32, "ı" * 32, "0" * 32])
def test_what_is_no_link_is_a_page_that_does_not_exist(customer, token):
    assert customer.get(f"/bon/{token}").status_code == 404


def test_a_link_in_capitals_works_too(customer, api, session):
    path = path_of(api, sold(api, session))
    assert customer.get("/bon/" + path[5:].upper()).status_code == 200


def test_links_of_another_secret_open_nothing(
    app, customer, api, session, config, database, tmp_path
):
    path = path_of(api, sold(api, session))
    move_in(app, replace(config, home=tmp_path / "other"), database)
    assert customer.get(path).status_code == 404


def test_who_guesses_is_soon_stopped_and_customers_go_on(customer, api, session, standing_clock):
    path = path_of(api, sold(api, session))
    tried = [customer.get(f"/bon/{'a' * 31}{sign}").status_code for sign in "abcdefghijklmnopqrstu"]
    assert tried == [404] * 20 + [429]
    assert customer.get(path).status_code == 200
    standing_clock.pass_(minutes=16)
    assert customer.get("/bon/" + "a" * 32).status_code == 404


@pytest.mark.parametrize(
    ("told", "reach"),
    [
        ("https://winkel.example", "everywhere"),
        ("http://8.8.8.8:8080", "everywhere"),
        ("http://192.168.1.20:8000", "network"),
        ("http://kassa:8000", "network"),
        ("http://kassa.local", "network"),
        ("http://localhost:8000", "computer"),
        ("http://127.0.0.1:8000", "computer"),
        ("http://[::1]:8000", "computer"),
    ],
)
def test_the_till_knows_who_can_reach_an_address(told, reach):
    assert address.reach(told) == reach


def test_the_link_of_a_set_address_carries_a_code(app, api, session, config, database):
    sale = sold(api, session)
    move_in(app, replace(config, public_url="https://winkel.example"), database)
    answer = api.get(f"/sales/{sale}/link").json
    assert answer["url"].startswith("https://winkel.example/bon/")
    assert answer["reach"] == "everywhere"
    assert answer["qr"].startswith("<svg")
    assert "style" not in answer["qr"]


def test_without_a_set_address_it_is_the_one_that_was_asked(api, session):
    answer = api.get(f"/sales/{sold(api, session)}/link").json
    assert answer["url"].startswith("http://localhost/bon/")
    assert answer["reach"] == "computer"


def test_an_intake_worker_gets_no_link(log_in, api, session):
    path = f"/api/v1/sales/{sold(api, session)}/link"
    assert log_in(Role.INTAKE_WORKER).get(path).status_code == 403
    assert log_in(Role.CASHIER).get(path).status_code == 200


def test_a_sale_that_does_not_exist_has_no_link(api):
    assert api.get(f"/sales/{uuid4()}/link").status_code == 404
