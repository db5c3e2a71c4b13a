"""A decision tree with a mistake is refused, and the mistake is said with its place."""

import json

import pytest

from bouwkringloop.base import i18n
from bouwkringloop.intake.tree import Effect
from bouwkringloop.intake.tree_check import NotJson, TreeTooLarge, parse, read
from bouwkringloop.intake.tree_fields import WrongTree
from tests.intake.trees import answer, question, stop, tree, written


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


def test_every_question_tells_its_first_mistake_at_once():
    plain = json.loads(written(question("one"), question("two"), question("three")))
    plain["questions"][0]["subject"] = "x"
    plain["questions"][2]["answers"] = []
    with i18n.speaking("en"):
        _, mistakes = read(json.dumps(plain))
        said = [mistake.sentence for mistake in mistakes]
    assert len(said) == 2
    assert said[0].startswith("Question “one”")
    assert said[1] == "Question “three”: it has no answers."


def test_a_question_is_not_blamed_for_following_one_with_a_mistake():
    plain = json.loads(written(question("one"), question("two", when=[("one", "no")])))
    plain["questions"][0]["subject"] = "x"
    assert len(read(json.dumps(plain))[1]) == 1
