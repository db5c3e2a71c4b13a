"""What a manager fills in to change the decision tree: strings in, typed words out."""

from collections.abc import Mapping

from werkzeug.datastructures import FileStorage, MultiDict

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean
from bouwkringloop.intake.tree import Answer, Question, Text
from bouwkringloop.intake.tree_change import AnswerWords, Wording

Sent = MultiDict[str, str]


class NoTree(Refused):
    """Nothing was chosen and nothing was pasted."""

    status = 422
    message = N_("Choose a file, or paste the decision tree.")


class NoText(Refused):
    """A file that no text editor wrote."""

    status = 422
    message = N_("This file is no text. Choose the file with the decision tree.")


def wording(sent: Sent, old: Question) -> Wording:
    """Read what a question is to say, and about which kinds it is to be asked."""
    asked_of_all = not (old.categories or old.groups)
    return Wording(
        text=_text(sent, "text"),
        help=_text(sent, "help"),
        categories=() if asked_of_all else _kept_order(old.categories, sent.getlist("kind")),
        groups=() if asked_of_all else _kept_order(old.groups, sent.getlist("group")),
        answers={answer.slug: _answer(sent, answer) for answer in old.answers},
    )


def _kept_order(before: tuple[str, ...], now: list[str]) -> tuple[str, ...]:
    """Keep what stays in its order, so that only what changed looks changed."""
    chosen = dict.fromkeys(now)
    return (*(s for s in before if s in chosen), *(s for s in chosen if s not in before))


def _answer(sent: Sent, old: Answer) -> AnswerWords:
    return AnswerWords(
        text=_text(sent, f"{old.slug}-text"),
        pictogram=sent.get(f"{old.slug}-pictogram", old.pictogram),
        reason=_maybe(_text(sent, f"{old.slug}-reason")),
        do_now=_maybe(_text(sent, f"{old.slug}-do_now")),
    )


def _text(sent: Sent, name: str) -> Text:
    return Text(clean(sent.get(f"{name}_nl", "")), clean(sent.get(f"{name}_en", "")))


def _maybe(text: Text) -> Text | None:
    return text if text.nl or text.en else None


def years(sent: Sent, known: Mapping[str, int]) -> dict[str, str]:
    """Read by which year each year of the tree is to be replaced."""
    return {year: sent.get(f"year-{year}", year) for year in known}


def tree(sent: Sent, file: FileStorage | None) -> str:
    """Read the tree that was pasted, or else the file that was chosen."""
    pasted = sent.get("tree", "").strip()
    if pasted:
        return pasted
    content = file.read() if file is not None else b""
    if not content:
        raise NoTree
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoText from error


def onto(sent: Sent) -> int | None:
    """Read which version was looked at; None for the one that came with the program."""
    said = sent.get("onto", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None
