"""What is dangerous is refused or kept apart, and is sold by no path."""

from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue import change, load
from bouwkringloop.catalogue.models import DANGER, Category, CategoryGroup, NeverSold
from bouwkringloop.intake.models import IntakeLine
from bouwkringloop.spreadsheets import import_items, read
from bouwkringloop.stock import dismantle, judge, reserve, take_out, transfer, write_off
from bouwkringloop.stock.ledger import NoReasonGiven
from bouwkringloop.stock.models import Item, Site
from tests import make
from tests.spreadsheets import lists
from tests.till.test_selling import basket, of


def brought(session, kind, **changed):
    """A delivery of one dangerous thing."""
    unit = make.category(session, kind).unit
    return make.delivery(session, {"category": kind, "unit": unit, **changed})


@pytest.fixture
def apart(api, session):
    """Something that may be asbestos, kept apart."""
    line = {"route": "quarantine", "answers": {"danger-asbestos-suspect": "yes"}}
    answer = api.post("/intakes", brought(session, "asbestos-suspect", **line))
    assert answer.status_code == 201
    return session.scalars(select(Item)).one()


@pytest.mark.parametrize("answers", [{"danger-gas-bottle": "yes"}, None])
def test_a_gas_bottle_is_written_down_as_refused_and_becomes_nothing(api, session, answers):
    told = {"route": "refuse", "reason": "Kan ontploffen"}
    told |= {} if answers is None else {"answers": answers}
    assert api.post("/intakes", brought(session, "gas-bottle", **told)).status_code == 201
    line = session.scalars(select(IntakeLine)).one()
    assert (line.route, line.item) == ("refuse", None)
    assert line.reason


@pytest.mark.one_database
@pytest.mark.parametrize("route", ["sell", "repair", "parts", "repurpose", "material", "residue"])
def test_no_dangerous_kind_goes_another_way_even_when_nothing_was_answered(api, session, route):
    kinds = select(Category.slug).join(CategoryGroup).where(CategoryGroup.slug == DANGER)
    for kind in session.scalars(kinds).all():
        answer = api.post("/intakes", brought(session, kind, route=route))
        assert answer.json["type"] == "/problems/never-sold", kind
    assert session.scalars(select(Item)).all() == []


def test_the_till_sells_neither_its_label_nor_its_kind(api, session, apart):
    shift = make.shift(session)
    by_label = api.post("/sales", basket(shift, of(apart), cash=5000))
    by_kind = {"category": "asbestos-suspect", "quantity": 1, "unit_price_cents": 1000}
    by_picture = api.post("/sales", basket(shift, by_kind, cash=1000))
    assert (by_label.status_code, by_label.json["type"]) == (409, "/problems/not-for-sale")
    assert (by_picture.status_code, by_picture.json["type"]) == (409, "/problems/never-sold")


@pytest.mark.one_database
@pytest.mark.parametrize("state", ["for_sale", "to_repair", "for_parts", "to_repurpose"])
def test_nobody_gives_it_another_destination(session, apart, state):
    with pytest.raises(NeverSold):
        judge.judge(
            session, apart.code, state, "lijkt goed", by=make.actor(session), price_cents=500
        )


def test_it_is_not_kept_for_a_buyer_given_away_or_taken_apart(session, apart):
    by = make.actor(session)
    wanted = reserve.Wanted(uuid4(), apart.code, 1000, "Jansen")
    with pytest.raises(take_out.NotForSale):
        reserve.reserve(session, wanted, by=by)
    with pytest.raises(write_off.OnlyLeavesAsWaste):
        write_off.write_off(session, apart.code, 1000, "given", "weg", by=by)
    part = dismantle.Part(make.category(session, "slate"), 1000, 100, 500)
    with pytest.raises(write_off.OnlyLeavesAsWaste):
        dismantle.take_apart(session, apart.code, [part], by=by)


def test_it_stays_apart_on_another_site(session, apart):
    uuid = uuid4()
    shop = session.scalars(select(Site).where(Site.slug == "hub")).one()
    transfer.send(session, uuid, [apart.code], shop, by=make.actor(session))
    transfer.arrive(session, uuid, [apart.code], by=make.actor(session))
    assert apart.state == "quarantined"


def test_the_shop_lead_lets_it_go_as_waste_with_a_reason(session, apart):
    by = make.actor(session)
    with pytest.raises(NoReasonGiven):
        write_off.write_off(session, apart.code, 1000, "residue", "", by=by)
    write_off.write_off(session, apart.code, 1000, "residue", "opgehaald", by=by)
    assert apart.quantity_milli == 0


def test_nothing_is_brought_into_stock_for_sale_under_a_dangerous_kind(session):
    with pytest.raises(NeverSold):
        make.item(session, slug="gas-bottle")
    session.rollback()
    list_ = lists.csv("Soort;Omschrijving;Aantal;Prijs", "gas-bottle;Propaan;1;10")
    told = import_items.hand_in(
        session,
        read.read(list_),
        name="lijst.csv",
        site=lists.site(session),
        by=make.actor(session, Role.MANAGER),
    )
    assert told
    assert "gas-bottle" not in {item.category.slug for item in session.scalars(select(Item))}


@pytest.mark.parametrize(("kind", "group"), [("gas-bottle", "tools"), ("slate", DANGER)])
def test_no_kind_moves_into_or_out_of_the_dangerous_group(session, kind, group):
    category = make.category(session, kind)
    facts = change.facts_of(category)
    moved = change.Facts(**{**facts.__dict__, "group": group})
    with pytest.raises(change.DangerStays):
        change.change(session, category, moved, by=make.actor(session, Role.MANAGER))


def test_a_dangerous_kind_gets_no_tile_at_the_till(session):
    category = make.category(session, "gas-bottle")
    shown = change.Facts(**{**change.facts_of(category).__dict__, "unlabelled": True})
    with pytest.raises(change.DangerUnlabelled):
        change.change(session, category, shown, by=make.actor(session, Role.MANAGER))


def test_an_older_shop_gets_the_dangerous_kinds_and_keeps_its_own(session):
    group = session.scalars(select(CategoryGroup).where(CategoryGroup.slug == DANGER)).one()
    session.execute(delete(Category).where(Category.group_id == group.id))
    session.execute(delete(CategoryGroup).where(CategoryGroup.id == group.id))
    own = session.scalars(select(Category).where(Category.slug == "slate")).one()
    own.slug = "lead"
    session.flush()
    session.expire_all()
    load.fill_dangers(session)
    session.flush()
    assert session.scalars(select(Category).where(Category.slug == "gas-bottle")).one().dangerous
    assert not session.scalars(select(Category).where(Category.slug == "lead")).one().dangerous
    load.fill_dangers(session)  # Once is enough.
