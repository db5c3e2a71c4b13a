"""Something is kept for somebody until a day: nobody else buys it, and nobody holds the shop."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base import clock
from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.stock import reserve, slip, take_out
from bouwkringloop.stock.models import Item, Movement, Reservation
from tests import make
from tests.till.test_selling import basket, of


@pytest.fixture
def by(session):
    return make.actor(session)


def keep(session, item, by, *, quantity=1, name="Jansen", days=3, uuid=None):
    wanted = reserve.Wanted(uuid or uuid4(), item.code, quantity * 1000, name, days)
    made = reserve.reserve(session, wanted, by=by)
    session.commit()
    return made


def sell(api, session, item, quantity=1, **line):
    sale = basket(make.shift(session), of(item, quantity), cash=10_000)
    sale["lines"][0].update(line)
    session.commit()
    return api.post("/sales", sale)


def test_what_is_kept_for_somebody_is_not_sold_to_another(session, api, by):
    door = make.item(session)
    keep(session, door, by)
    answer = sell(api, session, door)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/kept-for-somebody")


def test_the_free_rest_of_a_heap_is_sold(session, api, by):
    tiles = make.item(session, quantity=10)
    keep(session, tiles, by, quantity=8)
    assert sell(api, session, tiles, 2).status_code == 201


def test_one_more_than_what_is_free_is_refused(session, api, by):
    tiles = make.item(session, quantity=10)
    keep(session, tiles, by, quantity=8)
    answer = sell(api, session, tiles, 3)
    assert "2\u00a0stuks" in answer.json["detail"]


def test_who_collects_it_buys_it_and_the_reservation_ends(session, api, by):
    door = make.item(session)
    made = keep(session, door, by)
    assert sell(api, session, door, reservation=str(made.uuid)).status_code == 201
    session.expire_all()
    stored = session.scalars(select(Reservation)).one()
    item = session.get_one(Item, door.id)
    assert (stored.state, item.quantity_milli, item.reserved_milli) == ("sold", 0, 0)


def test_who_buys_less_than_was_kept_frees_the_rest(session, api, by):
    tiles = make.item(session, quantity=10)
    made = keep(session, tiles, by, quantity=8)
    assert sell(api, session, tiles, 5, reservation=str(made.uuid)).status_code == 201
    session.expire_all()
    item = session.get_one(Item, tiles.id)
    assert (item.quantity_milli, item.reserved_milli) == (5000, 0)


def test_a_reservation_of_another_thing_sells_nothing(session, api, by):
    door, lamp = make.item(session), make.item(session)
    made = keep(session, lamp, by)
    answer = sell(api, session, door, reservation=str(made.uuid))
    assert answer.json["type"] == "/problems/other-thing"
    session.expire_all()
    assert session.scalars(select(Reservation.state)).one() == "open"


def test_after_its_day_anybody_may_buy_it(session, api, by, standing_clock):
    door = make.item(session)
    made = keep(session, door, by, days=2)
    assert slip.last_day(made).isoformat() == "2026-11-23"
    standing_clock.pass_(days=3)
    assert sell(api, session, door).status_code == 201
    session.expire_all()
    assert session.scalars(select(Reservation.state)).one() == "expired"


def test_it_is_kept_until_the_end_of_its_last_day(session, api, by, standing_clock):
    door = make.item(session)
    keep(session, door, by, days=1)
    standing_clock.pass_(hours=37)  # Half past ten in the evening of the next day.
    assert sell(api, session, door).status_code == 409


def test_one_name_holds_three_things_at_once_however_it_is_written(session, by):
    for name in ("Müller", "muller", "MÜLLER"):
        keep(session, make.item(session), by, name=name)
    with pytest.raises(reserve.TooManyReserved):
        keep(session, make.item(session), by, name="Muller")
    keep(session, make.item(session), by, name="Jansen")


@pytest.mark.parametrize("days", [0, 15, -1])
def test_nothing_is_kept_for_no_time_or_forever(session, by, days):
    with pytest.raises(reserve.TooLong):
        keep(session, make.item(session), by, days=days)


def test_what_is_not_there_or_not_for_sale_is_not_kept(session, by):
    with pytest.raises(take_out.KeptForSomebody):
        keep(session, make.item(session, quantity=2), by, quantity=3)
    with pytest.raises(take_out.NotForSale):
        keep(session, make.item(session, state="to_repair"), by)


def test_sending_it_twice_keeps_it_once(session, by):
    tiles, uuid = make.item(session, quantity=10), uuid4()
    keep(session, tiles, by, quantity=2, uuid=uuid)
    keep(session, tiles, by, quantity=2, uuid=uuid)
    assert session.get_one(Item, tiles.id).reserved_milli == 2000
    with pytest.raises(OtherContentUnderThisId):
        keep(session, tiles, by, quantity=3, uuid=uuid)


def test_what_is_released_is_free_and_cannot_be_released_again(session, api, by):
    door = make.item(session)
    made = keep(session, door, by)
    reserve.release(session, made.uuid, by=by)
    session.commit()
    with pytest.raises(reserve.ReservationEnded):
        reserve.release(session, made.uuid, by=by)
    session.rollback()
    assert sell(api, session, door).status_code == 201


def test_the_ledger_says_that_it_was_kept_but_not_for_whom(session, by):
    door = make.item(session)
    made = keep(session, door, by)
    reserve.release(session, made.uuid, by=by)
    rows = session.scalars(select(Movement).order_by(Movement.id)).all()[1:]
    assert [(m.kind, m.about_milli, m.about_g) for m in rows] == [
        ("reserved", 1000, 18_000),
        ("released", 1000, 18_000),
    ]
    assert "Jansen" not in "".join(m.cause + m.reason for m in rows)


def test_a_name_is_forgotten_a_month_after_its_reservation_ended(session, by, standing_clock):
    ended = keep(session, make.item(session), by)
    kept = keep(session, make.item(session), by, name="De Wit", days=14)
    reserve.release(session, ended.uuid, by=by)
    standing_clock.pass_(days=31)
    reserve.wipe_names(session, clock.now())
    session.expire_all()
    assert (ended.name, ended.folded_name) == ("", "")
    assert kept.name == "De Wit"


def test_the_slip_says_what_until_when_and_for_whom(session, by, standing_clock):
    made = keep(session, make.item(session), by)
    said = str(slip.compose(made))
    assert "Jansen" in said
    assert "24 nov 2026" in said
    assert made.item.code in said


def test_programs_keep_release_and_let_go(api, session):
    tiles, uuid = make.item(session, quantity=10), str(uuid4())
    path = f"/items/{tiles.code}"
    body = {"id": uuid, "name": "Jansen", "quantity": 2.0, "days": 3}
    made = api.post(f"{path}/reservations", body)
    assert (made.status_code, made.json["quantity"], made.json["state"]) == (201, 2, "open")
    assert [each["id"] for each in api.get(f"{path}/reservations").json] == [uuid]
    assert api.get(path).json["reserved"] == 2
    assert api.post(f"/reservations/{uuid}/release", {}).json["state"] == "released"
    left = api.post(f"{path}/write-offs", {"quantity": 4, "way": "given", "reason": "Buurt"})
    assert (left.status_code, left.json["quantity"]) == (201, 6)
