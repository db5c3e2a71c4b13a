"""What was answered about a thing decides where it may go, whatever the device says."""

import json

import pytest
from sqlalchemy import select

from bouwkringloop.intake import trees
from bouwkringloop.intake.models import IntakeLine, TreeVersion
from bouwkringloop.intake.tree_fields import WrongTree
from bouwkringloop.stock.models import Item
from tests import make

pytestmark = pytest.mark.one_database

SMELLS_OF_TAR = {"treated-wood": "creosote"}
SOUND = {"treated-wood": "none", "strength": "whole"}


def beam(session, answers, **changed):
    """A delivery of one beam with what was answered about it."""
    line = {"category": "beam", "unit": "m", "quantity": 3, "answers": answers, **changed}
    return make.delivery(session, line)


def test_a_sound_beam_is_sold_but_not_to_carry_loads(api, session):
    answer = api.post("/intakes", beam(session, SOUND))
    assert answer.status_code == 201
    item = session.scalars(select(Item)).one()
    assert (item.state, item.use, item.form) == ("for_sale", "non_structural", "length")


def test_the_answers_are_kept_with_the_version_that_asked(api, session):
    api.post("/intakes", beam(session, SOUND))
    line = session.scalars(select(IntakeLine)).one()
    assert json.loads(line.answers) == SOUND
    version = session.scalars(select(TreeVersion)).one()
    assert (line.tree_version_id, version.content) == (version.id, trees.shipped())


@pytest.mark.parametrize("route", ["sell", "repair", "parts", "repurpose", "material", "residue"])
def test_what_is_refused_for_danger_goes_no_other_way(api, session, route):
    answer = api.post("/intakes", beam(session, SMELLS_OF_TAR, route=route))
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/answers-forbid")
    assert session.scalars(select(IntakeLine)).all() == []


def test_a_refused_beam_is_kept_as_a_line_with_its_reason_and_becomes_nothing(api, session):
    (line,) = api.post("/intakes", beam(session, SMELLS_OF_TAR, route="refuse")).json["lines"]
    assert line["reason"]
    assert (line["item"], line["kept_as"]) == (None, None)
    assert session.scalars(select(Item)).all() == []


def test_what_may_hold_asbestos_is_kept_apart_and_not_sold(api, session):
    answers = {"asbestos": "corrugated", "asbestos-year": "unsure"}
    line = {"category": "steel-roof-sheet", "unit": "m2", "answers": answers}
    refused = api.post("/intakes", make.delivery(session, {**line, "route": "sell"}))
    assert refused.json["type"] == "/problems/answers-forbid"
    (kept,) = api.post("/intakes", make.delivery(session, {**line, "route": "quarantine"})).json[
        "lines"
    ]
    assert api.get(f"/items/{kept['kept_as']}").json["state"] == "quarantined"


def test_an_open_question_is_answered_before_anything_is_sold(api, session):
    answer = api.post("/intakes", beam(session, {}))
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/answers-missing")


def test_an_answer_can_hold_a_thing_to_a_lesser_condition(api, session):
    answers = {"treated-wood": "none", "strength": "bent"}
    better = api.post("/intakes", beam(session, answers, route="repurpose", condition="A"))
    assert better.json["type"] == "/problems/better-than-answers"
    fitting = api.post("/intakes", beam(session, answers, route="repurpose", condition="C"))
    assert fitting.status_code == 201


def test_a_version_that_never_was_is_refused(api, session):
    answer = api.post("/intakes", beam(session, SOUND, tree=99))
    assert answer.json["type"] == "/problems/no-such-version"


def changed_tree():
    """The shipped tree with one question less."""
    tree = json.loads(trees.shipped())
    tree["questions"] = [q for q in tree["questions"] if q["slug"] != "strength"]
    return json.dumps(tree)


def test_a_new_version_is_asked_and_the_old_one_still_judges_what_it_asked(api, session):
    api.post("/intakes", beam(session, SOUND))
    old = session.scalars(select(TreeVersion.id)).one()
    made = trees.bring_in(session, changed_tree(), "korter", by=make.actor(session))
    session.commit()
    assert trees.newest(session)[0] == made.id
    session.commit()
    by_new = api.post("/intakes", beam(session, {"treated-wood": "none"}, tree=made.id))
    by_old = api.post("/intakes", beam(session, {"treated-wood": "none"}, tree=old))
    assert by_new.status_code == 201
    assert by_old.json["type"] == "/problems/answers-missing"


def test_a_tree_with_a_mistake_changes_nothing(session):
    wrong = changed_tree().replace('"creosote"', '"green"', 1)
    with pytest.raises(WrongTree):
        trees.bring_in(session, wrong, "", by=make.actor(session))
    assert trees.newest(session)[0] is None


def test_the_same_tree_is_not_brought_in_twice(session):
    with pytest.raises(trees.SameTree):
        trees.bring_in(session, trees.shipped(), "", by=make.actor(session))


@pytest.mark.parametrize(
    ("source", "route", "status"),
    [
        ("yard", "sell", "prepared"),
        ("municipality", "sell", "prepared"),
        ("shop", "sell", "product"),
        ("workshop", "sell", "product"),
        ("yard", "residue", "waste"),
        ("yard", "refuse", ""),
    ],
)
def test_the_source_tells_the_legal_status(api, session, source, route, status):
    body = make.delivery(session, {"route": route, "reason": "Kapot"}, source={"kind": source})
    (line,) = api.post("/intakes", body).json["lines"]
    assert line["status"] == status
