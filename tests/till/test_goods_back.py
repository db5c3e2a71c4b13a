"""What came back goes to stock, repair or residue, and lies where it was brought."""

import pytest
from sqlalchemy import select

from bouwkringloop.stock.models import Item
from tests import make
from tests.till.counter import (
    back,
    basket,
    bought,
    holds,
    movements,
    of,
    problem,
    refund,
    rows,
    sale_shift,
    sold,
    there,
    things,
)


def test_a_piece_that_comes_back_broken_is_residue_with_its_weight(api, session):
    door = make.item(session, weight_g=18_500)
    sale = sold(api, session, of(door), pin=1250)
    refund(api, sale, back(back_to="residue", reason="glas stuk"))
    assert movements(session, door.code)[-2:] == [
        ("returned", 1000, 18_500),
        ("residue", -1000, -18_500),
    ]
    assert there(session, door)[:2] == (0, 0)
    assert holds(session)


def test_the_only_piece_waits_for_repair_under_its_own_label(api, session):
    door = make.item(session)
    sale = sold(api, session, of(door), pin=1250)
    refund(api, sale, back(back_to="repair"))
    assert there(session, door) == (1000, 18_000, "to_repair")
    assert rows(session, Item) == [1]
    assert problem(api.post("/sales", basket(sale_shift(session), of(door), pin=1250))) == (
        409,
        "not-for-sale",
    )
    assert holds(session)


def test_a_part_of_a_heap_waits_for_repair_under_a_label_of_its_own(api, session):
    tiles = make.item(session, quantity=10, price_cents=100, weight_g=400)
    sale = sold(api, session, of(tiles, 4), pin=400)
    refund(api, sale, back(quantity=3, back_to="repair"))
    assert there(session, tiles) == (6000, 2400, "for_sale")
    session.rollback()
    part = session.scalars(select(Item).order_by(Item.id.desc())).first()
    assert (part.quantity_milli, part.stock_g, part.state) == (3000, 1200, "to_repair")
    assert part.parent_id == tiles.id
    assert movements(session, part.code)[0] == ("split", 3000, 1200)
    assert holds(session)


def test_stock_and_repair_in_one_basket_keep_apart_what_is_broken(api, session):
    lamps = make.item(session, quantity=2, price_cents=100)
    sale = sold(api, session, of(lamps, 2), pin=200)
    made = refund(api, sale, back(back_to="repair"), back(back_to="stock"))
    assert made.status_code == 201
    assert [thing[2:] for thing in things(session)] == [(1000, "to_repair"), (1000, "for_sale")]
    assert holds(session)


def test_part_of_what_waits_for_repair_is_for_sale_when_it_comes_back_to_stock(api, session):
    lamps = make.item(session, quantity=3, price_cents=100)
    sale = sold(api, session, of(lamps), pin=100)
    lamps.state = "to_repair"
    session.commit()
    assert refund(api, sale).status_code == 201
    assert [thing[2:] for thing in things(session)] == [(2000, "to_repair"), (1000, "for_sale")]
    assert holds(session)


@pytest.mark.parametrize("left", [0, 2])
def test_what_is_kept_apart_for_safety_stays_so_when_more_of_it_comes_back(api, session, left):
    sheets = make.item(session, quantity=3, price_cents=100)
    sale = sold(api, session, of(sheets, 3 - left), pin=100 * (3 - left))
    sheets.state = "quarantined"
    session.commit()
    assert refund(api, sale).status_code == 201
    assert [thing[2:] for thing in things(session)] == [(1000 * (left + 1), "quarantined")]
    assert holds(session)


def test_a_part_that_is_repaired_keeps_its_part_of_what_was_paid(api, session):
    lamps = bought(session, 1000, quantity=3, price_cents=500)
    sale = sold(api, session, of(lamps, 2), pin=1000)
    refund(api, sale, back(quantity=1, back_to="repair"))
    session.rollback()
    part = session.scalars(select(Item).order_by(Item.id.desc())).first()
    assert (part.vat_regime, part.bought_cents) == ("margin", 334)


def test_what_goes_back_needs_a_place_to_go_to(api, session):
    sale = sold(api, session, of(make.item(session)), pin=1250)
    assert refund(api, sale, back(back_to="nowhere")).status_code == 422
    assert refund(api, sale, {"line": 1, "quantity": 1}).status_code == 422


def test_a_labelled_thing_comes_back_only_with_its_receipt(api, session):
    door = make.item(session)
    body = basket(make.shift(session), {**of(door), "returns": {"back_to": "stock"}})
    assert problem(api.post("/sales", body)) == (422, "either-item-or-category")


def at_the_hub(session):
    """A till at the hub."""
    from bouwkringloop.stock.models import Site
    from bouwkringloop.till.models import Till

    hub = session.scalars(select(Site).where(Site.slug == "hub")).one()
    session.add(Till(slug="till-3", name="Kassa 3", site=hub))
    session.commit()
    return make.shift(session, "till-3")


def test_a_thing_that_was_sold_at_another_site_is_afterwards_here(api, session):
    door = make.item(session)
    sale = sold(api, session, of(door), pin=1250)
    assert refund(api, sale, shift=str(at_the_hub(session))).status_code == 201
    assert things(session) == [("hub", None, 1000, "for_sale")]
    assert holds(session)


def test_a_part_of_a_heap_at_another_site_gets_a_label_here(api, session):
    tiles = make.item(session, quantity=5, price_cents=100)
    sale = sold(api, session, of(tiles, 2), pin=200)
    assert refund(api, sale, back(quantity=2), shift=str(at_the_hub(session))).status_code == 201
    assert things(session) == [("shop", None, 3000, "for_sale"), ("hub", None, 2000, "for_sale")]
    assert holds(session)
