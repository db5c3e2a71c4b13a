"""The VAT of a period: what the sales and purchases come to, and no cent less than the Z reports."""

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake.models import IntakeLine
from bouwkringloop.reports import vat
from bouwkringloop.reports.period import Period
from bouwkringloop.stock.models import Item
from bouwkringloop.till import overview, report
from bouwkringloop.till.models import TillRules
from bouwkringloop.till.rules import Rules
from tests import make
from tests.till.test_selling import basket
from tests.till.test_till_pages import text

QUARTER = Period("quarter", 2026, 4)


@pytest.fixture(autouse=True)
def clock(standing_clock):
    return standing_clock


def of_period(session, period=QUARTER):
    session.rollback()
    made = vat.overview(session, period)
    for each in made.pools:
        if each.decision is not None:
            session.expunge(each.decision)
    session.rollback()
    return made


def bought(session, api, cents, price, *, pooled=False, regime="margin"):
    """A thing that the shop paid for, in stock; gives its code."""
    sent = make.delivery(session, {"price_cents": price})
    made = api.post("/intakes", sent).json
    code = made["lines"][0]["item"]["code"]
    session.rollback()
    line = session.scalars(select(IntakeLine).join(Item).where(Item.code == code)).one()
    line.paid_cents = cents
    line.item.vat_regime, line.item.bought_cents = regime, cents
    line.category.pooled = pooled
    session.commit()
    return code


def sold(api, shift, code, price, **sent):
    answer = api.post("/sales", basket(shift, {"item": code, "quantity": 1}, pin=price, **sent))
    assert answer.status_code == 201, answer.json
    return answer.json


def given_back(api, sale, shift):
    body = {
        "id": str(uuid4()),
        "shift": str(shift),
        "method": "pin",
        "lines": [{"line": 1, "quantity": 1, "back_to": "stock"}],
    }
    answer = api.post(f"/sales/{sale}/refunds", body)
    assert answer.status_code == 201, answer.json


def test_a_delivery_stands_in_one_row_with_the_goods_of_its_rate(api, session):
    shift = make.shift(session)
    door = make.item(session, price_cents=12_100).code
    service = {"kind": "service", "unit_price_cents": 2420}
    lines = [{"item": door, "quantity": 1}, service]
    answer = api.post("/sales", basket(shift, *lines, pin=14_520))
    assert answer.status_code == 201, answer.json
    (row,) = of_period(session).of("normal")
    assert (row.total_cents, row.vat_cents) == (14_520, 2_520)


def test_normal_goods_stand_in_box_1a(api, session):
    shift = make.shift(session)
    sold(api, shift, make.item(session, price_cents=12_100).code, 12_100)
    made = of_period(session)
    (box,) = made.boxes
    assert (box.name, box.percent, box.base_cents, box.vat_cents) == ("1a", 2100, 10_000, 2_100)
    assert made.total_cents == 12_100


def test_margin_goods_are_taxed_each_by_itself(api, session):
    shift = make.shift(session)
    sold(api, shift, bought(session, api, 10_000, 12_000), 12_000)
    sold(api, shift, bought(session, api, 9_000, 5_000), 5_000)
    (margin,) = of_period(session).of("margin")
    assert (margin.total_cents, margin.cost_cents) == (17_000, 19_000)
    assert (margin.margin_cents, margin.vat_cents) == (2_000, 347)
    (box,) = of_period(session).boxes
    assert (box.base_cents, box.vat_cents) == (1_653, 347)


def test_what_is_given_back_counts_when_it_is_paid_back(api, session, clock):
    clock.at = datetime(2026, 9, 30, 10, tzinfo=UTC)
    first = make.shift(session)
    sale = sold(api, first, make.item(session, price_cents=12_100).code, 12_100)
    api.post(f"/shifts/{first}/close", {"counted_cents": 10_000})
    clock.pass_(days=1)
    given_back(api, sale["id"], make.shift(session))
    before, after = of_period(session, QUARTER.beside(-1)), of_period(session)
    assert (before.vat_cents, before.returns) == (2_100, 0)
    assert (after.vat_cents, after.returns, after.returned_cents) == (-2_100, 1, -12_100)
    assert of_period(session, Period("year", 2026, 1)).vat_cents == 0


def test_a_sale_after_midnight_counts_on_the_day_of_its_shift(api, session, clock):
    clock.at = datetime(2026, 9, 30, 21, tzinfo=UTC)
    shift = make.shift(session)
    clock.pass_(hours=2)
    sold(api, shift, make.item(session, price_cents=1_210).code, 1_210)
    assert of_period(session).total_cents == 0
    assert of_period(session, QUARTER.beside(-1)).total_cents == 1_210


