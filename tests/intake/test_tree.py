"""What the decision tree asks about a thing, and what the answers come to."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.intake import tree as trees
from bouwkringloop.intake.tree import Effect, asked, outcome, to_json
from bouwkringloop.intake.tree_check import SHIPPED, NotJson, TreeTooLarge, WrongTree, parse
from tests.intake.trees import answer, drawn_case, question, stop, tree, words, written


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


def broken(change):
    """Take a tree of two questions, break it, and give what the manager reads."""
    plain = json.loads(
        written(question("one", answer("no"), stop("yes")), question("two", when=[("one", "no")]))
    )
    assert parse(json.dumps(plain)).questions
    change(plain["questions"])
    with i18n.speaking("en"), pytest.raises(WrongTree) as caught:
        parse(
            json.dumps(plain), categories={"door"}, groups={"doors"}, pictograms={"door", "icon:x"}
        )
    assert caught.value.status == 422
    return caught.value.sentence


def effect(questions):
    return questions[0]["answers"][1]["effect"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda q: q[0].update(colour="red"),
            "Question “1”: there is no field “colour”, only: slug, ",
        ),
        (lambda q: q[1].pop("slug"), "Question “2”: the field “slug” is missing."),
        (lambda q: q[1].update(slug="one"), "Question “2”: the slug “one” is used twice."),
        (lambda q: q[1].update(slug="Two!"), "Question “2”: the slug “Two!” may have only small "),
        (lambda q: q[1].update(slug=2), "Question “2”: “slug” must be words in quotation marks."),
        (
            lambda q: q[1].update(subject="x"),
            "Question “two”: “subject” cannot be “x”, only: danger, ",
        ),
        (lambda q: q[1].update(answers=[]), "Question “two”: it has no answers."),
        (lambda q: q[1].update(answers={}), "Question “two”: “answers” must be a list in square "),
        (lambda q: q.append("more"), "Question “3”: something else stands where fields in braces"),
        (
            lambda q: q[1].update(categories=["dor"]),
            "Question “two”: “dor” in “categories” is not in",
        ),
        (lambda q: q[1].update(groups=["dor"]), "Question “two”: “dor” in “groups” is not in the "),
        (lambda q: q[1].update(groups=[1]), "Question “two”: “groups” must be a list of words in "),
        (lambda q: q[1]["text"].pop("nl"), "Question “two”: “text” has no words under “nl”."),
        (lambda q: q[1]["text"].update(en=" "), "Question “two”: “text” has no words under “en”."),
        (
            lambda q: q[1]["text"].update(de="x"),
            "Question “two”: there is no field “de”, only: nl, en.",
        ),
        (
            lambda q: q[1].update(help={"nl": "x"}),
            "Question “two”: “help” has no words under “en”.",
        ),
        (
            lambda q: q[1]["text"].update(nl="a" * 61),
            "Question “two”: “text” has 61 characters under ",
        ),
        (
            lambda q: q.reverse(),
            "Question “two”: “when” names “one”, which is no earlier question.",
        ),
        (
            lambda q: q[1]["when"][0].update(question="two"),
            "Question “two”: “when” names “two”, which ",
        ),
        (lambda q: q[1]["when"][0].update(answers=["x"]), "which is no answer of “one”."),
        (
            lambda q: q[1]["when"][0].update(answers=[]),
            "Question “two”: “when” names no answer of ",
        ),
        (
            lambda q: q[1]["when"][0].update(answers=["yes"]),
            "but nothing is asked after that answer.",
        ),
        (
            lambda q: q[0]["answers"][0].update(slug="yes"),
            "answer “2”: the slug “yes” is used twice.",
        ),
        (lambda q: q[0]["answers"][0].update(pictogram="dor"), "“no”: there is no picture “dor”."),
        (lambda q: q[0]["answers"][0]["text"].update(nl="a" * 29), "at most 28 fit."),
        (
            lambda q: effect(q).update(route="burn"),
            "answer “yes”: “route” cannot be “burn”, only: ",
        ),
        (lambda q: effect(q).update(worst="A"), "answer “yes”: “worst” cannot be “A”, only: C, B."),
        (lambda q: effect(q).update(status="x"), "answer “yes”: “status” cannot be “x”, only: "),
        (lambda q: effect(q).update(use="x"), "answer “yes”: “use” cannot be “x”, only: "),
        (lambda q: effect(q).pop("do_now"), "the route “quarantine” needs the field “do_now”."),
        (lambda q: effect(q).pop("reason"), "the route “quarantine” needs the field “reason”."),
        (
            lambda q: effect(q)["do_now"].update(nl=""),
            "answer “yes”: “do_now” has no words under “nl”.",
        ),
        (lambda q: effect(q)["do_now"].update(nl="a" * 161), "at most 160 fit."),
        (lambda q: effect(q)["reason"].update(en="a" * 121), "at most 120 fit."),
    ],
)
def test_a_mistake_in_a_tree_is_said_with_its_place(change, sentence):
    assert sentence in broken(change)


@pytest.mark.parametrize("route", ["refuse", "quarantine", "residue"])
def test_who_turns_a_thing_away_says_why(route):
    with pytest.raises(WrongTree):
        tree(question("one", answer("yes", route=route)))


def test_a_mistake_is_said_in_dutch_too():
    with i18n.speaking("nl"), pytest.raises(WrongTree) as caught:
        tree(question("one", answer("yes", route="burn")))
    assert caught.value.sentence.startswith("Vraag “one”, antwoord “yes”: “route” kan niet “burn” ")


def test_a_field_that_stands_there_twice_is_refused_instead_of_forgotten():
    with pytest.raises(WrongTree, match="slug"):
        parse('{"questions": [{"slug": "one", "slug": "two"}]}')


@pytest.mark.parametrize("text", ["", "{", '{"questions": [}', "[" * 90_000, "1" * 5_000, "\x00"])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(NotJson):
        parse(text)


def test_the_line_of_a_typing_mistake_is_told():
    with i18n.speaking("en"), pytest.raises(NotJson, match="look at line 3"):
        parse('{\n"questions": [\n}')


def test_a_tree_larger_than_200_kb_is_refused():
    padding = " " * (200_000 - len(written()))
    assert parse(written() + padding).questions == ()
    with pytest.raises(TreeTooLarge):
        parse(written() + padding + " ")


def test_what_may_be_left_out_says_nothing():
    (bare,) = parse(
        '\ufeff{"questions": [{"slug": "one", "subject": "use", "text": {"nl": "a", "en": "b"},'
        ' "answers": [{"slug": "yes", "text": {"nl": "ja", "en": "yes"}}]}]}'
    ).questions
    assert (bare.categories, bare.groups, bare.when, bare.help.spoken) == ((), (), (), "")
    assert bare.answers[0].pictogram == ""
    assert bare.answers[0].effect == Effect()


def refused_or(work):
    """Give what comes of it, or the refusal; whatever else is raised breaks the test."""
    try:
        return work()
    except Refused as refusal:
        return refusal


@given(st.randoms(use_true_random=False))
def test_a_tree_that_is_written_reads_as_the_same_tree(lot: Random):
    plain = drawn_case(lot)["tree"]
    read = parse(json.dumps(plain))
    assert json.loads(to_json(read)) == plain
    assert parse(to_json(read)) == read


@given(st.randoms(use_true_random=False))
def test_whatever_is_answered_gives_an_outcome_or_a_refusal(lot: Random):
    case = drawn_case(lot)
    read = parse(json.dumps(case["tree"]))
    about = (case["category"], case["group"], case["answers"])
    found = refused_or(lambda: outcome(read, *about))
    if isinstance(found, Refused):
        assert found.sentence
        return
    assert dict(found.answered) == case["answers"]
    if found.next is None:
        return
    # Whoever answers on comes to an end, and asks nothing twice.
    assert found.next in asked(read, *about)
    answers = dict(case["answers"])
    while found.next:
        assert found.next.slug not in answers
        answers[found.next.slug] = found.next.answers[0].slug
        kept = {q.slug for q in asked(read, case["category"], case["group"], answers)}
        answers = {slug: given for slug, given in answers.items() if slug in kept}
        found = outcome(read, case["category"], case["group"], answers)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
PLAIN = json.loads(Path(SHIPPED).read_text(encoding="utf-8"))


def places(value, path=()):
    yield path
    inside = enumerate(value) if isinstance(value, list) else value.items()
    for key, part in inside:
        yield (*path, key)
        if isinstance(part, dict | list):
            yield from places(part, (*path, key))


PLACES = sorted(set(places({"questions": PLAIN["questions"][:3]})), key=str)


@given(st.sampled_from([path for path in PLACES if path]), ANYTHING)
def test_whatever_stands_in_a_tree_is_read_or_refused(path, anything):
    plain = json.loads(json.dumps({"questions": PLAIN["questions"][:3]}))
    spot = plain
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = anything
    read = refused_or(lambda: parse(json.dumps(plain)))
    if isinstance(read, Refused):
        assert read.sentence
    else:
        assert parse(to_json(read)) == read


@given(st.text() | ANYTHING.map(json.dumps))
def test_whatever_is_no_tree_is_refused(text):
    read = refused_or(lambda: parse(text))
    assert isinstance(read, Refused)
    assert read.sentence
