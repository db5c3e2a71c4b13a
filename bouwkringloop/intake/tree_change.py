"""Change the words, pictures, kinds and years of a decision tree; the result is another tree."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean
from bouwkringloop.intake import tree_danger
from bouwkringloop.intake.tree import Answer, Question, Text, Tree

_YEAR = re.compile(r"(?:19|20)\d\d")


class NoKindLeft(Refused):
    """A question about no kind would be asked about everything."""

    status = 422
    message = N_("Choose at least one kind or group. A question about none is asked of everything.")


class NoYear(Refused):
    """What was typed for a year is none."""

    status = 422
    message = N_("“%(typed)s” is no year. Type it with four figures, such as 1993.")


@dataclass(frozen=True)
class AnswerWords:
    """What is said about one answer; None where nothing is."""

    text: Text
    pictogram: str
    reason: Text | None
    do_now: Text | None


@dataclass(frozen=True)
class Wording:
    """What a question says, and about which kinds and groups it is asked."""

    text: Text
    help: Text
    categories: tuple[str, ...]
    groups: tuple[str, ...]
    #: By the slug of the answer.
    answers: Mapping[str, AnswerWords]


def question(tree: Tree, slug: str) -> Question:
    """Find a question of a tree."""
    found = next((each for each in tree.questions if each.slug == slug), None)
    if found is None:
        raise NotFound
    return found


def reworded(old: Question, said: Wording) -> Question:
    """Give a question as it would be with these words, whatever is wrong in them."""
    return replace(
        old,
        text=said.text,
        help=said.help,
        categories=said.categories,
        groups=said.groups,
        answers=tuple(
            _answer(each, said.answers[each.slug]) if each.slug in said.answers else each
            for each in old.answers
        ),
    )


def _answer(old: Answer, said: AnswerWords) -> Answer:
    effect = replace(old.effect, reason=said.reason, do_now=said.do_now)
    return replace(old, text=said.text, pictogram=said.pictogram, effect=effect)


def with_question(tree: Tree, new: Question) -> Tree:
    """Give the tree with one question in the place of the one that had its slug."""
    old = question(tree, new.slug)
    if (old.categories or old.groups) and not (new.categories or new.groups):
        raise NoKindLeft
    return Tree(tuple(new if each.slug == new.slug else each for each in tree.questions))


def years(tree: Tree) -> dict[str, int]:
    """List the years that the tree names, each with in how many questions."""
    found = Counter(year for each in tree.questions for year in tree_danger.years(each))
    return dict(sorted(found.items()))


def with_years(tree: Tree, typed: Mapping[str, str]) -> Tree:
    """Give the tree with other years in all of its words, each in the place of an old one."""
    wanted = {old: clean(new) for old, new in typed.items()}
    for new in wanted.values():
        if not _YEAR.fullmatch(new):
            raise NoYear(typed=new[:20])
    return Tree(tuple(_dated(each, wanted) for each in tree.questions))


def _dated(old: Question, years: Mapping[str, str]) -> Question:
    answers = []
    for answer in old.answers:
        reason, do_now = answer.effect.reason, answer.effect.do_now
        effect = replace(
            answer.effect,
            reason=reason and _redated(reason, years),
            do_now=do_now and _redated(do_now, years),
        )
        answers.append(replace(answer, text=_redated(answer.text, years), effect=effect))
    return replace(
        old,
        text=_redated(old.text, years),
        help=_redated(old.help, years),
        answers=tuple(answers),
    )


def _redated(text: Text, years: Mapping[str, str]) -> Text:
    def other(found: re.Match[str]) -> str:
        return years.get(found[0], found[0])

    return Text(tree_danger.YEAR.sub(other, text.nl), tree_danger.YEAR.sub(other, text.en))
