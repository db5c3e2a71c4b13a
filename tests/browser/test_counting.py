"""Counting by phone: scan after scan, big keys for heaps, and nothing lost without a signal."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.counting.models import CountTally
from tests import make
from tests.browser.conftest import DESK, PHONE
from tests.browser.till import scan
from tests.counting.counting import counting_of, place, sold, there


@pytest.fixture
def shelf(session):
    """A rack with a bin, a door, tiles and a lamp that was sold, being counted."""
    rack = place(session)
    bin_ = place(session, "Bak B1", within=rack, kind="bin")
    door = make.item(session, place=rack)
    tiles = make.item(session, quantity=40, slug="brick", place=rack, title="Vuren plank")
    lamp = make.item(session, title="Lamp", place=rack)
    sold(session, make.shift(session), lamp)
    count = counting_of(session, rack)
    session.rollback()
    return {"count": count, "bin": bin_, "door": door, "tiles": tiles, "lamp": lamp}


@pytest.fixture
def page(page_as, shelf):
    opened = page_as(Role.INTAKE_WORKER, PHONE)
    begin(opened, shelf)
    return opened


def begin(page, shelf):
    page.goto(f"/counts/{shelf['count'].uuid}")
    expect(page.locator("#total")).to_have_text("0 artikelen geteld")


def press(page: Page, digits: str) -> None:
    for digit in digits:
        page.locator(f'#pad [data-key="{digit}"]').click()


def tallies(session):
    session.rollback()
    return session.execute(
        select(
            CountTally.quantity_milli, CountTally.anew, CountTally.undoes_id.is_not(None)
        ).order_by(CountTally.id)
    ).all()


def test_a_single_thing_is_counted_by_its_scan_and_the_field_keeps_the_focus(page, shelf, session):
    scan(page, shelf["door"].code)
    expect(page.locator("#done .yard-row")).to_have_count(1)
    expect(page.locator("#total")).to_have_text("1 artikel geteld")
    expect(page.locator("#scan")).to_be_focused()
    scan(page, shelf["door"].code)
    expect(page.locator("#said")).to_contain_text("Geteld: Paneeldeur")
    expect(page.locator("#outbox-chip")).to_be_hidden()
    expect(page.locator("#done .yard-row")).to_have_count(1)
    expect(page.locator("#total")).to_have_text("1 artikel geteld")


def test_a_heap_is_counted_on_big_keys_in_the_bin_that_was_scanned(page, shelf, session):
    scan(page, shelf["bin"].code)
    expect(page.locator("#said")).to_have_text("Je telt nu in Bak B1.")
    scan(page, shelf["tiles"].code)
    expect(page.locator("#pad-title")).to_have_text("Vuren plank")
    press(page, "38")
    page.locator("#pad-add").click()
    expect(page.locator("#done .yard-row")).to_contain_text("38 stuks")
    expect(page.locator("#done .yard-row")).to_contain_text("Bak B1")
    expect(page.locator("#scan")).to_be_focused()
    expect(page.locator("#outbox-chip")).to_be_hidden()
    assert tallies(session) == [(38_000, False, False)]


def test_a_heap_that_was_counted_is_added_to_or_counted_anew(page, shelf, session):
    for digits in ("20", "5"):
        scan(page, shelf["tiles"].code)
        press(page, digits)
        page.locator("#pad-add").click()
        expect(page.locator("#pad")).to_be_hidden()
    expect(page.locator("#outbox-chip")).to_be_hidden()
    scan(page, shelf["tiles"].code)
    expect(page.locator("#pad-before")).to_be_visible()
    press(page, "0")
    page.locator("#pad-add").click()
    expect(page.locator("#pad-error")).to_contain_text("Druk dan op")
    press(page, "7")
    page.locator("#pad-anew").click()
    expect(page.locator("#done .yard-row").first).to_contain_text("opnieuw geteld")
    expect(page.locator("#outbox-chip")).to_be_hidden()
    assert tallies(session) == [(20_000, False, False), (5_000, False, False), (7_000, True, False)]


def test_a_second_scan_waits_until_the_first_is_counted(page, shelf, session):
    scan(page, shelf["tiles"].code)
    expect(page.locator("#pad")).to_be_visible()
    scan(page, shelf["door"].code)
    expect(page.locator("#pad-error")).to_have_text("Typ eerst hoeveel er hiervan zijn.")
    expect(page.locator("#amount")).to_have_value("")
    page.locator("#pad-close").click()
    expect(page.locator("#scan")).to_be_focused()
    assert tallies(session) == []


def test_what_was_counted_wrong_is_taken_back(page, shelf, session):
    scan(page, shelf["door"].code)
    expect(page.locator("#outbox-chip")).to_be_hidden()
    page.get_by_role("button", name="Terugnemen").click()
    expect(page.locator("#done .yard-row")).to_have_count(0)
    expect(page.locator("#total")).to_have_text("0 artikelen geteld")
    assert tallies(session) == [(1000, False, False), (0, False, True)]


def test_what_was_sold_is_said_until_somebody_has_seen_it(page, shelf, session):
    scan(page, shelf["lamp"].code)
    expect(page.locator("#refused")).to_contain_text("Leg het apart voor de koper")
    page.reload()
    expect(page.locator("#refused")).to_contain_text("Leg het apart voor de koper")
    page.get_by_role("button", name="Gezien").click()
    page.reload()
    expect(page.locator("#total")).to_have_text("0 artikelen geteld")
    expect(page.locator("#refused li")).to_have_count(0)


def test_without_a_signal_it_counts_on_and_sends_each_thing_once(page, shelf, session):
    # The server stores it, but the answer is lost on its way.
    page.route("**/tallies", lambda route: (route.fetch(), route.abort()))
    scan(page, shelf["door"].code)
    expect(page.locator("#trouble")).to_contain_text("Er is niets kwijt")
    scan(page, shelf["tiles"].code)
    press(page, "38")
    page.locator("#pad-add").click()
    expect(page.locator("#outbox-chip")).to_have_text("2")
    expect(page.locator("#done .tally-waits")).to_have_count(2)
    page.unroute_all(behavior="wait")
    page.reload()
    expect(page.locator("#outbox-chip")).to_be_hidden()
    expect(page.locator("#done .yard-row")).to_have_count(2)
    expect(page.locator("#total")).to_have_text("2 artikelen geteld")
    assert sorted(tallies(session)) == [(1000, False, False), (38_000, False, False)]


def test_what_is_sent_late_is_held_against_the_books_of_then(page_as, shelf, session):
    page = page_as(Role.INTAKE_WORKER, PHONE, new=True)
    page.clock.install()
    begin(page, shelf)
    page.route("**/api/v1/**", lambda route: route.abort())
    scan(page, shelf["tiles"].code)
    press(page, "40")
    page.locator("#pad-add").click()
    expect(page.locator("#outbox-chip")).to_have_text("1")
    page.unroute("**/api/v1/**")
    with page.expect_request("**/tallies") as sent:
        page.clock.fast_forward("02:00")
    assert 100 < sent.value.post_data_json["age_s"] < 200
    expect(page.locator("#outbox-chip")).to_be_hidden()


def test_who_was_logged_out_is_shown_the_way_and_loses_nothing(page, shelf, session):
    page.context.clear_cookies()
    scan(page, shelf["door"].code)
    expect(page.locator("#log-in-again")).to_be_visible()
    expect(page.locator("#outbox-chip")).to_have_text("1")
    assert tallies(session) == []


def test_a_thing_without_a_label_is_found_by_words(page, shelf, session):
    page.locator("#scan").click()
    page.locator("#scan").fill("vuren")
    page.locator("#found").get_by_text("Vuren plank").click()
    press(page, "3")
    page.locator("#pad-add").click()
    expect(page.locator("#done .yard-row")).to_contain_text("3 stuks")
    expect(page.locator("#outbox-chip")).to_be_hidden()
    assert tallies(session) == [(3_000, False, False)]


def test_a_wrong_code_and_a_place_elsewhere_are_said_at_once(page, shelf, session):
    code = shelf["door"].code
    scan(page, code[:-1] + str((int(code[-1]) + 1) % 10))
    expect(page.locator("#said")).to_contain_text("geen code van ons")
    scan(page, "123456")
    expect(page.locator("#said")).to_contain_text("ligt niet in Stelling B")
    assert session.scalar(select(func.count()).select_from(CountTally)) == 0


def test_the_lead_begins_a_count_looks_at_it_and_books_it(page_as, session):
    rack = place(session, "Stelling K")
    tiles = make.item(session, quantity=40, slug="brick", place=rack, title="Vuren plank")
    session.rollback()
    page = page_as(Role.SHOP_LEAD, DESK)
    page.goto("/items")
    page.get_by_role("link", name="Tellingen").click()
    page.locator("#place").select_option(rack.code)
    page.get_by_role("button", name="Begin de telling").click()
    expect(page.locator("#total")).to_have_text("0 artikelen geteld")
    scan(page, tiles.code)
    page.locator("#amount").fill("37")
    page.keyboard.press("Enter")
    expect(page.locator("#outbox-chip")).to_be_hidden()
    expect(page.locator("#total")).to_have_text("1 artikel geteld")
    page.get_by_role("link", name="Verschillen").click()
    expect(page.get_by_role("row", name=re.compile("Vuren plank"))).to_contain_text("-3")
    page.locator("#reason").fill("jaartelling")
    page.get_by_role("button", name="Telling boeken").click()
    page.get_by_role("button", name="Ja, doen").click()
    expect(page.get_by_text("De telling is geboekt")).to_be_visible()
    assert there(session, tiles) == 37_000