def test_pooled_goods_are_taxed_together_and_a_loss_is_carried_on(api, session, clock):
    clock.at = datetime(2026, 7, 1, 10, tzinfo=UTC)
    shift = make.shift(session)
    first = bought(session, api, 10_000, 6_000, pooled=True)
    second = bought(session, api, 2_000, 20_000, pooled=True)
    sold(api, shift, first, 6_000)
    api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    clock.at = datetime(2026, 10, 1, 10, tzinfo=UTC)
    sold(api, make.shift(session), second, 20_000)
    third, fourth = of_period(session, QUARTER.beside(-1)), of_period(session)
    assert (third.pools[0].period.margin_cents, third.vat_cents) == (-6_000, 0)
    assert third.pools[0].period.left_cents == -6_000
    (each,) = fourth.pools
    assert (each.period.carried_cents, each.period.taxed_cents) == (-6_000, 14_000)
    assert (each.vat_cents, each.base_cents) == (2_430, 11_570)
    assert (fourth.boxes[0].base_cents, fourth.boxes[0].vat_cents) == (11_570, 2_430)
    year = of_period(session, Period("year", 2026, 1))
    assert year.vat_cents == third.vat_cents + fourth.vat_cents


def test_a_pooled_thing_sold_with_vat_over_all_takes_its_cost_out_of_the_pool(api, session):
    code = bought(session, api, 10_000, 12_100, pooled=True)
    session.scalars(select(Item).where(Item.code == code)).one().vat_regime = "normal"
    session.commit()
    assert of_period(session).pools[0].period.bought_cents == 10_000
    sold(api, make.shift(session), code, 12_100)
    made = of_period(session)
    assert made.pools[0].period.bought_cents == 0
    assert made.vat_cents == 2_100


def test_a_decision_lets_a_loss_into_the_year_of_its_rate_only(api, log_in, session):
    sold(api, make.shift(session), bought(session, api, 2_000, 14_100, pooled=True), 14_100)
    manager = log_in(Role.MANAGER)
    for amount in ("100", "121,00"):
        sent = {"rate": "2100", "amount": amount, "note": "BES-1 van 3 februari"}
        assert manager.post("/vat/carry?period=2026-Q4", data=sent).status_code == 303
    year = Period("year", 2026, 1)
    assert of_period(session, year).vat_cents == 0
    manager.post("/vat/carry?period=2026", data={"rate": "900", "amount": "1", "note": "BES-2"})
    assert of_period(session, year).vat_cents == 0
    assert [each.percent for each in of_period(session, year).pools] == [2100, 900]
    page = text(manager.get("/vat?period=2026"))
    assert "Mee naar 2026: € -121,00, volgens beschikking BES-1 van 3 februari" in page


@pytest.mark.one_database
@pytest.mark.parametrize(
    "wrong", [{"note": ""}, {"amount": "-1"}, {"amount": "veel"}, {"rate": "0"}]
)
def test_a_decision_that_cannot_be_is_refused(log_in, session, wrong):
    sent = {"rate": "2100", "amount": "100", "note": "BES-1", **wrong}
    assert log_in(Role.MANAGER).post("/vat/carry", data=sent).status_code == 422
    assert of_period(session).pools == []


def test_only_the_manager_writes_a_decision_and_readers_of_figures_read(log_in):
    sent = {"rate": "2100", "amount": "100", "note": "BES-1"}
    lead = log_in(Role.SHOP_LEAD)
    assert lead.post("/vat/carry", data=sent).status_code == 403
    assert lead.get("/vat").status_code == 200
    assert log_in(Role.COORDINATOR).get("/vat").status_code == 200
    for path in ("/vat", "/vat.csv"):
        assert log_in(Role.CASHIER).get(path).status_code == 403


def test_the_small_business_scheme_is_measured_both_ways(api, session):
    shift = make.shift(session)
    sold(api, shift, make.item(session, price_cents=12_100).code, 12_100)
    sold(api, shift, bought(session, api, 10_000, 12_000), 12_000)
    small = of_period(session).small
    assert (small.full_cents, small.margin_cents) == (10_000 + 11_653, 10_000 + 1_653)


def test_under_the_small_business_scheme_there_is_no_vat(api, session):
    kor = TillRules(at=datetime(2026, 1, 1, tzinfo=UTC), person_id=None, **_rules("kor"))
    session.add(kor)
    session.commit()
    sold(api, make.shift(session), make.item(session, price_cents=12_100).code, 12_100)
    made = of_period(session)
    assert (made.vat_cents, made.cents("kor"), made.boxes) == (0, 12_100, [])
    assert made.small.full_cents == made.small.margin_cents == 12_100


