"""What a delivery becomes: codes, stock, labels, and lines that are kept."""

import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bouwkringloop.base import codes
from bouwkringloop.base.permissions import Role
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.intake.words import MOST_CHARACTERS, short
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock.models import Item, Movement
from tests import make
from tests.till.test_selling import basket, of


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def one(session, table):
    return session.scalars(select(table)).one()


def test_a_thing_for_sale_gets_a_code_stock_and_a_label_at_once(api, session):
    sent = make.delivery(session, {"price_cents": 2500, "description": "Paneeldeur met glas"})
    answer = api.post("/intakes", sent)
    assert answer.status_code == 201
    (line,) = answer.json["lines"]
    assert codes.is_item_code(line["item"]["code"])
    assert line["item"]["title"] == "Paneeldeur met glas"
    assert line["item"]["price_cents"] == 2500
    item = one(session, Item)
    assert (item.code, item.quantity_milli) == (line["item"]["code"], 1000)
    assert one(session, Movement).cause == f"intake:{sent['id']}"
    job = session.get_one(PrintJob, line["labels"][0])
    assert (job.kind, job.subject) == ("label", f"item:{item.code}")
    assert item.code in job.document


def test_the_label_says_the_price_per_unit_in_dutch_to_an_english_worker_too(log_in, session):
    client = log_in(Role.INTAKE_WORKER, "en")
    sent = make.delivery(session, {"unit": "m2", "quantity": 2.5, "price_cents": 1250})
    client.post("/api/v1/intakes", json=sent)
    label = json.loads(one(session, PrintJob).document)
    assert (label["price"], label["unit"]) == ("€\u00a012,50", "per m²")
    assert label["category"] == make.category(session, unit="m2").name_nl


def test_a_thing_without_words_is_called_by_its_kind(api, session):
    answer = api.post("/intakes", make.delivery(session))
    assert answer.json["lines"][0]["item"]["title"] == make.category(session).name_nl


@pytest.mark.parametrize(
    ("route", "state"),
    [
        ("repair", "to_repair"),
        ("parts", "for_parts"),
        ("repurpose", "to_repurpose"),
        ("quarantine", "quarantined"),
    ],
)
def test_what_stays_but_is_not_for_sale_has_a_code_a_label_and_no_buyer(api, session, route, state):
    sent = make.delivery(session, {"route": route, "weight_g": 12_500, "reason": "Kapot"})
    (line,) = api.post("/intakes", sent).json["lines"]
    assert line["item"] is None
    found = api.get(f"/items/{line['kept_as']}").json
    assert (found["state"], found["available"]) == (state, False)
    assert len(line["labels"]) == 1
    sale = basket(make.shift(session), of(one(session, Item)))
    session.commit()
    sold = api.post("/sales", sale)
    assert (sold.status_code, sold.json["type"]) == (409, "/problems/not-for-sale")


@pytest.mark.parametrize("route", ["material", "residue", "refuse"])
def test_what_leaves_is_kept_as_a_line_with_its_weight(api, session, route):
    sent = make.delivery(session, {"route": route, "weight_g": 12_500, "reason": "Kapot"})
    (line,) = api.post("/intakes", sent).json["lines"]
    assert line["item"] is None
    assert line["labels"] == []
    assert (line["route"], line["weight_g"], line["reason"]) == (route, 12_500, "Kapot")
    assert one(session, IntakeLine).weight_g == 12_500
    assert count(session, Item) == count(session, PrintJob) == 0


def test_a_missing_weight_is_worked_out_from_the_kind(api, session):
    kind = make.category(session, unit="piece")
    (line,) = api.post("/intakes", make.delivery(session, {"quantity": 3})).json["lines"]
    assert (line["weight_g"], line["weight_source"]) == (3 * kind.weight_g, "category")
    assert line["item"]["weight_g"] == kind.weight_g


