"""Figures about placements tell of nobody, and add up."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.settling import sroi_values
from bouwkringloop.placements import agree
from bouwkringloop.reports import placed, pso, suppress
from bouwkringloop.reports.period import Period
from tests import make
from tests.placements import build
from tests.till.counter import of, sold

pytestmark = pytest.mark.usefixtures("standing_clock")
NOVEMBER = Period("month", 2026, 11)


@given(st.lists(st.integers(0, 12), max_size=8))
def test_no_group_under_five_can_be_worked_out(counts):
    told = suppress.shown(counts)
    hidden = [count for count, shown in zip(counts, told.counts, strict=True) if shown is None]
    assert all(
        shown is None or shown == count for count, shown in zip(counts, told.counts, strict=True)
    )
    assert all(shown is None or shown == 0 or shown >= 5 for shown in told.counts)
    if told.total is None:
        assert 0 < sum(counts) < 5
        assert not any(told.counts)
    elif hidden:
        # Who takes what is shown off the total is left with five people or more in two groups.
        assert len(hidden) > 1
        assert sum(hidden) >= 5
        assert 0 not in hidden


@given(st.lists(st.integers(5, 50), max_size=8))
def test_groups_of_five_and_more_are_shown_as_they_are(counts):
    assert suppress.shown(counts) == suppress.Shown(tuple(counts), sum(counts))


def people(session, many, **agreed):
    """So many people with the same placement by one municipality."""
    referrer = agreed.pop("referrer", None) or build.referrer(session).uuid
    return [
        build.placement(
            session, build.participant(session, f"Deelnemer {number}"), referrer=referrer, **agreed
        )
        for number in range(many)
    ]


def test_everybody_counts_once_by_the_newest_placement(session):
    made = people(session, 6)
    build.placement(session, made[0].participant, type="volunteer", starts_on=date(2026, 11, 9))
    told = placed.placed(session, NOVEMBER, "", None)
    assert told.by_type.people == 6
    # One volunteer among six is not shown, nor the five others that would tell of it.
    assert [row.people for row in told.by_type.rows] == [None, None]
    assert told.by_age.people == 6


def test_what_ran_outside_the_period_does_not_count(session):
    people(session, 5, starts_on=date(2026, 12, 1))
    assert placed.placed(session, NOVEMBER, "", None).by_type.rows == []
    assert placed.placed(session, Period("year", 2026, 1), "", None).by_type.people == 5


def test_endings_are_counted_by_how_they_ended(session):
    made = people(session, 7)
    by = make.actor(session, Role.COORDINATOR)
    for each in made[:5]:
        agree.end(session, each, date(2026, 11, 20), "paid_work", "", by=by)
    told = placed.placed(session, NOVEMBER, "", None).ended
    assert [(row.name, row.people) for row in told.rows] == [("Naar betaald werk", 5)]


def test_social_return_is_the_table_of_the_region_by_hours_and_days(session):
    sroi_values.fill(session)
    # 36 hours a week through all of November: thirty days of a year.
    people(session, 5, starts_on=date(2026, 10, 1), day_minutes=(432,) * 5 + (0, 0))
    told = placed.placed(session, NOVEMBER, "Utrecht", None).social_return
    assert [(row.people, row.cents) for row in told.rows] == [(5, 5 * 328_767)]
    assert told.cents == 5 * 328_767
    leiden = placed.placed(session, NOVEMBER, "Leiden", None).social_return
    assert leiden.cents == 5 * 246_575


def test_places_and_what_they_cost_in_turnover(session, api):
    people(session, 5, starts_on=date(2026, 11, 16))
    told = placed.placed(session, NOVEMBER, "", None)
    # Five people on fifteen of thirty days are two and a half places.
    assert told.places_milli == 2_500
    assert told.places_per_100k_milli is None
    door = make.item(session, price_cents=50_000)
    sold(api, session, of(door), pin=50_000)
    told = placed.placed(session, NOVEMBER, "", None)
    assert told.turnover_cents == 50_000
    assert told.places_per_100k_milli == 500_000
    assert told.cents_per_place == 20_000


def test_the_share_of_the_pso_stands_beside_the_norm_of_its_size(session):
    pso.fill(session)
    people(session, 5, type="job-agreement", day_minutes=(216,) * 5 + (0, 0))
    told = placed.placed(session, NOVEMBER, "", 12_000).pso
    assert (told.target_milli, told.percent, told.norm.size, told.step) == (2_500, 2_083, 10, 3)
    assert placed.placed(session, NOVEMBER, "", 4_000).pso.norm.size == 5
    few = placed.placed(session, Period("month", 2026, 10), "", 12_000).pso
    assert (few.target_milli, few.step) == (0, 0)


def test_a_newer_norm_counts_from_its_day(log_in, session):
    pso.fill(session)
    session.commit()
    manager = log_in(Role.MANAGER)
    sent = {
        "size": "10",
        "step_1": "7",
        "step_2": "9,5",
        "step_3": "16",
        "valid_from": "2026-11-01",
    }
    assert manager.post("/figures/pso", data={**sent, "source": "PSO 2026"}).status_code == 303
    assert manager.post("/figures/pso", data={**sent, "source": ""}).status_code == 422
    falling = {**sent, "source": "PSO 2026", "step_2": "5"}
    refused = manager.post("/figures/pso", data=falling)
    assert refused.status_code == 422
    assert "drie aandelen die oplopen" in refused.text
    assert pso.norm(session, 12_000, date(2026, 10, 31)).step_1 == 670
    assert pso.norm(session, 12_000, date(2026, 11, 1)).step_1 == 700
    session.rollback()
    assert log_in(Role.COORDINATOR).post("/figures/pso", data=sent).status_code == 403


def test_the_figures_are_a_page_a_sheet_and_a_paper(log_in, session):
    people(session, 5)
    session.rollback()
    coordinator = log_in(Role.COORDINATOR)
    address = "/figures/placements"
    page = coordinator.get(f"{address}?period=2026-11").text
    assert "Werkervaringsplek" in page
    assert "Deelnemer 1" not in page
    book = load_workbook(BytesIO(coordinator.get(f"{address}.xlsx?period=2026-11").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert ("Naar soort", "Werkervaringsplek", 5, None) in rows
    listed = coordinator.get(f"{address}.csv?period=2026-11").data.decode("utf-8-sig")
    assert "Naar soort;Werkervaringsplek;5;" in listed
    paper = PdfReader(BytesIO(coordinator.get(f"{address}.pdf?period=2026-11").data))
    assert "Werkervaringsplek" in paper.pages[0].extract_text()
    assert coordinator.get(f"{address}?staff=veel").status_code == 422
    assert log_in(Role.SHOP_LEAD).get(address).status_code == 403
