"""What the decision tree asks about a thing, and what the answers come to."""

import pytest

from bouwkringloop.base import i18n
from bouwkringloop.intake import tree as trees
from bouwkringloop.intake.tree import asked, outcome
from tests.intake.trees import answer, question, stop, tree, words


def slugs(questions):
    return [question.slug for question in questions]


def about_a_door(wood, **answers):
    return outcome(wood, "door", "doors", answers)


def test_a_question_is_asked_about_the_kinds_and_groups_that_it_names():
    wood = tree(
        question("doors", categories=["door"]),
        question("facade", groups=["facade"]),
        question("both", categories=["door"], groups=["facade"]),
        question("everything"),
    )
    assert slugs(asked(wood, "door", "doors", {})) == ["doors", "both", "everything"]
    assert slugs(asked(wood, "slate", "facade", {})) == ["facade", "both", "everything"]
    assert slugs(asked(wood, "lamp", "electrical", {})) == ["everything"]


def test_a_question_that_follows_waits_for_all_the_answers_it_depends_on():
    wood = tree(
        question("one"), question("two"), question("three", when=[("one", "yes"), ("two", "yes")])
    )
    assert slugs(asked(wood, "door", "doors", {"one": "yes"})) == ["one", "two"]
    assert slugs(asked(wood, "door", "doors", {"one": "yes", "two": "no"})) == ["one", "two"]
    both = {"one": "yes", "two": "yes"}
    assert slugs(asked(wood, "door", "doors", both)) == ["one", "two", "three"]


def test_a_question_follows_no_answer_to_a_question_that_is_not_asked():
    wood = tree(
        question("slates", categories=["slate"]), question("more", when=[("slates", "yes")])
    )
    assert asked(wood, "door", "doors", {"slates": "yes"}) == []


@pytest.mark.parametrize("route", ["refuse", "quarantine"])
def test_nothing_is_asked_after_an_answer_that_turns_the_thing_away(route):
    wood = tree(question("one", stop("yes", route)), question("two"))
    assert slugs(asked(wood, "door", "doors", {"one": "yes"})) == ["one"]
    found = about_a_door(wood, one="yes")
    assert found.route == route
    assert found.next is None
    assert found.reason.en == "stop en"
    assert found.do_now.nl == "stop now nl"


def test_a_thing_turned_away_later_asks_no_more_of_what_was_skipped():
    found = about_a_door(tree(question("one"), question("two", stop("yes"))), two="yes")
    assert (found.route, found.next) == ("quarantine", None)


def test_the_first_question_without_an_answer_is_next():
    wood = tree(question("one"), question("two"), question("three"))
    assert about_a_door(wood).next.slug == "one"
    assert about_a_door(wood, one="no", three="no").next.slug == "two"
    assert about_a_door(wood, one="no", two="no", three="no").next is None


def test_without_a_forced_route_the_worker_chooses():
    found = about_a_door(tree(question("one")), one="no")
    assert (found.route, found.reason, found.do_now) == (None, None, None)
    assert (found.status, found.use, found.worst) == (None, None, None)
    assert found.answered == (("one", "no"),)


@pytest.mark.parametrize(
    ("said", "wins"),
    [
        (("repair", "repurpose"), "repurpose"),
        (("parts", "repurpose"), "parts"),
        (("parts", "material"), "material"),
        (("residue", "material"), "residue"),
        (("residue", "repair"), "residue"),
        (("residue", "quarantine"), "quarantine"),
    ],
)
def test_the_worst_route_wins_with_its_own_reason_whatever_the_order(said, wins):
    questions = [question(f"q-{route}", stop("yes", route, route)) for route in said]
    answers = {f"q-{route}": "yes" for route in said}
    for order in (questions, questions[::-1]):
        if "quarantine" in said and order is not questions:
            continue  # Nothing is asked after it.
        found = outcome(tree(*order), "door", "doors", answers)
        assert found.route == wins
        assert (found.reason.en, found.do_now.en) == (f"{wins} en", f"{wins} now en")


def test_what_another_answer_says_to_do_is_not_lost():
    wood = tree(
        question("one", answer("yes", do_now=words("gloves"))),
        question("two", answer("yes", route="repair")),
    )
    found = about_a_door(wood, one="yes", two="yes")
    assert (found.route, found.do_now.en, found.reason) == ("repair", "gloves en", None)


def test_the_strictest_use_and_the_worst_condition_and_the_last_status_count():
    wood = tree(
        question("one", answer("yes", use="non_structural", worst="C", status="waste")),
        question("two", answer("yes", use="test_first", worst="B", status="prepared")),
        question("three", answer("yes", use="free")),
    )
    found = about_a_door(wood, one="yes", two="yes", three="yes")
    assert (found.use, found.worst, found.status) == ("test_first", "C", "prepared")


def test_an_outcome_speaks_the_language_of_its_reader():
    found = about_a_door(tree(question("one", stop("yes"))), one="yes")
    with i18n.speaking("nl"):
        assert (found.reason.spoken, found.do_now.spoken) == ("stop nl", "stop now nl")
    with i18n.speaking("en"):
        assert (found.reason.spoken, found.do_now.spoken) == ("stop en", "stop now en")


@pytest.mark.parametrize(
    ("answers", "refusal", "named"),
    [
        ({"nine": "yes"}, trees.NoSuchQuestion, "“nine”"),
        ({"one": "perhaps"}, trees.NoSuchAnswer, "“perhaps”"),
        ({"slates": "yes"}, trees.NotAsked, "“slates”"),
        ({"one": "no", "two": "yes"}, trees.NotAsked, "“two”"),
    ],
)
def test_answers_that_cannot_be_are_refused(answers, refusal, named):
    wood = tree(
        question("one"),
        question("two", when=[("one", "yes")]),
        question("slates", categories=["slate"]),
    )
    with pytest.raises(refusal) as caught:
        outcome(wood, "door", "doors", answers)
    assert caught.value.status == 422
    assert named in caught.value.sentence
