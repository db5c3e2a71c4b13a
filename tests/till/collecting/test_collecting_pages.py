"""The list of what waits, one receipt's things, and the sheet for a drive."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.printing.models import PrintJob
from tests import make
from tests.till.collecting.collecting import collections, left_here, take_back
from tests.till.test_till_pages import text

pytestmark = pytest.mark.one_database


@pytest.fixture
def waiting(api, session):
    """A door and a lamp of one receipt that wait; gives their numbers."""
    things = (make.item(session), make.item(session, title="Hanglamp"))
    left_here(api, session, *things)
    return [kept.id for kept in collections(session)]


def filled(*numbers, **changed):
    return {
        "things": [str(number) for number in numbers],
        "day": str(clock.today() + timedelta(days=1)),
        "half_day": "afternoon",
        "street": "Proeflaan 12",
        "postcode": "3818ab",
        "city": "Amersfoort",
        **changed,
    }


@pytest.mark.parametrize("path", ["", "/1", "/route?day=2026-11-21"])
def test_an_intake_worker_does_not_see_who_collects_what(log_in, waiting, path):
    assert log_in(Role.INTAKE_WORKER).get(f"/till/collections{path}").status_code == 403


def test_the_list_says_what_waits_for_whom_and_since_when(client, waiting):
    page = text(client.get("/till/collections"))
    for expected in ("Paneeldeur", "Hanglamp", "Mevrouw Jansen", "06 00000010", "bon 1", "vandaag"):
        assert expected in page


@pytest.mark.parametrize(("days", "marked"), [(14, False), (15, True)])
def test_what_waits_longer_than_two_weeks_is_marked(
    api, session, log_in, standing_clock, days, marked
):
    left_here(api, session)
    standing_clock.pass_(days=days)
    page = log_in(Role.CASHIER).get("/till/collections").text
    assert f"{days} dagen" in page
    assert ("state-bad" in page) == marked


def test_the_oldest_waits_on_top(api, session, log_in, standing_clock):
    shift = make.shift(session)
    left_here(api, session, make.item(session, title="Oude deur"), shift=shift)
    standing_clock.pass_(hours=1)
    left_here(api, session, make.item(session, title="Nieuwe deur"), shift=shift)
    page = log_in(Role.CASHIER).get("/till/collections").text
    assert page.index("Oude deur") < page.index("Nieuwe deur")


@pytest.mark.parametrize("words", ["hanglamp", "Hang jansen", "{code}", "06 00000010"])
def test_words_find_what_waits(api, session, client, words):
    lamp = make.item(session, title="Hanglamp")
    left_here(api, session, lamp)
    code = words.format(code=lamp.code)
    assert "Hanglamp" in client.get("/till/collections", query_string={"q": code}).text
    missed = client.get("/till/collections", query_string={"q": "wastafel"}).text
    assert "Hanglamp" not in missed
    assert "Niets klaar met dit woord" in missed


def test_handing_over_takes_it_off_the_list_and_says_who_did(client, session, waiting):
    door = waiting[0]
    answer = client.post(f"/till/collections/{door}/hand-over", data={"things": [str(door)]})
    assert answer.status_code == 303
    page = text(client.get(answer.location))
    assert "Wacht op ophalen · 1" in page
    assert "Pas meegegeven" in page
    assert "Shop Lead" in page
    assert "Meegegeven" in text(client.get(f"/till/collections/{door}"))


def test_nothing_is_handed_over_where_nothing_is_chosen(client, session, waiting):
    answer = client.post(f"/till/collections/{waiting[0]}/hand-over", data={})
    assert answer.status_code == 422
    assert "Kies minstens één ding." in answer.text
    assert {kept.state for kept in collections(session)} == {"waiting"}


def test_what_came_back_is_off_the_list_and_its_page_says_so(api, client, session):
    sale = left_here(api, session).json["id"]
    take_back(api, sale)
    assert "Paneeldeur" not in client.get("/till/collections").text
    (kept,) = collections(session)
    assert "De klant bracht het terug" in client.get(f"/till/collections/{kept.id}").text


def test_a_delivery_stands_under_its_day_and_on_the_route_sheet(client, waiting):
    sent = filled(*waiting, note="Derde verdieping")
    answer = client.post(f"/till/collections/{waiting[0]}/plan", data=sent)
    assert answer.status_code == 303
    assert "Bezorgen op" in text(client.get("/till/collections"))
    sheet = text(client.get(f"/till/collections/route?day={sent['day']}"))
    expected = ("Middag", "Proeflaan 12", "3818 AB Amersfoort", "Derde verdieping", "1 adres ")
    for said in (*expected, "Paneeldeur", "Hanglamp"):
        assert said in sheet


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"postcode": "38"}, "Een postcode ziet eruit als 3512 AB."),
        ({"day": "2001-01-01"}, "Kies een dag vanaf vandaag"),
        ({"street": ""}, "Vul dit in."),
        ({"things": []}, "Kies minstens één ding."),
    ],
)
def test_a_delivery_that_cannot_be_is_not_planned(client, session, waiting, changed, said):
    sent = filled(*waiting) | changed
    answer = client.post(f"/till/collections/{waiting[0]}/plan", data=sent)
    assert answer.status_code == 422
    assert said.rstrip(".") in answer.text
    assert {kept.state for kept in collections(session)} == {"waiting"}


def test_a_planned_delivery_can_be_called_off(client, session, waiting):
    client.post(f"/till/collections/{waiting[0]}/plan", data=filled(waiting[0]))
    assert client.post(f"/till/collections/{waiting[0]}/call-off").status_code == 303
    assert {kept.state for kept in collections(session)} == {"waiting"}


def test_a_tag_can_be_printed_again(client, session, waiting):
    query = select(func.count()).where(PrintJob.subject.startswith("sold-tag:"))
    session.rollback()
    before = session.scalar(query)
    session.rollback()
    assert client.post(f"/till/collections/{waiting[0]}/tag").status_code == 303
    session.rollback()
    assert session.scalar(query) == before + 1


def test_the_tills_and_the_home_page_tell_how_many_things_wait(client, waiting):
    assert '<span class="count-badge">2</span>' in client.get("/till").text
    assert "2 dingen zijn verkocht en staan nog hier" in text(client.get("/"))
