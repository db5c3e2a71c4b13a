"""What has no label is priced by its kind, by its sticker, or by its measures."""

from datetime import date

import pytest

from bouwkringloop.catalogue import stickers
from bouwkringloop.catalogue.models import StickerColour
from tests import make
from tests.till.counter import basket, entries, holds, jobs, of, problem, sold, words

COLOURS = [
    StickerColour(slug=slug, name_nl=slug, name_en=slug, colour="#112233", position=at)
    for at, slug in enumerate(("red", "blue", "green", "white", "black", "yellow"))
]


@pytest.fixture
def flat(session):
    """A kind of which everything costs € 2,50; gives its slug."""
    kind = make.category(session)
    kind.flat_price_cents = 250
    session.commit()
    return kind.slug


@pytest.fixture
def gun(session):
    """Price stickers of six colours."""
    for one in COLOURS:
        session.add(
            StickerColour(
                slug=one.slug,
                name_nl=one.name_nl,
                name_en=one.name_en,
                colour=one.colour,
                position=one.position,
            )
        )
    session.commit()


def test_a_kind_with_one_price_needs_none_to_be_typed(cashier, session, flat):
    made = sold(cashier, session, {"category": flat, "quantity": 3}, pin=750)
    assert made["lines"][0]["unit_price_cents"] == 250
    assert holds(session)


def test_a_typed_price_for_it_needs_a_reason_and_keeps_to_the_limits(cashier, session, flat):
    shift = make.shift(session)
    line = {"category": flat, "unit_price_cents": 240}
    assert problem(cashier.post("/sales", basket(shift, line, pin=240))) == (422, "reason-missing")
    line["reason"] = "kras"
    assert cashier.post("/sales", basket(shift, line, pin=240)).status_code == 201
    line["unit_price_cents"] = 100
    assert problem(cashier.post("/sales", basket(shift, line, pin=100))) == (403, "needs-approval")
    line["unit_price_cents"] = 250
    assert cashier.post("/sales", basket(shift, line, pin=250)).status_code == 201


def test_without_one_price_for_all_a_price_has_to_be_typed(cashier, session):
    shift, slug = make.shift(session), make.category(session).slug
    answer = cashier.post("/sales", basket(shift, {"category": slug}, pin=100))
    assert problem(answer) == (422, "price-missing")
    typed = {"category": slug, "unit_price_cents": 100}
    assert cashier.post("/sales", basket(shift, typed, pin=100)).status_code == 201
    typed |= {"discount_cents": 5, "reason": "kras"}
    answer = cashier.post("/sales", basket(shift, typed, pin=95))
    assert problem(answer) == (422, "discount-without-label")


def test_an_unknown_kind_and_a_dangerous_one_are_never_sold(api, session):
    from sqlalchemy import select

    from bouwkringloop.catalogue.models import DANGER, Category, CategoryGroup

    shift = make.shift(session)
    query = select(Category.slug).join(CategoryGroup).where(CategoryGroup.slug == DANGER).limit(1)
    dangerous = session.scalar(query)
    for slug, refused in (("nothing-such", "unknown-category"), (dangerous, "never-sold")):
        line = {"category": slug, "unit_price_cents": 100}
        assert problem(api.post("/sales", basket(shift, line, pin=100)))[1] == refused


@pytest.mark.parametrize(
    ("day", "slug"),
    [
        (date(2024, 1, 1), "red"),
        (date(2024, 1, 7), "red"),
        (date(2024, 1, 8), "blue"),
        (date(2024, 2, 5), "yellow"),
        (date(2024, 2, 12), "red"),
        (date(2026, 11, 21), "red"),
    ],
)
def test_each_week_has_the_next_colour(day, slug):
    assert stickers.of_week(COLOURS, day).slug == slug


@pytest.mark.parametrize(
    ("slug", "percent"),
    [("red", 0), ("yellow", 0), ("black", 25), ("white", 25), ("green", 50), ("blue", 50)],
)
def test_the_age_of_a_sticker_is_read_from_its_colour(slug, percent):
    # 21 November 2026 lies in a red week.
    assert stickers.percent_off(COLOURS, slug, "14:25 28:50", date(2026, 11, 21)) == percent


def test_a_shop_without_stickers_has_no_colour_of_the_week():
    assert stickers.of_week([], date(2026, 11, 21)) is None
    with pytest.raises(stickers.UnknownSticker):
        stickers.percent_off([], "red", "14:25", date(2026, 11, 21))


