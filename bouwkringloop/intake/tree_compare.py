"""Say in words what is different between two decision trees."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.intake import tree_words
from bouwkringloop.intake.tree import Answer, Question, Text, Tree


@dataclass(frozen=True)
class Change:
    """What became of one question."""

    #: The question, as the newer tree asks it, or the older where it is gone.
    question: str
    sentences: tuple[str, ...]


def changes(old: Tree, new: Tree, names: Mapping[str, str]) -> list[Change]:
    """List every question that is different; `names` are those of kinds and groups by slug."""
    was = {question.slug: question for question in old.questions}
    now = {question.slug: question for question in new.questions}
    found = [
        Change(question.text.spoken, (translate(N_("This question is no longer asked.")),))
        for slug, question in was.items()
        if slug not in now
    ]
    for slug, question in now.items():
        if slug not in was:
            said = [translate(N_("This question is new."))]
        else:
            said = [*_of_question(was[slug], question, names)]
        if said:
            found.append(Change(question.text.spoken, tuple(said)))
    if [slug for slug in was if slug in now] != [slug for slug in now if slug in was]:
        whole = translate(N_("The whole tree"))
        found.append(Change(whole, (translate(N_("The questions are asked in another order.")),)))
    return found


def _of_question(was: Question, now: Question, names: Mapping[str, str]) -> Iterator[str]:
    yield from _text(N_("Question"), was.text, now.text)
    yield from _text(N_("Help"), was.help, now.help)
    yield from _kinds(was, now, names)
    if was.when != now.when:
        yield translate(N_("It follows other answers."))
    if was.subject != now.subject:
        yield _changed(tree_words.SUBJECTS, was.subject, now.subject)
    before = {answer.slug: answer for answer in was.answers}
    after = {answer.slug: answer for answer in now.answers}
    for slug, answer in before.items():
        if slug not in after:
            gone = translate(N_("The answer “%(answer)s” is gone."))
            yield gone % {"answer": answer.text.spoken}
    for slug, answer in after.items():
        if slug not in before:
            new = translate(N_("The answer “%(answer)s” is new."))
            yield new % {"answer": answer.text.spoken}
        else:
            yield from _of_answer(before[slug], answer)
    if [s for s in before if s in after] != [s for s in after if s in before]:
        yield translate(N_("The answers stand in another order."))


def _of_answer(was: Answer, now: Answer) -> Iterator[str]:
    said = [*_text(N_("Answer"), was.text, now.text)]
    if was.pictogram != now.pictogram:
        said.append(translate(N_("Another picture.")))
    said += _text(N_("Why"), was.effect.reason, now.effect.reason)
    said += _text(N_("Do this now"), was.effect.do_now, now.effect.do_now)
    for key, words in tree_words.EFFECTS.items():
        before, after = getattr(was.effect, key), getattr(now.effect, key)
        if before != after:
            said.append(_changed(words, before, after))
    yield from (f"{now.text.spoken} – {sentence}" for sentence in said)


def _kinds(was: Question, now: Question, names: Mapping[str, str]) -> Iterator[str]:
    before, after = {*was.categories, *was.groups}, {*now.categories, *now.groups}
    for slugs, said in (
        (after - before, N_("Now asked about: %(kinds)s.")),
        (before - after, N_("No longer asked about: %(kinds)s.")),
    ):
        if slugs:
            kinds = ", ".join(sorted(names.get(slug, slug) for slug in slugs))
            yield translate(said) % {"kinds": kinds}


def _text(what: str, was: Text | None, now: Text | None) -> Iterator[str]:
    """Say how words changed, in every language in which they did."""
    none = Text("", "")
    was, now = was or none, now or none
    for before, after in ((was.nl, now.nl), (was.en, now.en)):
        if before != after:
            yield f"{translate(what)}: {_quoted(before)} → {_quoted(after)}"


def _quoted(words: str) -> str:
    return f"“{words}”" if words else "–"


def _changed(words: Mapping[str, str], before: str | None, after: str | None) -> str:
    return f"{_said(words, before)} → {_said(words, after)}"


def _said(words: Mapping[str, str], value: str | None) -> str:
    return translate(words[value]) if value else "–"
