"""What is sent to harm or by accident: refused plainly, and it holds nobody else up."""

import socket
import threading

import pytest
from werkzeug.serving import make_server

from bouwkringloop.base.permissions import Role
from bouwkringloop.stock.models import Site
from tests import make
from tests.till.test_selling import basket, of


def test_a_request_that_never_ends_keeps_nobody_from_selling(app, api, database, session):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    slow = socket.create_connection(("127.0.0.1", server.server_port), timeout=5)
    slow.sendall(
        b"POST /login HTTP/1.1\r\nHost: x\r\nCookie: login=z\r\nContent-Length: 30\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin="
    )
    try:
        shift, door = make.shift(session), make.item(session)
        assert api.post("/sales", basket(shift, of(door), pin=1250)).status_code == 201
    finally:
        slow.close()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    "path", ["/items?q=%00", "/items?category=%00", "/print-jobs/99999999999999999999"]
)
def test_what_no_column_can_hold_is_not_found_or_finds_nothing(api, path):
    assert api.get(path).status_code in (200, 404)


@pytest.mark.parametrize("path", ["/shifts?before=99999999999999999999", "/till/%00"])
def test_pages_refuse_it_too(client, path):
    assert client.get(path).status_code in (200, 404)


def test_a_nul_in_a_name_is_refused(api, session):
    answer = api.post("/sales", basket(make.shift(session), {"item": "\x00"}, pin=5))
    assert answer.status_code in (404, 422)


def test_more_weight_than_lorries_carry_is_refused(api, session):
    line = {"category": "panelled-door", "quantity": 100_000, "unit_price_cents": 100}
    answer = api.post("/sales", basket(make.shift(session), line, pin=10_000_000))
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/no-such-quantity")


@pytest.mark.parametrize("origin", ["http://[", "[", "http://"])
def test_an_origin_that_is_no_address_is_another_site(client, origin):
    assert client.post("/language", headers={"Origin": origin}).status_code == 403
    answer = client.post("/language", data={"language": "nl"}, headers={"Referer": origin})
    assert answer.status_code == 303


@pytest.mark.parametrize("cents", [True, "100", 1.5])
def test_an_amount_that_is_no_whole_number_is_refused(api, cents):
    body = {"id": "4b1c6a0e-0000-4000-8000-000000000001", "till": "till-1", "float_cents": cents}
    assert api.post("/shifts", body).status_code == 422


def test_nothing_in_cash_forgives_no_cents(api, session):
    lamp = make.item(session, price_cents=52)
    answer = api.post("/sales", basket(make.shift(session), of(lamp), pin=50, cash=0))
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/absurd-amount")


def test_the_word_bearer_may_be_written_small(app, database):
    with database.writing() as session:
        secret = make.token(session, Role.MANAGER)
        session.add(Site(slug="extra", name="Extra", kind="hub"))
    answer = app.test_client().get("/api/v1/sites", headers={"Authorization": f"bearer {secret}"})
    assert "extra" in {site["slug"] for site in answer.json}