def test_a_weighed_line_gives_each_unit_its_share(api, session):
    sent = make.delivery(session, {"quantity": 4, "weight_g": 10_000})
    (line,) = api.post("/intakes", sent).json["lines"]
    assert (line["weight_g"], line["weight_source"]) == (10_000, "typed")
    assert line["item"]["weight_g"] == 2_500


def test_a_missing_price_becomes_the_suggestion(api, session):
    kind = make.category(session)
    sent = make.delivery(session, {"condition": "A"}, {"condition": "C"})
    good, worn = api.post("/intakes", sent).json["lines"]
    assert good["item"]["price_cents"] == kind.price_high_cents
    assert worn["item"]["price_cents"] == kind.price_low_cents


def test_the_condition_is_good_unless_somebody_says_otherwise(api, session):
    (line,) = api.post("/intakes", make.delivery(session)).json["lines"]
    assert line["condition"] == line["item"]["condition"] == "B"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("unit", "quantity", "copies"),
    [("piece", 1, 1), ("piece", 6, 6), ("piece", 20, 20), ("piece", 21, 1), ("m", 12, 1)],
)
def test_a_few_pieces_get_a_label_each_and_a_heap_gets_one(api, session, unit, quantity, copies):
    sent = make.delivery(session, {"unit": unit, "quantity": quantity})
    (line,) = api.post("/intakes", sent).json["lines"]
    assert len(line["labels"]) == 1
    assert json.loads(one(session, PrintJob).document)["copies"] == copies
    assert one(session, Item).quantity_milli == quantity * 1000


def test_the_delivery_remembers_where_it_came_from_and_who_took_it_in(api, session):
    sent = make.delivery(session)
    api.post("/intakes", sent)
    intake = one(session, Intake)
    assert intake.uuid == UUID(sent["id"])
    assert (intake.source_kind, intake.source_postcode4) == ("yard", "3512")
    assert intake.site.slug == "shop"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "intake.made")).one()
    assert (entry.subject, entry.person_id) == (f"intake:{sent['id']}", intake.person_id)


def test_a_thing_lies_where_it_was_put(api, session):
    answer = api.post("/intakes", make.delivery(session, {"place": "rack-a"}))
    item = answer.json["lines"][0]["item"]
    assert (item["site"], item["place"]) == ("shop", "rack-a")


def test_a_quantity_may_be_typed_as_people_type_it(api, session):
    answer = api.post("/intakes", make.delivery(session, {"unit": "m", "quantity": "2,5"}))
    assert answer.json["lines"][0]["quantity"] == 2.5


def test_lines_come_back_in_the_order_in_which_they_were_sent(api, session):
    sent = make.delivery(session, *({"description": f"ding {n}"} for n in range(12)))
    lines = api.post("/intakes", sent).json["lines"]
    assert [line["description"] for line in lines] == [f"ding {n}" for n in range(12)]
    found = [line["item"]["code"] for line in lines]
    assert found == sorted(set(found))


def test_words_lose_what_cannot_be_seen_and_keep_their_emoji(api, session):
    sent = make.delivery(session, {"description": "Deur\x1b[31m \x07 👨‍👩‍👧 \n\u202e groen\u200b "})
    (line,) = api.post("/intakes", sent).json["lines"]
    assert line["description"] == "Deur [31m 👨‍👩‍👧 groen"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=MOST_CHARACTERS))
def test_clean_words_hold_no_control_character_and_stay_as_they_are(text):
    cleaned = short(text)
    assert all(character.isprintable() or character == "\u200d" for character in cleaned)
    assert short(cleaned) == cleaned


def test_who_is_not_logged_in_takes_nothing_in(app, session):
    answer = app.test_client().post("/api/v1/intakes", json=make.delivery(session))
    assert answer.status_code == 401
    assert count(session, Intake) == 0


def test_a_kind_that_is_no_longer_used_is_not_taken_in(api, session):
    sent = make.delivery(session)
    make.category(session, sent["lines"][0]["category"]).active = False
    session.commit()
    assert api.post("/intakes", sent).status_code == 422
