"""What counts is only ever added: the database refuses the rest, and the check finds what got by."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bouwkringloop import proofs
from bouwkringloop.base.permissions import Role
from bouwkringloop.till import approve, rules
from bouwkringloop.till.models import JournalEntry, Sale
from tests import make
from tests.guards import unguarded
from tests.till.counter import (
    back,
    basket,
    entries,
    holds,
    of,
    problem,
    refund,
    returned,
    rows,
    sold,
    there,
)

TABLES = (
    "sale",
    "sale_line",
    "payment",
    "journal_entry",
    "approval",
    "till_rules",
    "voucher_entry",
    "cash_movement",
)


@pytest.fixture
def day(api, session):
    """A day with a row in every table that counts, and a closed shift; gives the shift's id."""
    shift = make.shift(session)
    by = make.actor(session)
    tiles = make.item(session, quantity=10, price_cents=100)
    sale = sold(api, session, of(tiles, 4), shift=shift, pin=400)
    refund(api, sale, back(quantity=2), method="voucher")
    body = {"id": str(uuid4()), "kind": "out", "amount_cents": 500, "reason": "brood"}
    api.post(f"/shifts/{shift}/cash", body)
    allowed = [approve.Allowed("price", "x", 100)]
    approve.approve(session, shift, uuid4(), allowed, approver_id=by.id, by=by)
    rules.change(session, rules.Rules(return_cents=1), by=by)
    session.commit()
    api.post(f"/shifts/{shift}/close", {"counted_cents": 9500})
    return shift


@pytest.mark.parametrize("table", TABLES)
def test_the_database_lets_nobody_change_or_delete_what_counts(day, session, table):
    assert session.scalar(text(f"select count(*) from {table}")) > 0
    session.rollback()
    before = session.execute(text(f"select * from {table} order by id")).all()
    for statement in (f"update {table} set id = id", f"delete from {table}"):
        with pytest.raises(DatabaseError, match="only ever added"):
            session.execute(text(statement))
        session.rollback()
    assert session.execute(text(f"select * from {table} order by id")).all() == before


def breaks(session):
    session.rollback()
    found = " | ".join(b for proof in proofs.all_of(session) for b in proof.breaks)
    session.rollback()
    return found


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update sale_line set total_cents = -100 where quantity_milli < 0", "lines"),
        ("update sale_line set returns_id = null where quantity_milli < 0", "lines"),
        ("update sale_line set back_to = 'residue' where quantity_milli < 0", "lines"),
        ("update sale_line set cost_cents = 5 where quantity_milli > 0", "lines"),
        ("update payment set amount_cents = -100 where amount_cents < 0", "payments"),
        ("update voucher set balance_cents = 9999", "holds 9999 cents"),
        ("update voucher_entry set amount_cents = 9999", "vouchers differ"),
        ("delete from voucher_entry", "vouchers differ"),
        ("update cash_movement set amount_cents = -1", "cash movement"),
        ("update cash_movement set kind = 'safe'", "cash movement"),
        ("update cash_movement set reason = 'x'", "cash movement"),
        ("delete from cash_movement", "not in the drawer"),
        ("update sale set discount_reason = 'x'", "discount_reason"),
        ("update approval set cents = 9999", "is not what the journal says"),
        ("update approval set about = 'y'", "is not what the journal says"),
        ("update approval set approved_by_id = 1", "is not what the journal says"),
        ("update approval set uuid = sale_uuid", "is in the journal but not stored"),
        ("delete from approval", "is in the journal but not stored"),
        ("update till_rules set return_cents = 2", "are not what the journal says"),
        ("update till_rules set person_id = 1", "are not what the journal says"),
        ("update till_rules set at = '2001-01-01 10:00:00.000000'", "are not what the journal"),
        ("delete from till_rules", "rules:1 are in the journal but not stored"),
        (
            "update sale_line set quantity_milli = -9000 where quantity_milli < 0",
            "more came back than was sold",
        ),
        (
            "update sale_line set total_cents = -900 where quantity_milli < 0",
            "more came back than was sold",
        ),
    ],
)
def test_the_check_finds_what_was_changed_behind_the_shops_back(
    day, database, session, statement, said
):
    assert breaks(session) == ""
    with database.writing() as other:
        unguarded(other)
        other.execute(text(statement))
    assert said in breaks(session)


