"""The pages of intake: what the yard works with, and the look back."""

import json
import re
from datetime import UTC, datetime

import pytest

from bouwkringloop.base.permissions import Role
from tests import make

pytestmark = pytest.mark.one_database


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.replace("\u00a0", " ")))


def carried(answer):
    found = re.search(
        r'<script type="application/json" id="intake-data">(.*?)</script>', answer.text
    )
    assert found
    return json.loads(found[1])


def test_every_kind_is_a_tile_with_its_picture(log_in, session):
    answer = log_in(Role.INTAKE_WORKER).get("/intake")
    kind = make.category(session)
    assert answer.status_code == 200
    assert f'data-category="{kind.slug}"' in answer.text
    assert f"pictograms.svg#{kind.pictogram}" in answer.text
    assert "Waar gaat het heen?" in text(answer)


def test_the_page_speaks_english_to_who_wants_it(log_in):
    assert "Where does it go?" in text(log_in(Role.INTAKE_WORKER, "en").get("/intake"))


def test_the_page_carries_all_it_needs_without_a_connection(log_in, session):
    kind = make.category(session)
    data = carried(log_in(Role.INTAKE_WORKER).get("/intake"))
    there = data["categories"][kind.slug]
    assert there["unit"] == kind.unit
    assert there["prices"]["C"] == kind.price_low_cents
    assert "staat C" in there["reasons"]["C"]
    assert data["places"] == [{"site": "shop", "slug": "rack-a", "name": "Stelling A"}]


def test_what_comes_in_most_stands_in_front(log_in, api, session):
    worker = log_in(Role.INTAKE_WORKER)
    assert "Komt veel binnen" not in worker.get("/intake").text
    for unit in ("m", "m", "m2"):
        api.post("/intakes", make.delivery(session, {"unit": unit, "route": "material"}))
    page = worker.get("/intake").text
    front = page[page.index("Komt veel binnen") : page.index("Alle groepen")]
    found = re.findall(r'data-category="([^"]+)"', front)
    assert found == [make.category(session, unit=unit).slug for unit in ("m", "m2")]


def test_a_delivery_is_listed_with_all_its_lines_and_their_weight(client, api, session):
    sent = make.delivery(
        session,
        {"description": "Paneeldeur"},
        {"description": "Oud raam", "route": "refuse", "reason": "Kapot", "weight_g": 9_500},
        {"description": "Puin", "route": "residue", "weight_g": 40_000},
    )
    code = api.post("/intakes", sent).json["lines"][0]["item"]["code"]
    page = client.get("/intake/deliveries")
    shown = text(page)
    assert f'href="/items/{code}"' in page.text
    assert "Gebracht op de milieustraat · 3512" in shown
    assert re.search(r"Oud raam 1 \w+ · 9,5 kg · Kapot Weigeren", shown)
    assert re.search(r"Puin 1 \w+ · 40 kg Afval", shown)


def test_the_weight_of_today_is_summed_by_where_it_went(client, api, session, standing_clock):
    standing_clock.at = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)  # A minute before midnight here.
    api.post("/intakes", make.delivery(session, {"route": "residue", "weight_g": 70_000}))
    standing_clock.pass_(minutes=1)
    for _ in range(2):
        api.post("/intakes", make.delivery(session, {"route": "residue", "weight_g": 5_500}))
    assert "Afval 11 kg" in text(client.get("/intake/deliveries"))


def test_without_deliveries_the_list_says_what_will_stand_there(client):
    assert "Er is nog niets binnengekomen" in text(client.get("/intake/deliveries"))


def test_words_of_a_delivery_are_shown_as_words(client, api, session):
    api.post("/intakes", make.delivery(session, {"description": "<script>alert(1)</script>"}))
    page = client.get("/intake/deliveries").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