@pytest.mark.parametrize(("colour", "price"), [("red", 1001), ("black", 751), ("green", 501)])
def test_an_old_sticker_makes_it_cheaper_and_nobody_has_to_allow_it(
    cashier, session, gun, standing_clock, colour, price
):
    line = {"category": make.category(session).slug, "unit_price_cents": 1001, "sticker": colour}
    made = sold(cashier, session, line, pin=price)
    assert made["lines"][0]["unit_price_cents"] == price
    assert holds(session)


def test_a_colour_that_the_gun_has_not_is_refused(cashier, session, gun):
    line = {"category": make.category(session).slug, "unit_price_cents": 1000, "sticker": "pink"}
    answer = cashier.post("/sales", basket(make.shift(session), line, pin=1000))
    assert problem(answer) == (422, "unknown-sticker")


def by_measure(session, unit, quantity, **measures):
    slug = make.category(session, unit=unit).slug
    return {"category": slug, "unit_price_cents": 1000, "quantity": quantity, "measures": measures}


@pytest.mark.parametrize(
    ("unit", "quantity", "measures", "said"),
    [
        ("m2", 1.92, {"length_mm": 2400, "width_mm": 800}, "2,4 × 0,8 m"),
        ("m2", 5.76, {"length_mm": 2400, "width_mm": 800, "pieces": 3}, "3 × (2,4 × 0,8 m)"),
        ("m2", 0.001, {"length_mm": 25, "width_mm": 20}, "0,025 × 0,02 m"),
        ("m", 2.4, {"length_mm": 2400}, "2,4 m"),
        ("m", 7.2, {"length_mm": 2400, "pieces": 3}, "3 × (2,4 m)"),
    ],
)
def test_measures_make_the_quantity_and_stand_on_the_receipt(
    api, session, unit, quantity, measures, said
):
    line = by_measure(session, unit, quantity, **measures)
    made = sold(api, session, line, pin=round(quantity * 1000))
    assert made["lines"][0]["quantity"] == quantity
    assert said in words(jobs(session, "receipt")[0])
    assert holds(session)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("unit", "quantity", "measures"),
    [
        ("m2", 2, {"length_mm": 2400, "width_mm": 800}),
        ("m2", 2.4, {"length_mm": 2400}),
        ("m", 1.92, {"length_mm": 2400, "width_mm": 800}),
        ("m", 2.4, {"length_mm": 2400, "pieces": 2}),
        ("piece", 1, {"length_mm": 1000}),
    ],
)
def test_measures_that_come_to_something_else_are_refused(api, session, unit, quantity, measures):
    line = by_measure(session, unit, quantity, **measures)
    answer = api.post("/sales", basket(make.shift(session), line, pin=1000))
    assert problem(answer) == (422, "measures-differ")


@pytest.mark.parametrize("measures", [{"length_mm": 0}, {"length_mm": -5}, {"length_mm": 10**9}])
def test_measures_that_cannot_be_are_refused(api, session, measures):
    line = by_measure(session, "m", 1, **measures)
    assert api.post("/sales", basket(make.shift(session), line, pin=1000)).status_code == 422


def test_a_labelled_beam_is_sold_by_its_measures_too(api, session):
    beam = make.item(session, unit="m", quantity=4, price_cents=1000, title="Balk")
    line = of(beam, 2.4, measures={"length_mm": 1200, "pieces": 2})
    sold(api, session, line, pin=2400)
    assert "2 × (1,2 m)" in words(jobs(session, "receipt")[0])


def test_a_donation_is_an_amount_outside_vat(api, session):
    shift = make.shift(session)
    made = sold(api, session, {"kind": "donation", "unit_price_cents": 555}, shift=shift, cash=555)
    assert (made["total_cents"], made["vat"]) == (555, [])
    assert made["lines"][0]["kind"] == "donation"
    assert made["lines"][0]["description"] in words(jobs(session, "receipt")[0])
    x = api.get(f"/shifts/{shift}/report").json
    assert (x["donated_cents"], x["turnover_cents"]) == (555, 0)
    assert entries(session, "sale")[0]["lines"][0][9] == "outside"
    assert holds(session)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"unit_price_cents": None}, "price-missing"),
        ({"unit_price_cents": -5}, "absurd-price"),
        ({"quantity": 2}, "absurd-price"),
        ({"discount_cents": 5, "reason": "x"}, "absurd-price"),
        ({"category": "front-door"}, "either-item-or-category"),
        ({"returns": {"back_to": "stock"}}, "unknown-kind"),
        ({"kind": "goods"}, "either-item-or-category"),
    ],
)
@pytest.mark.parametrize("kind", ["donation", "voucher"])
def test_a_mere_amount_is_nothing_else(api, session, kind, change, refused):
    line = {"kind": kind, "unit_price_cents": 500, **change}
    answer = api.post("/sales", basket(make.shift(session), line, pin=500))
    assert problem(answer) == (422, refused)
