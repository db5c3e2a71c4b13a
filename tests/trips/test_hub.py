"""What of builders' batches stands where, since when, and longer than agreed."""

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.delivery.models import Stocked
from bouwkringloop.intake.models import IntakeLine
from bouwkringloop.stock.models import Item
from bouwkringloop.trips import hub
from tests import make
from tests.batches import build
from tests.turns import app, log_in

__all__ = ["app", "log_in"]


@pytest.fixture
def stored(session, api):
    """Bring a batch into stock as one thing; gives the thing's code."""

    def store(batch, site="hub", **line):
        session.commit()
        sent = make.delivery(session, {"weight_g": 5000, **line}, site=site)
        code = api.post("/intakes", sent).json["lines"][0]["item"]["code"]
        came = build.delivered(session, batch, site=site)
        found = build.inspected(session, came.lines[0])
        of_it = (
            select(IntakeLine).join(Item, Item.id == IntakeLine.item_id).where(Item.code == code)
        )
        session.add(Stocked(intake_line_id=session.scalars(of_it).one().id, inspection_id=found.id))
        session.commit()
        return code

    return store


def told(session, site=""):
    found = [
        (each.item.code, each.days, each.days_over, each.batch.number)
        for each in hub.stands(session, site)
    ]
    session.rollback()
    return found


def test_the_days_count_from_the_delivery_and_beyond_what_was_agreed(
    session, stored, standing_clock
):
    customer = build.builder(session)
    agreed = build.agreement(session, customer, free_days=10)
    old = build.batch(session, customer=customer, agreed=agreed, state="received")
    first = stored(old)
    standing_clock.pass_(days=9)
    second = stored(build.batch(session, customer=customer, agreed=agreed, state="received"))
    assert told(session) == [(first, 9, 0, 1), (second, 0, 0, 2)]
    standing_clock.pass_(days=4)
    assert told(session) == [(first, 13, 3, 1), (second, 4, 0, 2)]


def test_one_site_shows_what_stands_there_and_what_left_is_gone(session, stored):
    batch = build.batch(session, state="received")
    here, there = stored(batch), stored(batch, site="shop")
    assert [code for code, *_ in told(session, "hub")] == [here]
    assert [code for code, *_ in told(session, "shop")] == [there]
    make.leave(session, here)
    assert told(session, "hub") == []


def test_what_was_split_off_belongs_to_the_same_batch(session, stored):
    batch = build.batch(session, state="received")
    code = stored(batch, quantity=4)
    item = session.scalars(select(Item).where(Item.code == code)).one()
    session.add(
        Item(
            **{
                column: getattr(item, column)
                for column in Item.__table__.c.keys()  # noqa: SIM118 - columns are no keys.
                if column not in ("id", "code", "parent_id", "reference")
            },
            code="99999999",
            parent_id=item.id,
        )
    )
    session.commit()
    assert [(code, number) for code, _, _, number in told(session)] == [
        (code, 1),
        ("99999999", 1),
    ]


def test_things_of_no_batch_are_not_in_it(session):
    make.item(session, site="hub")
    assert told(session) == []


def test_the_page_and_the_file_tell_the_builder_and_the_days(session, stored, log_in):
    batch = build.batch(session, state="received")
    code = stored(batch)
    page = log_in(Role.INTAKE_WORKER).get("/hub").text
    assert "Bouwbedrijf De Hamer" in page
    assert "Sloop Vathorst" in page
    answer = log_in(Role.CASHIER).get("/hub.csv?site=hub")
    assert answer.mimetype == "text/csv"
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Dagen;Dagen te lang;Sinds;")
    assert code in lines[1]
    assert "Bouwbedrijf De Hamer" in lines[1]
    assert len(lines) == 2
