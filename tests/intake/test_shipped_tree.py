"""The decision tree that a shop starts with: no danger gets past it, and it costs hardly any time."""

import re
import tomllib

import pytest

from bouwkringloop.base.icons import ICONS
from bouwkringloop.base.paths import STATIC
from bouwkringloop.catalogue.load import DATA_FILE
from bouwkringloop.catalogue.models import DANGER
from bouwkringloop.intake.tree import STOPS, asked, outcome, to_json
from bouwkringloop.intake.tree_check import SHIPPED, parse

CATALOGUE = tomllib.loads(DATA_FILE.read_text(encoding="utf-8"))
GROUP_OF = {category["slug"]: category["group"] for category in CATALOGUE["category"]}
#: What nobody sells, so that it has no good path.
DANGEROUS = {kind for kind, group in GROUP_OF.items() if group == DANGER}
SPRITE = (STATIC / "pictograms.svg").read_text(encoding="utf-8")
PICTOGRAMS = set(re.findall(r'<symbol\b[^>]*\bid="([^"]+)"', SPRITE))
PICTOGRAMS |= {f"icon:{name}" for name in ICONS}
TEXT = SHIPPED.read_text(encoding="utf-8")
TREE = parse(
    TEXT,
    categories=set(GROUP_OF),
    groups={group["slug"] for group in CATALOGUE["group"]},
    pictograms=PICTOGRAMS,
)
BY_SLUG = {question.slug: question for question in TREE.questions}


def good_path(category):
    """Answer every question with its first button, as somebody does who sees nothing wrong."""
    answers = {}
    while (found := outcome(TREE, category, GROUP_OF[category], answers)).next:
        answers[found.next.slug] = found.next.answers[0].slug
    return found


def test_the_file_is_written_as_the_program_writes_it():
    assert to_json(TREE) == TEXT


def test_nearly_every_kind_asks_at_most_one_question_and_none_more_than_three():
    asks = {category: len(good_path(category).answered) for category in GROUP_OF}
    assert sum(times <= 1 for times in asks.values()) >= 0.8 * len(asks)
    assert max(asks.values()) <= 3


@pytest.mark.parametrize("category", [kind for kind in GROUP_OF if kind not in DANGEROUS])
def test_a_thing_with_nothing_wrong_goes_on_as_it_is(category):
    found = good_path(category)
    assert (found.route, found.worst) == (None, None)


@pytest.mark.parametrize(
    "category", ["screws", "bathroom-mirror", "brick", "door-handle", "chipboard"]
)
def test_nothing_is_asked_where_nothing_can_be_wrong(category):
    assert asked(TREE, category, GROUP_OF[category], {}) == []


def test_dangers_are_asked_first():
    def rank(question):
        return {"danger": 0, "origin": 0}.get(question.subject, 1)

    for category, group in GROUP_OF.items():
        ranks = [rank(question) for question in asked(TREE, category, group, {})]
        assert ranks == sorted(ranks), category


KEPT_APART = {"asbestos-suspect", "cooling-appliance", "other-danger"}
UNSURE = {"asbestos-year": "unsure"}
#: What comes in, as what it is written down, what is answered, and what must become of it.
DANGERS = [
    ("corrugated asbestos", "steel-roof-sheet", {"asbestos": "corrugated", **UNSURE}, "quarantine"),
    ("asbestos slate", "slate", {"asbestos": "fibre-slate", **UNSURE}, "quarantine"),
    ("flat asbestos", "gypsum-fibreboard", {"asbestos": "flat-sheet", **UNSURE}, "quarantine"),
    ("fire board", "ceiling-tile", {"asbestos": "fire-board", **UNSURE}, "quarantine"),
    ("asbestos trough", "planter", {"asbestos": "trough", **UNSURE}, "quarantine"),
    ("vinyl backing", "vinyl-floor", {"vinyl": "older"}, "quarantine"),
    ("vinyl of unknown year", "vinyl-floor", {"vinyl": "unknown"}, "quarantine"),
    ("asbestos sill", "stone-sill", {"sill": "older"}, "quarantine"),
    ("sill of unknown year", "stone-sill", {"sill": "unknown"}, "quarantine"),
    ("asbestos pipe", "downpipe", {"pipes": "cement-pipe", "pipes-year": "unsure"}, "quarantine"),
    ("chimney", "vent-duct", {"pipes": "chimney", "pipes-year": "unsure"}, "quarantine"),
    ("old fire door", "fire-door", {"fire-door": "older"}, "quarantine"),
    ("fire door of unknown year", "fire-door", {"fire-door": "unknown"}, "quarantine"),
    ("stove with asbestos cord", "wood-stove", {"stove": "old-cord"}, "quarantine"),
    ("creosote", "wooden-post", {"treated-wood": "creosote"}, "refuse"),
    ("creosoted sleeper", "beam", {"treated-wood": "creosote"}, "refuse"),
    (
        "CC or CCA timber",
        "fence-panel",
        {"treated-wood": "green", "green-wood-proof": "no"},
        "quarantine",
    ),
    ("tar roofing", "membrane-roll", {"asbestos": "tar-felt"}, "refuse"),
    ("tar glue", "parquet", {"tar-glue": "yes"}, "refuse"),
    ("lead paint on a door", "panelled-door", {"old-joinery": "flaking"}, "quarantine"),
    ("lead paint on boards", "cladding", {"treated-wood": "flaking"}, "quarantine"),
    ("lead paint on a radiator", "cast-iron-radiator", {"radiator": "flaking"}, "quarantine"),
    ("lead pipe", "copper-pipe", {"pipes": "lead"}, "refuse"),
    ("PUR can", "sealant", {"containers": "pur-can"}, "refuse"),
    ("open paint", "paint", {"containers": "open"}, "refuse"),
    ("gas bottle", "wall-paint", {"containers": "gas-bottle"}, "refuse"),
    ("gas bottle of a hob", "hob", {"appliance": "gas-bottle"}, "refuse"),
    ("loose fibres", "mineral-wool", {"fibres": "loose"}, "quarantine"),
    ("open-flued geyser", "water-heater", {"appliance": "open-flue"}, "refuse"),
    ("open gas fire", "wood-stove", {"stove": "gas"}, "refuse"),
    ("refrigerant", "kitchen", {"appliance": "refrigerant"}, "quarantine"),
    *(
        (kind, kind, {f"danger-{kind}": "yes"}, "quarantine" if kind in KEPT_APART else "refuse")
        for kind in sorted(DANGEROUS)
    ),
]


