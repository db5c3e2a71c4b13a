"""The pages: begin a count, count, look at the differences, and book or cancel."""

import re
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.counting.models import StockCount
from bouwkringloop.stock.models import Place
from tests import make
from tests.counting.counting import counting_of, place, returned, see, sold, there

pytestmark = pytest.mark.one_database


@pytest.fixture
def rack(session):
    return place(session)


@pytest.fixture
def tiles(session, rack):
    return make.item(session, quantity=40, slug="brick", place=rack, title="Vuren plank")


@pytest.fixture
def door(session, rack):
    return make.item(session, place=rack)


@pytest.fixture
def count(session, rack, tiles, door):
    made = counting_of(session, rack)
    session.rollback()
    return made


def words(answer):
    """What the page says, without its marks."""
    text = re.sub(r"<(script|style).*?</\1>", "", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def fingerprint(answer):
    return re.search(r'name="fingerprint" value="(\w+)"', answer.text)[1]


def test_the_lead_begins_a_count_and_stands_on_its_page(client, session, rack):
    form = {"id": str(uuid4()), "place": rack.code}
    session.rollback()
    answer = client.post("/counts", data=form)
    assert answer.status_code == 303
    assert answer.location == f"/counts/{form['id']}"
    assert "Stelling B" in words(client.get(answer.location))
    again = client.post("/counts", data={**form, "id": str(uuid4())})
    assert again.status_code == 409
    assert "wordt sinds" in words(again)


def test_the_list_shows_what_is_being_counted_and_what_was(client, session, count, tiles):
    see(session, count, tiles, 40_000)
    session.rollback()
    said = words(client.get("/counts"))
    assert "Stelling B" in said
    assert "Wordt geteld" in said
    client.post(f"/counts/{count.uuid}/cancel")
    assert "Geannuleerd" in words(client.get("/counts"))


def test_a_counter_sees_no_way_to_begin_or_to_the_differences(log_in, count):
    said = words(log_in(Role.INTAKE_WORKER).get("/counts"))
    assert "Begin de telling" not in said
    assert "Verschillen" not in said


def test_the_stock_page_leads_to_the_counts(log_in):
    assert 'href="/counts"' in log_in(Role.INTAKE_WORKER).get("/items").text
    assert 'href="/counts"' not in log_in(Role.COORDINATOR).get("/items").text


def test_the_review_says_what_differs_what_is_missing_and_what_it_is_worth(
    client, session, count, tiles
):
    see(session, count, tiles, 37_000)
    session.rollback()
    said = words(client.get(f"/counts/{count.uuid}/review"))
    assert "-3 stuks -54 kg · € -37,50" in said
    assert "-1 stuk -18 kg · € -12,50" in said
    assert "Verschil in gewicht -72 kg" in said
    assert "Verschil in waarde € -50,00" in said


def test_the_review_says_what_must_be_counted_again_and_what_came(
    client, session, count, tiles, door, rack
):
    shift = make.shift(session)
    see(session, count, tiles, 20_000)
    sold(session, shift, tiles, 1000)
    see(session, count, tiles, 19_000)
    sold(session, shift, door)
    returned(session, door)
    session.rollback()
    said = words(client.get(f"/counts/{count.uuid}/review"))
    assert "Opnieuw tellen 1" in said
    assert "Gekomen tijdens het tellen 1" in said


def test_booking_books_what_the_lead_saw_with_the_reasons(client, session, count, tiles, door):
    see(session, count, tiles, 37_000)
    session.rollback()
    url = f"/counts/{count.uuid}"
    form = {
        "fingerprint": fingerprint(client.get(f"{url}/review")),
        "reason": "jaartelling",
        f"reason-{door.code}": "gestolen",
    }
    for _ in range(2):
        answer = client.post(f"{url}/book", data=form)
        assert (answer.status_code, answer.location) == (303, f"{url}/review")
    said = words(client.get(f"{url}/review"))
    assert "gestolen" in said
    assert "jaartelling" in said
    assert "geboekt" in said
    assert there(session, tiles) == 37_000
    session.rollback()
    assert client.get(url).location == f"{url}/review"


def test_a_refused_booking_keeps_what_was_typed_and_shows_the_review_as_it_is_now(
    client, session, count, tiles, door
):
    url = f"/counts/{count.uuid}"
    old = fingerprint(client.get(f"{url}/review"))
    see(session, count, door)
    session.rollback()
    form = {"fingerprint": old, "reason": "jaartelling", f"reason-{tiles.code}": "verdwenen"}
    answer = client.post(f"{url}/book", data=form)
    assert answer.status_code == 409
    assert "Er is iets veranderd sinds je keek" in words(answer)
    assert 'value="jaartelling"' in answer.text
    assert 'value="verdwenen"' in answer.text
    assert fingerprint(answer) != old
    assert there(session, tiles) == 40_000


def test_a_cancelled_count_says_so_and_books_nothing(client, session, count, tiles):
    see(session, count, tiles, 37_000)
    session.rollback()
    assert client.post(f"/counts/{count.uuid}/cancel").status_code == 303
    assert "Deze telling is geannuleerd" in words(client.get(f"/counts/{count.uuid}/review"))
    assert there(session, tiles) == 40_000


def test_a_counter_who_comes_to_a_count_that_has_ended_is_told(log_in, client, count):
    client.post(f"/counts/{count.uuid}/cancel")
    browser = log_in(Role.INTAKE_WORKER)
    answer = browser.get(f"/counts/{count.uuid}")
    assert answer.location == "/counts"
    assert "is afgelopen" in words(browser.get("/counts"))


def test_a_place_without_things_has_a_review_that_says_so(client, session):
    empty = counting_of(session, place(session, "Stelling Z"))
    session.rollback()
    assert "Hier is niets te tellen" in words(client.get(f"/counts/{empty.uuid}/review"))


def test_english_pages_are_english(log_in, count):
    browser = log_in(Role.SHOP_LEAD, "en")
    assert "Stock counts" in words(browser.get("/counts"))
    assert "Nobody saw these." in words(browser.get(f"/counts/{count.uuid}/review"))


def test_the_audit_trail_says_what_was_begun_and_booked(client, session, count, tiles, door):
    for thing, milli in ((tiles, 40_000), (door, 1000)):
        see(session, count, thing, milli)
    session.rollback()
    url = f"/counts/{count.uuid}"
    client.post(f"{url}/book", data={"fingerprint": fingerprint(client.get(f"{url}/review"))})
    said = words(client.get("/audit"))
    assert "Een telling begonnen" in said
    assert "Een telling geboekt" in said


def test_an_inactive_place_is_not_offered(client, session, rack):
    session.get_one(Place, rack.id).active = False
    session.commit()
    assert rack.code not in client.get("/counts").text
    assert session.scalar(select(StockCount.id)) is None
