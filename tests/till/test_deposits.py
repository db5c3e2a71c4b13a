"""A deposit is money for what is kept for somebody: it bears no VAT, pays for that, or goes back."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.stock.models import Item, Reservation
from bouwkringloop.till import sell
from bouwkringloop.till.deposits import check, find
from bouwkringloop.till.deposits import take as deposits
from bouwkringloop.till.deposits.models import Deposit
from bouwkringloop.till.forms import SaleBody
from bouwkringloop.till.vouchers.models import Voucher
from tests import guards, make
from tests.till.counter import basket, holds, jobs, of, paid, problem, refund, sold, words
from tests.till.test_races import at_once


def keep(api, item, name="Jansen", quantity=1):
    body = {"id": str(uuid4()), "name": name, "quantity": quantity}
    answer = api.post(f"/items/{item.code}/reservations", body)
    assert answer.status_code == 201, answer.text
    return answer.json["id"]


def deposit(reservation, cents):
    return {"kind": "voucher", "reservation": reservation, "unit_price_cents": cents}


def left(api, reservation):
    return [one["balance_cents"] for one in api.get(f"/reservations/{reservation}/deposits").json]


def code_of(api, reservation):
    return api.get(f"/reservations/{reservation}/deposits").json[0]["code"]


def state(session, reservation):
    session.rollback()
    found = session.scalar(select(Reservation.state).where(Reservation.uuid == UUID(reservation)))
    session.rollback()
    return found


def breaks(session):
    return [said for proof in check.proofs(session) for said in proof.breaks]


@pytest.fixture
def door(session):
    return make.item(session, price_cents=12_100, title="Paneeldeur")


def fetch(shift, door, reservation, code, cents, rest):
    """The basket that fetches a kept door, with its deposit and the rest by card."""
    body = basket(shift, of(door, reservation=reservation))
    body["payments"] = [paid("voucher", cents, voucher=code), paid("pin", rest)]
    return body


def test_a_deposit_bears_no_vat_and_comes_off_the_price_of_what_is_fetched(api, session, door):
    shift = make.shift(session)
    kept = keep(api, door)
    taken = sold(api, session, deposit(kept, 5000), shift=shift, pin=5000)
    assert taken["vat"] == []
    assert taken["lines"][0]["description"] == f"Aanbetaling: Paneeldeur ({door.code})"
    assert left(api, kept) == [5000]
    answer = api.post("/sales", fetch(shift, door, kept, code_of(api, kept), 5000, 7100))
    assert answer.status_code == 201, answer.text
    assert [row["vat_cents"] for row in answer.json["vat"]] == [2100]
    assert left(api, kept) == []
    assert state(session, kept) == "sold"
    assert holds(session)


def test_what_is_paid_for_is_kept_for_a_month(api, session, door):
    kept = keep(api, door)
    sold(api, session, deposit(kept, 1000), pin=1000)
    session.rollback()
    until = session.scalar(select(Reservation.expires_at).where(Reservation.uuid == UUID(kept)))
    assert until >= clock.now() + timedelta(days=30)


def test_nobody_pays_more_in_advance_than_in_all_also_in_parts(api, session, door):
    shift = make.shift(session)
    kept = keep(api, door)
    sold(api, session, deposit(kept, 10_000), shift=shift, pin=10_000)
    answer = api.post("/sales", basket(shift, deposit(kept, 2101), pin=2101))
    assert problem(answer) == (409, "more-than-it-costs")
    assert "100,00" in answer.json["detail"]
    twice = basket(shift, deposit(kept, 1100), deposit(kept, 1001), pin=2101)
    assert problem(api.post("/sales", twice)) == (409, "more-than-it-costs")
    assert left(api, kept) == [10_000]
    sold(api, session, deposit(kept, 2100), shift=shift, pin=2100)
    assert left(api, kept) == [10_000, 2100]
    assert holds(session)


def test_a_deposit_pays_for_nothing_else_while_its_thing_is_kept(api, session, door):
    shift = make.shift(session)
    lamp = make.item(session, price_cents=5000)
    kept = keep(api, door)
    sold(api, session, deposit(kept, 5000), shift=shift, pin=5000)
    body = basket(shift, of(lamp))
    body["payments"] = [paid("voucher", 5000, voucher=code_of(api, kept))]
    answer = api.post("/sales", body)
    assert problem(answer) == (409, "deposit-is-for-another")
    assert "Paneeldeur" in answer.json["detail"]
    assert "Jansen" in answer.json["detail"]
    assert left(api, kept) == [5000]
    api.post(f"/reservations/{kept}/release", {})
    body["id"] = str(uuid4())
    assert api.post("/sales", body).status_code == 201
    assert holds(session)


def test_a_deposit_given_back_goes_the_way_it_came_and_lets_go_of_the_thing(api, session, door):
    taken = sold(api, session, deposit(kept := keep(api, door), 5000), pin=5000)
    assert problem(refund(api, taken, method="cash")) == (409, "paid-another-way")
    assert left(api, kept) == [5000]
    answer = refund(api, taken)
    assert answer.status_code == 201, answer.text
    assert answer.json["total_cents"] == -5000
    assert left(api, kept) == []
    assert state(session, kept) == "released"
    assert problem(refund(api, taken)) == (409, "more-than-sold")
    assert holds(session)


def test_the_thing_stays_while_another_deposit_is_on_it(api, session, door):
    shift = make.shift(session)
    kept = keep(api, door)
    first = sold(api, session, deposit(kept, 1000), shift=shift, pin=1000)
    sold(api, session, deposit(kept, 500), shift=shift, pin=500)
    assert refund(api, first).status_code == 201
    assert state(session, kept) == "open"
    assert left(api, kept) == [500]


def test_a_deposit_that_was_used_cannot_be_given_back(api, session, door):
    shift = make.shift(session)
    kept = keep(api, door)
    taken = sold(api, session, deposit(kept, 5000), shift=shift, pin=5000)
    api.post("/sales", fetch(shift, door, kept, code_of(api, kept), 5000, 7100))
    assert api.get(f"/sales/{taken['id']}/returnable").json["lines"] == []
    assert problem(refund(api, taken)) == (409, "not-that-much-on-it")
    assert holds(session)


def test_a_gift_card_still_cannot_be_taken_back(api, session):
    made = sold(api, session, {"kind": "voucher", "unit_price_cents": 1000}, pin=1000)
    assert api.get(f"/sales/{made['id']}/returnable").json["lines"] == []
    assert problem(refund(api, made)) == (409, "not-returnable")


def test_a_deposit_on_what_is_not_kept_is_refused(api, session, door):
    shift = make.shift(session)
    ended = keep(api, door)
    api.post(f"/reservations/{ended}/release", {})
    for reservation in (ended, str(uuid4())):
        answer = api.post("/sales", basket(shift, deposit(reservation, 1000), pin=1000))
        assert problem(answer) == (409, "reservation-ended")


def test_what_lapsed_takes_no_deposit(api, session, door, standing_clock):
    shift = make.shift(session)
    kept = keep(api, door)
    standing_clock.pass_(days=4)
    answer = api.post("/sales", basket(shift, deposit(kept, 1000), pin=1000))
    assert problem(answer) == (409, "reservation-ended")


def test_the_paper_says_what_it_is_for_and_until_when_it_holds(api, session, door):
    kept = keep(api, door)
    sold(api, session, deposit(kept, 5000), pin=5000)
    said = words(jobs(session, "receipt")[-1])
    assert "Aanbetaling" in said
    assert f"Aanbetaling: Paneeldeur ({door.code})" in said
    assert "apart tot en met" in said
    assert "Jansen" not in said


def test_of_two_tills_that_take_the_whole_price_one_is_refused(database, session, api, door):
    shift = make.shift(session)
    kept = keep(api, door)
    by = make.actor(session)
    session.commit()
    sent = [basket(shift, deposit(kept, 12_100), pin=12_100) for _till in range(2)]
    works = [
        lambda own, body=body: sell.record(own, SaleBody(**body).checked(), by=by) for body in sent
    ]
    first, second = sorted(at_once(database, *works), key=lambda one: isinstance(one, Refused))
    assert not isinstance(first, Refused)
    assert isinstance(second, deposits.MoreThanItCosts)
    assert left(api, kept) == [12_100]
    assert holds(session)


def test_the_shop_sees_what_it_holds_and_for_whom(client, log_in, api, session, door):
    kept = keep(api, door)
    sold(api, session, deposit(kept, 5000), pin=5000)
    log_in()
    page = client.get("/till/deposits").text
    assert "Jansen" in page
    assert "50,00" in page
    assert "Paneeldeur" in page
    session.rollback()
    assert find.waiting_cents(session) == 5000


def test_the_database_lets_nobody_move_a_deposit_to_another_thing(api, session, door):
    sold(api, session, deposit(keep(api, door), 5000), pin=5000)
    session.rollback()
    made = session.scalars(select(Deposit)).one()
    made.position = 7
    with pytest.raises(DBAPIError):
        session.flush()
    session.rollback()
    guards.unguarded(session)
    session.scalars(select(Deposit)).one().position = 7
    session.commit()
    (broken,) = breaks(session)
    assert "its deposits differ from the journal" in broken


def test_a_voucher_that_calls_itself_a_deposit_is_found_out(api, session):
    sold(api, session, {"kind": "voucher", "unit_price_cents": 1000}, pin=1000)
    session.scalars(select(Voucher)).one().kind = "deposit"
    session.commit()
    (broken,) = breaks(session)
    assert "is a deposit on nothing" in broken


def test_what_was_kept_is_free_again_once_the_money_went_back(api, session, door):
    taken = sold(api, session, deposit(keep(api, door), 5000), pin=5000)
    refund(api, taken)
    session.rollback()
    assert session.scalar(select(Item.reserved_milli).where(Item.code == door.code)) == 0
