"""What a builder's dealings with the shop come to for social return."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.settling import sroi, sroi_paper, sroi_values
from bouwkringloop.batches.settling.models import SroiStatement, SroiValue
from bouwkringloop.batches.settling.sroi import Placement
from tests import make
from tests.batches.test_payouts import words
from tests.invoicing import shop
from tests.till.counter import holds

pytestmark = pytest.mark.one_database


@pytest.fixture
def builder(session):
    sroi_values.fill(session)
    session.commit()
    return shop.builder(session, name="Bouwbedrijf De Hamer")


def stated(session, builder, region="Utrecht", **facts):
    today = clock.today()
    told = {"first": date(today.year, 1, 1), "last": today, **facts}
    wanted = sroi.Wanted(uuid4(), builder.uuid, region, **told)
    made = sroi.issue(session, wanted, by=make.actor(session, Role.COORDINATOR))
    session.commit()
    return made


def test_the_shipped_values_are_those_of_the_tables(session, builder):
    today = clock.today()
    found = {
        region: {
            target: value.cents // 100
            for target, value in sroi_values.on(session, region, today).items()
        }
        for region in sroi_values.regions(session)
    }
    utrecht, den_haag, leiden = found["Utrecht"], found["Den Haag"], found["Leiden"]
    assert (utrecht["participation"], utrecht["bbl"], utrecht["language"]) == (
        40_000,
        35_000,
        10_000,
    )
    assert (den_haag["bbl_low"], den_haag["bbl"], den_haag["special_school"]) == (
        25_000,
        15_000,
        7_500,
    )
    assert (leiden["participation"], leiden["ww"], leiden["age"]) == (30_000, 15_000, 15_000)
    ages = {row.region: row.from_age for row in session.scalars(select(SroiValue)) if row.from_age}
    assert ages == {"Utrecht": 50, "Den Haag": 55, "Leiden": 55}
    sroi_values.fill(session)
    assert len(sroi_values.every(session)) == 33


@pytest.mark.parametrize(
    ("base", "hours", "months", "extras", "value"),
    [
        (4_000_000, 36_000, 12, 0, 4_000_000),
        (4_000_000, 18_000, 6, 0, 1_000_000),
        (4_000_000, 24_000, 5, 1_000_000, 2_111_111),
        (100, 36_000, 1, 0, 8),
        (150, 36_000, 1, 0, 13),
        (1, 36_000, 6, 0, 1),
    ],
)
def test_a_placement_is_base_by_hours_and_months_and_extras_as_they_are(
    base, hours, months, extras, value
):
    assert sroi.value(base, Placement("ww", hours, months), extras) == value


def test_it_adds_up_what_was_bought_helped_and_placed(session, builder):
    invoice = shop.on_account(session, builder)
    shop.given_back(session, invoice, 1_210)
    made = stated(
        session,
        builder,
        help_milli=7_500,
        placements=(
            Placement("participation", 24_000, 6, ("age",)),
            Placement("bol", 36_000, 3),
        ),
    )
    told = sroi.content_of(made)
    assert [each["cents"] for each in told["bought"]] == [10_000, -1_000]
    assert told["help"][0]["cents"] == 75_000
    assert [each["cents"] for each in told["placements"]] == [
        4_000_000 * 24 * 6 // (36 * 12) + 1 + 1_000_000 - 1,
        500_000,
    ]
    assert made.total_cents == 9_000 + 75_000 + 2_333_333 + 500_000
    assert holds(session)


def test_only_invoices_of_the_period_count(session, builder):
    shop.on_account(session, builder)
    with pytest.raises(sroi.NothingToState):
        stated(session, builder, first=date(2020, 1, 1), last=date(2025, 12, 31), region="Leiden")


def test_the_values_of_the_last_day_of_the_period_are_used_and_kept(session, builder):
    newer = sroi_values.Told("Leiden", "ww", 9_900_000, clock.today(), "raadsbesluit")
    sroi_values.add(session, newer, by=make.actor(session, Role.COORDINATOR))
    session.commit()
    yesterday = clock.today() - timedelta(days=1)
    one = (Placement("ww", 36_000, 12),)
    before = stated(session, builder, "Leiden", last=yesterday, placements=one)
    assert before.total_cents == 1_500_000
    assert stated(session, builder, "Leiden", placements=one).total_cents == 9_900_000
    assert before.total_cents == 1_500_000


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"region": "Lutjebroek", "help_milli": 1000}, sroi.NoValues),
        ({"region": "Leiden", "placements": (Placement("bbl_low", 36_000, 1),)}, sroi.NotInTable),
        (
            {"region": "Leiden", "placements": (Placement("ww", 36_000, 1, ("language",)),)},
            sroi.NotInTable,
        ),
        ({"placements": (Placement("ww", 41_000, 1),)}, sroi.BadPlacement),
        ({"placements": (Placement("ww", 36_000, 0),)}, sroi.BadPlacement),
        ({"placements": (Placement("help", 36_000, 1),)}, sroi_values.NoSuchTarget),
        ({"last": date(2999, 1, 1), "help_milli": 1000}, sroi.BadPeriod),
        ({}, sroi.NothingToState),
    ],
)
def test_what_cannot_be_stated_is_refused(session, builder, facts, refusal):
    with pytest.raises(refusal):
        stated(session, builder, **facts)


def test_the_paper_says_who_decides_and_by_which_values(session, builder):
    made = stated(
        session,
        builder,
        "Den Haag",
        help_milli=2_000,
        placements=(Placement("ww", 18_000, 12, ("age",)),),
    )
    drawn = sroi_paper.draw(made)
    said = words(drawn)
    for wanted in (
        "SROI-verklaring",
        "De gemeente beslist wat hiervan meetelt",
        "Den Haag",
        "1 jul 2023",
        "SROI-tabel gemeente Den Haag",
        "vanaf 55 jaar",
        "€ 20.000,00",
        "€ 200,00",
        "€ 20.200,00",
    ):
        assert wanted in said, wanted
    assert sroi_paper.draw(made) == drawn


def test_statements_and_values_are_never_changed(session, builder):
    stated(session, builder, help_milli=1_000)
    for change in (
        "update sroi_statement set total_cents = 1",
        "update sroi_value set cents = 1",
        "delete from sroi_value",
    ):
        with pytest.raises(DBAPIError):
            session.execute(text(change))
        session.rollback()


def test_the_pages_issue_a_statement_and_take_values(log_in, session, builder):
    client, today = log_in(Role.COORDINATOR), clock.today()
    path = f"/partners/{builder.uuid}/sroi"
    assert "De gemeente beslist" in client.get(path).text
    sent = {
        "id": str(uuid4()),
        "region": "Utrecht",
        "first": date(today.year, 1, 1).isoformat(),
        "last": today.isoformat(),
        "help_milli": "2,5",
        "group_1": "wia",
        "group_2": "",
        "group_3": "",
        "group_4": "",
        "hours_1": "36",
        "months_1": "12",
        "age_1": "y",
    }
    for _ in range(2):
        assert client.post(path, data=sent).status_code == 303
    (made,) = session.scalars(select(SroiStatement)).all()
    assert made.total_cents == 25_000 + 4_000_000 + 1_000_000
    assert client.get(f"/sroi/{sent['id']}.pdf").data[:5] == b"%PDF-"
    empty = {**sent, "id": str(uuid4()), "help_milli": "", "group_1": ""}
    assert client.post(path, data=empty).status_code == 422
    value = {
        "region": "Amersfoort",
        "target": "ww",
        "cents": "12500",
        "valid_from": today.isoformat(),
        "source": "raadsbesluit",
    }
    assert client.post("/sroi/values", data={**value, "target": "age"}).status_code == 422
    assert client.post("/sroi/values", data=value).status_code == 303
    assert "Amersfoort" in client.get("/sroi/values").text
    assert log_in(Role.CASHIER).get("/sroi/values").status_code == 403
