"""The slip for who brought something, and the page that tells what became of it."""

import json
import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from bouwkringloop.app import move_in
from bouwkringloop.base.permissions import Role
from bouwkringloop.intake import became, slip
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import dismantle, judge, ledger, put_back, split
from bouwkringloop.stock.models import Item
from bouwkringloop.till import sell
from bouwkringloop.till.basket import Basket, Paid, Wanted
from tests import make
from tests.intake.papers import at_once, brought, stored, words


@pytest.fixture
def someone(app):
    """The browser of somebody whom nobody here knows."""
    return app.test_client()


def printed(session):
    """The papers that were ordered as receipts, the oldest first."""
    session.rollback()
    jobs = session.scalars(
        select(PrintJob).where(PrintJob.kind == "receipt").order_by(PrintJob.id)
    ).all()
    session.rollback()
    return jobs


def said(document):
    """The words and figures of a document."""
    lines = json.loads(document)["lines"]
    return [
        " ".join(str(v) for k, v in li.items() if k in ("text", "left", "right", "data"))
        for li in lines
    ]


def ordered(api, uuid, language="nl"):
    answer = api.post(f"/intakes/{uuid}/slip?language={language}", None)
    assert answer.status_code == 202
    return answer.get_json()


def fates(database, uuid):
    """What became of a delivery: for each line its kinds with pieces and grams."""
    with database.reading() as session:
        told = became.tell(session, slip.find.one(session, uuid))
        return [
            {fate.kind: (fate.milli, fate.weight_g) for fate in line.fates} for line in told.lines
        ], told


def sold(session, item, quantity=1):
    """Sell some of a thing at a till."""
    shift = make.shift(session, "till-1")
    from uuid import uuid4

    wanted = Wanted(item.code, None, "", quantity * 1000, None, 0, None, "")
    paid = (Paid("pin", item.price_cents * quantity),)
    sell.record(session, Basket(uuid4(), shift, (wanted,), paid, "x"), by=make.actor(session))
    session.commit()


def item_of(session, uuid, position=1) -> Item:
    return stored(session, uuid).lines[position - 1].item


@pytest.mark.one_database
def test_the_slip_says_when_where_and_how_many_but_not_who(api, session):
    uuid = brought(
        api,
        session,
        {"quantity": 3, "description": "Deur van mevrouw Jansen"},
        {"unit": "m", "quantity": 2.5, "route": "material"},
        {"route": "refuse", "reason": "Kapot"},
    )
    answer = ordered(api, uuid)
    job = printed(session)[-1]
    assert answer["job"] == job.id
    told = said(job.document)
    assert "Winkel" in told
    assert "Te koop" not in told
    assert {"Nu te koop 3", "Gerecycled als materiaal 1", "Niet ingenomen 1"} <= set(told)
    assert answer["url"] in told
    assert "Jansen" not in job.document
    assert "3512" not in job.document
    assert job.site == "shop"


@pytest.mark.one_database
def test_the_slip_speaks_english_where_that_is_chosen(api, client, session):
    uuid = brought(api, session)
    ordered(api, uuid, "en")
    client.post(f"/intakes/{uuid}/slip", data={"language": "en"})
    papers = printed(session)[-2:]
    assert all("For sale now 1" in said(job.document) for job in papers)
    assert [json.loads(job.document)["lang"] for job in papers] == ["en", "en"]


def test_the_link_cannot_be_guessed_and_stays_the_same(api, session):
    first, second = brought(api, session), brought(api, session)
    links = [ordered(api, uuid)["url"] for uuid in (first, first, second)]
    assert links[0] == links[1] != links[2]
    tokens = [link.rpartition("/")[2] for link in links]
    assert all(re.fullmatch("[A-Za-z0-9_-]{22,}", token) for token in tokens)


def test_two_who_print_at_one_moment_print_the_same_link(api, database, session):
    by = make.actor(session)
    session.rollback()
    for _ in range(5):
        uuid = brought(api, session)
        session.rollback()
        results = at_once(
            database,
            *[lambda s, u=uuid: slip.order(s, u, lambda token: token, by=by)[1]] * 2,
        )
        assert results[0] == results[1] == stored(session, uuid).slip


