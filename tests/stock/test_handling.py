"""A thing is moved, kept, judged, repriced, taken apart and let go, with its line in the ledger."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import (
    dismantle,
    judge,
    ledger,
    move,
    places,
    put_back,
    reprice,
    write_off,
)
from bouwkringloop.stock.models import Item, Movement, Place, Site
from tests import make
from tests.till.test_selling import basket, of


@pytest.fixture
def by(session):
    return make.actor(session)


@pytest.fixture
def rack(session):
    return session.scalars(select(Place).where(Place.slug == "rack-a")).one()


def kinds(session, item):
    """What the ledger says happened to a thing, in order: kind, thousandths, grams."""
    rows = session.execute(
        select(Movement.kind, Movement.quantity_milli, Movement.weight_g)
        .where(Movement.item_id == item.id)
        .order_by(Movement.id)
    )
    return [tuple(row) for row in rows]


def test_a_thing_moves_as_a_whole_and_keeps_its_code(session, by, rack):
    door = make.item(session)
    moved = move.move(session, door.code, rack, by=by)
    assert (moved.code, moved.place.name) == (door.code, "Stelling A")
    assert kinds(session, door)[-1] == ("moved", 0, 0)


def test_a_part_that_moves_becomes_a_thing_of_its_own_with_a_label(session, by, rack):
    tiles = make.item(session, quantity=10, unit="m2", weight_g=20_000)
    part = move.move(session, tiles.code, rack, by=by, quantity_milli=4000)
    assert part.code != tiles.code
    assert (part.quantity_milli, part.stock_g, part.parent_id) == (4000, 80_000, tiles.id)
    assert (tiles.quantity_milli, tiles.stock_g) == (6000, 120_000)
    subject = session.scalars(select(PrintJob.subject)).one()
    assert subject == f"item:{part.code}"


def test_a_place_of_another_site_is_refused(session, by):
    yard = session.scalars(select(Site).where(Site.slug == "yard")).one()
    bay = places.add(session, yard, name="Vak 1", kind="rack", parent=None, by=by)
    door = make.item(session)
    with pytest.raises(move.PlaceOfOtherSite):
        move.move(session, door.code, bay, by=by)
    assert len(kinds(session, door)) == 1


def test_what_lies_there_already_is_not_moved_again(session, by, rack):
    door = make.item(session, place=rack)
    with pytest.raises(move.LiesThere):
        move.move(session, door.code, rack, by=by)


@pytest.mark.parametrize("way", write_off.WAYS)
def test_what_is_let_go_leaves_with_its_weight_and_reason(session, by, way):
    tiles = make.item(session, quantity=10, weight_g=500)
    write_off.write_off(session, tiles.code, 3000, way, "Gebroken", by=by)
    assert kinds(session, tiles)[-1] == (way, -3000, -1500)
    assert (tiles.quantity_milli, tiles.stock_g) == (7000, 3500)


@pytest.mark.parametrize(
    ("milli", "way", "reason", "refusal"),
    [
        (2000, "residue", "weg", ledger.NotThatMuchHere),
        (1000, "residue", "  ", ledger.NoReasonGiven),
        (1000, "sold", "weg", write_off.NoSuchWay),
    ],
)
def test_what_cannot_be_let_go_stays(session, by, milli, way, reason, refusal):
    door = make.item(session)
    with pytest.raises(refusal):
        write_off.write_off(session, door.code, milli, way, reason, by=by)
    assert kinds(session, door) == [("received", 1000, 18_000)]


def test_what_is_gone_is_not_let_go_again(session, by):
    door = make.item(session)
    make.leave(session, door.code)
    with pytest.raises(ledger.Gone):
        write_off.write_off(session, door.code, 1000, "given", "weg", by=by)


def test_the_last_part_weighs_what_is_left(session, by):
    lath = make.item(session, quantity=3, unit="m", stock_g=1000, weight_g=333)
    for _ in range(3):
        write_off.write_off(session, lath.code, 1000, "given", "weg", by=by)
    assert [g for _, _, g in kinds(session, lath)] == [1000, -333, -334, -333]
    assert lath.stock_g == 0


def test_a_repaired_thing_is_for_sale_with_a_label(session, by):
    lamp = make.item(session, state="to_repair")
    judge.judge(session, lamp.code, "for_sale", "Nieuw snoer", by=by)
    assert lamp.state == "for_sale"
    assert kinds(session, lamp)[-1][0] == "repaired"
    assert session.scalars(select(PrintJob.subject)).one() == f"item:{lamp.code}"


def test_only_the_shop_lead_decides_on_what_is_kept_apart(session):
    sheet = make.item(session, state="quarantined")
    worker = make.actor(session, Role.INTAKE_WORKER)
    for work in (
        lambda: judge.judge(session, sheet.code, "for_sale", "lijkt goed", by=worker),
        lambda: write_off.write_off(session, sheet.code, 1000, "residue", "weg", by=worker),
    ):
        with pytest.raises(write_off.KeptApart):
            work()
    lead = make.actor(session)
    judge.judge(session, sheet.code, "for_sale", "Laboratorium: geen asbest", by=lead)
    assert sheet.state == "for_sale"


def test_what_is_kept_apart_is_not_given_away_taken_apart_or_sold(session, api, by):
    sheet = make.item(session, state="quarantined")
    with pytest.raises(write_off.OnlyLeavesAsWaste):
        write_off.write_off(session, sheet.code, 1000, "given", "buurman", by=by)
    part = dismantle.Part(make.category(session), 1000, 100, 100)
    with pytest.raises(write_off.OnlyLeavesAsWaste):
        dismantle.take_apart(session, sheet.code, [part], by=by)
    sale = basket(make.shift(session), of(sheet))
    session.commit()
    answer = api.post("/sales", sale)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/not-for-sale")
    assert "apart voor de veiligheid" in answer.json["detail"]


def test_a_thing_without_a_price_is_not_for_sale_until_it_has_one(session, by):
    found = make.item(session, state="quarantined", price_cents=0)
    with pytest.raises(judge.NoPriceYet):
        judge.judge(session, found.code, "for_sale", "veilig", by=by)
    session.rollback()
    judge.judge(session, found.code, "for_sale", "veilig", by=by, price_cents=1500)
    assert session.get_one(Item, found.id).price_cents == 1500


def test_a_new_price_is_on_a_new_label_and_starts_its_age_anew(session, by, standing_clock):
    door = make.item(session)
    standing_clock.pass_(days=40)
    reprice.reprice(session, door.code, 900, "Kras", by=by)
    assert (door.price_cents, door.priced_at) == (900, clock.now())
    job = session.scalars(select(PrintJob)).one()
    assert "9,00" in job.document


def test_no_gram_is_lost_when_a_thing_is_taken_apart(session, by):
    kitchen = make.item(session, weight_g=80_000)
    wood, steel = make.category(session, unit="kg"), make.category(session, "hinge")
    parts = [
        dismantle.Part(wood, 12_500, 12_500, 50, title="Planken"),
        dismantle.Part(steel, 8000, 1600, 150),
    ]
    apart = dismantle.take_apart(session, kitchen.code, parts, by=by)
    assert [part.stock_g for part in apart.parts] == [12_500, 1600]
    assert {part.parent_id for part in apart.parts} == {kitchen.id}
    assert apart.rest_g == 65_900
    assert kinds(session, kitchen)[-2:] == [
        ("material", 0, -65_900),
        ("dismantled", -1000, -14_100),
    ]


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ([], dismantle.NoParts),
        ([(1000, 18_001, 100)], dismantle.HeavierThanWhole),
        ([(1000, 100, 0)], dismantle.PartWithoutPrice),
    ],
)
def test_what_cannot_have_come_out_of_it_is_refused(session, by, parts, refusal):
    door = make.item(session)
    kind = make.category(session)
    with pytest.raises(refusal):
        dismantle.take_apart(
            session, door.code, [dismantle.Part(kind, *part) for part in parts], by=by
        )
    assert kinds(session, door) == [("received", 1000, 18_000)]


def test_what_comes_back_weighs_what_it_weighed_when_it_left(session, api, by):
    lath = make.item(session, quantity=3, unit="m", stock_g=1000, weight_g=333)
    sale = basket(make.shift(session), of(lath, 2), cash=10_000)
    session.commit()
    (line,) = api.post("/sales", sale).json["lines"]
    session.expire_all()
    back = put_back.put_back(session, lath.code, 2000, line["weight_g"], cause="test", by=by)
    assert (back.quantity_milli, back.stock_g) == (3000, 1000)


def test_what_is_left_of_a_length_gets_a_label_that_says_of_how_much(session, api):
    beam = make.item(session, quantity=3, slug="beam", price_cents=1000, weight_g=9000)
    assert beam.form == "length"
    sale = {
        **basket(make.shift(session), of(beam)),
        "payments": [{"method": "pin", "tendered_cents": 1200}],
    }
    sale["lines"][0]["quantity"] = 1.2
    session.commit()
    assert api.post("/sales", sale).status_code == 201
    job = session.scalars(select(PrintJob).where(PrintJob.kind == "label")).one()
    assert job.subject == f"item:{beam.code}"
    assert "1,8\\u00a0m van 3\\u00a0m" in job.document or "1,8\u00a0m van 3\u00a0m" in job.document


def test_a_heap_gets_no_new_label_for_every_scoop(session, api):
    gravel = make.item(session, quantity=30, unit="kg", price_cents=100)
    sale = basket(make.shift(session), of(gravel), cash=10_000)
    session.commit()
    assert api.post("/sales", sale).status_code == 201
    assert session.scalars(select(PrintJob).where(PrintJob.kind == "label")).all() == []


def test_weight_that_the_tills_scales_find_is_booked_as_weighed_anew(session, api):
    gravel = make.item(session, quantity=10, unit="kg", price_cents=100, weight_g=1000)
    sale = basket(make.shift(session), of(gravel), cash=10_000)
    sale["lines"][0]["weight_g"] = 1100
    session.commit()
    (line,) = api.post("/sales", sale).json["lines"]
    assert line["weight_g"] == 1100
    assert kinds(session, gravel)[1:] == [("sold", -1000, -1100), ("reweighed", 0, 100)]
    session.expire_all()
    assert session.get_one(Item, gravel.id).stock_g == 9000


def test_every_act_is_done_from_its_page(client, session, rack):
    def post(path, **data):
        session.commit()
        answer = client.post(path, data=data)
        assert answer.status_code == 303, answer.text
        session.expire_all()

    door = make.item(session, quantity=3)
    path = f"/items/{door.code}"
    post(f"{path}/move", code=rack.code, quantity="3")
    assert session.get_one(Item, door.id).place_id == rack.id
    post(f"{path}/price", price_cents="7,50", reason="Kras")
    assert session.get_one(Item, door.id).price_cents == 750
    post(f"{path}/reserve", id=str(uuid4()), name="Jansen", quantity="1", days="3")
    assert session.get_one(Item, door.id).reserved_milli == 1000
    post(f"{path}/leave", way="given", quantity="1", reason="Buurtfeest")
    assert session.get_one(Item, door.id).quantity_milli == 2000
    page = client.get(path).text
    assert "Jansen" in page
    assert "weggegeven" in page


def test_a_page_says_what_is_wrong_and_keeps_what_was_typed(client, session):
    door = make.item(session)
    answer = client.post(
        f"/items/{door.code}/leave", data={"way": "given", "quantity": "5", "reason": "Buurman"}
    )
    assert answer.status_code == 422
    assert "is nog over: 1" in answer.text.replace("\u00a0", " ")
    assert 'value="Buurman"' in answer.text
    assert client.get(f"/items/{door.code}/leave").status_code == 200


def test_who_judges_a_thing_does_not_reprice_it_on_the_way(session):
    lamp = make.item(session, state="to_repair", price_cents=4000)
    worker = make.actor(session, Role.INTAKE_WORKER)
    judge.judge(session, lamp.code, "for_sale", "Snoer", by=worker, price_cents=100)
    assert lamp.price_cents == 4000


def test_the_list_shows_the_price_of_today_and_what_is_not_for_sale(
    client, session, standing_clock
):
    door = make.item(session, price_cents=1000)
    door.category.markdown = "28:25"
    door.priced_at = clock.now() - timedelta(days=28)
    make.item(session, state="quarantined", title="Golfplaat")
    session.commit()
    page = client.get("/items").text.replace("\u00a0", " ")
    assert "€ 7,50" in page
    assert "−25%" in page
    assert "Apart gezet voor de veiligheid" in page
