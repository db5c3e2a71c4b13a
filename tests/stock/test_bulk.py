"""One act for everything in a filtered list, if it is still the list that was looked at."""

import re

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import bulk, places
from bouwkringloop.stock.find import Wish
from bouwkringloop.stock.models import Item, Place
from tests import make

DOORS = {"q": "deur"}


@pytest.fixture
def doors(session):
    """Two doors that are in the list, and a lamp that is not."""
    found = [make.item(session, title=f"Deur {n}", price_cents=1000) for n in range(2)]
    make.item(session, title="Lamp", price_cents=1000, slug="pendant-lamp")
    session.commit()
    return found


def do(client, act, **data):
    """Look at the list of doors, and do something with all of it."""
    page = client.get("/items/bulk", query_string=DOORS)
    fingerprint = re.search(r'name="fingerprint" value="(\w+)"', page.text)[1]
    form = {**DOORS, "act": act, "fingerprint": fingerprint, **data}
    return client.post("/items/bulk", data=form)


def labelled(session):
    return sorted(session.scalars(select(PrintJob.subject).where(PrintJob.kind == "label")))


def test_all_of_a_list_get_new_labels(client, session, doors):
    assert do(client, "relabel").status_code == 303
    assert labelled(session) == sorted(f"item:{door.code}" for door in doors)


def test_all_of_a_list_move_to_one_place(client, session, doors):
    rack = session.scalars(select(Place).where(Place.slug == "rack-a")).one()
    code = rack.code
    session.commit()
    assert do(client, "move", to_place=code).status_code == 303
    assert {item.title for item in places.things(session, rack)} == {"Deur 0", "Deur 1"}


def test_all_of_a_list_get_cheaper_with_new_labels(client, session, doors):
    assert do(client, "mark_down", percent="25", reason="Opruiming").status_code == 303
    session.expire_all()
    prices = dict(session.execute(select(Item.title, Item.price_cents)).all())
    assert prices == {"Deur 0": 750, "Deur 1": 750, "Lamp": 1000}
    assert len(labelled(session)) == 2


def test_all_of_a_list_are_handed_over(client, session, doors):
    assert do(client, "hand_over", way="given", reason="Buurthuis").status_code == 303
    session.expire_all()
    left = dict(session.execute(select(Item.title, Item.quantity_milli)).all())
    assert left == {"Deur 0": 0, "Deur 1": 0, "Lamp": 1000}


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("mark_down", {"percent": "0", "reason": "x"}),
        ("mark_down", {"percent": "91", "reason": "x"}),
        ("mark_down", {"percent": "25", "reason": " "}),
        ("hand_over", {"way": "sold", "reason": "x"}),
        ("move", {"to_place": "000000"}),
        ("burn", {}),
    ],
)
def test_what_cannot_be_done_is_done_with_none_of_them(client, session, doors, act, data):
    assert do(client, act, **data).status_code == 422
    session.expire_all()
    assert {i.price_cents for i in session.scalars(select(Item))} == {1000}
    assert labelled(session) == []


def test_a_list_that_changed_meanwhile_is_looked_at_again(session, doors):
    wish = Wish("deur", only_available=True)
    seen = bulk.select_all(session, wish).fingerprint
    make.leave(session, doors[0].code)
    with pytest.raises(bulk.ListChanged):
        bulk.locked(session, wish, seen)


def test_one_thing_that_is_kept_for_somebody_keeps_all_from_leaving(client, session, doors):
    session.get_one(Item, doors[1].id).reserved_milli = 1000
    session.commit()
    assert do(client, "hand_over", way="given", reason="Buurthuis").status_code == 422
    session.expire_all()
    assert session.get_one(Item, doors[0].id).quantity_milli == 1000


def test_who_takes_in_does_nothing_in_bulk(log_in, doors):
    assert log_in(Role.INTAKE_WORKER).get("/items/bulk").status_code == 403
