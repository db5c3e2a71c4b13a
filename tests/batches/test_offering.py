"""What a builder offers is looked over as a whole, stored once, and counted on without gaps."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop.base import clock
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import offer, offer_check, step
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.offer_check import OfferNotRight
from bouwkringloop.catalogue.models import Category
from bouwkringloop.partners.find import UnknownCustomer
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.batches import build, offers
from tests.till.counter import holds


@pytest.fixture
def by(session):
    return step.By(person=make.actor(session, Role.COORDINATOR))


def refused(session, told, by):
    """Where and why an offer is refused; sees that nothing of it is stored."""
    with pytest.raises(OfferNotRight) as found:
        offer.record(session, told, by=by)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Batch)) == 0
    session.rollback()
    return [
        (problem["line"], problem["field"], problem["problem"])
        for problem in found.value.facts["problems"]
    ]


def test_an_offer_is_stored_with_its_lines_a_number_and_its_first_step(session, by):
    told = offers.told(
        build.builder(session),
        offers.line(
            weight_g=190_000, description=" Waalformaat ", condition="A", marks="KOMO 2019"
        ),
        offers.line(
            "panelled-door", 3, length_mm=2015, width_mm=830, height_mm=40, packaging="pallet"
        ),
    )
    offer.record(session, told, by=by)
    session.commit()
    (batch,) = offers.stored(session)
    assert (batch.number, batch.state, batch.postcode) == (1, "announced", "3825 AB")
    bricks, doors = batch.lines
    assert (bricks.position, bricks.weight_g, bricks.weight_source) == (1, 190_000, "told")
    assert (bricks.description, bricks.condition, bricks.marks) == ("Waalformaat", "A", "KOMO 2019")
    assert (doors.unit, doors.quantity_milli, doors.weight_source) == ("piece", 3000, "category")
    assert doors.weight_g == 3 * doors.category.weight_g
    assert [(each.state_before, each.state) for each in batch.steps] == [("", "announced")]
    assert batch.steps[0].person_id == by.person.id
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(2))
    assert set(actions) == {"batch.offered", "batch.step"}
    assert holds(session)


def test_the_trail_names_nobody_of_the_building_site(session, by):
    offer.record(session, offers.told(build.builder(session)), by=by)
    told = " ".join(session.scalars(select(AuditEntry.detail)))
    assert "Kees" not in told
    assert "Bouwweg" not in told


def test_the_same_offer_sent_twice_is_stored_once(session, by):
    told = offers.told(build.builder(session))
    first = offer.record(session, told, by=by)
    session.commit()
    assert offer.record(session, replace(told, language="en"), by=by) is first
    session.commit()
    assert len(offers.stored(session)) == 1


def test_other_content_under_the_same_id_is_refused(session, by):
    told = offers.told(build.builder(session))
    offer.record(session, told, by=by)
    session.commit()
    with pytest.raises(OtherContentUnderThisId):
        offer.record(session, replace(told, project="Iets anders"), by=by)


def test_an_offer_by_link_says_by_which_link_it_came(session, config, by):
    customer = build.builder(session)
    link, _ = build.link(session, config, customer)
    offer.record(session, offers.told(customer), by=step.By(link=link))
    session.commit()
    (batch,) = offers.stored(session)
    assert (batch.person_id, batch.link_id) == (None, link.id)
    assert batch.steps[0].link_id == link.id


def test_a_link_offers_nothing_in_the_name_of_another_builder(session, config):
    link, _ = build.link(session, config, build.builder(session))
    other = build.builder(session, "Sloopbedrijf Anders")
    with pytest.raises(UnknownCustomer):
        offer.record(session, offers.told(other), by=step.By(link=link))


def test_nobody_offers_for_who_is_no_longer_a_customer(session, by):
    customer = build.builder(session)
    customer.active = False
    session.commit()
    with pytest.raises(UnknownCustomer):
        offer.record(session, offers.told(customer), by=by)


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"project": "  "}, "project", "ingevuld"),
        ({"project": "a" * 101}, "project", "te lang"),
        ({"street": ""}, "street", "ingevuld"),
        ({"city": ""}, "city", "ingevuld"),
        ({"postcode": ""}, "postcode", "ingevuld"),
        ({"postcode": "0123 AB"}, "postcode", "3512 AB"),
        ({"contact_phone": "bel maar"}, "contact_phone", "06 12345678"),
        ({"contact_email": "kees@"}, "contact_email", "e-mailadres"),
        ({"available_from": None}, "available_from", "ingevuld"),
        ({"available_until": None}, "available_until", "ingevuld"),
        ({"available_until": date(2026, 11, 20)}, "available_until", "voorbij"),
        (
            {"available_from": date(2026, 12, 2), "available_until": date(2026, 12, 1)},
            "available_until",
            "vóór de eerste",
        ),
    ],
)
def test_what_is_not_right_about_the_whole_offer_is_said(
    session, by, standing_clock, changed, field, said
):
    ((line, at, sentence),) = refused(session, offers.told(build.builder(session), **changed), by)
    assert (line, at) == (None, field)
    assert said in sentence


def test_things_may_be_fetched_until_today_and_on_one_day(session, by):
    today = clock.today()
    told = offers.told(build.builder(session), available_from=today, available_until=today)
    assert offer.record(session, told, by=by).available_until == today


@pytest.mark.parametrize(
    ("line", "field", "said"),
    [
        ({"category": ""}, "category", "ingevuld"),
        ({"category": "no-such"}, "category", "no-such"),
        ({"category": "asbestos-suspect"}, "category", "gevaarlijk"),
        ({"quantity": 0}, "quantity", "kan niet kloppen"),
        ({"quantity": -1}, "quantity", "kan niet kloppen"),
        ({"quantity": 100_001}, "quantity", "kan niet kloppen"),
        ({"unit": "m2"}, "unit", "stuks"),
        ({"weight_g": 0}, "weight", "meer dan niets"),
        ({"weight_g": -1}, "weight", "meer dan niets"),
        ({"weight_g": 100_000_001}, "weight", "kan niet kloppen"),
        ({"length_mm": 0}, "length", "millimeter"),
        ({"width_mm": -5}, "width", "millimeter"),
        ({"height_mm": 100_001}, "height", "millimeter"),
        ({"condition": "D"}, "condition", "A, B, C"),
        ({"marks": "a" * 121}, "marks", "te lang"),
    ],
)
def test_what_is_not_right_about_a_line_is_said_with_its_number(session, by, line, field, said):
    told = offers.told(build.builder(session), offers.line(), offers.line(**line))
    ((number, at, sentence),) = refused(session, told, by)
    assert (number, at) == (2, field)
    assert said in sentence


def test_half_a_door_is_refused_and_half_a_metre_is_not(session, by):
    customer = build.builder(session)
    slug = make.category(session, unit="m").slug
    half = replace(offers.line(slug, 1, weight_g=500), quantity_milli=500)
    assert offer.record(session, offers.told(customer, half), by=by).lines[0].quantity_milli == 500
    session.rollback()
    told = offers.told(customer, replace(offers.line("panelled-door"), quantity_milli=500))
    assert [(line, field) for line, field, _ in refused(session, told, by)] == [(1, "quantity")]


def test_where_the_kind_tells_no_weight_the_builder_has_to(session, by):
    kind = session.scalars(select(Category).where(Category.slug == "brick")).one()
    kind.weight_g = 0
    session.commit()
    customer = build.builder(session)
    ((line, field, said),) = refused(session, offers.told(customer), by)
    assert (line, field) == (1, "weight")
    assert "kilo" in said
    told = offers.told(customer, offers.line(weight_g=1))
    assert offer.record(session, told, by=by).lines[0].weight_g == 1


def test_everything_that_is_wrong_is_said_at_once(session, by):
    told = offers.told(
        build.builder(session),
        offers.line(weight_g=-1, condition="X"),
        offers.line("no-such", length_mm=0),
        project="",
    )
    found = refused(session, told, by)
    assert {(line, field) for line, field, _ in found} == {
        (None, "project"),
        (1, "weight"),
        (1, "condition"),
        (2, "category"),
        (2, "length"),
    }


def test_an_offer_has_one_line_at_least_and_two_hundred_at_most(session, by):
    customer = build.builder(session)
    nothing = replace(offers.told(customer), lines=())
    assert [field for _, field, _ in refused(session, nothing, by)] == ["lines"]
    too_much = offers.told(customer, *[offers.line()] * (offer_check.MOST_LINES + 1))
    assert [field for _, field, _ in refused(session, too_much, by)] == ["lines"]
    full = offers.told(customer, *[offers.line()] * offer_check.MOST_LINES)
    assert len(offer.record(session, full, by=by).lines) == 200


def test_numbers_are_counted_on_without_gaps_also_after_a_refusal(session, by):
    customer = build.builder(session)
    for _ in range(2):
        offer.record(session, offers.told(customer), by=by)
        session.commit()
        with pytest.raises(OfferNotRight):
            offer.record(session, offers.told(customer, project=""), by=by)
        session.rollback()
    offer.record(session, offers.told(customer), by=by)
    session.rollback()  # As where a request breaks after it took its number.
    offer.record(session, offers.told(customer), by=by)
    session.commit()
    assert [batch.number for batch in offers.stored(session)] == [1, 2, 3]


def at_one_moment(database, tolds, by):
    """Store offers over connections of their own, all at once; give what went wrong."""
    start, wrong = threading.Barrier(len(tolds)), []

    def send(told):
        try:
            with database.session(writes=True) as own:
                start.wait(5)
                again_if_raced(own, lambda: offer.record(own, told, by=by))
                own.commit()
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=send, args=(told,)) for told in tolds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_two_offers_at_one_moment_get_numbers_of_their_own(session, database, by):
    customers = [build.builder(session, f"Bouwer {number}") for number in range(4)]
    assert at_one_moment(database, [offers.told(one) for one in customers], by) == []
    assert [batch.number for batch in offers.stored(session)] == [1, 2, 3, 4]


def test_the_same_offer_at_one_moment_is_stored_once(session, database, by):
    told = offers.told(build.builder(session), id=uuid4())
    assert at_one_moment(database, [told] * 4, by) == []
    assert len(offers.stored(session)) == 1


def test_who_offers_is_remembered_as_a_customer_of_today(session, by, standing_clock):
    customer = build.builder(session)
    standing_clock.pass_(days=400)
    until = clock.today() + timedelta(days=1)
    offer.record(session, offers.told(customer, available_until=until), by=by)
    assert customer.last_used_at == clock.now()
