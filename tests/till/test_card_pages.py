"""Card payments as programs and the page of a shift see them."""

import html
from uuid import uuid4

import pytest

from bouwkringloop.app import move_in
from bouwkringloop.base.permissions import Role
from bouwkringloop.config import Config
from tests import make
from tests.till.cards import MOLLIE, ended, kept


@pytest.fixture
def config(tmp_path):
    return Config(
        home=tmp_path, database_url=f"sqlite:///{tmp_path / 'bouwkringloop.db'}", cards=MOLLIE
    )


@pytest.fixture
def database(templates):
    """One kind of database: what the verbs do on both is tried beside this."""
    yield templates.fresh("sqlite")
    templates.let_go("sqlite")


def body(shift, **more):
    return {
        "id": str(uuid4()),
        "shift": str(shift),
        "sale": str(uuid4()),
        "amount_cents": 1250,
        **more,
    }


def test_a_program_begins_a_payment_and_asks_how_it_stands(api, session):
    sent = body(make.shift(session))
    made = api.post("/card-payments", sent)
    assert made.status_code == 201
    assert made.json == {**sent, "state": "pending", "problem": "", "message": "", "used": False}
    assert api.post("/card-payments", sent).json == made.json
    assert api.get(f"/card-payments/{sent['id']}").json == made.json
    again = api.post("/card-payments", {**sent, "amount_cents": 1300})
    assert again.json["type"] == "/problems/other-content-under-this-id"


def test_a_program_cancels_what_was_not_sent_yet(api, session):
    sent = body(make.shift(session))
    api.post("/card-payments", sent)
    told = api.post(f"/card-payments/{sent['id']}/cancel", None).json
    assert (told["state"], told["problem"]) == ("failed", "cancelled")
    assert api.post(f"/card-payments/{sent['id']}/cancel", None).json == told


def test_a_program_settles_what_is_in_doubt(api, session):
    payment = ended(session, "unknown", "no_answer")
    path = f"/card-payments/{payment.uuid}"
    assert "antwoord" in api.get(path).json["message"]
    bad = api.post(f"{path}/settle", {"state": "pending", "note": "x"})
    assert bad.status_code == 422
    assert api.post(f"{path}/settle", {"state": "paid", "note": "  "}).status_code == 422
    good = api.post(f"{path}/settle", {"state": "paid", "note": "Op de bon"})
    assert good.json["state"] == "paid"


def test_without_settings_no_payment_can_be_begun(app, config, database, api, session):
    move_in(app, Config(config.home, config.database_url), database)
    answer = api.post("/card-payments", body(make.shift(session)))
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/no-terminal")


def test_an_unknown_payment_is_not_found(api):
    assert api.get(f"/card-payments/{uuid4()}").status_code == 404


def test_a_shift_without_card_payments_shows_no_way_to_them(client, session):
    shift = make.shift(session)
    assert "/cards" not in client.get(f"/shifts/{shift}").text
    ended(session, "paid", shift=shift)
    assert f"/shifts/{shift}/cards" in client.get(f"/shifts/{shift}").text


def test_the_page_lists_what_needs_somebody(client, session):
    shift = make.shift(session)
    ended(session, "paid", shift=shift, cents=1111)
    ended(session, "unknown", "no_answer", shift=shift, cents=2222)
    page = html.unescape(client.get(f"/shifts/{shift}/cards").text)
    first, second = page.split('id="unsold"')
    assert "22,22" in first.split('id="unsettled"')[1]
    assert "Er kwam geen antwoord van de pindienst." in first
    assert "11,11" in second.split('id="all"')[0]


def test_a_cashier_settles_on_the_page_and_has_to_write_a_note(log_in, session):
    cashier, shift = log_in(Role.CASHIER), make.shift(session)
    payment = ended(session, "unknown", shift=shift)
    path = f"/shifts/{shift}/cards/{payment.uuid}/settle"
    refused = cashier.post(path, data={"state": "paid", "note": " "})
    assert refused.status_code == 422
    assert "Schrijf op waar je het zag" in html.unescape(refused.text)
    done = cashier.post(path, data={"state": "failed", "note": "Niet in de app"})
    assert done.status_code == 303
    one = kept(session, payment)
    assert (one.state, one.settled_note) == ("failed", "Niet in de app")
    assert "Niet in de app" in cashier.get(f"/shifts/{shift}/cards").text


def test_intake_workers_see_and_settle_nothing(log_in, session):
    worker, shift = log_in(Role.INTAKE_WORKER), make.shift(session)
    payment = ended(session, "unknown", shift=shift)
    assert worker.get(f"/shifts/{shift}/cards").status_code == 403
    path = f"/shifts/{shift}/cards/{payment.uuid}/settle"
    assert worker.post(path, data={"state": "paid", "note": "x"}).status_code == 403
