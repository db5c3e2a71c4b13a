"""What has stood for weeks is cheaper: at the till, on the receipt, in the VAT and on new labels."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import labels, reprice
from bouwkringloop.stock.models import Item
from tests import make
from tests.till.test_selling import basket, of


@pytest.fixture
def door(session, standing_clock):
    """A door of € 40 that came in at half past ten on 21 November; a quarter off after 4 weeks."""
    kind = make.category(session)
    kind.markdown = "28:25 56:50"
    session.commit()
    return make.item(session, price_cents=4000)


def price(api, thing):
    return api.get(f"/items/{thing.code}").json["price_cents"]


def printed(session, subject):
    session.rollback()
    job = session.scalars(
        select(PrintJob).where(PrintJob.subject == subject).order_by(PrintJob.id.desc())
    ).first()
    document = json.loads(job.document)
    session.rollback()
    return document


def words(document):
    lines = document["lines"]
    said = [[line.get(key, "") for key in ("text", "left", "right")] for line in lines]
    return " ".join(word for line in said for word in line).replace("\u00a0", " ")


def test_the_till_sees_the_price_of_today_and_the_full_one(api, door, standing_clock):
    standing_clock.pass_(days=28)
    answer = api.get(f"/items/{door.code}").json
    assert (answer["price_cents"], answer["full_price_cents"]) == (3000, 4000)
    assert answer["markdown_percent"] == 25
    standing_clock.pass_(days=28)
    assert price(api, door) == 2000


def test_the_price_changes_at_the_shops_midnight(api, door, standing_clock):
    standing_clock.at = datetime(2026, 12, 18, 22, 59, tzinfo=UTC)  # A minute before it, here.
    assert price(api, door) == 4000
    standing_clock.pass_(minutes=1)
    assert price(api, door) == 3000


def test_a_sale_takes_the_price_of_today_into_vat_and_receipt(api, session, door, standing_clock):
    standing_clock.pass_(days=28)
    shift = make.shift(session)
    sent = basket(shift, of(door), pin=3000)
    answer = api.post("/sales", sent)
    assert answer.status_code == 201
    (line,) = answer.json["lines"]
    assert (line["unit_price_cents"], line["total_cents"], line["discount_cents"]) == (
        3000,
        3000,
        0,
    )
    assert answer.json["vat"] == [{"rate": 21.0, "base_cents": 2479, "vat_cents": 521}]
    receipt = words(printed(session, f"sale:{sent['id']}"))
    assert "€ 30,00" in receipt
    assert "€ 5,21" in receipt
    assert "40,00" not in receipt


def test_a_basket_that_pays_what_yesterday_asked_is_refused_at_the_old_price(
    api, session, door, standing_clock
):
    standing_clock.at = datetime(2026, 12, 18, 23, 0, tzinfo=UTC)  # Midnight here.
    shift = make.shift(session)
    assert api.post("/sales", basket(shift, of(door), pin=4000)).status_code == 422
    assert api.post("/sales", basket(shift, of(door), pin=3000)).status_code == 201


def test_a_piece_of_a_heap_is_rounded_to_the_cent_and_then_counted(api, session, standing_clock):
    kind = make.category(session)
    kind.markdown = "28:25"
    session.commit()
    heap = make.item(session, quantity=10, price_cents=333)
    standing_clock.pass_(days=28)
    answer = api.post("/sales", basket(make.shift(session), of(heap, 3), pin=750))
    assert answer.json["lines"][0]["unit_price_cents"] == 250  # 249.75
    assert answer.json["total_cents"] == 750


def test_a_new_label_shows_the_price_of_today_and_what_it_was(api, session, door, standing_clock):
    standing_clock.pass_(days=28)
    assert api.post(f"/items/{door.code}/labels", {}).status_code == 202
    label = printed(session, f"item:{door.code}")
    assert label["price"] == "€\u00a030,00"
    assert "was €\u00a040,00" in label["category"]


def test_a_label_of_the_first_weeks_says_nothing_of_markdown(session, door, standing_clock):
    standing_clock.pass_(days=27)
    label = labels.compose(session.get_one(Item, door.id))
    assert label.price == "€\u00a040,00"
    assert "was" not in label.category


def test_a_new_price_starts_the_weeks_anew(api, session, door, standing_clock):
    standing_clock.pass_(days=28)
    reprice.reprice(session, door.code, 3600, "Geschilderd", by=make.actor(session))
    session.commit()
    assert printed(session, f"item:{door.code}")["price"] == "€\u00a036,00"
    assert price(api, door) == 3600
    standing_clock.pass_(days=27)
    assert price(api, door) == 3600
    standing_clock.pass_(days=1)
    assert price(api, door) == 2700


def test_steps_that_are_taken_away_give_the_full_price_back_at_once(
    api, session, door, standing_clock
):
    standing_clock.pass_(days=28)
    assert price(api, door) == 3000
    make.category(session).markdown = ""
    session.commit()
    assert price(api, door) == 4000
