"""What is paid now and fetched later is sold at once, and waits under a name."""

import json

import pytest
from sqlalchemy import delete, select, text

from bouwkringloop import proofs
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock.models import Item
from bouwkringloop.till.collecting.models import Collection
from bouwkringloop.till.forms import SaleBody
from bouwkringloop.till.models import JournalEntry
from tests import make
from tests.till.collecting.collecting import JANSEN, collections, left_here, take_back
from tests.till.test_selling import basket, left, of, sales


def breaks(session):
    session.rollback()
    return " ".join(found for proof in proofs.all_of(session) for found in proof.breaks)


def test_it_is_sold_at_once_and_waits_where_it_stood(api, session):
    door = make.item(session)
    answer = left_here(api, session, door)
    assert answer.status_code == 201
    assert [line["collect"] for line in answer.json["lines"]] == [True]
    assert left(session, door) == 0
    (kept,) = collections(session)
    place = session.scalar(select(Item.place_id).where(Item.id == door.id))
    assert (kept.name, kept.phone, kept.state) == ("Mevrouw Jansen", "06 00000010", "waiting")
    assert kept.place_id == place
    assert kept.line.position == 1


def test_only_the_lines_that_stay_here_wait(api, session):
    shift, door, lamp = make.shift(session), make.item(session), make.item(session, title="Lamp")
    sent = basket(shift, of(door), of(lamp, collect=True), pin=2500, collector=JANSEN)
    assert api.post("/sales", sent).status_code == 201
    assert [kept.line.description for kept in collections(session)] == ["Lamp"]


def test_a_retry_is_told_the_same_and_doubles_nothing(api, session):
    shift, door = make.shift(session), make.item(session)
    sent = basket(shift, of(door, collect=True), pin=1250, collector=JANSEN)
    first, again = api.post("/sales", sent), api.post("/sales", sent)
    assert first.json == again.json
    assert len(collections(session)) == 1


def test_what_stays_here_needs_a_name(api, session):
    answer = left_here(api, session, collector=None)
    assert answer.status_code == 422
    assert answer.json["type"].endswith("/who-collects")
    assert sales(session) == 0


def test_the_customer_of_the_basket_is_who_collects_it(api, session):
    customer = make.customer(session, "Aannemer Bedacht", phone="033 0000000")
    assert left_here(api, session, collector=None, customer=str(customer.uuid)).status_code == 201
    (kept,) = collections(session)
    assert (kept.name, kept.phone) == ("Aannemer Bedacht", "033 0000000")


@pytest.mark.parametrize(
    "line",
    [
        {"kind": "donation", "unit_price_cents": 500, "collect": True},
        {"kind": "voucher", "unit_price_cents": 500, "collect": True},
    ],
)
def test_an_amount_cannot_be_collected(api, session, line):
    sent = basket(make.shift(session), line, pin=500, collector=JANSEN)
    answer = api.post("/sales", sent)
    assert answer.status_code == 422
    assert answer.json["type"].endswith("/not-to-collect")


def test_what_comes_back_cannot_be_collected(api, session):
    sale = left_here(api, session).json
    back = {"sale": sale["id"], "line": 1, "back_to": "stock"}
    line = {"quantity": 1, "returns": back, "collect": True}
    shift = str(make.shift(session, "till-2"))
    answer = api.post("/sales", basket(shift, line, pin=-1250, collector=JANSEN))
    assert answer.status_code == 422
    assert answer.json["type"].endswith("/not-to-collect")


def test_a_tag_says_sold_with_the_thing_its_code_the_name_and_the_receipt(api, session):
    door = make.item(session)
    left_here(api, session, door)
    session.rollback()
    query = select(PrintJob).where(PrintJob.subject.startswith("sold-tag:"))
    (job,) = session.scalars(query)
    said = json.loads(job.document)["lines"]
    words = " ".join(str(value) for line in said for value in line.values())
    for expected in ("VERKOCHT", "Mevrouw Jansen", "Paneeldeur", door.code, "Kassa 1 · 1"):
        assert expected in words
    assert (job.kind, job.till) == ("receipt", "till-1")


def test_the_receipt_says_what_is_still_to_be_collected(api, session):
    sale = left_here(api, session).json["id"]
    session.rollback()
    job = session.scalars(select(PrintJob).where(PrintJob.subject == f"sale:{sale}")).one()
    assert "wordt opgehaald" in job.document


def test_the_journal_tells_which_lines_stayed_and_no_name(api, session):
    left_here(api, session, make.item(session), make.item(session, title="Lamp"))
    session.rollback()
    content = session.scalars(select(JournalEntry.content).where(JournalEntry.kind == "sale")).one()
    assert json.loads(content)["collect"] == [1, 2]
    assert "Jansen" not in content
    assert breaks(session) == ""


def test_what_is_to_be_collected_cannot_vanish_unseen(api, session, database):
    left_here(api, session)
    session.rollback()
    with database.writing() as other:
        other.execute(delete(Collection))
    assert "differs from the journal" in breaks(session)


def test_what_the_journal_does_not_know_cannot_wait_unseen(api, session, database):
    shift = make.shift(session)
    assert api.post("/sales", basket(shift, of(make.item(session)), pin=1250)).status_code == 201
    session.rollback()
    with database.writing() as other:
        other.execute(
            text(
                "insert into collection (sale_line_id, name, phone, at, state, half_day, street,"
                " postcode, city, note) select l.id, 'x', '', s.at, 'waiting', '', '', '', '', ''"
                " from sale_line l join sale s on s.id = l.sale_id"
            )
        )
    assert "differs from the journal" in breaks(session)


def test_a_sale_sent_by_an_older_till_is_known_again():
    body = {
        "id": "00000000-0000-4000-8000-000000000001",
        "shift": "00000000-0000-4000-8000-000000000002",
        "lines": [
            {"item": "10000008", "quantity": 1},
            {
                "category": "panelled-door",
                "quantity": 2,
                "unit_price_cents": 500,
                "description": "Deur",
            },
        ],
        "payments": [{"method": "pin", "tendered_cents": 1498}],
    }
    assert SaleBody.model_validate(body).checked().content_hash == (
        "770980e1c428664b9dfd0b800f5a25284beca596845de4b2cbbdace4b6e8cf9f"
    )


def test_what_is_taken_back_does_not_wait_any_more(api, session):
    sale = left_here(api, session).json["id"]
    assert len(api.get("/collections").json) == 1
    assert take_back(api, sale).status_code == 201
    assert api.get("/collections").json == []


def test_of_what_is_partly_taken_back_the_rest_waits(api, session):
    tiles = make.item(session, quantity=5)
    sale = left_here(api, session, tiles).json["id"]
    assert take_back(api, sale, quantity=2).status_code == 201
    assert [one["quantity"] for one in api.get("/collections").json] == [3]


def test_it_is_found_by_the_code_on_its_label(api, session):
    door, lamp = make.item(session), make.item(session, title="Lamp")
    left_here(api, session, door, lamp)
    (found,) = api.get(f"/collections?code={lamp.code}").json
    assert (found["item"], found["name"]) == (lamp.code, "Mevrouw Jansen")
    assert api.get("/collections?code=draak").json == []
