"""Moving by scanning on a phone: things, then the place; whatever is wrong is said and moves nothing."""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.stock.models import Item, Movement
from tests import make
from tests.browser.conftest import PHONE
from tests.browser.till import scan
from tests.counting.counting import place, sold


class Known(NamedTuple):
    """What is on the label, and the number in the books."""

    code: str
    id: int


@pytest.fixture
def shed(session):
    """A door, a lamp, a tap that was sold, a rack in the shop and one at the hub: code and number.

    Plain values, since a test that asks the database for them would keep the shop from writing.
    """
    made = {
        "door": make.item(session),
        "lamp": make.item(session, title="Lamp"),
        "gone": make.item(session, title="Kraan"),
        "rack": place(session),
        "elsewhere": place(session, "Hal 2", site="hub"),
    }
    sold(session, make.shift(session), made["gone"])
    known = {name: Known(each.code, each.id) for name, each in made.items()}
    session.rollback()
    return known


@pytest.fixture
def page(page_as, shed):
    opened = page_as(Role.INTAKE_WORKER, PHONE)
    opened.goto("/move")
    return opened


def lies_at(session, item):
    found = session.scalar(select(Item.place_id).where(Item.id == item.id))
    session.rollback()
    return found


def moves(session):
    found = session.scalars(select(Movement.item_id).where(Movement.kind == "moved")).all()
    session.rollback()
    return found


def waiting(page):
    return page.locator("#scan-list li")


def said(page):
    return page.locator("#scan-said")


def test_things_that_were_scanned_lie_at_the_place_that_is_scanned_after_them(page, shed, session):
    scan(page, shed["door"].code)
    expect(said(page)).to_contain_text("Paneeldeur staat klaar")
    scan(page, shed["lamp"].code)
    expect(waiting(page)).to_have_count(2)
    assert moves(session) == []
    scan(page, shed["rack"].code)
    expect(waiting(page)).to_have_count(0)
    expect(said(page)).to_have_text("Lamp ligt nu in Stelling B.")
    assert lies_at(session, shed["door"]) == lies_at(session, shed["lamp"]) == shed["rack"].id


def test_codes_are_typed_when_a_label_cannot_be_scanned(page, shed, session):
    for code in (shed["door"].code, shed["rack"].code):
        page.locator("#scan").fill(f"{code[:3]} {code[3:]}")
        page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Paneeldeur ligt nu in Stelling B.")
    assert lies_at(session, shed["door"]) == shed["rack"].id


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12345", "12345 is geen code van een artikel of een plek."),
        ("99999999", "cijfer"),
        ("999999", "geen code van een plek hier"),
    ],
    ids=["odd", "mistyped thing", "no place"],
)
def test_a_wrong_code_is_said_and_what_was_scanned_stays_ready(
    page, shed, session, typed, sentence
):
    scan(page, shed["door"].code)
    expect(waiting(page)).to_have_count(1)
    page.locator("#scan").fill(typed)
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text(sentence)
    expect(said(page)).to_have_class("scan-said scan-trouble")
    expect(waiting(page)).to_have_count(1)
    assert moves(session) == []


def test_a_place_of_another_site_moves_nothing(page, shed, session):
    for thing in ("door", "lamp"):
        scan(page, shed[thing].code)
    expect(waiting(page)).to_have_count(2)
    scan(page, shed["elsewhere"].code)
    expect(said(page)).to_contain_text("Hal 2")
    expect(said(page)).to_have_class("scan-said scan-trouble")
    expect(waiting(page)).to_have_count(2)
    assert moves(session) == []


def test_a_sold_thing_is_not_put_with_those_that_are_moved(page, shed, session):
    scan(page, shed["gone"].code)
    expect(said(page)).to_have_text("Van Kraan is niets over, dus het kan niet worden verplaatst.")
    expect(waiting(page)).to_have_count(0)
    scan(page, shed["door"].code)
    scan(page, shed["rack"].code)
    expect(said(page)).to_have_text("Paneeldeur ligt nu in Stelling B.")
    assert moves(session) == [shed["door"].id]


def test_a_thing_sold_after_its_scan_does_not_hold_the_others_up(page, shed, session):
    for thing in ("lamp", "door"):
        scan(page, shed[thing].code)
    expect(waiting(page)).to_have_count(2)
    make.leave(session, shed["lamp"].code)
    scan(page, shed["rack"].code)
    expect(waiting(page)).to_have_count(1)
    expect(waiting(page)).to_contain_text("Lamp")
    expect(said(page)).to_have_class("scan-said scan-trouble")
    assert moves(session) == [shed["door"].id]
