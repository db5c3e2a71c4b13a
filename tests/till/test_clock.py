"""A clock that ran ahead keeps a till from going on until a shop lead says that it is right now."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.till import clock_back
from bouwkringloop.till.models import JournalEntry, Till
from tests import make
from tests.guards import unguarded
from tests.till.counter import basket, entries, holds, of, problem, rows
from tests.till.test_journal import breaks
from tests.till.test_races import at_once
from tests.till.test_till_pages import text as seen

PAGE = "/till/till-1/clock"
KEY = "7391"


def says_so(browser, reason="batterij leeg", **sent):
    return browser.post(PAGE, data={"reason": reason, **sent})


@pytest.fixture
def ahead(session, standing_clock):
    """A till that was opened while the clock was a year ahead; gives its shift."""
    standing_clock.pass_(days=365)
    shift = make.shift(session)
    standing_clock.pass_(days=-365)
    return shift


def test_a_till_whose_clock_ran_ahead_goes_on_when_a_lead_says_so(api, client, session, ahead):
    tiles = make.item(session, quantity=5, price_cents=100)
    body = basket(ahead, of(tiles), pin=100)
    refused = api.post("/sales", body)
    assert problem(refused) == (409, "clock-went-back")
    assert "winkelleider" in refused.json["detail"]
    assert says_so(client).location == "/till"
    assert api.post("/sales", body).status_code == 201
    (told,) = entries(session, "clock.set_back")
    assert told["last"].startswith("2027-11-21T09:30")
    assert told["at"].startswith("2026-11-21T09:30")
    assert (told["reason"], told["approver"]) == ("batterij leeg", told["person"])
    z = api.post(f"/shifts/{ahead}/close", {"counted_cents": 10_000}).json
    assert z["events"] == {"clock.set_back": 1}
    assert holds(session)


def test_afterwards_a_clock_that_goes_back_is_refused_as_before(
    api, client, session, ahead, standing_clock
):
    says_so(client)
    tiles = make.item(session, quantity=5, price_cents=100)
    standing_clock.pass_(minutes=-3)
    assert problem(api.post("/sales", basket(ahead, of(tiles), pin=100))) == (
        409,
        "clock-went-back",
    )
    standing_clock.pass_(minutes=3)
    assert api.post("/sales", basket(ahead, of(tiles), pin=100)).status_code == 201
    assert holds(session)


def test_it_is_said_once_and_not_without_a_reason(client, session, ahead):
    refused = says_so(client, " ")
    assert (refused.status_code, "Zeg wat er mis was" in seen(refused)) == (422, True)
    assert entries(session, "clock.set_back") == []
    assert says_so(client).status_code == says_so(client).status_code == 303
    assert len(entries(session, "clock.set_back")) == 1
    session.rollback()
    note = select(AuditEntry).where(AuditEntry.action == "clock.set_back")
    assert "batterij leeg" in session.scalars(note).one().detail


def test_a_cashier_needs_the_pin_of_a_lead(log_in, session, ahead):
    cashier = log_in(Role.CASHIER)
    lead = make.person(session, "Lotte Smit", Role.SHOP_LEAD, pin=KEY).id
    other = make.person(session, "Noor de Vries", Role.CASHIER, pin=KEY).id
    assert "Lotte Smit" in cashier.get(PAGE).text
    assert says_so(cashier).status_code == 401
    assert says_so(cashier, lead=lead, pin="0000").status_code == 401
    assert says_so(cashier, lead=other, pin=KEY).status_code == 403
    assert entries(session, "clock.set_back") == []
    assert says_so(cashier, lead=lead, pin=KEY).status_code == 303
    (told,) = entries(session, "clock.set_back")
    assert (told["approver"], told["person"]) == (lead, make.actor(session, Role.CASHIER).id)
    assert holds(session)


def test_who_does_not_sell_says_nothing_about_clocks(log_in, session, ahead):
    assert says_so(log_in(Role.INTAKE_WORKER)).status_code == 403
    assert entries(session, "clock.set_back") == []


def test_the_pages_of_the_till_say_that_it_stands_still_and_lead_to_the_way_out(
    client, session, ahead
):
    for page in ("/till", "/till/till-1", "/till/till-1/close", "/till/till-1/drawer"):
        assert PAGE in client.get(page).text, page
    shown = seen(client.get(PAGE))
    assert "21 nov 2027 10:30" in shown
    assert "21 nov 2026 10:30" in shown
    assert "Sluit die zodra de kassa verdergaat" in shown
    says_so(client)
    for page in ("/till", "/till/till-1", PAGE):
        assert "staat stil" not in seen(client.get(page))
    assert "kan verder" in seen(client.get(PAGE))


def test_a_refusal_on_a_page_leads_to_the_way_out(client, session, ahead):
    answer = client.post("/till/till-1/practice")
    assert answer.status_code == 409
    assert f'action="{PAGE}"' in answer.text
    assert "ging terug" in seen(answer)
    opened = client.post("/till/till-1/close", data={"id": str(ahead), "how": "sum", "sum": "100"})
    assert (opened.status_code, PAGE in opened.text) == (409, True)


def test_a_clock_that_is_right_has_nothing_to_be_said_about(client, session):
    make.shift(session)
    assert says_so(client).location == "/till"
    assert entries(session, "clock.set_back") == []


def test_of_two_who_say_so_at_one_moment_one_does(database, session, ahead):
    by = make.actor(session)
    session.commit()
    work = lambda s: clock_back.go_on(s, "till-1", "x", approver_id=by.id, by=by)  # noqa: E731
    got = at_once(database, work, work)
    assert sorted(isinstance(one, clock_back.NotBehind) for one in got) == [False, True]
    assert rows(session, JournalEntry) == [2]
    assert holds(session)


@pytest.fixture
def gone_on(api, client, session, ahead):
    """A journal that went back in time as it may: opened, set back, sold."""
    says_so(client)
    assert api.post("/sales", basket(ahead, of(make.item(session)), pin=1250)).status_code == 201


def rewritten(database, number, **changed):
    """Change an entry, and chain it and all behind it anew, as somebody who knows how could."""
    from bouwkringloop.till import journal

    with database.writing() as session:
        unguarded(session)
        previous = ""
        for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.number)):
            content = journal.read(entry.content)
            if entry.number == number:
                content |= changed
                entry.kind = content["kind"]
            entry.content = journal.canonical(content)
            previous = entry.hash = journal.digest(previous, entry.content)
        till = session.scalars(select(Till).where(Till.slug == "till-1")).one()
        till.last_journal_hash = previous


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "x"}, "its time lies before that of an earlier entry"),
        ({"last": "2026-11-21T09:30:00+00:00"}, "from another time than the journal had reached"),
        ({"last": None}, "from another time than the journal had reached"),
    ],
)
def test_the_check_names_every_other_step_back(gone_on, database, session, changed, said):
    assert breaks(session) == ""
    rewritten(database, 2, **changed)
    assert f"entry 2: {said}" in breaks(session) or f"entry 2: it sets the clock back {said}" in (
        breaks(session)
    )


def test_the_check_names_a_till_that_was_made_to_forget_its_time(gone_on, database, session):
    with database.writing() as other:
        other.execute(text("update till set last_journal_at = null where slug = 'till-1'"))
    assert "remembers another time" in breaks(session)


def test_an_unknown_till_has_no_clock(client):
    assert client.get("/till/till-9/clock").status_code == 404
    assert client.post("/till/till-9/clock", data={"reason": "x"}).status_code == 404


def test_a_clock_behind_by_seconds_is_nobodys_business(client, session, standing_clock):
    make.shift(session)
    standing_clock.at -= timedelta(seconds=100)
    assert "staat stil" not in seen(client.get("/till"))
    assert client.post(PAGE, data={"reason": "x", "id": str(uuid4())}).location == "/till"
    assert entries(session, "clock.set_back") == []
