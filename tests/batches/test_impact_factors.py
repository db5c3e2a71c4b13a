"""What reuse of a material saves, by which factor, and since when."""

import tomllib
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue import impact, load
from bouwkringloop.catalogue.models import Category, ImpactFactor
from bouwkringloop.stock import renew
from tests import make
from tests.guards import unguarded
from tests.till.counter import holds

pytestmark = pytest.mark.one_database


def factor(**changed):
    facts = {
        "material": "bricks",
        "primary_milli": 200_000,
        "reused_milli": 10_000,
        "displacement_milli": 800,
        "source": "Eigen bron",
        "year": 2026,
        "valid_from": clock.today(),
        **changed,
    }
    return impact.Factor(**facts)


def test_every_shipped_category_is_counted_as_one_material():
    shipped = tomllib.loads(load.DATA_FILE.read_text("utf-8"))["category"]
    counted = [slug for each in impact.shipped()["material"] for slug in each["categories"]]
    assert sorted(counted) == sorted(each["slug"] for each in shipped)


def test_the_shipped_factors_are_those_of_the_source(session):
    found = impact.on(session, clock.today())
    assert {slug: (each.primary_milli, each.reused_milli) for slug, each in found.items()} == {
        "average": (75_010, 0),
        "bricks": (241_790, 0),
        "concrete": (118_790, 0),
        "wood": (269_500, 38_540),
        "insulation": (1_861_790, 0),
        "metals": (3_824_090, 0),
        "plasterboard": (120_050, 0),
        "glass": (1_402_770, 0),
        "aggregates": (7_790, 2_210),
    }
    assert {each.displacement_milli for each in found.values()} == {1000}


def test_avoided_is_tonnes_times_the_difference_times_what_it_replaces():
    # 2 t · (200 - 10) kg/t · 0.8 = 304 kg.
    assert factor().avoided_g(2_000_000) == 304_000
    assert factor(displacement_milli=0).avoided_g(2_000_000) == 0


def test_an_own_category_counts_by_its_group_and_else_as_average(session):
    def own(group):
        return Category(slug="eigen", group=make.category(session, group).group)

    assert impact.material_of(own("beam")) == "wood"
    assert impact.material_of(own("brick")) == "average"
    assert impact.material_of(make.category(session, "brick")) == "bricks"


def test_a_newer_factor_holds_from_its_day_and_the_older_one_before(session):
    day = clock.today()
    impact.add(session, factor(), by=make.actor(session, Role.MANAGER))
    session.commit()
    assert impact.on(session, day)["bricks"].primary_milli == 200_000
    assert impact.on(session, day - timedelta(days=1))["bricks"].primary_milli == 241_790
    assert impact.on(session, date(2001, 1, 1))["bricks"].primary_milli == 241_790
    assert holds(session)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"material": "goud"}, impact.NoSuchMaterial),
        ({"source": "  "}, impact.NoSource),
        ({"reused_milli": 300_000}, impact.NotAFactor),
        ({"displacement_milli": 1001}, impact.NotAFactor),
        ({"year": 1066}, impact.NotAFactor),
    ],
)
def test_what_cannot_be_is_refused(session, changed, refusal):
    with pytest.raises(refusal):
        impact.add(session, factor(**changed), by=make.actor(session, Role.MANAGER))


def test_an_older_shop_gets_them_at_the_next_start_and_only_once(session):
    unguarded(session)
    session.execute(text("delete from impact_factor"))
    session.commit()
    for _ in range(2):
        renew.renew(session)
        session.commit()
    assert session.scalar(select(func.count()).select_from(ImpactFactor)) == 9


def test_a_factor_is_never_changed(session):
    with pytest.raises(DBAPIError):
        session.execute(text("update impact_factor set primary_milli = 1"))


def test_the_page_shows_them_and_takes_a_newer_one(log_in, session):
    client = log_in(Role.MANAGER)
    page = client.get("/catalogue/impact").text
    assert "1.861,79" in page
    assert "Baksteen" in page
    sent = {
        "material": "bricks",
        "primary_milli": "250,5",
        "reused_milli": "12",
        "displacement_milli": "0,8",
        "source": "Eigen bron",
        "year": "2026",
        "valid_from": clock.today().isoformat(),
    }
    assert client.post("/catalogue/impact", data={**sent, "source": ""}).status_code == 422
    assert client.post("/catalogue/impact", data={**sent, "reused_milli": "300"}).status_code == 422
    assert client.post("/catalogue/impact", data=sent).status_code == 303
    assert "250,5" in client.get("/catalogue/impact").text
    assert log_in(Role.COORDINATOR).get("/catalogue/impact").status_code == 403
