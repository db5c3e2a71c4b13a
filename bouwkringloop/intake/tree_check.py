"""Read a decision tree that a manager edited, and say what is wrong in it, and where."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.intake.tree import (
    ROUTES,
    STATUSES,
    STOPS,
    SUBJECTS,
    USES,
    WORST,
    Answer,
    Condition,
    Effect,
    Question,
    Tree,
)
from bouwkringloop.intake.tree_fields import (
    Place,
    WrongTree,
    choice,
    fields_of,
    listed,
    named,
    slug_of,
    string,
    strings,
    words,
)

#: The tree that a shop starts with.
SHIPPED = Path(__file__).with_name("tree.json")
MOST_BYTES = 200_000
MOST_QUESTION = 60
MOST_ANSWER = 28
MOST_HELP = 300
MOST_DO_NOW = 160
#: A line of a delivery keeps no longer reason.
MOST_REASON = 120
#: What goes with a route, beside the route itself.
_NEEDED = {
    "refuse": ("reason", "do_now"),
    "quarantine": ("reason", "do_now"),
    "residue": ("reason",),
}


class TreeTooLarge(Refused):
    """A tree that no phone should have to fetch."""

    status = 422
    message = N_("The decision tree is larger than 200 kB. Make it shorter.")


class NotJson(Refused):
    """A file that is no JSON, so that nothing in it can be found."""

    status = 422
    message = N_("The decision tree is not written as JSON: look at line %(line)d.")


@dataclass(frozen=True)
class _Known:
    """What the tree may name; None where everything is let through."""

    categories: Collection[str] | None
    groups: Collection[str] | None
    pictograms: Collection[str] | None


def parse(
    text: str,
    *,
    categories: Collection[str] | None = None,
    groups: Collection[str] | None = None,
    pictograms: Collection[str] | None = None,
) -> Tree:
    """Read a tree; refuse it with the first thing that is wrong in it.

    Where the known slugs and pictures are given, the tree may name no others.
    """
    tree, mistakes = read(text, categories=categories, groups=groups, pictograms=pictograms)
    if mistakes:
        raise mistakes[0]
    return tree


def read(
    text: str,
    *,
    categories: Collection[str] | None = None,
    groups: Collection[str] | None = None,
    pictograms: Collection[str] | None = None,
) -> tuple[Tree, list[WrongTree]]:
    """Read a tree with the first mistake of every question, so that all are mended at once.

    A question that follows one with a mistake is not blamed for that. What is no tree at all is
    refused.
    """
    known = _Known(categories, groups, pictograms)
    top = fields_of(_loaded(text), Place(), ("questions",))
    earlier: dict[str, Question] = {}
    broken: set[str] = set()
    mistakes: list[WrongTree] = []
    for number, value in enumerate(listed(top, "questions", Place()), 1):
        try:
            question = _question(value, number, earlier, known)
        except WrongTree as mistake:
            if not _followed(value) & broken:
                mistakes.append(mistake)
            broken |= _slugs([value], "slug")
        else:
            earlier[question.slug] = question
    return Tree(tuple(earlier.values())), mistakes


def _followed(value: Any) -> set[str]:
    """Tell which questions a question that has a mistake wants to follow."""
    when = value.get("when") if isinstance(value, dict) else None
    return _slugs(when, "question") if isinstance(when, list) else set()


def _slugs(values: list[Any], key: str) -> set[str]:
    found = [value.get(key) for value in values if isinstance(value, dict)]
    return {slug for slug in found if isinstance(slug, str)}


def _loaded(text: str) -> Any:
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise TreeTooLarge
    try:
        # Some editors put a mark in front of the text that JSON does not know.
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise NotJson(line=error.lineno) from error
    except (ValueError, RecursionError) as error:  # A number of 5,000 digits, a thousand brackets.
        raise NotJson(line=1) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        # The other one would be forgotten without a word.
        Place().refuse(N_("the field “%(key)s” stands there twice"), key=twice)
    return fields


def _question(value: Any, number: int, earlier: Mapping[str, Question], known: _Known) -> Question:
    place = Place(str(number))
    needed = ("slug", "subject", "text", "answers")
    fields = fields_of(value, place, needed, ("categories", "groups", "when", "help"))
    slug = slug_of(fields, place, earlier)
    place = Place(slug)
    answers: dict[str, Answer] = {}
    for at, entry in enumerate(listed(fields, "answers", place), 1):
        answer = _answer(entry, Place(slug, str(at)), answers, known)
        answers[answer.slug] = answer
    if not answers:
        place.refuse(N_("it has no answers"))
    return Question(
        slug=slug,
        subject=choice(fields, "subject", SUBJECTS, place),
        categories=named(fields, "categories", known.categories, place),
        groups=named(fields, "groups", known.groups, place),
        when=tuple(_condition(c, earlier, place) for c in listed(fields, "when", place)),
        text=words(fields, "text", MOST_QUESTION, place),
        help=words(fields, "help", MOST_HELP, place, needed=False),
        answers=tuple(answers.values()),
    )


def _condition(value: Any, earlier: Mapping[str, Question], place: Place) -> Condition:
    fields = fields_of(value, place, ("question", "answers"))
    slug = string(fields, "question", place)
    if slug not in earlier:
        place.refuse(N_("“when” names “%(slug)s”, which is no earlier question"), slug=slug)
    answers = strings(fields, "answers", place)
    if not answers:
        place.refuse(N_("“when” names no answer of “%(slug)s”"), slug=slug)
    for name in answers:
        answer = earlier[slug].answer(name)
        if answer is None:
            what = N_("“when” names “%(answer)s”, which is no answer of “%(slug)s”")
            place.refuse(what, answer=name, slug=slug)
        if answer.effect.route in STOPS:
            what = N_("“when” names “%(answer)s”, but nothing is asked after that answer")
            place.refuse(what, answer=name)
    return Condition(slug, answers)


def _answer(value: Any, place: Place, others: Mapping[str, Answer], known: _Known) -> Answer:
    fields = fields_of(value, place, ("slug", "text"), ("pictogram", "effect"))
    slug = slug_of(fields, place, others)
    place = Place(place.question, slug)
    pictogram = string(fields, "pictogram", place) if "pictogram" in fields else ""
    if pictogram and known.pictograms is not None and pictogram not in known.pictograms:
        place.refuse(N_("there is no picture “%(slug)s”"), slug=pictogram)
    return Answer(
        slug=slug,
        text=words(fields, "text", MOST_ANSWER, place),
        pictogram=pictogram,
        effect=_effect(fields.get("effect", {}), place),
    )


def _effect(value: Any, place: Place) -> Effect:
    fields = fields_of(value, place, (), ("route", "reason", "do_now", "status", "use", "worst"))
    allowed = {"route": ROUTES, "status": STATUSES, "use": USES, "worst": WORST}
    chosen = {
        key: choice(fields, key, choices, place)
        for key, choices in allowed.items()
        if key in fields
    }
    lengths = {"reason": MOST_REASON, "do_now": MOST_DO_NOW}
    said = {key: words(fields, key, most, place) for key, most in lengths.items() if key in fields}
    for key in _NEEDED.get(chosen.get("route", ""), ()):
        if key not in said:
            what = N_("the route “%(route)s” needs the field “%(key)s”")
            place.refuse(what, route=chosen["route"], key=key)
    return Effect(**chosen, **said)  # type: ignore[arg-type]
