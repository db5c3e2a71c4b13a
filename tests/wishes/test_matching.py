"""What fits a wish, why, and how well: things in stock, and things that are offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouwkringloop.stock import attributes
from bouwkringloop.wishes import match
from bouwkringloop.wishes.fit import Thing, fit
from bouwkringloop.wishes.match import Offered
from bouwkringloop.wishes.models import MEASURES, Wish
from tests import make
from tests.wishes.build import wish

MM = st.none() | st.integers(1, 40)


def plain_wish(**changed):
    told = {"category_id": 1, "words": "", "quantity_milli": 1000, "unit": "piece", **changed}
    return Wish(**told)


def thing(**changed):
    told = {
        "category_id": 1,
        "group_id": 7,
        "unit": "piece",
        "quantity_milli": 1000,
        "text": "paneeldeur eiken ",
        **changed,
    }
    return Thing(**told)


@given(st.lists(st.tuples(MM, MM, MM), min_size=3, max_size=3))
def test_a_thing_fits_when_no_known_measure_is_outside(sides):
    """Each side is what is asked from and until, and what the thing measures."""
    bounds, measures = {}, {}
    for name, (low, high, measure) in zip(MEASURES, sides, strict=True):
        bounds |= {f"{name}_from_mm": low, f"{name}_until_mm": high}
        measures[f"{name}_mm"] = measure
    outside = any(
        measure is not None and not (low or 0) <= measure <= (high or 99)
        for low, high, measure in sides
    )
    found = fit(plain_wish(**bounds), thing(**measures))
    assert (found is None) == outside
    if found is None:
        return
    asked = [side for side in sides if side[:2] != (None, None)]
    known = all(measure is not None for _, _, measure in asked)
    assert ("measures" in found.reasons) == bool(asked and known)
    assert ("measures_unknown" in found.reasons) == (not known)
    assert (found.points == 100) == known


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_more_of_it_never_fits_worse_and_enough_fits_best(needed, there):
    found = fit(plain_wish(quantity_milli=needed), thing(quantity_milli=there))
    more = fit(plain_wish(quantity_milli=needed), thing(quantity_milli=there + 1000))
    assert 85 <= found.points <= more.points <= 100
    assert ("enough" in found.reasons) == (there >= needed)
    assert (found.points == 100) == (there >= needed)


@pytest.mark.parametrize(
    ("asked", "has", "reasons"),
    [
        ({}, {}, ("kind", "enough")),
        ({}, {"category_id": 2}, None),
        ({"category_id": None, "group_id": 7}, {"category_id": 2}, ("group", "enough")),
        ({"category_id": None, "group_id": 7}, {"group_id": 8}, None),
        ({"category_id": None, "words": "eiken deur"}, {}, ("words", "enough")),
        ({"category_id": None, "words": "eiken raam"}, {}, None),
        ({"words": "eiken"}, {}, ("kind", "words", "enough")),
        ({"words": "eiken glas"}, {}, ("kind", "some_words", "enough")),
        ({"words": "glas"}, {}, ("kind", "enough")),
        ({"quantity_milli": 5000}, {}, ("kind", "too_few")),
        ({"unit": "m2"}, {}, ("kind",)),
        ({"price_cents": 1000}, {"price_cents": 1001}, None),
        ({"price_cents": 1000}, {"price_cents": 1000}, ("kind", "enough")),
        ({"price_cents": 1000}, {}, ("kind", "enough")),
        ({"price_cents": 1000, "unit": "m2"}, {"price_cents": 1001}, ("kind",)),
    ],
)
def test_a_fit_says_why(asked, has, reasons):
    found = fit(plain_wish(**asked), thing(**has))
    assert (found and found.reasons) == reasons


def test_a_mistyped_word_finds_what_it_means():
    asked = plain_wish(category_id=None, words="eikken")
    assert fit(asked, thing()) is None
    assert fit(asked, thing(), {"eikken": ("eiken",)}).reasons == ("words", "enough")


def door(session, width=830, **changed):
    made = make.item(session, slug="panelled-door", **changed)
    if width:
        values = {"width": width * 1000, "height": 2015 * 1000}
        attributes.set_all(session, made, values, by=make.actor(session))
        session.commit()
    return made


def codes(session, asked):
    return [found.item.code for found in match.in_stock(session, asked)]


def test_what_is_for_sale_and_within_is_found_the_best_first(session):
    asked = wish(session, width_from_mm=800, width_until_mm=850)
    unknown, fits = door(session, None), door(session)
    door(session, 730)
    door(session, 930)
    door(session, state="quarantined")
    make.item(session, slug="front-door", title="Paneeldeur 83 x 201,5")
    gone = door(session)
    make.leave(session, gone.code)
    assert codes(session, asked) == [fits.code, unknown.code]
    (first, second) = match.in_stock(session, asked)
    assert (first.fit.reasons, first.fit.well) == (("kind", "measures", "enough"), True)
    assert (second.fit.reasons, second.fit.well) == (("kind", "measures_unknown", "enough"), False)
    assert first.price_cents == 1250


def test_what_is_kept_for_others_is_not_there(session):
    asked, one = wish(session, quantity_milli=3000), door(session, quantity=3)
    one.reserved_milli = 2000
    session.commit()
    (found,) = match.in_stock(session, asked)
    assert "too_few" in found.fit.reasons
    one.reserved_milli = 3000
    session.commit()
    assert match.in_stock(session, asked) == []


def test_a_price_is_that_of_today(session, standing_clock):
    asked, one = wish(session, price_cents=1000), door(session, price_cents=1250)
    one.category.markdown = "28:25"
    session.commit()
    assert codes(session, asked) == []
    standing_clock.pass_(days=29)
    assert codes(session, asked) == [one.code]


def test_only_words_find_in_any_kind_and_forgive_a_letter(session):
    lamp = make.item(session, title="Hanglamp emaille")
    make.item(session, title="Hanglamp glas")
    asked = wish(session, category="", words="hanglamp emaile")
    assert codes(session, asked) == [lamp.code]


def test_many_wishes_are_matched_as_each_of_them_alone(session):
    door(session)
    make.item(session, slug="pendant-lamp", title="Hanglamp")
    asked = [
        wish(session),
        wish(session, width_from_mm=900),
        wish(session, category="", group="doors"),
        wish(session, category="", words="hanglamp"),
    ]
    together = match.all_in_stock(session, asked)
    assert [together[each.id] for each in asked] == [match.in_stock(session, e) for e in asked]
    assert [len(together[each.id]) for each in asked] == [1, 0, 1, 1]


def offered(session, slug="panelled-door", **changed):
    kind = make.category(session, slug)
    told = {"description": "deur", "quantity_milli": 5000, "width_mm": 830, **changed}
    return Offered(category_id=kind.id, **told)


def test_an_offer_is_matched_with_who_looks_for_it(session):
    late = wish(session, width_from_mm=800, width_until_mm=850, quantity_milli=20_000)
    plain = wish(session, category="", words="deur eiken")
    group = wish(session, category="", group="doors")
    wish(session, width_from_mm=900)
    wish(session, category="front-door")
    found = match.for_offered(session, offered(session, description="Eiken deur"))
    assert [each.wish.id for each in found] == [plain.id, group.id, late.id]
    assert found[2].fit.reasons == ("kind", "measures", "too_few")


def test_many_offers_are_matched_as_each_of_them_alone(session):
    wish(session)
    wish(session, category="", group="doors")
    offers = [offered(session), offered(session, "front-door"), offered(session, "brick")]
    together = match.for_each(session, offers)
    assert together == [match.for_offered(session, each) for each in offers]
    assert [len(each) for each in together] == [2, 1, 0]


def test_what_is_over_is_not_matched_with_offers(session, standing_clock):
    from bouwkringloop.wishes import end

    ended = wish(session)
    end.end(session, ended.uuid, "found", by=make.actor(session))
    wish(session)
    assert len(match.for_offered(session, offered(session))) == 1
    standing_clock.pass_(days=31)
    assert match.for_offered(session, offered(session)) == []
