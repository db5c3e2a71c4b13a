"""The home page: its work, its figures, and who sees which of them."""

import re
from datetime import UTC, datetime
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import update

from bouwkringloop.base import i18n
from bouwkringloop.base.permissions import Role
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.printing.submit import submit
from bouwkringloop.reports import chart, today, words
from tests import make
from tests.till.counter import sold


def read(client, path="/"):
    """What the page says, without its tags."""
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))


def sell(api, shift, item, quantity=1, paid=10_000):
    sale = {
        "id": str(uuid4()),
        "shift": str(shift),
        "lines": [{"item": item.code, "quantity": quantity}],
        "payments": [{"method": "cash", "tendered_cents": paid}],
    }
    answer = api.post("/sales", sale)
    assert answer.status_code == 201, answer.text
    return answer.json


def test_the_page_shows_what_was_sold_today_at_all_tills(api, client, session, standing_clock):
    door, beam = make.item(session, quantity=3, price_cents=1250), make.item(session)
    first, second = make.shift(session, "till-1"), make.shift(session, "till-2")
    sold = [sell(api, first, door, 2), sell(api, second, beam)]
    total = sum(sale["total_cents"] for sale in sold)
    assert total == 3750
    page = read(client)
    assert "Omzet € 37,50" in page
    assert "Verkopen 2 gemiddeld € 18,75" in page
    assert "Verkocht 54 kg" in page
    assert "In voorraad 1 " in page


def test_yesterdays_sales_are_in_the_chart_and_not_in_todays_figures(
    api, client, session, standing_clock
):
    door = make.item(session, quantity=3, price_cents=1250)
    standing_clock.at = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)  # 23:59 in Amsterdam.
    shift = make.shift(session)
    sell(api, shift, door, 2)
    standing_clock.at = datetime(2026, 11, 20, 23, 1, tzinfo=UTC)  # 00:01 the next day.
    sell(api, shift, door)
    page = read(client)
    assert "Omzet € 12,50" in page
    assert "20 nov 2026 € 25,00 1 21 nov 2026 € 12,50 1" in page


def test_the_day_on_which_summer_time_ends_lasts_an_hour_longer():
    begins, ends = today.bounds(datetime(2026, 10, 25, tzinfo=UTC).date())
    assert (ends.astimezone(UTC) - begins.astimezone(UTC)).total_seconds() == 25 * 3600


def test_the_page_shows_how_much_of_what_came_in_is_reused(api, client, session):
    delivery = make.delivery(
        session,
        {"weight_g": 30_000},
        {"route": "residue", "weight_g": 10_000},
        {"route": "refuse", "reason": "Kapot", "weight_g": 99_000},
    )
    assert api.post("/intakes", delivery).status_code == 201
    page = read(client)
    assert "Binnengekomen 40 kg in 1 levering" in page
    assert "Hergebruikt 75 %" in page
    assert "Te koop 30 kg" in page
    assert "Geweigerd, en hier niet meegeteld: 99 kg" in page


def test_the_ways_of_what_came_in_add_up_to_all_that_stayed(api, client, session):
    ways = ("sell", "repair", "parts", "repurpose", "quarantine", "material", "residue", "refuse")
    lines = [
        {"route": way, "reason": "Zo", "weight_g": 2_000 * 2**number}
        for number, way in enumerate(ways)
    ]
    assert api.post("/intakes", make.delivery(session, *lines)).status_code == 201
    page = client.get("/").text
    (listed,) = re.findall(r'<dl class="home-ways">(.*?)</dl>', page, re.DOTALL)
    shown = [int(kg) for kg in re.findall(r"<dd>(\d+)\xa0kg</dd>", listed)]
    assert sum(shown) == sum(2 * 2**number for number in range(7))
    assert f"{sum(shown)} kg" in read(client).split("Vandaag binnengekomen")[1]


def test_what_was_refused_is_in_no_sum_of_a_delivery(api, client, session):
    lines = ({"weight_g": 3_000}, {"route": "refuse", "reason": "Kapot", "weight_g": 15_000})
    sent = make.delivery(session, *lines)
    api.post("/intakes", sent)
    for path in ("/intake/deliveries", f"/intakes/{sent['id']}"):
        page = read(client, path)
        assert "3 kg" in page
        assert "18 kg" not in page


@pytest.mark.parametrize("role", [Role.SHOP_LEAD, Role.COORDINATOR, Role.MANAGER])
def test_who_may_see_figures_sees_money(log_in, role):
    assert "€" in read(log_in(role))


@pytest.mark.parametrize("role", [Role.INTAKE_WORKER, Role.CASHIER])
def test_who_may_not_see_figures_sees_no_money(api, log_in, session, role):
    sell(api, make.shift(session), make.item(session))
    page = read(log_in(role))
    assert "€" not in page
    assert "Omzet" not in page
    assert "Vandaag binnengekomen" in page


def test_each_sees_the_work_of_their_role(log_in):
    assert 'class="tile" href="/till"' not in log_in(Role.INTAKE_WORKER).get("/").text
    assert 'class="tile" href="/intake"' in log_in(Role.INTAKE_WORKER).get("/").text
    assert 'class="tile" href="/till"' in log_in(Role.CASHIER).get("/").text


def test_a_till_that_is_open_is_named(log_in, session):
    cashier = log_in(Role.CASHIER)
    assert "Er is nog geen kassa open" in read(cashier)
    make.shift(session, "till-2")
    assert "Kassa 2 open" in read(cashier)


def test_a_doubtful_print_job_is_pointed_out(client, session):
    assert "printopdracht" not in read(client)
    by = make.actor(session)
    submit(session, "{}", kind="label", subject="item:1", by=by)
    session.execute(update(PrintJob).values(state="failed"))
    session.commit()
    assert "Kijk even naar 1 printopdracht" in read(client)


def test_the_page_speaks_english_too(log_in, standing_clock):
    page = read(log_in(Role.SHOP_LEAD, language="en"))
    assert "Good morning, Shop" in page
    assert "Saturday, 21 November" in page
    assert "Turnover of the last 14 days" in page


@pytest.mark.parametrize(
    ("hour", "said"),
    [(3, "Goedenacht"), (9, "Goedemorgen"), (13, "Goedemiddag"), (20, "Goedenavond")],
)
def test_the_greeting_fits_the_hour_in_amsterdam(hour, said):
    now = datetime(2026, 1, 5, hour - 1, tzinfo=UTC)
    with i18n.speaking("nl"):
        assert words.greeting("Noor de Vries", now) == f"{said}, Noor"


def test_bars_are_drawn_against_the_highest_and_small_ones_stay_visible():
    assert [bar.height for bar in chart.bars([0, 1, 5_000, 10_000])] == [0, 2, 50, 100]
    assert chart.bars([0, 0])[0].height == 0
    assert chart.bars([10])[0].top == 0


def test_the_page_needs_a_login(app):
    assert app.test_client().get("/").status_code == 303


def test_a_gift_card_a_deposit_and_a_donation_are_no_turnover(api, client, session, standing_clock):
    door = make.item(session, price_cents=1250)
    shift = make.shift(session)
    sold(api, session, {"kind": "voucher", "unit_price_cents": 5000}, shift=shift, pin=5000)
    sold(
        api,
        session,
        {"item": door.code, "quantity": 1},
        {"kind": "donation", "unit_price_cents": 50},
        shift=shift,
        pin=1300,
    )
    page = read(client)
    assert "Omzet € 12,50" in page
    assert "Verkopen 2" in page
    assert "12,50" in read(client, "/shifts")
    assert "63,00" not in read(client, "/shifts")
