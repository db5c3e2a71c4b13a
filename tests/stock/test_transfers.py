"""Things are sent to another site, are on their way, and arrive or go missing."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.stock import check, ledger, places, reserve, transfer, write_off
from bouwkringloop.stock.models import Item, Movement, Site
from tests import make
from tests.till.test_selling import basket, of


@pytest.fixture
def by(session):
    return make.actor(session)


@pytest.fixture
def yard(session):
    return session.scalars(select(Site).where(Site.slug == "yard")).one()


def proven(session):
    return [line for proof in check.proofs(session) for line in proof.breaks] == []


def test_what_is_sent_is_on_its_way_and_not_for_sale(session, api, by, yard):
    door = make.item(session)
    transfer.send(session, uuid4(), [door.code], yard, by=by)
    assert (door.state, door.quantity_milli) == ("in_transit", 1000)
    assert proven(session)
    sale = basket(make.shift(session), of(door), cash=10_000)
    session.commit()
    assert api.post("/sales", sale).json["type"] == "/problems/not-for-sale"


def test_what_arrives_is_on_its_new_site_as_it_was(session, by, yard):
    door, lamp = make.item(session), make.item(session, state="to_repair")
    bay = places.add(session, yard, name="Vak 1", kind="rack", parent=None, by=by)
    uuid = uuid4()
    transfer.send(session, uuid, [door.code, lamp.code], yard, by=by)
    made = transfer.arrive(session, uuid, [door.code], by=by, place=bay)
    assert (door.state, door.site_id, door.place_id) == ("for_sale", yard.id, bay.id)
    assert made.ended_at is None
    transfer.arrive(session, uuid, [lamp.code], by=by)
    assert (lamp.state, made.ended_at is None) == ("to_repair", False)
    of_door = select(Movement.kind).where(Movement.item_id == door.id).order_by(Movement.id)
    kinds = session.scalars(of_door).all()
    assert kinds == ["received", "sent", "arrived"]
    assert proven(session)


def test_what_never_came_leaves_the_books_with_its_weight(session, by, yard):
    door, uuid = make.item(session), uuid4()
    transfer.send(session, uuid, [door.code], yard, by=by)
    transfer.miss(session, uuid, [door.code], "Niet in de bus", by=by)
    last = session.scalars(select(Movement).order_by(Movement.id.desc()).limit(1)).one()
    assert (last.kind, last.quantity_milli, last.weight_g) == ("counted", -1000, -18_000)
    assert (door.quantity_milli, door.stock_g) == (0, 0)
    assert proven(session)


def test_sending_twice_sends_once(session, by, yard):
    door, lamp, uuid = make.item(session), make.item(session), uuid4()
    first = transfer.send(session, uuid, [door.code], yard, by=by)
    assert transfer.send(session, uuid, [door.code], yard, by=by) is first
    with pytest.raises(OtherContentUnderThisId):
        transfer.send(session, uuid, [lamp.code], yard, by=by)


def test_what_cannot_be_sent_is_refused_and_nothing_of_the_load_leaves(session, by, yard):
    door, gone, far = make.item(session), make.item(session), make.item(session, site="hub")
    kept = make.item(session)
    under_way = make.item(session)
    make.leave(session, gone.code)
    reserve.reserve(session, reserve.Wanted(uuid4(), kept.code, 1000, "Jansen"), by=by)
    transfer.send(session, uuid4(), [under_way.code], yard, by=by)
    session.commit()
    for other, refusal in (
        (gone, ledger.Gone),
        (far, transfer.NotOnThisSite),
        (kept, write_off.KeptForWhomReserved),
        (under_way, ledger.UnderWay),
    ):
        with pytest.raises(refusal):
            transfer.send(session, uuid4(), [door.code, other.code], yard, by=by)
        session.rollback()
        assert session.get_one(Item, door.id).state == "for_sale"
    with pytest.raises(transfer.StaysHere):
        transfer.send(session, uuid4(), [door.code], door.site, by=by)
    with pytest.raises(transfer.NothingToSend):
        transfer.send(session, uuid4(), [], yard, by=by)


def test_nothing_arrives_that_was_not_sent_or_twice(session, by, yard):
    door, lamp, uuid = make.item(session), make.item(session), uuid4()
    transfer.send(session, uuid, [door.code], yard, by=by)
    with pytest.raises(transfer.NotInTransfer):
        transfer.arrive(session, uuid, [lamp.code], by=by)
    transfer.arrive(session, uuid, [door.code], by=by)
    with pytest.raises(transfer.NotInTransfer):
        transfer.arrive(session, uuid, [door.code], by=by)


def test_nothing_ticked_unloads_nothing(session, by, yard):
    door, uuid = make.item(session), uuid4()
    transfer.send(session, uuid, [door.code], yard, by=by)
    with pytest.raises(transfer.NothingTicked):
        transfer.arrive(session, uuid, [], by=by)
    with pytest.raises(transfer.NothingTicked):
        transfer.miss(session, uuid, [], "weg", by=by)


def test_it_is_put_only_at_a_place_where_it_arrives(session, by, yard):
    door, uuid = make.item(session), uuid4()
    shelf = places.add(session, door.site, name="Plank", kind="bin", parent=None, by=by)
    transfer.send(session, uuid, [door.code], yard, by=by)
    with pytest.raises(transfer.PlaceElsewhere):
        transfer.arrive(session, uuid, [door.code], by=by, place=shelf)


def test_a_load_is_sent_and_unloaded_on_pages(client, session):
    door, lamp = make.item(session, title="Deur"), make.item(session, title="Lamp")
    uuid = uuid4()
    form = {"id": str(uuid), "to": "yard", "codes": f"{door.code}\n{lamp.code}\n"}
    sent = client.post("/transfers/new", data=form)
    assert (sent.status_code, sent.location) == (303, f"/transfers/{uuid}")
    assert "Onderweg" in client.get("/transfers").text
    client.post(f"/transfers/{uuid}/arrive", data={"code": [door.code], "place": ""})
    client.post(f"/transfers/{uuid}/missing", data={"code": [lamp.code], "reason": "Weg"})
    page = client.get(f"/transfers/{uuid}").text
    assert "Aangekomen" in page
    assert "Kwijt" in page


def test_a_refused_load_keeps_what_was_scanned(client, session):
    gone = make.item(session)
    make.leave(session, gone.code)
    form = {"id": str(uuid4()), "to": "yard", "codes": f"{gone.code} 12"}
    answer = client.post("/transfers/new", data=form)
    assert answer.status_code == 422
    assert gone.code in answer.text


def test_what_comes_back_stands_where_it_stood_and_is_for_sale_again(session, api, by, yard):
    shelf = places.add(session, make.item(session).site, name="P1", kind="bin", parent=None, by=by)
    door, lamp = make.item(session), make.item(session, state="to_repair")
    door.place = shelf
    session.commit()
    home, uuid = door.site_id, uuid4()
    transfer.send(session, uuid, [door.code, lamp.code], yard, by=by)
    session.commit()
    made = transfer.turn_back(session, uuid, [door.code], " Brug  dicht ", by=by)
    session.commit()
    assert (door.state, door.site_id, door.place_id) == ("for_sale", home, shelf.id)
    assert (lamp.state, made.ended_at) == ("in_transit", None)
    last = session.scalars(select(Movement).order_by(Movement.id.desc()).limit(1)).one()
    assert (last.kind, last.quantity_milli, last.about_milli) == ("arrived", 0, 1000)
    assert (last.site_id, last.place_id, last.reason) == (home, shelf.id, "Brug dicht")
    transfer.turn_back(session, uuid, [lamp.code], "", by=by)
    assert (lamp.state, made.ended_at is None) == ("to_repair", False)
    noted = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first()
    assert noted == "transfer.turned_back"
    assert proven(session)
    session.commit()
    sale = basket(make.shift(session), of(door), cash=10_000)
    assert api.post("/sales", sale).status_code == 201


def test_what_came_back_can_be_sent_again_and_comes_back_once(session, by, yard):
    door, uuid = make.item(session), uuid4()
    transfer.send(session, uuid, [door.code], yard, by=by)
    transfer.turn_back(session, uuid, [door.code], "", by=by)
    for again in (
        lambda: transfer.turn_back(session, uuid, [door.code], "", by=by),
        lambda: transfer.arrive(session, uuid, [door.code], by=by),
    ):
        with pytest.raises(transfer.NotInTransfer):
            again()
    second = uuid4()
    transfer.send(session, second, [door.code], yard, by=by)
    transfer.arrive(session, second, [door.code], by=by)
    assert (door.state, door.site_id) == ("for_sale", yard.id)
    assert proven(session)


def test_what_comes_back_to_a_place_that_is_gone_is_only_on_its_site(session, by, yard):
    door, uuid = make.item(session), uuid4()
    shelf = places.add(session, door.site, name="P1", kind="bin", parent=None, by=by)
    door.place = shelf
    session.flush()
    transfer.send(session, uuid, [door.code], yard, by=by)
    places.retire(session, shelf, by=by)
    transfer.turn_back(session, uuid, [door.code], "", by=by)
    assert (door.state, door.place) == ("for_sale", None)


def test_what_arrived_cannot_come_back_any_more(session, by, yard):
    door, uuid = make.item(session), uuid4()
    transfer.send(session, uuid, [door.code], yard, by=by)
    transfer.arrive(session, uuid, [door.code], by=by)
    with pytest.raises(transfer.NotInTransfer):
        transfer.turn_back(session, uuid, [door.code], "", by=by)
    assert door.site_id == yard.id


def test_a_load_is_called_off_on_its_page_and_the_things_tell_so(log_in, client, session):
    door = make.item(session, title="Deur")
    uuid = uuid4()
    form = {"id": str(uuid), "to": "yard", "codes": door.code}
    client.post("/transfers/new", data=form)
    worker = log_in(Role.INTAKE_WORKER)
    assert "De bus is omgekeerd" in worker.get(f"/transfers/{uuid}").text
    sent = {"code": [door.code], "back_reason": "Motor stuk"}
    assert worker.post(f"/transfers/{uuid}/turn-back", data=sent).status_code == 303
    assert "Teruggekomen" in worker.get(f"/transfers/{uuid}").text
    assert "Niet doorgegaan" in worker.get("/transfers").text
    told = worker.get(f"/items/{door.code}").text
    assert "de bus is omgekeerd" in told
    assert "Motor stuk" in told
    assert worker.post(f"/transfers/{uuid}/turn-back", data={}).status_code == 422
    assert log_in(Role.COORDINATOR).post(f"/transfers/{uuid}/turn-back").status_code == 403
