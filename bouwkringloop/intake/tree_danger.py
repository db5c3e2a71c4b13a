"""Tell where another decision tree would let through what this one turns away."""

import re
from collections.abc import Iterator, Mapping

from bouwkringloop.base.i18n import N_, ntranslate, translate
from bouwkringloop.intake.tree import STOPS, Question, Tree

#: How much a route keeps the thing away from people; anything else does not.
_KEEPS_AWAY = {"quarantine": 1, "refuse": 2}
#: A year in a sentence.
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: So many kinds are named in a sentence.
_NAMED = 5


def warnings(old: Tree, new: Tree, kinds: Mapping[str, tuple[str, str]]) -> list[str]:
    """Say in sentences what the new tree keeps away less well; nothing where it is as safe.

    `kinds` holds the group and the name of every kind in the catalogue.
    """
    before, after = _kept_away(old, kinds), _kept_away(new, kinds)
    said = []
    for (question, answer), was in before.items():
        now = after.get((question, answer), {})
        lost = [kind for kind, much in was.items() if now.get(kind, 0) < much]
        if lost:
            weaker = all(now.get(kind, 0) for kind in lost)
            said.append(_lost(_words(old, question, answer), [kinds[k][1] for k in lost], weaker))
    return [*said, *_earlier_years(old, new)]


def _kept_away(
    tree: Tree, kinds: Mapping[str, tuple[str, str]]
) -> dict[tuple[str, str], dict[str, int]]:
    """Give, by question and answer, what kinds it turns away, and how far."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for kind, (group, _) in kinds.items():
        going_on: dict[str, set[str]] = {}
        for question in tree.questions:
            if not question.concerns(kind, group):
                continue
            if not all(going_on.get(c.question, set()) & {*c.answers} for c in question.when):
                continue
            going_on[question.slug] = set()
            for answer in question.answers:
                if answer.effect.route in STOPS:
                    far = _KEEPS_AWAY[answer.effect.route]
                    found.setdefault((question.slug, answer.slug), {})[kind] = far
                else:
                    going_on[question.slug].add(answer.slug)
    return found


def _words(tree: Tree, question: str, answer: str) -> tuple[str, str]:
    asked = next(q for q in tree.questions if q.slug == question)
    given = asked.answer(answer)
    return asked.text.spoken, given.text.spoken if given else ""


def _lost(words: tuple[str, str], kinds: list[str], weaker: bool) -> str:
    about = ", ".join(kinds[:_NAMED])
    more = len(kinds) - _NAMED
    if more > 0:
        about += " " + ntranslate("and one more", "and %(num)d more", more) % {"num": more}
    what = N_("“%(question)s – %(answer)s” no longer turns away: %(kinds)s.")
    if weaker:
        what = N_("“%(question)s – %(answer)s” no longer refuses, but keeps apart: %(kinds)s.")
    return translate(what) % {"question": words[0], "answer": words[1], "kinds": about}


def _earlier_years(old: Tree, new: Tree) -> Iterator[str]:
    """Find the questions of danger that would believe in an earlier year than before."""
    was = {question.slug: question for question in old.questions}
    for question in new.questions:
        if question.subject not in ("danger", "origin") or question.slug not in was:
            continue
        before, now = years(was[question.slug]), years(question)
        if before and now and min(now) < min(before):
            what = N_("“%(question)s” would believe in %(now)s where it was %(before)s.")
            yield translate(what) % {
                "question": question.text.spoken,
                "now": min(now),
                "before": min(before),
            }


def years(question: Question) -> set[str]:
    """Give every year that a question, its help or its answers name."""
    effects = [answer.effect for answer in question.answers]
    texts = [question.text, question.help, *(answer.text for answer in question.answers)]
    texts += [text for e in effects for text in (e.reason, e.do_now) if text is not None]
    return {year for text in texts for year in YEAR.findall(f"{text.nl} {text.en}")}
