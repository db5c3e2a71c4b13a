"""Advice on a price: what comparable things sold for, what it costs new, how large it is, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue.models import Attribute, Category
from bouwkringloop.intake import sold, suggest
from bouwkringloop.intake.sold import Size, Usual
from bouwkringloop.stock import take_out
from bouwkringloop.stock.models import ItemAttribute, Movement
from tests import make


@pytest.fixture
def door(session):
    """A kind of which the catalogue says that it costs between 15 and 60 euros."""
    kind = make.category(session)
    kind.price_low_cents, kind.price_high_cents = 1500, 6000
    session.commit()
    return kind


def went(session, standing_clock, *prices, days=12, **described):
    """Things that came in, and were sold so many days later."""
    things = [make.item(session, price_cents=price, **described) for price in prices]
    standing_clock.pass_(days=days)
    for thing in things:
        leave(session, thing)
    session.commit()
    return things


def leave(session, thing):
    taken = take_out.Taken(thing.id, thing.site_id, None, 1000, thing.stock_g, thing.stock_g)
    by = make.actor(session)
    take_out.take(session, [taken], cause="sale:test", by=by, at=clock.now())
    session.commit()
    session.refresh(thing)


def measured(session, thing, **millimetres):
    for slug, mm in millimetres.items():
        attribute = session.scalars(select(Attribute).where(Attribute.slug == slug)).one()
        session.add(ItemAttribute(item_id=thing.id, attribute=attribute, value_milli=mm * 1000))
    session.commit()


def said(advised):
    return [reason.replace("\u00a0", " ") for reason in advised.reasons]


def test_without_anything_sold_the_range_of_the_kind_speaks(session, door):
    advised = suggest.advice(session, door, "B")
    assert advised.price_cents == suggest.price(door, "B").price_cents
    assert said(advised) == ["Tussen € 15,00 en € 60,00 voor deze soort; staat B."]


def test_what_three_things_sold_for_speaks_louder_than_the_range(session, door, standing_clock):
    went(session, standing_clock, 1000, 1500, 9000)
    advised = suggest.advice(session, door, "B")
    assert advised.price_cents == 1500
    assert said(advised) == ["3 van deze soort in staat B gingen voor € 15,00 in 12 dagen."]
    with i18n.speaking("en"):
        (reason,) = said(suggest.advice(session, door, "B"))
    assert reason == "3 of this kind in condition B went for € 15.00 in 12 days."


def test_two_sales_are_too_few_to_say_anything(session, door, standing_clock):
    went(session, standing_clock, 1000, 1500)
    assert suggest.advice(session, door, "B").price_cents == 3800


def test_what_came_back_was_not_sold(session, door, standing_clock):
    *_, last = went(session, standing_clock, 1000, 1500, 1500)
    back = {"quantity_milli": 1000, "weight_g": last.weight_g, "site_id": last.site_id}
    by = make.actor(session).id
    last.quantity_milli, last.stock_g = 1000, last.weight_g
    session.add(
        Movement(
            item_id=last.id,
            at=clock.now(),
            kind="returned",
            person_id=by,
            cause="refund:test",
            **back,
        )
    )
    session.commit()
    assert sold.usual(session, door) == {}


def test_what_sold_half_a_year_ago_says_nothing_any_more(session, door, standing_clock):
    went(session, standing_clock, 1000, 1500, 1500)
    standing_clock.pass_(days=179)
    assert sold.usual(session, door)["B"].many == 3
    standing_clock.pass_(days=2)
    assert sold.usual(session, door) == {}


def test_a_heap_that_sold_in_parts_counts_once(session, door, standing_clock):
    heap = make.item(session, quantity=10, price_cents=2000)
    for _ in range(5):
        leave(session, heap)
    assert sold.usual(session, door) == {}


def test_the_price_is_that_of_the_day_of_the_sale(session, door, standing_clock):
    door.markdown = "28:25 56:50"
    session.commit()
    went(session, standing_clock, 2000, 2000, 2000, days=30)
    assert sold.usual(session, door)["B"] == Usual(3, 1500, 30)


def test_what_sold_within_a_week_could_have_cost_more(session, door, standing_clock):
    went(session, standing_clock, 2000, 2000, 2000, days=7)
    advised = suggest.advice(session, door, "B")
    assert (advised.price_cents, said(advised)[-1]) == (
        2200,
        "Dat ging snel, dus er komt 10% bij.",
    )


def test_what_stood_two_months_was_too_dear(session, door, standing_clock):
    went(session, standing_clock, 2000, 2000, 2000, days=60)
    advised = suggest.advice(session, door, "B")
    assert (advised.price_cents, said(advised)[-1]) == (
        1800,
        "Dat duurde lang, dus er gaat 10% af.",
    )


def test_a_better_one_is_never_cheaper_than_what_a_worse_one_went_for(
    session, door, standing_clock
):
    went(session, standing_clock, 9000, 9000, 9000)
    advised = suggest.advice(session, door, "A")
    assert advised.price_cents == suggest.advice(session, door, "B").price_cents == 9000
    assert "staat B" in said(advised)[0]


def test_what_a_better_one_went_for_is_more_than_the_catalogue_can_ask_for_a_worse_one(
    session, door, standing_clock
):
    went(session, standing_clock, 1000, 1000, 1000)
    advised = suggest.advice(session, door, "C")
    assert advised.price_cents == 1000
    assert "staat B" in said(advised)[0]
    assert suggest.advice(session, door, "A").price_cents == 6000


def test_the_new_price_is_weighed_against_what_the_kind_costs(session, door):
    advised = suggest.advice(session, door, "B", new_price_cents=20_000)
    assert advised.price_cents == 5500  # Halfway between 38 and 70 euros.
    assert said(advised) == [
        "Tussen € 15,00 en € 60,00 voor deze soort; staat B.",
        "35% van de nieuwprijs van € 200,00 is € 70,00.",
        "Het advies ligt daartussen.",
    ]


def test_nobody_pays_nearly_the_new_price(session, door):
    advised = suggest.advice(session, door, "B", new_price_cents=2000)
    assert advised.price_cents == 1200
    assert said(advised)[-1] == "Hoogstens 60% van wat het nieuw kost."


def test_a_mistyped_new_price_does_not_run_away_with_the_advice(session, door):
    advised = suggest.advice(session, door, "A", new_price_cents=5_000_000)
    assert advised.price_cents == 18_000
    assert "zelden" in said(advised)[-1]


def test_things_are_compared_by_the_square_metre_where_they_were_measured(
    session, door, standing_clock
):
    for thing in went(session, standing_clock, 2000, 2000, 2000):
        measured(session, thing, width=1000, height=2000)
    small = suggest.advice(session, door, "B", measures_mm={"width": 500, "height": 2000})
    large = suggest.advice(session, door, "B", measures_mm={"width": 1500, "height": 2000})
    assert (small.price_cents, large.price_cents) == (1000, 3000)
    assert said(large) == ["3 van deze soort in staat B gingen voor € 10,00 per m² in 12 dagen."]
    assert suggest.advice(session, door, "B").price_cents == 2000


def test_a_length_alone_is_compared_by_the_metre(session, door, standing_clock):
    for thing in went(session, standing_clock, 2000, 2000, 2000):
        measured(session, thing, length=4000)
    advised = suggest.advice(session, door, "B", measures_mm={"length": 6000})
    assert advised.price_cents == 3000
    assert "€ 5,00 per m " in said(advised)[0]


def test_all_kinds_at_once_are_advised_as_each_alone(session, door, standing_clock):
    went(session, standing_clock, 1000, 1500, 9000)
    kinds = session.scalars(select(Category)).all()
    everywhere = suggest.advice_everywhere(session, kinds)
    assert set(everywhere) == {kind.slug for kind in kinds}
    for condition in suggest.CONDITIONS:
        assert everywhere[door.slug][condition] == suggest.advice(session, door, condition)
    assert everywhere[door.slug]["B"].price_cents == 1500


def test_a_program_gets_the_price_with_its_reasons(api, session, door):
    asked = f"/price-advice?category={door.slug}&condition=B&new_price_cents=20000"
    session.rollback()
    answer = api.get(asked)
    assert answer.status_code == 200
    assert answer.json["price_cents"] == 5500
    assert len(answer.json["reasons"]) == 3


@pytest.mark.one_database
@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "no-such-kind"},
        {"condition": "D"},
        {"new_price_cents": "-1"},
        {"new_price_cents": "0"},
        {"new_price_cents": "1" * 400},
        {"new_price_cents": "12,50"},
        {"width": "²"},
        {"length": "100001"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(api, session, door, wrong):
    asked = {"category": door.slug, "condition": "B"} | wrong
    session.rollback()
    words = "&".join(f"{key}={value}" for key, value in asked.items())
    assert api.get(f"/price-advice?{words}").status_code == 422


def test_who_takes_things_in_is_advised_and_a_stranger_is_not(app, log_in, session, door):
    asked = f"/api/v1/price-advice?category={door.slug}&condition=B"
    session.rollback()
    assert log_in(Role.INTAKE_WORKER).get(asked).status_code == 200
    assert app.test_client().get(asked).status_code == 401


RANGES = st.integers(1, 1_000_000).flatmap(
    lambda low: st.tuples(st.just(low), st.integers(low, 2_000_000))
)
USUAL = st.builds(
    Usual, st.integers(3, 100), st.integers(1, 10_000_000), st.integers(0, 180), st.just("")
)
KNOWN = st.dictionaries(st.sampled_from(suggest.CONDITIONS), USUAL)
NEW = st.none() | st.integers(1, 10_000_000)


@given(RANGES, KNOWN, NEW)
def test_advice_is_something_and_rises_with_the_condition_whatever_is_known(between, known, new):
    kind = Category(price_low_cents=between[0], price_high_cents=between[1])
    prices = [suggest.weigh_up(kind, each, known, new).price_cents for each in "CBA"]
    assert 0 < prices[0] <= prices[1] <= prices[2] <= 3 * between[1]
    if new:
        assert prices[2] <= max(1, new * 60 // 100)
    else:
        assert prices[0] >= between[0] // 2


@given(RANGES, KNOWN, st.integers(1, 5_000_000), st.integers(0, 5_000_000))
def test_what_costs_more_new_is_never_advised_cheaper(between, known, new, more):
    kind = Category(price_low_cents=between[0], price_high_cents=between[1])
    cheap, dear = (
        suggest.weigh_up(kind, "B", known, each).price_cents for each in (new, new + more)
    )
    assert cheap <= dear


@given(st.sampled_from(["m", "m2"]), st.integers(1, 10**10), st.integers(1, 10_000_000))
def test_a_size_gives_a_price_back_from_its_rate(unit, amount, price_cents):
    size = Size(unit, amount)
    back = size.price(size.rate(price_cents))
    # The rate is a whole cent, which over a large size is many.
    assert abs(back - price_cents) <= 1 + amount // (2 * {"m": 1000, "m2": 1_000_000}[unit])


def test_every_advice_has_a_reason(session, standing_clock, door):
    went(session, standing_clock, 1000, 1500, 9000)
    for advised in suggest.advice_everywhere(session, [door])[door.slug].values():
        assert advised.reasons
        assert all(advised.reasons)
