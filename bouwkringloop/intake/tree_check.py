"""Read a decision tree that a manager edited, and say what is wrong in it, and where."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import LANGUAGES, N_, translate
from bouwkringloop.base.text import clean
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
    Text,
    Tree,
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
_SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
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


class WrongTree(Refused):
    """A tree in which something cannot be."""

    status = 422
    message = N_("%(where)s: %(what)s.")


@dataclass(frozen=True)
class _Known:
    """What the tree may name; None where everything is let through."""

    categories: Collection[str] | None
    groups: Collection[str] | None
    pictograms: Collection[str] | None


@dataclass(frozen=True)
class _Place:
    """Where in the tree we are, by slug or, as long as that is not known, by number."""

    question: str = ""
    answer: str = ""

    def refuse(self, what: str, **details: object) -> NoReturn:
        where = N_("The decision tree")
        if self.question:
            where = N_("Question “%(question)s”")
        if self.answer:
            where = N_("Question “%(question)s”, answer “%(answer)s”")
        told = translate(what) % {name: _shown(value) for name, value in details.items()}
        raise WrongTree(where=translate(where) % vars(self), what=told)


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
    known = _Known(categories, groups, pictograms)
    top = _object(_loaded(text), _Place(), ("questions",))
    earlier: dict[str, Question] = {}
    for number, value in enumerate(_list(top, "questions", _Place()), 1):
        question = _question(value, number, earlier, known)
        earlier[question.slug] = question
    return Tree(tuple(earlier.values()))


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
        _Place().refuse(N_("the field “%(key)s” stands there twice"), key=twice)
    return fields


def _question(value: Any, number: int, earlier: Mapping[str, Question], known: _Known) -> Question:
    place = _Place(str(number))
    needed = ("slug", "subject", "text", "answers")
    fields = _object(value, place, needed, ("categories", "groups", "when", "help"))
    slug = _slug(fields, place, earlier)
    place = _Place(slug)
    answers: dict[str, Answer] = {}
    for at, entry in enumerate(_list(fields, "answers", place), 1):
        answer = _answer(entry, _Place(slug, str(at)), answers, known)
        answers[answer.slug] = answer
    if not answers:
        place.refuse(N_("it has no answers"))
    return Question(
        slug=slug,
        subject=_choice(fields, "subject", SUBJECTS, place),
        categories=_named(fields, "categories", known.categories, place),
        groups=_named(fields, "groups", known.groups, place),
        when=tuple(_condition(c, earlier, place) for c in _list(fields, "when", place)),
        text=_text(fields, "text", MOST_QUESTION, place),
        help=_text(fields, "help", MOST_HELP, place, needed=False),
        answers=tuple(answers.values()),
    )


def _condition(value: Any, earlier: Mapping[str, Question], place: _Place) -> Condition:
    fields = _object(value, place, ("question", "answers"))
    slug = _string(fields, "question", place)
    if slug not in earlier:
        place.refuse(N_("“when” names “%(slug)s”, which is no earlier question"), slug=slug)
    answers = _strings(fields, "answers", place)
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


def _answer(value: Any, place: _Place, others: Mapping[str, Answer], known: _Known) -> Answer:
    fields = _object(value, place, ("slug", "text"), ("pictogram", "effect"))
    slug = _slug(fields, place, others)
    place = _Place(place.question, slug)
    pictogram = _string(fields, "pictogram", place) if "pictogram" in fields else ""
    if pictogram and known.pictograms is not None and pictogram not in known.pictograms:
        place.refuse(N_("there is no picture “%(slug)s”"), slug=pictogram)
    return Answer(
        slug=slug,
        text=_text(fields, "text", MOST_ANSWER, place),
        pictogram=pictogram,
        effect=_effect(fields.get("effect", {}), place),
    )


def _effect(value: Any, place: _Place) -> Effect:
    fields = _object(value, place, (), ("route", "reason", "do_now", "status", "use", "worst"))
    allowed = {"route": ROUTES, "status": STATUSES, "use": USES, "worst": WORST}
    chosen = {
        key: _choice(fields, key, choices, place)
        for key, choices in allowed.items()
        if key in fields
    }
    lengths = {"reason": MOST_REASON, "do_now": MOST_DO_NOW}
    said = {key: _text(fields, key, most, place) for key, most in lengths.items() if key in fields}
    for key in _NEEDED.get(chosen.get("route", ""), ()):
        if key not in said:
            what = N_("the route “%(route)s” needs the field “%(key)s”")
            place.refuse(what, route=chosen["route"], key=key)
    return Effect(**chosen, **said)  # type: ignore[arg-type]


def _object(
    value: Any, place: _Place, needed: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    if not isinstance(value, dict):
        place.refuse(N_("something else stands where fields in braces { } must stand"))
    for key in value:
        if key not in needed and key not in optional:
            fields = ", ".join((*needed, *optional))
            place.refuse(
                N_("there is no field “%(key)s”, only: %(fields)s"), key=key, fields=fields
            )
    for key in needed:
        if key not in value:
            place.refuse(N_("the field “%(key)s” is missing"), key=key)
    return value


def _list(fields: Mapping[str, Any], key: str, place: _Place) -> list[Any]:
    value = fields.get(key, [])
    if not isinstance(value, list):
        place.refuse(N_("“%(key)s” must be a list in square brackets [ ]"), key=key)
    return value


def _string(fields: Mapping[str, Any], key: str, place: _Place) -> str:
    value = fields[key]
    if not isinstance(value, str):
        place.refuse(N_("“%(key)s” must be words in quotation marks"), key=key)
    return value


def _strings(fields: Mapping[str, Any], key: str, place: _Place) -> tuple[str, ...]:
    found = _list(fields, key, place)
    if not all(isinstance(value, str) for value in found):
        place.refuse(N_("“%(key)s” must be a list of words in quotation marks"), key=key)
    return tuple(found)


def _slug(fields: Mapping[str, Any], place: _Place, others: Collection[str]) -> str:
    slug = _string(fields, "slug", place)
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        what = N_("the slug “%(slug)s” may have only small letters, digits and hyphens, at most 60")
        place.refuse(what, slug=slug)
    if slug in others:
        place.refuse(N_("the slug “%(slug)s” is used twice"), slug=slug)
    return slug


def _choice(fields: Mapping[str, Any], key: str, choices: tuple[str, ...], place: _Place) -> str:
    value = _string(fields, key, place)
    if value not in choices:
        what = N_("“%(key)s” cannot be “%(value)s”, only: %(choices)s")
        place.refuse(what, key=key, value=value, choices=", ".join(choices))
    return value


def _named(
    fields: Mapping[str, Any], key: str, known: Collection[str] | None, place: _Place
) -> tuple[str, ...]:
    slugs = _strings(fields, key, place)
    for slug in slugs:
        if known is not None and slug not in known:
            place.refuse(N_("“%(slug)s” in “%(key)s” is not in the catalogue"), slug=slug, key=key)
    return slugs


def _text(
    fields: Mapping[str, Any], key: str, most: int, place: _Place, *, needed: bool = True
) -> Text:
    """Read words in both languages; what need not be said may be empty in both, not in one."""
    if not needed and key not in fields:
        return Text("", "")
    given = _object(fields[key], place, (), tuple(LANGUAGES))
    words = {
        name: clean(_string(given, name, place)) if name in given else "" for name in LANGUAGES
    }
    for name, said in words.items():
        if not said and (needed or any(words.values())):
            place.refuse(N_("“%(key)s” has no words under “%(name)s”"), key=key, name=name)
        if len(said) > most:
            what = N_("“%(key)s” has %(length)s characters under “%(name)s”; at most %(most)s fit")
            place.refuse(what, key=key, name=name, length=len(said), most=most)
    return Text(**words)


def _shown(value: object) -> str:
    """Show a value in a sentence: on one line, and never a whole page of it."""
    shown = clean(str(value))
    return shown if len(shown) <= 100 else shown[:40] + "…"
