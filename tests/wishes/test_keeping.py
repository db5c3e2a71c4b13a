"""Wishes are kept once, changed, ended, and forgotten when they are over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop import server
from bouwkringloop.base import clock
from bouwkringloop.base.errors import BadInput, OtherContentUnderThisId
from bouwkringloop.base.permissions import Role
from bouwkringloop.base.quantity import OnlyWhole
from bouwkringloop.catalogue.models import NeverSold
from bouwkringloop.partners import numbers
from bouwkringloop.partners.keep import BadMailAddress
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.wishes import end, find, forget, keep
from bouwkringloop.wishes.models import PERSONAL
from tests import make
from tests.wishes.build import facts, wish


def trail(session):
    query = select(AuditEntry).where(AuditEntry.action.startswith("wish."))
    return [(each.action, each.detail) for each in session.scalars(query.order_by(AuditEntry.id))]


def test_a_wish_is_written_down_once_under_one_id(session):
    uuid = uuid4()
    first, second = wish(session, uuid), wish(session, uuid)
    assert first.id == second.id
    assert (first.state, first.who, first.what) == ("open", "Joke Jansen", "Paneeldeur")
    with pytest.raises(OtherContentUnderThisId):
        wish(session, uuid, name="Piet")


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"category": ""}, keep.NothingWished),
        ({"name": ""}, keep.NobodyWishes),
        ({"phone": ""}, keep.NobodyWishes),
        ({"phone": "12"}, numbers.BadPhone),
        ({"mail": "niets"}, BadMailAddress),
        ({"needed_until": clock.today() - timedelta(days=1)}, keep.DayPassed),
        ({"needed_until": clock.today() + timedelta(days=400)}, keep.DayPassed),
        ({"quantity_milli": 1500}, OnlyWhole),
        ({"price_cents": 0}, BadInput),
        ({"category": "unicorn"}, BadInput),
        ({"category": "", "words": "hout", "unit": "yard"}, BadInput),
        ({"category": "", "group": "hazard"}, NeverSold),
        ({"width_from_mm": 900, "width_until_mm": 800}, keep.BoundsBackwards),
        ({"width_from_mm": 30_001}, BadInput),
        ({"width_until_mm": 0}, BadInput),
    ],
)
def test_what_cannot_be_is_refused(session, wrong, refusal):
    with pytest.raises(refusal):
        keep.add(session, uuid4(), facts(**wrong), by=make.actor(session))


def test_a_kind_is_counted_in_its_own_unit(session):
    slug = make.category(session, unit="m2").slug
    assert wish(session, category=slug, unit="piece", quantity_milli=2500).unit == "m2"


def test_a_customer_is_reached_as_such(session):
    customer = make.customer(session)
    one = wish(session, customer=customer.uuid, name="Joke", phone="")
    assert (one.who, one.name, one.phone) == ("Aannemer Bedacht", "", "")
    assert find.listed(session, "bedacht") == [one]


def test_the_trail_says_that_something_changed_and_never_who_it_is(session):
    one = wish(session, note="bel na vijven")
    by = make.actor(session)
    keep.change(session, one.uuid, facts(name="Piet Puk", width_from_mm=800), by=by)
    keep.change(session, one.uuid, facts(name="Piet Puk", width_from_mm=800), by=by)
    assert trail(session) == [
        ("wish.added", "{}"),
        ("wish.changed", '{"changed": "width_from_mm name note"}'),
    ]


def test_what_is_looked_for_can_become_another_kind(session):
    one = wish(session)
    changed = keep.change(
        session, one.uuid, facts(category="", group="doors"), by=make.actor(session)
    )
    assert changed.what == "Deuren en kozijnen"
    assert find.listed(session, "kozijnen joke") == [one]


@pytest.mark.parametrize("outcome", ["found", "withdrawn"])
def test_who_ended_a_wish_is_known_and_it_stays_ended(session, outcome):
    one, by = wish(session), make.actor(session, Role.COORDINATOR)
    end.end(session, one.uuid, outcome, by=by)
    assert (one.state, one.ended_by_id) == (outcome, by.id)
    assert trail(session)[-1][0] == f"wish.{outcome}"
    with pytest.raises(keep.WishEnded):
        end.end(session, one.uuid, "found", by=by)
    with pytest.raises(keep.WishEnded):
        keep.change(session, one.uuid, facts(), by=by)


@pytest.mark.one_database
def test_nobody_says_that_a_wish_expired(session):
    with pytest.raises(BadInput):
        end.end(session, wish(session).uuid, "expired", by=make.actor(session))


def test_a_wish_expires_after_its_last_day(session, standing_clock):
    one = wish(session, needed_until=clock.today() + timedelta(days=3))
    standing_clock.pass_(days=3)
    assert end.expire(session) == 0
    standing_clock.pass_(days=1)
    assert end.expire(session) == 1
    assert (one.state, one.ended_by_id, one.ended_at) == ("expired", None, standing_clock.at)
    assert end.expire(session) == 0


def test_who_it_was_is_erased_sixty_days_after_the_end(session, standing_clock):
    ended, still = wish(session, mail="joke@example.nl", note="na vijven"), wish(session)
    end.end(session, ended.uuid, "found", by=make.actor(session))
    session.commit()
    standing_clock.pass_(days=60)
    assert forget.wipe_old(session) == 0
    standing_clock.pass_(seconds=1)
    assert forget.wipe_old(session) == 1
    session.commit()
    session.expire_all()
    assert {getattr(ended, column) for column in PERSONAL} == {""}
    assert (ended.what, ended.state) == ("Paneeldeur", "found")
    assert still.name == "Joke Jansen"
    assert forget.wipe_old(session) == 0


@pytest.mark.one_database
def test_the_rounds_end_and_forget_wishes(config, database, monkeypatch):
    rounds = []
    monkeypatch.setattr(server.rounds, "Service", rounds.extend)
    done = []
    monkeypatch.setattr(server.wishes_over, "expire", lambda _session: done.append("expired"))
    monkeypatch.setattr(server.old_wishes, "wipe_old", lambda _session: done.append("wiped"))
    server.rounds_of(config, database)
    for each in rounds:
        if each.name in ("ending reservations", "forgetting who is no longer needed"):
            each.work()
    assert sorted(done) == ["expired", "wiped"]
