"""The intake's page asks and concludes exactly as the server does."""

import json
from collections import Counter
from random import Random

import pytest

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.permissions import Role
from bouwkringloop.intake.tree import STOPS, Text, asked, outcome, to_json
from bouwkringloop.intake.tree_check import SHIPPED, parse
from tests.intake.trees import drawn_case

#: Text goes to the page and back, since handing over that many objects one by one takes long.
ASK = """async (cases) => {
  const { asked, outcome } = await import("/static/js/intake-tree.js");
  return JSON.stringify(JSON.parse(cases).map(({ tree, category, group, answers }) => ({
    asked: asked(tree, category, group, answers).map((question) => question.slug),
    outcome: outcome(tree, category, group, answers),
  })));
}"""


def plain(found):
    """Write an outcome as the page does."""
    said = {
        name: {"nl": value.nl, "en": value.en} if isinstance(value, Text) else value
        for name, value in vars(found).items()
    }
    said["answered"] = [list(pair) for pair in found.answered]
    said["next"] = found.next and found.next.slug
    return said


def by_the_server(case):
    tree = parse(json.dumps(case["tree"]))
    about = (case["category"], case["group"], case["answers"])
    try:
        found = plain(outcome(tree, *about))
    except Refused as refusal:
        found = {"refused": refusal.slug()}
    return {"asked": [question.slug for question in asked(tree, *about)], "outcome": found}


def by_the_page(page, cases):
    found = json.loads(page.evaluate(ASK, json.dumps(cases)))
    for answer in found:
        if answer["outcome"].get("next"):
            answer["outcome"]["next"] = answer["outcome"]["next"]["slug"]
    return found


def shipped_cases():
    """Every answer to every first question of the shipped tree, and nothing answered."""
    tree = parse(SHIPPED.read_text(encoding="utf-8"))
    sent = json.loads(to_json(tree))
    for question in tree.questions:
        about = {"tree": {"questions": sent["questions"]}, "group": "timber"}
        about["category"] = question.categories[0] if question.categories else "beam"
        yield {**about, "answers": {}}
        for answer in question.answers:
            yield {**about, "answers": {question.slug: answer.slug}}


@pytest.mark.browser
@pytest.mark.parametrize("cases", ["drawn", "shipped"])
def test_the_page_concludes_as_the_server_does(page_as, cases):
    lot = Random(1993)
    tried = [drawn_case(lot) for _ in range(1500)] if cases == "drawn" else list(shipped_cases())
    page = page_as(Role.INTAKE_WORKER)
    page.goto("/patterns")
    for case, found in zip(tried, by_the_page(page, tried), strict=True):
        assert found == by_the_server(case), case


def test_the_drawn_cases_come_to_everything_that_can_be():
    lot = Random(1993)
    found = [by_the_server(drawn_case(lot))["outcome"] for _ in range(1500)]
    refused = Counter(one["refused"] for one in found if "refused" in one)
    concluded = [one for one in found if "route" in one]
    assert min(refused[name] for name in ("no-such-question", "no-such-answer", "not-asked")) >= 10
    for name in ("route", "use", "worst", "status"):
        times = Counter(one[name] for one in concluded)
        assert len(times) == {"route": 8, "use": 4, "worst": 3, "status": 4}[name]
        assert min(times.values()) >= 10
    assert sum(len(one["answered"]) >= 3 for one in concluded) >= 50
    assert sum(one["next"] is not None and one["route"] is not None for one in concluded) >= 50
    assert all(one["next"] is None for one in concluded if one["route"] in STOPS)