@pytest.mark.one_database
def test_the_link_is_that_of_the_setting_or_of_the_request(api, app, config, database, session):
    uuid = brought(api, session)
    token = ordered(api, uuid)["url"].removeprefix("http://localhost/brought/")
    move_in(app, replace(config, public_url="https://shop.example"), database)
    assert ordered(api, uuid)["url"] == f"https://shop.example/brought/{token}"


def test_a_slip_of_no_delivery_is_refused(api, client):
    unknown = "11111111-2222-4333-8444-555555555555"
    assert api.post(f"/intakes/{unknown}/slip", None).status_code == 404
    assert client.post(f"/intakes/{unknown}/slip").status_code == 404


def test_the_trail_tells_of_the_slip_without_its_link(api, session):
    uuid = brought(api, session)
    token = ordered(api, uuid)["url"].rpartition("/")[2]
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.subject) == ("slip.printed", f"intake:{uuid}")
    assert token not in entry.detail + entry.subject


@pytest.mark.one_database
def test_every_delivery_in_the_list_has_a_button_for_its_slip(log_in, api, session):
    uuid = brought(api, session)
    worker = log_in(Role.INTAKE_WORKER)
    page = worker.get("/intake/deliveries")
    assert f'action="/intakes/{uuid}/slip"' in page.text
    assert "Bon voor de brenger" in words(page)
    answer = worker.post(f"/intakes/{uuid}/slip", data={"from": "list"})
    assert answer.status_code == 303
    assert answer.location == "/intake/deliveries"
    assert stored(session, uuid).slip


def test_who_has_the_link_sees_kinds_and_weights_and_nothing_personal(api, someone, session):
    uuid = brought(
        api,
        session,
        {"quantity": 2, "weight_g": 40_000, "description": "Deur van Piet", "price_cents": 7777},
        {"route": "residue", "weight_g": 10_000},
        {"route": "refuse", "reason": "Misschien asbest", "weight_g": 90_000},
    )
    link = ordered(api, uuid)["url"]
    page = someone.get(link)
    assert page.status_code == 200
    told = words(page)
    assert make.category(session).name_nl in told
    assert "80% van het gewicht" in told
    assert "Nu te koop 2 stuks · 40 kg" in told
    assert "Weggegooid 1 stuk · 10 kg" in told
    assert "Waarom niet: Misschien asbest" in told
    for secret in ("Piet", "77,77", "3512", "Shop Lead", str(uuid), item_of(session, uuid).code):
        assert secret not in page.text


