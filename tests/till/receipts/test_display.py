"""What the screen for customers shows before the till's page tells it anything."""

from uuid import uuid4

import pytest

from bouwkringloop.base.permissions import Role
from tests import make
from tests.till.test_selling import basket, of

pytestmark = pytest.mark.one_database


def test_it_greets_with_what_was_kept_from_waste_today(client, api, session, standing_clock):
    assert "tweede leven" in client.get("/till/till-1/display").text
    door = make.item(session, price_cents=4500, weight_g=28_000)
    api.post("/sales", basket(make.shift(session), of(door), pin=4500))
    page = client.get("/till/till-1/display").text.replace("\u00a0", " ")
    assert "28 kg" in page
    standing_clock.pass_(days=1)
    assert "28 kg" not in client.get("/till/till-1/display").text.replace("\u00a0", " ")


def test_what_came_back_is_not_counted(client, api, session):
    door = make.item(session, price_cents=4500, weight_g=28_000)
    sale = api.post("/sales", basket(make.shift(session), of(door), pin=4500)).json["id"]
    lines = [{"line": 1, "quantity": 1, "back_to": "stock"}]
    api.post(f"/sales/{sale}/refunds", {"id": str(uuid4()), "lines": lines, "method": "pin"})
    assert "28" not in client.get("/till/till-1/display").text.split("display-figure")[1][:200]


def test_who_may_not_sell_does_not_see_it(log_in):
    assert log_in(Role.INTAKE_WORKER).get("/till/till-1/display").status_code == 403


def test_the_screen_of_a_real_till_says_nothing_of_practising(client):
    assert "practice-band" not in client.get("/till/till-1/display").text


def test_a_till_that_does_not_exist_has_no_screen(client):
    assert client.get("/till/nowhere/display").status_code == 404
