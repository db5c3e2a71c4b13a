"""Reading who did what."""

import html
import re

import pytest

from bouwkringloop.base.permissions import Role
from bouwkringloop.people import audit, trail
from tests import make


def write(session, count=1, action="sale.made", subject="sale:4b1c", role=Role.CASHIER, **detail):
    for _ in range(count):
        audit.note(session, make.actor(session, role), action, subject, **detail)
    session.commit()


def words(answer):
    return html.unescape(answer.text)


@pytest.fixture
def manager(log_in):
    return log_in(Role.MANAGER)


@pytest.mark.one_database
def test_an_entry_says_who_did_what_in_plain_words(manager, session):
    write(session, action="sale.made", total_cents=12735)
    page = words(manager.get("/audit"))
    assert "Iets verkocht" in page
    assert "Cashier" in page
    assert "Totaal: €\u00a0127,35" in page


@pytest.mark.one_database
def test_it_speaks_english_too(log_in, session):
    write(session, action="category.changed", subject="category:door", price_low_cents=[500, 750])
    page = words(log_in(Role.MANAGER, "en").get("/audit"))
    assert "Changed a category" in page
    assert "Lowest price: €\u00a05.00 → €\u00a07.50" in page
    assert 'href="/catalogue/door"' in page


@pytest.mark.one_database
def test_an_action_that_has_no_sentence_is_shown_as_it_is(manager, session):
    write(session, action="moon.landed", subject="", crew=["a", "b", "c"], role=Role.CASHIER)
    page = words(manager.get("/audit"))
    assert "moon.landed" in page
    assert 'crew: ["a", "b", "c"]' in page


def test_the_newest_comes_first_and_older_pages_follow(manager, session):
    write(session, 120)
    first = manager.get("/audit")
    seen = [first.text.count('role="row"') - 1]
    following = re.search(r'href="(/audit\?before=\d+)"', words(first))
    while following:
        page = manager.get(following[1])
        seen.append(page.text.count('role="row"') - 1)
        following = re.search(r'href="(/audit\?before=\d+)"', words(page))
    assert seen == [50, 50, 20]


def test_it_is_filtered_by_person_and_by_what_was_done(manager, session):
    write(session, role=Role.CASHIER, subject="sale:by-cashier")
    write(session, role=Role.SHOP_LEAD, subject="sale:by-lead")
    write(session, action="printer.tested", role=Role.SHOP_LEAD, subject="printer:labels")
    lead = make.actor(session, Role.SHOP_LEAD).id
    page = words(manager.get(f"/audit?person={lead}&action=verkocht"))
    assert "by-lead" in page
    assert "by-cashier" not in page
    assert "printer:labels" not in page
    assert f'value="{lead}" selected' in page
    assert "Een testpagina geprint" in words(manager.get("/audit?action=printer.tested"))


def test_a_subject_can_be_looked_for(manager, session):
    write(session, action="item.labelled", subject="item:00000124")
    write(session, action="item.labelled", subject="item:00000137")
    page = manager.get("/audit?action=00000124").text
    assert 'href="/items/00000124"' in page
    assert "00000137" not in page


@pytest.mark.parametrize(
    "asked",
    ["before=x", "before=-1", "before=99999999999999999999", "person=x", "person=9999999999999"],
)
def test_an_address_that_asks_nonsense_still_shows_the_trail(manager, session, asked):
    write(session)
    answer = manager.get(f"/audit?{asked}")
    assert answer.status_code == 200
    assert "Iets verkocht" in answer.text


def test_what_is_looked_for_is_taken_as_it_is(manager, session):
    write(session)
    assert "Niets gevonden" in manager.get("/audit?action=%25").text
    assert "Niets gevonden" in manager.get("/audit?action=%00%27%3Cscript%3E").text
    assert "<script>" not in manager.get("/audit?action=%3Cscript%3E").text.replace(
        "<script src", ""
    )


@pytest.mark.one_database
def test_a_cashier_does_not_read_the_trail(log_in):
    assert log_in(Role.CASHIER).get("/audit").status_code == 403


@pytest.mark.one_database
def test_the_page_about_a_person_is_one_press_away_and_a_programs_is_not(manager, session):
    noor = make.person(session)
    write(session, action="person.changed", subject=f"person:{noor.id}")
    make.token(session, Role.CASHIER)
    session.commit()
    page = manager.get("/audit").text
    assert f'href="/staff/{noor.id}"' in page
    assert page.count('href="/staff/') == 1
    assert "program of cashier" in page


def test_every_action_of_the_product_has_a_sentence():
    used = {
        "sale.made",
        "shift.opened",
        "shift.closed",
        "intake.made",
        "item.labelled",
        "category.changed",
        "person.added",
        "person.changed",
        "token.issued",
        "token.revoked",
        "login.ended",
        "printer.tested",
        "job.cancelled",
        "job.reprinted",
    }
    assert used <= set(trail.SENTENCES)