def test_what_was_taken_out_of_a_basket_before_paying_is_told(api, session):
    shift = make.shift(session)
    door = make.item(session)
    voided = [{"title": "Lamp", "cents": 300}, {"title": "Deur", "cents": -5}]
    sold(api, session, of(door), shift=shift, pin=1250, voided=voided)
    (told,) = entries(session, "lines.voided")
    assert told["lines"] == [["Lamp", 300], ["Deur", -5]]
    assert told["number"] == 2
    assert entries(session, "sale")[0]["number"] == 3
    assert api.get(f"/shifts/{shift}/report").json["events"] == {"lines.voided": 1}
    assert holds(session)


def test_a_sale_that_is_refused_tells_nothing_of_what_was_voided(api, session):
    voided = [{"title": "Lamp", "cents": 300}]
    body = basket(make.shift(session), of(make.item(session)), pin=1, voided=voided)
    assert api.post("/sales", body).status_code == 422
    assert entries(session, "lines.voided") == []


def test_an_exchange_is_told_as_a_refund(api, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=5, price_cents=100)
    sale = sold(api, session, of(tiles), shift=shift, pin=100)
    sold(api, session, returned(sale), of(tiles, 2), shift=shift, pin=100)
    assert len(entries(session, "sale")) == len(entries(session, "refund")) == 1


def test_a_clock_that_jumped_back_stores_nothing_and_is_said_clearly(api, session, standing_clock):
    shift = make.shift(session)
    door = make.item(session)
    standing_clock.pass_(minutes=-3)
    before = rows(session, Sale, JournalEntry)
    answer = api.post("/sales", basket(shift, of(door), pin=1250))
    assert problem(answer) == (409, "clock-went-back")
    assert "10:27" in answer.json["detail"]
    assert "10:30" in answer.json["detail"]
    assert api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000}).status_code == 409
    assert rows(session, Sale, JournalEntry) == before
    assert there(session, door)[0] == 1000
    standing_clock.pass_(minutes=3)
    assert api.post("/sales", basket(shift, of(door), pin=1250)).status_code == 201
    assert holds(session)


def test_a_clock_put_right_by_seconds_harms_nothing_but_cannot_creep_back(
    api, session, standing_clock
):
    shift = make.shift(session)
    tiles = make.item(session, quantity=9, price_cents=100)
    start = standing_clock.at
    answers = []
    for _ in range(3):
        standing_clock.pass_(seconds=-90)
        answers.append(api.post("/sales", basket(shift, of(tiles), pin=100)).status_code)
    assert answers == [201, 409, 409]
    standing_clock.at = start + timedelta(seconds=1)
    assert api.post("/sales", basket(shift, of(tiles), pin=100)).status_code == 201
    assert holds(session)


def test_somebody_who_may_not_sell_adds_nothing(app, session):
    from tests.conftest import Program

    shift = make.shift(session)
    secret = make.token(session, Role.INTAKE_WORKER)
    session.commit()
    worker = Program(app.test_client(), secret)
    before = rows(session, JournalEntry)
    body = {"id": str(uuid4()), "kind": "in", "amount_cents": 5, "reason": "x"}
    for path, sent in (
        (f"/shifts/{shift}/cash", body),
        (f"/shifts/{shift}/drawer", {"reason": "x"}),
        ("/tills/till-1/events", {"kind": "till.entered"}),
        (f"/sales/{uuid4()}/refunds", {}),
        ("/approvals", {}),
    ):
        assert problem(worker.post(path, sent)) == (403, "forbidden")
    assert rows(session, JournalEntry) == before