@pytest.mark.parametrize(
    ("category", "answers", "route"),
    [danger[1:] for danger in DANGERS],
    ids=[danger[0] for danger in DANGERS],
)
def test_a_danger_is_turned_away_with_what_to_do_at_once(category, answers, route):
    found = outcome(TREE, category, GROUP_OF[category], answers)
    assert found.route == route
    assert found.next is None
    for said in (found.reason, found.do_now):
        assert said.nl
        assert said.en


def test_suspected_asbestos_is_left_whole_and_people_are_kept_away():
    told = [outcome(TREE, c, GROUP_OF[c], a) for name, c, a, _ in DANGERS if "asbestos" in name]
    assert len(told) >= 6
    for found in told:
        assert re.search("(?i)niet breken.*houd mensen weg.*winkelleider", found.do_now.nl)
        assert re.search("(?i)do not break.*keep people away.*shop lead", found.do_now.en)


def test_what_is_dangerous_by_its_kind_is_turned_away_without_a_choice():
    for kind in DANGEROUS:
        (question,) = asked(TREE, kind, DANGER, {})
        (only,) = question.answers
        assert only.effect.route in STOPS


@pytest.mark.parametrize(
    ("category", "answers"),
    [
        ("slate", {"asbestos": "fibre-slate", "asbestos-year": "dated"}),
        ("pvc-pipe", {"pipes": "cement-pipe", "pipes-year": "dated"}),
        ("decking", {"treated-wood": "green", "green-wood-proof": "yes"}),
    ],
)
def test_what_is_proven_to_be_harmless_goes_on(category, answers):
    assert outcome(TREE, category, GROUP_OF[category], answers).route is None


def test_every_danger_that_turns_away_is_tried_here():
    tried = {pair for _, _, answers, _ in DANGERS for pair in answers.items()}
    stopping = {
        (question.slug, answer.slug)
        for question in TREE.questions
        for answer in question.answers
        if answer.effect.route in STOPS
    }
    assert stopping - tried == set()


@pytest.mark.parametrize(
    ("category", "use"),
    [
        ("beam", "non_structural"),
        ("steel-beam", "non_structural"),
        ("lintel", "non_structural"),
        ("flat-glass", "non_structural"),
        ("fire-door", "non_structural"),
    ],
)
def test_nobody_is_sold_a_promise_that_a_thing_bears_or_withstands(category, use):
    assert good_path(category).use == use


@pytest.mark.parametrize(
    ("category", "answers"),
    [
        ("pendant-lamp", {"electric": "untested"}),
        ("power-tool", {"electric": "untested"}),
        ("oven", {"appliance": "electric"}),
        ("hob", {"appliance": "gas"}),
        ("ladder", {"ladder": "loose"}),
    ],
)
def test_what_was_not_tested_is_tested_first(category, answers):
    found = outcome(TREE, category, GROUP_OF[category], answers)
    assert (found.route, found.use) == ("repair", "test_first")


@pytest.mark.parametrize("question", TREE.questions, ids=lambda question: question.slug)
def test_a_question_is_answered_by_looking_at_pictures(question):
    fewest = 1 if set(question.categories) & DANGEROUS else 2
    assert fewest <= len(question.answers) <= 7
    assert all(answer.pictogram for answer in question.answers)
    assert question.text.nl.endswith("?")
    assert question.text.en.endswith("?")


def test_a_picture_stands_for_one_answer_only():
    for question in TREE.questions:
        pictures = [answer.pictogram for answer in question.answers]
        assert len(set(pictures)) == len(pictures), question.slug


def test_every_question_is_asked_about_something():
    for question in TREE.questions:
        assert question.categories or question.groups or question.when
        for condition in question.when:
            assert condition.question in BY_SLUG
