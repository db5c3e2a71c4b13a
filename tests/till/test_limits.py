"""How far a cashier may go alone, and how a shop lead allows more in place, for one basket."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.till.models import Approval, Sale
from tests import make
from tests.till.counter import (
    back,
    basket,
    entries,
    holds,
    of,
    paid,
    problem,
    refund,
    refund_body,
    rows,
    sold,
)

KEY = "7391"


@pytest.fixture
def lead(session):
    """A shop lead with a PIN; gives their number."""
    return make.person(session, "Lotte Smit", Role.SHOP_LEAD, pin=KEY).id


def cheaper(shift, item, price, **more):
    return basket(shift, of(item, unit_price_cents=price, reason="kras"), pin=price, **more)


def allowed(kind, about, cents):
    return {"kind": kind, "about": about, "cents": cents}


def ask(api, shift, body, person, *what, pin=KEY):
    """Ask for an approval of what is in a basket."""
    asked = {"shift": str(shift), "sale": body["id"], "person": person, "pin": pin}
    return api.post("/approvals", {**asked, "allowed": list(what)})


def approved(api, shift, body, person, *what):
    answer = ask(api, shift, body, person, *what)
    assert answer.status_code == 201, answer.text
    return {**body, "approvals": answer.json["approvals"]}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("price", "asked", "status"),
    [
        (2000, 1800, 201),  # A tenth.
        (2000, 1799, 403),
        (10_000, 9500, 201),  # Five euro, less than a tenth.
        (10_000, 9499, 403),
        (2000, 2500, 201),  # Dearer harms nobody but needs its reason.
    ],
)
def test_a_cashier_lowers_a_price_by_a_tenth_and_five_euro_at_most(
    cashier, session, price, asked, status
):
    shift = make.shift(session)
    door = make.item(session, price_cents=price)
    answer = cashier.post("/sales", cheaper(shift, door, asked))
    assert answer.status_code == status
    assert rows(session, Sale) == [int(status == 201)]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("off", "status"), [(200, 201), (201, 403), (2000, 403)], ids=["a tenth", "more", "all"]
)
def test_a_cashier_gives_a_tenth_of_a_line_away_at_most(cashier, session, off, status):
    door = make.item(session, price_cents=2000)
    line = of(door, discount_cents=off, reason="kras")
    body = basket(make.shift(session), line, pin=2000 - off if off < 2000 else None)
    assert cashier.post("/sales", body).status_code == status


@pytest.mark.one_database
def test_tenths_on_top_of_each_other_go_no_further_than_one(cashier, session):
    tiles = make.item(session, quantity=10, price_cents=100)
    line = of(tiles, 10, unit_price_cents=90, discount_cents=90, reason="kras")
    body = basket(make.shift(session), line, pin=729)
    answer = cashier.post("/sales", {**body, "discount": {"percent": 1000, "reason": "veel"}})
    assert problem(answer) == (403, "needs-approval")
    assert answer.json["needs"]["cents"] == 190


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("discount", "left", "status"),
    [
        ({"cents": 400}, 3600, 201),
        ({"cents": 401}, 3599, 403),
        ({"percent": 1000}, 3600, 201),
        ({"percent": 1100}, 3560, 403),
    ],
)
def test_a_cashier_gives_a_tenth_of_a_basket_away_at_most(cashier, session, discount, left, status):
    tiles = make.item(session, quantity=2, price_cents=2000)
    body = basket(make.shift(session), of(tiles, 2), pin=left)
    body["discount"] = {"reason": "vaste klant", **discount}
    assert cashier.post("/sales", body).status_code == status


def test_no_lead_is_needed_for_what_a_card_gives(cashier, session):
    from tests.till.counter import card

    door = make.item(session, price_cents=20_000)
    body = basket(make.shift(session), of(door), pin=10_000)
    body["discount"] = {"card": card(session, 5000)}
    assert cashier.post("/sales", body).status_code == 201


@pytest.mark.parametrize(("price", "status"), [(5000, 201), (5001, 403)])
def test_a_cashier_takes_back_up_to_fifty_euro(cashier, session, price, status):
    sale = sold(cashier, session, of(make.item(session, price_cents=price)), pin=price)
    assert refund(cashier, sale).status_code == status


def test_cutting_a_line_in_pieces_does_not_widen_a_limit(cashier, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=10, price_cents=5000)
    pieces = [of(tiles, unit_price_cents=4500, reason="kras")] * 2
    assert problem(cashier.post("/sales", basket(shift, *pieces, pin=9000))) == (
        403,
        "needs-approval",
    )
    sale = sold(cashier, session, of(tiles, 2), shift=shift, pin=10_000)
    assert problem(refund(cashier, sale, back(), back())) == (403, "needs-approval")


def test_what_goes_too_far_is_said_and_the_basket_can_be_sold_otherwise(cashier, session):
    shift = make.shift(session)
    door = make.item(session, price_cents=2000)
    body = cheaper(shift, door, 500)
    answer = cashier.post("/sales", body)
    assert problem(answer) == (403, "needs-approval")
    assert "Paneeldeur" in answer.json["detail"]
    assert "15,00" in answer.json["detail"]
    body["lines"], body["payments"] = [of(door)], [paid("pin", 2000)]
    assert cashier.post("/sales", body).status_code == 201
    assert holds(session)


def test_a_lead_allows_it_with_their_pin(cashier, session, lead):
    shift = make.shift(session)
    door = make.item(session, price_cents=2000)
    body = cheaper(shift, door, 500)
    assert cashier.post("/sales", body).status_code == 403
    body = approved(cashier, shift, body, lead, allowed("price", door.code, 1500))
    assert cashier.post("/sales", body).status_code == 201
    (told,) = entries(session, "approved")
    assert (told["approver"], told["allowed"]) == (lead, [["price", door.code, 1500]])
    assert entries(session, "sale")[0]["approvals"] == body["approvals"]
    session.rollback()
    note = session.scalars(select(AuditEntry).where(AuditEntry.action == "till.approved")).one()
    assert note.person_id == lead
    assert json.loads(note.detail)["asked_by"] == "program of cashier"
    assert holds(session)


def test_a_return_is_allowed_by_what_comes_back(cashier, session, lead):
    shift = make.shift(session)
    sale = sold(cashier, session, of(make.item(session, price_cents=9000)), shift=shift, pin=9000)
    body = refund_body()
    path = f"/sales/{sale['id']}/refunds"
    assert problem(cashier.post(path, body)) == (403, "needs-approval")
    body = approved(cashier, shift, body, lead, allowed("return", f"{sale['id']}/1", 9000))
    assert cashier.post(path, body).status_code == 201


def test_without_a_receipt_a_lead_allows_it_too(cashier, session, lead):
    shift, kind = make.shift(session), make.category(session)
    line = {"category": kind.slug, "unit_price_cents": 800, "returns": {"back_to": "stock"}}
    body = {**basket(shift, line), "payments": [paid("voucher", -800)]}
    body = approved(cashier, shift, body, lead, allowed("blind_return", kind.slug, 800))
    assert cashier.post("/sales", body).status_code == 201
    twice = {**basket(shift, line, line), "payments": [paid("voucher", -1600)]}
    twice = approved(cashier, shift, twice, lead, allowed("blind_return", kind.slug, 800))
    assert problem(cashier.post("/sales", twice)) == (403, "needs-approval")


def test_a_discount_on_the_whole_basket_is_allowed_as_such(cashier, session, lead):
    shift = make.shift(session)
    door = make.item(session, price_cents=2000)
    body = basket(shift, of(door), pin=1000)
    body["discount"] = {"reason": "vaste klant", "cents": 1000}
    body = approved(cashier, shift, body, lead, allowed("discount", "basket", 1000))
    assert cashier.post("/sales", body).status_code == 201


@pytest.mark.parametrize(
    "change",
    [{"cents": 1499}, {"kind": "discount"}, {"about": "00000000"}],
    ids=["less", "another kind", "another thing"],
)
def test_an_approval_of_something_else_does_not_help(cashier, session, lead, change):
    shift = make.shift(session)
    door = make.item(session, price_cents=2000)
    what = {**allowed("price", door.code, 1500), **change}
    body = approved(cashier, shift, cheaper(shift, door, 500), lead, what)
    assert problem(cashier.post("/sales", body)) == (403, "needs-approval")


def test_an_approval_of_another_basket_or_of_nobody_does_not_help(cashier, session, lead):
    shift = make.shift(session)
    door = make.item(session, price_cents=2000)
    other = approved(
        cashier, shift, cheaper(shift, door, 500), lead, allowed("price", door.code, 1500)
    )
    for approvals in (other["approvals"], [str(uuid4())]):
        body = cheaper(shift, door, 500, approvals=approvals)
        assert problem(cashier.post("/sales", body)) == (403, "needs-approval")


def test_a_wrong_pin_allows_nothing_and_is_slowed_down(cashier, session, lead):
    shift = make.shift(session)
    body = cheaper(shift, make.item(session), 100)
    what = allowed("price", "x", 1)
    for _ in range(5):
        assert problem(ask(cashier, shift, body, lead, what, pin="9999")) == (401, "wrong-pin")
    assert problem(ask(cashier, shift, body, lead, what)) == (429, "too-many-pins")
    assert rows(session, Approval) == [0]
    session.rollback()
    failed = select(AuditEntry.subject).where(AuditEntry.action == "pin.failed")
    assert session.scalars(failed).all() == [f"person:{lead}"] * 5


def test_the_pin_of_a_cashier_allows_nothing(cashier, session):
    shift = make.shift(session)
    noor = make.person(session, pin=KEY).id
    answer = ask(
        cashier, shift, cheaper(shift, make.item(session), 100), noor, allowed("price", "x", 1)
    )
    assert problem(answer) == (403, "may-not-allow")
    assert "Noor de Vries" in answer.json["detail"]
    assert rows(session, Approval) == [0]


def test_nobody_unknown_or_dismissed_allows_anything(cashier, session, lead):
    from bouwkringloop.people.models import Person

    shift = make.shift(session)
    body = cheaper(shift, make.item(session), 100)
    what = allowed("price", "x", 1)
    for person in (0, -1, 999_999, 2**40):
        assert problem(ask(cashier, shift, body, person, what)) == (401, "wrong-pin")
    session.get_one(Person, lead).active = False
    session.commit()
    assert problem(ask(cashier, shift, body, lead, what)) == (401, "wrong-pin")


def test_nothing_is_allowed_at_a_closed_or_unknown_shift(cashier, api, session, lead):
    shift = make.shift(session)
    body = cheaper(shift, make.item(session), 100)
    api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    what = allowed("price", "x", 1)
    assert problem(ask(cashier, shift, body, lead, what)) == (409, "shift-closed")
    assert problem(ask(cashier, uuid4(), body, lead, what)) == (404, "unknown-shift")
    assert rows(session, Approval) == [0]


def test_a_lead_needs_nobody(api, session):
    shift = make.shift(session)
    door = make.item(session, price_cents=20_000)
    assert api.post("/sales", cheaper(shift, door, 100)).status_code == 201
    dear = make.item(session, price_cents=20_000)
    sale = sold(api, session, of(dear), shift=shift, pin=20_000)
    assert refund(api, sale).status_code == 201
    assert rows(session, Approval) == [0]


@pytest.mark.parametrize("change", [{"unit_price_cents": 1900}, {"discount_cents": 100}])
def test_every_other_price_needs_a_reason_even_from_a_lead(api, session, change):
    body = basket(make.shift(session), of(make.item(session, price_cents=2000), **change), pin=1900)
    assert problem(api.post("/sales", body)) == (422, "reason-missing")


def test_the_rules_of_the_shop_set_how_far_it_goes(api, cashier, session):
    from bouwkringloop.till import rules

    shift = make.shift(session)
    door = make.item(session, price_cents=2000)
    wanted = rules.Rules(price_percent=5000, price_cents=100_000)
    rules.change(session, wanted, by=make.actor(session))
    session.commit()
    assert cashier.post("/sales", cheaper(shift, door, 999)).status_code == 403
    assert cashier.post("/sales", cheaper(shift, door, 1000)).status_code == 201
    x = api.get(f"/shifts/{shift}/report").json
    assert x["overrides"] == 1


def test_an_approval_that_nobody_gave_is_not_written_down(cashier, session):
    door = make.item(session)
    body = basket(make.shift(session), of(door), pin=1250)
    answer = cashier.post("/sales", {**body, "approvals": [str(uuid4())]})
    assert answer.status_code == 201, answer.text
    (told,) = entries(session, "sale")
    assert "approvals" not in told
