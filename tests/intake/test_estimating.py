"""What things weigh by their measures, where nobody weighed them."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bouwkringloop.catalogue import attributes
from bouwkringloop.catalogue.models import Category
from bouwkringloop.intake import estimate
from bouwkringloop.intake.estimate import SIDES, Make
from bouwkringloop.intake.models import IntakeLine
from tests import make

pytestmark = pytest.mark.one_database

MATERIALS = tomllib.loads(
    (Path(estimate.__file__).parent / "materials.toml").read_text(encoding="utf-8")
)
FLOOR_TILE = Make("m2", 20_000, density_g=2_200_000)
DOOR = Make("piece", 16_000, usual={"width": 880_000, "height": 2_020_000})
NAMED = {slug for entry in MATERIALS["material"] for slug in entry["categories"]} | {
    entry["category"] for entry in MATERIALS["usual"]
}


def weigh(api, session, slug, unit, measures, **line):
    body = {"category": slug, "unit": unit, "attributes": measures, **line}
    (answer,) = api.post("/intakes", make.delivery(session, body)).json["lines"]
    return answer["weight_g"], answer["weight_source"]


@pytest.mark.parametrize(
    ("slug", "unit", "quantity", "measures", "grams"),
    [
        # 71 × 221 mm softwood of 450 kg/m3, four metres of it.
        ("beam", "m", 4, {"section-width": 71, "section-height": 221}, 28_244),
        ("plywood", "m2", 2.5, {"thickness": 18}, 22_500),
        ("flat-glass", "m2", 1, {"thickness": 6}, 15_000),
        ("natural-stone", "m2", 3, {"thickness": 20}, 162_000),
        ("paving-tile", "piece", 10, {"tile-length": 300, "tile-width": 300, "thickness": 45}, 91_125),
        ("brick", "piece", 100, {"length": 210, "width": 100, "height": 50}, 189_000),
        ("worktop", "m", 2, {"width": 600, "thickness": 38}, 31_920),
        ("eps-board", "m2", 1, {"thickness": 100}, 1_250),
        # A door one and a half times as large as a usual one.
        ("inner-door-rebated", "piece", 2, {"width": 1320, "height": 2020}, 48_000),
    ],
)  # fmt: skip
def test_measures_tell_the_weight_where_nobody_weighed(
    api, session, slug, unit, quantity, measures, grams
):
    found = weigh(api, session, slug, unit, measures, quantity=quantity)
    assert found == (grams, "dimensions")


def test_each_unit_gets_its_share_of_the_estimate(api, session):
    body = {"category": "plywood", "unit": "m2", "quantity": 2, "attributes": {"thickness": 9}}
    (line,) = api.post("/intakes", make.delivery(session, body)).json["lines"]
    assert line["item"]["weight_g"] == 4_500


def test_a_weight_that_was_typed_goes_before_an_estimate(api, session):
    found = weigh(api, session, "plywood", "m2", {"thickness": 18}, weight_g=8_000)
    assert found == (8_000, "typed")


def test_scales_go_before_an_estimate(api, session):
    weighed = {"gross_g": 8_000, "by_itself": True}
    found = weigh(api, session, "plywood", "m2", {"thickness": 18}, weighed=weighed)
    assert found == (8_000, "scale")


@pytest.mark.parametrize("measures", [{}, {"width": 880}, {"hinge-side": "left"}])
def test_too_few_measures_leave_it_to_the_kind(api, session, measures):
    found = weigh(api, session, "inner-door-rebated", "piece", measures)
    assert found == (16_000, "category")


def test_a_shop_that_corrected_the_weight_of_a_kind_gets_estimates_by_it(api, session):
    make.category(session, "inner-door-rebated").weight_g = 20_000
    session.commit()
    found = weigh(api, session, "inner-door-rebated", "piece", {"width": 880, "height": 2020})
    assert found == (20_000, "dimensions")


def test_an_estimate_that_no_lorry_carries_is_refused(api, session):
    huge = {"length": 30_000, "width": 30_000, "height": 30_000}
    body = {"category": "brick", "unit": "piece", "quantity": 100_000, "attributes": huge}
    answer = api.post("/intakes", make.delivery(session, body))
    assert answer.json["type"] == "/problems/no-such-weight"
    assert session.scalars(select(IntakeLine)).all() == []


def test_every_kind_that_is_named_exists_and_has_the_measures_that_tell(session):
    categories = {each.slug: each for each in session.scalars(select(Category))}
    assert set(categories) >= NAMED
    having = attributes.of_each(session, [each.id for each in categories.values()])
    for slug in NAMED:
        names = {each.slug for each in having.get(categories[slug].id, [])}
        made = estimate.how(categories[slug])
        sides = SIDES[made.unit] if made.density_g else [tuple(made.usual)]
        assert any(names.issuperset(each) for each in sides), slug


def test_every_density_names_its_source_or_says_that_it_is_assumed():
    for entry in MATERIALS["material"]:
        assert entry["source"].startswith(("EN 1991-1-1", "Stimular", "assumption")), entry["name"]


def test_no_kind_is_named_twice():
    named = [slug for entry in MATERIALS["material"] for slug in entry["categories"]]
    named += [entry["category"] for entry in MATERIALS["usual"]]
    assert len(named) == len(set(named))


def test_half_a_gram_is_rounded_up():
    assert estimate.grams(Make("m2", 0, density_g=500), 1_000, {"thickness": 1_000}) == 1


def test_less_than_half_a_gram_is_no_estimate():
    assert estimate.grams(Make("m2", 0, density_g=499), 1_000, {"thickness": 1_000}) is None


@given(st.integers(1, 30_000_000), st.integers(1, 100_000_000))
def test_twice_as_thick_is_twice_as_heavy_but_for_rounding(thickness, milli):
    once = estimate.grams(FLOOR_TILE, milli, {"thickness": thickness}) or 0
    twice = estimate.grams(FLOOR_TILE, milli, {"thickness": 2 * thickness}) or 0
    assert abs(twice - 2 * once) <= 1


def test_a_usual_one_weighs_what_its_kind_weighs():
    assert estimate.grams(DOOR, 3_000, DOOR.usual) == 48_000
