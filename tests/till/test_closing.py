"""Counting a drawer: every count stands, nothing is lost, and a difference is explained."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.till import close
from bouwkringloop.till.count import Counted
from bouwkringloop.till.day import park
from bouwkringloop.till.models import JournalEntry, Shift
from tests import make
from tests.till.test_selling import basket, of
from tests.till.test_till_pages import text


def counts(session):
    session.rollback()
    query = select(JournalEntry.content).where(JournalEntry.kind == "drawer.counted")
    query = query.order_by(JournalEntry.number)
    found = [json.loads(each)["counted_cents"] for each in session.scalars(query)]
    session.rollback()
    return found


def counted(browser, shift, amount, till="till-1"):
    return browser.post(f"/till/{till}/close", data={"id": str(shift), "how": "sum", "sum": amount})


def anyway(browser, shift, **said):
    return browser.post("/till/till-1/close/anyway", data={"id": str(shift), **said})


def is_closed(session, shift):
    session.rollback()
    closed = session.scalars(select(Shift.closed_at).where(Shift.uuid == shift)).one() is not None
    session.rollback()
    return closed


def parked(session, name="Meneer met de hond", till="till-1"):
    uuid = uuid4()
    park.park(
        session, uuid, till, name=name, content="{}", total_cents=1250, by=make.actor(session)
    )
    session.commit()
    return uuid


def test_a_drawer_that_is_right_is_closed_at_once(client, session):
    shift = make.shift(session)
    assert counted(client, shift, "100").location == f"/shifts/{shift}"
    assert is_closed(session, shift)


def test_a_drawer_that_differs_stays_open_and_says_by_how_much(client, session):
    shift = make.shift(session)
    answer = counted(client, shift, "98,50")
    assert answer.location == "/till/till-1/close"
    page = text(client.get(answer.location))
    assert "Er zit € 1,50 te weinig in de la." in page
    assert "/till/till-1/close?again=1" in client.get(answer.location).text
    assert "€ 98,50" in page
    assert not is_closed(session, shift)


def test_the_first_count_stands_in_the_journal_whatever_is_counted_next(client, session):
    shift = make.shift(session)
    for amount in ("98,50", "101", "100"):
        counted(client, shift, amount)
    assert counts(session) == [9_850, 10_100, 10_000]
    assert "La geteld 3×" in text(client.get(f"/shifts/{shift}"))


def test_a_refresh_counts_once(client, session):
    shift = make.shift(session)
    counted(client, shift, "98,50")
    counted(client, shift, "98,50")
    assert counts(session) == [9_850]


def test_counting_again_starts_from_what_was_counted(client, session):
    shift = make.shift(session)
    sent = {"id": str(shift), "how": "pieces", "pieces_5000": "1", "pieces_20": "3"}
    client.post("/till/till-1/close", data=sent)
    page = client.get("/till/till-1/close?again=1").text
    assert 'name="pieces_5000" value="1"' in page
    assert 'name="pieces_20" value="3"' in page


def test_a_difference_closes_only_with_a_reason(client, session):
    shift = make.shift(session)
    counted(client, shift, "101")
    refused = anyway(client, shift)
    assert refused.status_code == 422
    assert "Zeg waarom de la verschilt" in refused.text
    assert "€ 1,00 te veel" in text(refused)
    assert not is_closed(session, shift)
    assert anyway(client, shift, reason="Onbekend", other="Fooi").location == f"/shifts/{shift}"
    page = text(client.get(f"/shifts/{shift}"))
    assert "Fooi" in page
    assert "Onbekend" not in page


def test_a_count_from_before_a_sale_closes_nothing(client, session):
    shift = make.shift(session)
    counted(client, shift, "98")
    sent = basket(shift, of(make.item(session, price_cents=500)), cash=500)
    assert client.post("/api/v1/sales", json=sent).status_code == 201
    refused = anyway(client, shift, reason="Onbekend")
    assert refused.status_code == 409
    assert "Tel eerst de la" in refused.text
    assert "Tel de la" in text(client.get("/till/till-1/close"))
    assert not is_closed(session, shift)


def test_nothing_is_closed_that_nobody_counted(client, session):
    shift = make.shift(session)
    assert anyway(client, shift, reason="Onbekend").status_code == 409
    assert not is_closed(session, shift)


def test_a_program_closes_with_a_difference_without_being_asked(api, session):
    shift = make.shift(session)
    closed = api.post(f"/shifts/{shift}/close", {"counted_cents": 9_000, "reason": "Diefstal"})
    assert (closed.status_code, closed.json["difference_reason"]) == (200, "Diefstal")


def test_baskets_that_wait_are_shown_and_nothing_counted_is_lost(client, session):
    shift = make.shift(session)
    basket_id, elsewhere = parked(session), parked(session, "Ander", "till-2")
    assert counted(client, shift, "100").location == "/till/till-1/close"
    page = client.get("/till/till-1/close")
    assert "Meneer met de hond" in page.text
    assert "Ander" not in page.text
    assert anyway(client, shift).status_code == 409
    answer = client.post(f"/till/till-1/parked/{basket_id}/drop")
    assert answer.location == "/till/till-1/close"
    page = text(client.get(answer.location))
    assert "De la klopt op de cent." in page
    assert "Meneer met de hond’ is opgegeven." in page
    assert anyway(client, shift).location == f"/shifts/{shift}"
    assert counts(session) == [10_000]
    assert elsewhere in {each.uuid for each in park.waiting(session)}


def test_giving_a_basket_up_twice_says_so_and_no_more(client, session):
    make.shift(session)
    basket_id = parked(session)
    client.post(f"/till/till-1/parked/{basket_id}/drop")
    answer = client.post(f"/till/till-1/parked/{basket_id}/drop", follow_redirects=True)
    assert "opgegeven" in answer.text


def test_an_intake_worker_counts_no_drawer(log_in, session):
    shift = make.shift(session)
    browser = log_in(Role.INTAKE_WORKER)
    assert counted(browser, shift, "100").status_code == 403
    assert anyway(browser, shift, reason="x").status_code == 403
    assert browser.post(f"/till/till-1/parked/{uuid4()}/drop").status_code == 403


def test_a_shift_of_another_till_is_not_closed_here(client, session):
    shift = make.shift(session, "till-2")
    assert counted(client, shift, "100").status_code == 422
    assert not is_closed(session, shift)


@pytest.mark.parametrize("cents", [9_000, 10_000, 11_111])
def test_a_count_tells_the_difference(session, cents):
    shift = make.shift(session)
    differs = close.count(session, shift, Counted(cents), by=make.actor(session))
    assert differs == cents - 10_000
