"""Money into a drawer and out of it without a sale, each with its reason and in the books."""

from uuid import uuid4

import pytest

from bouwkringloop.till.day.models import CashMovement
from bouwkringloop.till.models import JournalEntry
from tests import make
from tests.till.counter import (
    entries,
    holds,
    jobs,
    of,
    problem,
    rows,
    sold,
)


def cash(kind, cents, reason="wisselgeld", **more):
    return {
        "id": str(uuid4()),
        "kind": kind,
        "amount_cents": cents,
        "reason": reason,
        **more,
    }


def moved(api, shift, *what, **more):
    return api.post(f"/shifts/{shift}/cash", cash(*what, **more))


def expected(api, shift):
    return api.get(f"/shifts/{shift}/report").json["expected_cents"]


def test_every_way_of_money_is_in_the_expected_cash(api, cashier, session):
    shift = make.shift(session, float_cents=10_000)
    sold(cashier, session, of(make.item(session)), shift=shift, cash=1250)
    for kind, cents, there in (
        ("in", 5000, 16_250),
        ("out", 1000, 15_250),
        ("purchase", 2500, 12_750),
        ("safe", 10_000, 2750),
    ):
        answer = moved(cashier, shift, kind, cents)
        assert answer.status_code == 201
        assert answer.json["amount_cents"] == (cents if kind == "in" else -cents)
        assert expected(api, shift) == there
    z = cashier.post(f"/shifts/{shift}/close", {"counted_cents": 2750}).json
    assert (z["expected_cents"], z["difference_cents"]) == (2750, 0)
    assert z["moved"] == {"in": 5000, "out": -1000, "purchase": -2500, "safe": -10_000}
    assert holds(session)


def test_it_is_written_in_the_journal_and_opens_the_drawer(cashier, session):
    shift = make.shift(session)
    answer = moved(cashier, shift, "safe", 5000, "naar de kluis")
    (told,) = entries(session, "cash.safe")
    assert (told["cash"], told["amount_cents"], told["reason"]) == (
        answer.json["id"],
        -5000,
        "naar de kluis",
    )
    assert len(jobs(session, "drawer", "till:till-1")) == 1


def test_sent_twice_it_moves_once(api, cashier, session):
    shift, body = make.shift(session), cash("in", 5000)
    first = cashier.post(f"/shifts/{shift}/cash", body)
    assert cashier.post(f"/shifts/{shift}/cash", body).json == first.json
    assert expected(api, shift) == 15_000
    cashier.post(f"/shifts/{shift}/close", {"counted_cents": 15_000})
    assert cashier.post(f"/shifts/{shift}/cash", body).json == first.json
    assert rows(session, CashMovement) == [1]
    assert len(entries(session, "cash.in")) == len(jobs(session, "drawer")) == 1


@pytest.mark.parametrize(
    "change", [{"amount_cents": 1}, {"kind": "out"}, {"reason": "anders"}, {"till": "till-2"}]
)
def test_another_movement_under_a_used_id_is_refused(cashier, session, change):
    shift, body = make.shift(session), cash("in", 5000)
    cashier.post(f"/shifts/{shift}/cash", body)
    if "till" in change:
        shift, change = make.shift(session, "till-2"), {}
    answer = cashier.post(f"/shifts/{shift}/cash", {**body, **change})
    assert problem(answer) == (409, "other-content-under-this-id")


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (("in", 5000, " \t"), (422, "why-cash")),
        (("in", 0), (422, "absurd-cash")),
        (("out", -5), (422, "absurd-cash")),
        (("in", 10_000_001), (422, "absurd-cash")),
        (("out", 10_001), (409, "not-in-the-drawer")),
        (("safe", 10_001), (409, "not-in-the-drawer")),
        (("home", 100), (422, "invalid-body")),
    ],
)
def test_what_cannot_be_moves_nothing(api, cashier, session, body, refused):
    shift = make.shift(session, float_cents=10_000)
    assert problem(moved(cashier, shift, *body)) == refused
    assert rows(session, CashMovement) == [0]
    assert expected(api, shift) == 10_000


def test_all_that_is_in_the_drawer_can_leave_it(cashier, session):
    shift = make.shift(session, float_cents=10_000)
    assert moved(cashier, shift, "safe", 10_000).status_code == 201
    assert problem(moved(cashier, shift, "out", 1)) == (409, "not-in-the-drawer")


@pytest.mark.parametrize(("cents", "status"), [(299_999, 201), (300_000, 422)])
def test_nothing_is_bought_for_three_thousand_euro_in_cash(cashier, session, cents, status):
    shift = make.shift(session, float_cents=500_000)
    assert moved(cashier, shift, "purchase", cents).status_code == status
    assert moved(cashier, shift, "safe", 200_000).status_code == 201


def test_a_closed_drawer_and_an_unknown_one_stay_as_they_are(cashier, session):
    shift = make.shift(session)
    cashier.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    before = rows(session, JournalEntry)
    assert problem(moved(cashier, shift, "in", 100)) == (409, "shift-closed")
    assert problem(moved(cashier, uuid4(), "in", 100)) == (404, "unknown-shift")
    opened = cashier.post(f"/shifts/{shift}/drawer", {"reason": "kijken"})
    assert problem(opened) == (409, "shift-closed")
    assert rows(session, JournalEntry) == before


def test_the_button_opens_the_drawer_and_the_journal_says_why(api, cashier, session):
    shift = make.shift(session)
    assert problem(cashier.post(f"/shifts/{shift}/drawer", {"reason": ""})) == (422, "why-cash")
    answer = cashier.post(f"/shifts/{shift}/drawer", {"reason": "briefje wisselen"})
    assert answer.json == {"done": True}
    assert len(jobs(session, "drawer", "till:till-1")) == 1
    (told,) = entries(session, "drawer.opened")
    assert told["reason"] == "briefje wisselen"
    assert api.get(f"/shifts/{shift}/report").json["events"] == {"drawer.opened": 1}
    assert holds(session)


def test_a_drawer_that_nobody_waits_for_stays_shut(cashier, session):
    from sqlalchemy import select

    from bouwkringloop.printing.models import PrintJob

    cashier.post(f"/shifts/{make.shift(session)}/drawer", {"reason": "wisselen"})
    session.rollback()
    job = session.scalars(select(PrintJob).where(PrintJob.kind == "drawer")).one()
    assert 0 < (job.expires_at - job.created_at).total_seconds() <= 60


@pytest.mark.parametrize(("way", "opens"), [("cash", 1), ("pin", 0)])
def test_a_sale_opens_the_drawer_only_for_cash(cashier, session, way, opens):
    sold(cashier, session, of(make.item(session)), **{way: 1250})
    assert len(jobs(session, "drawer")) == opens
