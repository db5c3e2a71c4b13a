"""Whatever stands in a decision tree is read or refused, and whatever is answered ends."""

import json
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bouwkringloop.base.errors import Refused
from bouwkringloop.intake.tree import asked, outcome, to_json
from bouwkringloop.intake.tree_check import SHIPPED, parse
from tests.intake.trees import drawn_case


def refused_or(work):
    """Give what comes of it, or the refusal; whatever else is raised breaks the test."""
    try:
        return work()
    except Refused as refusal:
        return refusal


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_a_tree_that_is_written_reads_as_the_same_tree(lot: Random):
    plain = drawn_case(lot)["tree"]
    read = parse(json.dumps(plain))
    assert json.loads(to_json(read)) == plain
    assert parse(to_json(read)) == read


@settings(max_examples=40)
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
