"""The rules of the till: what they may be, and that books are never kept shorter."""

import json

import pytest
from sqlalchemy import select

from bouwkringloop.base.errors import Refused
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.till import rules
from bouwkringloop.till.models import TillRules
from tests import make
from tests.till.counter import rows

pytestmark = pytest.mark.one_database


def changed(session, **to):
    made = rules.change(session, rules.Rules(**to), by=make.actor(session))
    session.commit()
    return made


def test_a_shop_that_set_none_has_the_usual_ones(session):
    assert rules.current(session) == rules.Rules()
    assert rows(session, TillRules) == [0]


def test_the_newest_rules_count_and_the_older_ones_stay(session):
    changed(session, return_cents=1)
    changed(session, return_cents=2)
    assert rules.current(session).return_cents == 2
    assert rows(session, TillRules) == [2]


def test_the_trail_tells_what_was_changed_from_what_to_what(session):
    changed(session, discount_percent=2500)
    note = session.scalars(
        select(AuditEntry.detail).where(AuditEntry.action == "till.rules_changed")
    ).one()
    assert json.loads(note) == {"discount_percent": [1000, 2500]}


def test_the_same_rules_again_are_no_change(session):
    changed(session)
    assert rows(session, TillRules, AuditEntry) == [0, 0]


def test_books_are_kept_for_seven_years_at_least_and_ever_longer(session):
    with pytest.raises(rules.KeptTooShort, match="7"):
        changed(session, retention_years=6)
    changed(session, retention_years=10)
    with pytest.raises(rules.KeptTooShort, match="10"):
        changed(session, retention_years=9)
    changed(session, retention_years=10, return_cents=5)
    assert rules.current(session).retention_years == 10


@pytest.mark.parametrize(
    "absurd",
    [
        {"price_cents": -1},
        {"discount_cents": 10_000_001},
        {"return_cents": -5},
        {"blind_return_cents": 10**9},
        {"price_percent": -1},
        {"discount_percent": 10_001},
        {"retention_years": 101},
        {"vat_scheme": "none"},
        {"sticker_markdown": "soon:half"},
        {"sticker_markdown": "14"},
        {"sticker_markdown": "28:50 14:25"},
        {"sticker_markdown": "14:100"},
    ],
    ids=str,
)
def test_a_rule_that_cannot_be_is_refused(session, absurd):
    with pytest.raises(Refused):
        changed(session, **absurd)
    assert rows(session, TillRules) == [0]


def test_no_markdown_of_stickers_at_all_is_possible(session):
    assert changed(session, sticker_markdown="").sticker_markdown == ""