@pytest.mark.one_database
def test_the_page_speaks_english_to_a_phone_that_does(api, someone, session):
    link = ordered(api, brought(api, session))["url"]
    assert "Nu te koop" in words(someone.get(link))
    page = someone.get(link, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert "For sale now" in words(page)


@pytest.mark.one_database
def test_no_machine_lists_or_keeps_the_page(api, someone, session):
    page = someone.get(ordered(api, brought(api, session))["url"])
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex' in page.text


@pytest.mark.one_database
@pytest.mark.parametrize("token", ["x", "None", "A" * 22, "a" * 5000, "%00", "'--"])
def test_a_wrong_link_leads_nowhere(api, someone, session, token):
    brought(api, session)
    assert someone.get(f"/brought/{token}").status_code == 404


def test_what_was_sold_given_and_thrown_away_later_is_told(api, database, session):
    uuid = brought(api, session, {"quantity": 10, "weight_g": 100_000})
    item = item_of(session, uuid)
    sold(session, item, 4)
    make.leave(session, item.code, 2, "given")
    make.leave(session, item.code, 1, "material")
    make.leave(session, item.code, 1, "residue")
    lines, told = fates(database, uuid)
    assert lines == [
        {
            "sold": (4000, 40_000),
            "given": (2000, 20_000),
            "for_sale": (2000, 20_000),
            "material": (1000, 10_000),
            "residue": (1000, 10_000),
        }
    ]
    assert told.percent == 80
    assert told.bar == (("life", 0, 800), ("material", 800, 100), ("residue", 900, 100))


def test_what_was_brought_back_is_for_sale_again(api, database, session):
    uuid = brought(api, session, {"quantity": 2, "weight_g": 20_000})
    item = item_of(session, uuid)
    sold(session, item, 2)
    put_back.put_back(session, item.code, 1000, 10_000, cause="test", by=make.actor(session))
    session.commit()
    assert fates(database, uuid)[0] == [{"sold": (1000, 10_000), "for_sale": (1000, 10_000)}]


def test_what_was_taken_apart_is_told_as_parts_and_scrap(api, database, session):
    uuid = brought(api, session, {"quantity": 2, "weight_g": 40_000})
    item, kind = item_of(session, uuid), make.category(session)
    apart = dismantle.take_apart(
        session,
        item.code,
        [dismantle.Part(kind, 3000, 3_000, 100), dismantle.Part(kind, 1000, 2_000, 500)],
        by=make.actor(session),
        quantity_milli=1000,
    )
    session.commit()
    sold(session, apart.parts[0], 2)
    make.leave(session, apart.parts[1].code)
    lines, told = fates(database, uuid)
    assert lines == [
        {
            "for_sale": (1000, 20_000),
            "parts": (1000, 3_000),
            "material": (0, 15_000),
            "residue": (0, 2_000),
        }
    ]
    assert told.percent == 57


def test_what_was_split_off_is_followed(api, database, session):
    uuid = brought(api, session, {"quantity": 4, "weight_g": 40_000})
    by = make.actor(session)
    (item,) = ledger.lock(session, [item_of(session, uuid).code])
    part = split.split_off(session, item, 3000, by=by)
    session.commit()
    make.leave(session, part.code, 1, "material")
    assert fates(database, uuid)[0] == [{"for_sale": (3000, 30_000), "material": (1000, 10_000)}]


def test_repairing_is_told_beside_what_became_of_it(api, database, someone, session):
    uuid = brought(api, session, {"quantity": 1, "weight_g": 20_000})
    item, by = item_of(session, uuid), make.actor(session)
    judge.judge(session, item.code, "to_repair", "Slot stuk", by=by)
    session.commit()
    assert fates(database, uuid)[0] == [{"to_repair": (1000, 20_000)}]
    judge.judge(session, item.code, "for_sale", "Slot gemaakt", by=by)
    session.commit()
    lines, told = fates(database, uuid)
    assert lines == [{"for_sale": (1000, 20_000)}]
    assert told.lines[0].repaired_milli == 1000
    page = words(someone.get(ordered(api, uuid)["url"]))
    assert "Door ons gerepareerd: 1 stuk" in page
    assert "Slot" not in page


def test_what_is_examined_or_lost_is_no_second_life(api, database, session):
    uuid = brought(api, session, {"quantity": 4, "weight_g": 40_000})
    (item,) = ledger.lock(session, [item_of(session, uuid).code])
    ledger.write(
        session, [ledger.Entry(item, "counted", -1000, -10_000)], cause="t", by=make.actor(session)
    )
    session.commit()
    judge.judge(session, item.code, "quarantined", "Vreemde lucht", by=make.actor(session))
    session.commit()
    lines, told = fates(database, uuid)
    assert lines == [{"lost": (1000, 10_000), "quarantined": (3000, 30_000)}]
    assert told.percent == 0


def test_what_was_refused_is_in_no_percentage(api, database, session):
    uuid = brought(api, session, {"route": "refuse", "reason": "Te groot", "weight_g": 5_000})
    lines, told = fates(database, uuid)
    assert lines == [{"refused": (1000, 5_000)}]
    assert told.percent is None
    assert told.bar == ()


@pytest.mark.one_database
def test_nearly_all_is_not_all(api, database, session):
    uuid = brought(api, session, {"weight_g": 999_999}, {"route": "residue", "weight_g": 1})
    assert fates(database, uuid)[1].percent == 99
