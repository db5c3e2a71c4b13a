"""A changed tree is a new version: in words what differs, and no danger is lost without a word."""

import json

import pytest
from sqlalchemy import select

from bouwkringloop.base import i18n
from bouwkringloop.base.permissions import Role
from bouwkringloop.intake import tree_change, tree_compare, tree_danger, trees
from bouwkringloop.intake.models import TreeVersion
from bouwkringloop.intake.tree import Text, to_json
from bouwkringloop.intake.tree_check import parse
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.intake.trees import answer, question, stop, tree, words

KINDS = {"door": ("doors", "Deur"), "slate": ("facade", "Lei")}
NAMES = {"door": "Deur", "slate": "Lei", "doors": "Deuren", "facade": "Gevel"}


@pytest.fixture(autouse=True)
def _in_english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def manager(session):
    return make.actor(session, Role.MANAGER)


def told(old, new):
    return [s for change in tree_compare.changes(old, new, NAMES) for s in change.sentences]


def shipped_without(slug):
    plain = json.loads(trees.shipped())
    plain["questions"] = [q for q in plain["questions"] if q["slug"] != slug]
    return json.dumps(plain)


ONE = question("one", answer("no"), stop("yes"), categories=["door"])


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ([], ["This question is no longer asked."]),
        ([ONE, question("two")], ["This question is new."]),
        (
            [{**ONE, "categories": ["slate"]}],
            ["Now asked about: Lei.", "No longer asked about: Deur."],
        ),
        (
            [{**ONE, "text": {"nl": "anders", "en": "one en"}}],
            ["Question: “one nl” → “anders”"],
        ),
        (
            [{**ONE, "answers": [answer("no"), stop("yes", "refuse")]}],
            ["yes en – Keep apart → Refuse"],
        ),
        (
            [{**ONE, "answers": [answer("no"), answer("yes", worst="C")]}],
            [
                "yes en – Why: “stop nl” → –",
                "yes en – Why: “stop en” → –",
                "yes en – Do this now: “stop now nl” → –",
                "yes en – Do this now: “stop now en” → –",
                "yes en – Keep apart → –",
                "yes en – – → Condition C at best",
            ],
        ),
        (
            [{**ONE, "answers": [stop("yes"), answer("no")]}],
            ["The answers stand in another order."],
        ),
        ([{**ONE, "answers": [answer("no")]}], ["The answer “yes en” is gone."]),
    ],
)
def test_what_is_different_is_said_in_words(now, said):
    assert told(tree(ONE), tree(*now)) == said


def test_another_order_is_said_once():
    one, two = question("one"), question("two")
    assert told(tree(one, two), tree(two, one)) == ["The questions are asked in another order."]


@pytest.mark.parametrize(
    "now",
    [
        [],
        [{**ONE, "categories": ["slate"]}],
        [{**ONE, "answers": [answer("no"), answer("yes", route="repair")]}],
        [
            question("before", categories=["slate"]),
            {**ONE, "when": [{"question": "before", "answers": ["no"]}]},
        ],
    ],
    ids=["question gone", "kind gone", "route weaker", "never asked"],
)
def test_a_danger_that_is_no_longer_turned_away_is_said_with_its_kinds(now):
    (sentence,) = tree_danger.warnings(tree(ONE), tree(*now), KINDS)
    assert sentence == "“one en – yes en” no longer turns away: Deur."


def test_keeping_apart_what_was_refused_is_less_safe():
    old = tree({**ONE, "answers": [answer("no"), stop("yes", "refuse")]})
    (sentence,) = tree_danger.warnings(old, tree(ONE), KINDS)
    assert "no longer refuses, but keeps apart: Deur" in sentence
    assert tree_danger.warnings(tree(ONE), old, KINDS) == []


@pytest.mark.parametrize(("year", "many"), [("1980", 1), ("1993", 0), ("2000", 0)])
def test_an_earlier_year_is_less_safe_and_a_later_one_is_not(year, many):
    old = {**ONE, "text": words("after 1993")}
    new = {**ONE, "text": words(f"after {year}")}
    assert len(tree_danger.warnings(tree(old), tree(new), KINDS)) == many


def test_a_tree_that_is_less_safe_comes_in_only_knowingly_and_the_trail_says_so(session, manager):
    less = shipped_without("vinyl")
    with pytest.raises(trees.LessSafe, match="no longer turns away"):
        trees.bring_in(session, less, "korter", by=manager)
    assert trees.newest(session)[0] is None
    made = trees.bring_in(session, less, "korter", by=manager, knowing=True)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "tree.changed")).one()
    assert entry.subject == f"tree:{made.id}"
    assert json.loads(entry.detail)["note"] == "korter"
    assert "no longer turns away" in json.loads(entry.detail)["less_safe"]


def test_who_looked_at_a_tree_that_is_not_asked_any_more_looks_again(session, manager):
    first = trees.bring_in(session, shipped_without("dry"), "", by=manager, onto=None)
    with pytest.raises(trees.TreeChanged):
        trees.bring_in(session, shipped_without("clean"), "", by=manager, onto=None)
    assert trees.newest(session)[0] == first.id
    trees.bring_in(session, shipped_without("clean"), "", by=manager, onto=first.id)


def test_an_older_version_comes_back_as_a_new_one(session, manager):
    trees.bring_in(session, shipped_without("dry"), "", by=manager)
    old = session.scalars(select(TreeVersion).order_by(TreeVersion.id)).first()
    made = trees.bring_in(session, old.content, "terug", by=manager)
    assert made.id > old.id
    assert made.content == old.content == trees.shipped()
    assert len(trees.versions(session)) == 3


def test_a_phone_that_holds_the_shipped_tree_is_judged_by_it_after_a_change(api, session, manager):
    trees.bring_in(session, shipped_without("strength"), "", by=manager)
    session.commit()
    line = {"category": "beam", "unit": "m", "quantity": 3}
    sound = {"treated-wood": "none", "strength": "whole"}
    by_old = api.post("/intakes", make.delivery(session, {**line, "answers": sound, "tree": None}))
    assert by_old.status_code == 201
    newest = trees.newest(session)[0]
    session.commit()
    by_new = api.post(
        "/intakes", make.delivery(session, {**line, "answers": sound, "tree": newest})
    )
    assert by_new.json["type"] == "/problems/no-such-question"


def test_a_year_changes_in_every_sentence_and_the_two_do_not_run_together():
    old = parse(trees.shipped())
    assert tree_change.years(old).keys() == {"1993", "1994"}
    new = tree_change.with_years(old, {"1993": "1994", "1994": "1995"})
    assert tree_change.years(new).keys() == {"1994", "1995"}
    assert to_json(new) == trees.shipped().replace("1994", "1995").replace("1993", "1994")


@pytest.mark.parametrize("typed", ["", "93", "veel", "3000"])
def test_what_is_no_year_is_refused(typed):
    with pytest.raises(tree_change.NoYear):
        tree_change.with_years(tree(ONE), {"1993": typed})


def test_a_question_does_not_lose_its_last_kind_and_so_come_to_be_asked_of_everything():
    old = tree(ONE)
    (asked,) = old.questions
    said = tree_change.Wording(asked.text, Text("", ""), (), (), {})
    with pytest.raises(tree_change.NoKindLeft):
        tree_change.with_question(old, tree_change.reworded(asked, said))
