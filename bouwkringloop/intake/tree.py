"""The decision tree: which few questions are asked about a thing, and what the answers mean."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

_T = TypeVar("_T")

SUBJECTS = ("danger", "origin", "status", "whole", "use", "information")
#: With these routes the thing is not taken in as goods, so nothing more is asked.
STOPS = ("refuse", "quarantine")
#: Every route that an answer may force. Of those behind the stops, the first one named here wins.
ROUTES = (*STOPS, "residue", "material", "parts", "repurpose", "repair")
STATUSES = ("product", "waste", "prepared")
#: What the buyer may do with it, the strictest first.
USES = ("test_first", "non_structural", "free")
#: Conditions that an answer may hold a thing to, the worst first.
WORST = ("C", "B")


class NoSuchQuestion(Refused):
    """An answer to a question that the tree does not have."""

    status = 422
    message = N_("There is no question “%(question)s” in the decision tree.")


class NoSuchAnswer(Refused):
    """An answer that the question does not offer."""

    status = 422
    message = N_("“%(answer)s” is no answer to the question “%(question)s”.")


class NotAsked(Refused):
    """An answer to a question that is not asked about this thing."""

    status = 422
    message = N_("The question “%(question)s” is not asked about this thing.")


@dataclass(frozen=True)
class Text:
    """The same words in every language of the shop."""

    nl: str
    en: str

    @property
    def spoken(self) -> str:
        """The words in the language being spoken."""
        return self.en if i18n.language() == "en" else self.nl


@dataclass(frozen=True)
class Effect:
    """What an answer brings about; None where it says nothing."""

    route: str | None = None
    reason: Text | None = None
    #: What to do with the thing at once.
    do_now: Text | None = None
    status: str | None = None
    use: str | None = None
    #: The condition is at most this good.
    worst: str | None = None


@dataclass(frozen=True)
class Answer:
    """One button under a question."""

    slug: str
    text: Text
    #: A symbol of `static/pictograms.svg`, a Bootstrap icon after `icon:`, or nothing.
    pictogram: str
    effect: Effect


@dataclass(frozen=True)
class Condition:
    """An earlier question, and the answers to it of which one must have been given."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question, for the kinds of things it names or, naming none, for everything."""

    slug: str
    subject: str
    categories: tuple[str, ...]
    groups: tuple[str, ...]
    when: tuple[Condition, ...]
    text: Text
    #: Empty where the question says enough.
    help: Text
    answers: tuple[Answer, ...]

    def answer(self, slug: str | None) -> Answer | None:
        """Find an answer by its slug; None if there is no such answer."""
        return next((answer for answer in self.answers if answer.slug == slug), None)

    def concerns(self, category: str, group: str) -> bool:
        """Tell whether it is about this kind of thing at all."""
        everything = not self.categories and not self.groups
        return everything or category in self.categories or group in self.groups


@dataclass(frozen=True)
class Tree:
    """All questions, in the order in which they are asked."""

    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Outcome:
    """What the answers so far come to."""

    #: The route that the answers force, or None where the worker chooses.
    route: str | None
    reason: Text | None
    do_now: Text | None
    status: str | None
    use: str | None
    worst: str | None
    #: The first question that still needs an answer.
    next: Question | None
    #: Question and answer of everything that counts, in the order of the tree.
    answered: tuple[tuple[str, str], ...]


def asked(tree: Tree, category: str, group: str, answers: Mapping[str, str]) -> list[Question]:
    """List what is asked about a thing, up to the first answer that turns it away.

    An answer that the question does not offer counts as none, so a screen can ask this at any time.
    """
    found: list[Question] = []
    given: dict[str, str] = {}
    for question in tree.questions:
        if not question.concerns(category, group):
            continue
        if not all(given.get(c.question) in c.answers for c in question.when):
            continue
        found.append(question)
        answer = question.answer(answers.get(question.slug))
        if answer is None:
            continue
        given[question.slug] = answer.slug
        if answer.effect.route in STOPS:
            break
    return found


def outcome(tree: Tree, category: str, group: str, answers: Mapping[str, str]) -> Outcome:
    """Tell what the answers about a thing come to.

    Refuses answers that do not exist and answers to what is not asked.
    """
    _check(tree, answers)
    questions = asked(tree, category, group, answers)
    unasked = answers.keys() - {question.slug for question in questions}
    if unasked:
        raise NotAsked(question=min(unasked))
    given = [
        (question, answer)
        for question in questions
        if (answer := question.answer(answers.get(question.slug)))
    ]
    effects = [answer.effect for _, answer in given]
    route = _first_of(ROUTES, [effect.route for effect in effects])
    deciding = [effect for effect in effects if effect.route == route]
    return Outcome(
        route=route,
        reason=_first_said([effect.reason for effect in deciding]),
        # What another answer says to do is better than silence.
        do_now=_first_said([effect.do_now for effect in (*deciding, *effects)]),
        # The later question was asked by somebody who knew the earlier answers.
        status=_first_said([effect.status for effect in reversed(effects)]),
        use=_first_of(USES, [effect.use for effect in effects]),
        worst=_first_of(WORST, [effect.worst for effect in effects]),
        next=None if route in STOPS else _unanswered(questions, answers),
        answered=tuple((question.slug, answer.slug) for question, answer in given),
    )


def _check(tree: Tree, answers: Mapping[str, str]) -> None:
    known = {question.slug: question for question in tree.questions}
    for question, answer in sorted(answers.items()):
        if question not in known:
            raise NoSuchQuestion(question=question[:40])
        if known[question].answer(answer) is None:
            raise NoSuchAnswer(question=question, answer=answer[:40])


def _first_of(order: tuple[str, ...], said: list[str | None]) -> str | None:
    return next((value for value in order if value in said), None)


def _first_said(said: list[_T | None]) -> _T | None:
    return next((value for value in said if value is not None), None)


def _unanswered(questions: list[Question], answers: Mapping[str, str]) -> Question | None:
    return next((question for question in questions if question.slug not in answers), None)


def to_json(tree: Tree) -> str:
    """Write a tree as the file that a manager edits, each short object on a line of its own."""
    return _written({"questions": [_plain_question(q) for q in tree.questions]}) + "\n"


def _plain_question(question: Question) -> dict[str, Any]:
    return {
        "slug": question.slug,
        "subject": question.subject,
        "categories": list(question.categories),
        "groups": list(question.groups),
        "when": [{"question": c.question, "answers": list(c.answers)} for c in question.when],
        "text": _plain_text(question.text),
        "help": _plain_text(question.help),
        "answers": [
            {
                "slug": answer.slug,
                "text": _plain_text(answer.text),
                "pictogram": answer.pictogram,
                "effect": _plain_effect(answer.effect),
            }
            for answer in question.answers
        ],
    }


def _plain_text(text: Text) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en}


def _plain_effect(effect: Effect) -> dict[str, Any]:
    said = {name: value for name, value in vars(effect).items() if value is not None}
    return {n: _plain_text(v) if isinstance(v, Text) else v for n, v in said.items()}


def _written(value: Any, indent: str = "") -> str:
    # Python's own indentation puts every single word on a line, which nobody can read.
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(indent) + len(line) <= 100:
        return line
    deeper = indent + "  "
    if isinstance(value, list):
        parts = [_written(part, deeper) for part in value]
    else:
        parts = [f"{json.dumps(key)}: {_written(part, deeper)}" for key, part in value.items()]
    first, last = ("[", "]") if isinstance(value, list) else ("{", "}")
    lines = ",\n".join(deeper + part for part in parts)
    return f"{first}\n{lines}\n{indent}{last}"
