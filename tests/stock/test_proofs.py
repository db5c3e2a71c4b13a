"""The proofs about stock find what is wrong, and name it."""

from sqlalchemy import text

from bouwkringloop.stock import check
from tests import make


def broken(session):
    return [line for proof in check.proofs(session) for line in proof.breaks]


def test_stock_that_was_taken_in_proves_itself(api, session):
    api.post("/intakes", make.delivery(session, {"quantity": 3}, {"unit": "m2", "quantity": 2.5}))
    proofs = list(check.proofs(session))
    assert all(proof.holds for proof in proofs)
    assert {proof.looked_at for proof in proofs} == {2}


def test_stock_without_its_movement_is_found(session):
    door = make.item(session)
    make.item(session)
    session.execute(text(f"UPDATE item SET quantity_milli = 5000 WHERE id = {door.id}"))
    assert broken(session) == [f"item {door.code}: 5000 there, 1000 moved"]


def test_a_movement_that_is_gone_is_found(session):
    door = make.item(session)
    session.execute(text("DELETE FROM movement"))
    assert broken(session) == [
        f"item {door.code}: 1000 there, 0 moved",
        f"item {door.code}: 18000 g there, 0 g moved",
    ]


def test_a_code_with_a_wrong_digit_is_found(session):
    door = make.item(session)
    session.execute(text(f"UPDATE item SET code = '00000010' WHERE id = {door.id}"))
    assert broken(session) == ["item 00000010"]