def _rules(scheme):
    return asdict(Rules(vat_scheme=scheme))


def test_gifts_and_gift_cards_are_outside_vat(api, session):
    given = [
        {"kind": "donation", "unit_price_cents": 250},
        {"kind": "voucher", "unit_price_cents": 2500},
    ]
    api.post("/sales", basket(make.shift(session), *given, pin=2750))
    made = of_period(session)
    assert (made.cents("outside", "donation"), made.cents("outside", "voucher")) == (250, 2500)
    assert made.boxes == []


def test_the_page_and_the_files_tell_the_same(api, client, session):
    shift = make.shift(session)
    sold(api, shift, make.item(session, price_cents=12_100).code, 12_100)
    page = text(client.get("/vat?period=2026-11"))
    assert "november 2026" in page
    assert "1a 21% € 100,00 € 21,00" in page
    assert "Laat een btw-adviseur" in page
    assert "1 dienst van deze periode is nog open" in page
    csv = client.get("/vat.csv?period=2026-11")
    assert "btw-2026-11.csv" in csv.headers["Content-Disposition"]
    assert "Gewone goederen;21,00;121,00;;;100,00;21,00" in csv.data.decode("utf-8-sig")
    assert client.get("/vat.xlsx?period=2026-11").data.startswith(b"PK")
    assert "Omzet" in client.get("/vat.csv").data.decode("utf-8-sig")


moves = st.lists(
    st.tuples(
        st.sampled_from(("normal", "margin", "pool", "donation", "voucher", "back", "close")),
        st.integers(1, 30_000),
        st.integers(0, 30_000),
    ),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(moves)
def test_the_z_reports_of_a_period_add_up_to_its_vat(api, session, clock, days):
    """A random quarter further on, so that every example has one of its own."""
    clock.pass_(days=92)
    shift, last = make.shift(session, "till-1"), None
    for what, price, cost in days:
        if what == "close":
            api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
            shift = make.shift(session, "till-1")
        elif what in ("donation", "voucher"):
            api.post("/sales", basket(shift, {"kind": what, "unit_price_cents": price}, pin=price))
        elif what == "back":
            if last is not None:
                given_back(api, last, shift)
                last = None
        elif what == "normal":
            last = sold(api, shift, make.item(session, price_cents=price).code, price)["id"]
        else:
            code = bought(session, api, cost, price, pooled=what == "pool")
            last = sold(api, shift, code, price)["id"]
    api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    today = clock.at.date()
    period = Period("quarter", today.year, (today.month - 1) // 3 + 1)
    made = of_period(session, period)
    rows = overview.shifts_of(session, period.first, period.last)
    zs = [report.of(session, row.shift) for row in rows]
    assert made.total_cents == sum(z.total_cents for z in zs)
    assert overview.sums(rows).turnover_cents == sum(z.turnover_cents for z in zs)
    assert made.rounding_cents == sum(z.rounding_cents for z in zs)
    assert sum(one.vat_cents for one in made.of("normal")) == sum(
        row.vat_cents for z in zs for row in z.vat
    )
    assert sum(one.vat_cents for one in made.of("margin")) == sum(z.margin_vat_cents for z in zs)
    assert made.cents("margin") == sum(z.margin_cents for z in zs)
    assert made.cents("pool") == sum(z.pool_cents for z in zs)
    assert made.cents("pool") == sum(each.period.sold_cents for each in made.pools)
    assert made.cents("outside", "donation") == sum(z.donated_cents for z in zs)
    assert made.cents("outside", "voucher") == sum(z.vouchers_sold_cents for z in zs)
    assert made.returned_cents == sum(z.returned_cents for z in zs)
    schemes = ("normal", "margin", "pool", "exempt", "kor")
    outside = made.cents("outside", "donation") + made.cents("outside", "voucher")
    assert sum(made.cents(each) for each in schemes) + outside == made.total_cents


def test_the_list_of_a_period_has_its_sum(api, log_in, session, clock):
    for amount in (1_210, 2_420):
        shift = make.shift(session)
        sold(api, shift, make.item(session, price_cents=amount).code, amount)
        api.post(f"/shifts/{shift}/close", {"counted_cents": 9_900})
        clock.pass_(days=9)
    client = log_in(Role.SHOP_LEAD)
    page = text(client.get("/shifts?from=2026-11-01&to=2026-11-30"))
    assert "Samen 2 € 36,30 € -2,00" in page
    page = text(client.get("/shifts?from=2026-11-30"))
    assert "Samen 1 € 24,20 € -1,00" in page
    assert "Samen" not in text(client.get("/shifts"))
