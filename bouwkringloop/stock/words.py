"""The words by which things are found: what a thing is found by, and what somebody asks for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bouwkringloop.base import codes
from bouwkringloop.base.text import fold

#: More words than this narrow nothing down any further.
MOST_TERMS = 8
#: A word that is read as another one is at least so long; in shorter ones every letter counts.
SHORTEST_READ = 4
#: A number this long is part of a code, and no measure.
_CODE_DIGITS = 5

_NUMBER = r"\d{1,9}(?:[.,]\d{1,3})?"
#: `83`, `83 x 201,5 cm`, `830x2015mm`: measures as people write them behind each other.
_MEASURES = re.compile(
    rf"(?<![^\s([{{\"',;:])({_NUMBER}(?:\s*[x×*]\s*{_NUMBER})*)\s*(mm|cm|m)?"
    r"(?![^\s.,;:!?)\]}\"']|[.,]\d)"
)
#: A code as labels and pages show it.
_SPACED_CODE = re.compile(r"(?<!\S)(\d{4}) (\d{4})(?!\S)")
_ANY_NUMBER = re.compile(rf"(?<![\w.,]){_NUMBER}")
#: A word of letters, which may be mistyped; `draai-kiepraam` is one.
_LETTERS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_EDGES = ".,;:!?()[]{}\"'“”‘’…"
_MM = {"mm": 1, "cm": 10, "m": 1000}
#: Without a unit this and more is meant in millimetres: no door is four metres wide.
_SURELY_MM = 400_000


@dataclass(frozen=True)
class Term:
    """One word of a question; a figure counts whole, so that 83 does not find 183."""

    text: str
    is_figure: bool = False

    @property
    def may_be_mistyped(self) -> bool:
        """Whether another word may be meant: only letters, and enough of them."""
        return (
            not self.is_figure
            and len(self.text) >= SHORTEST_READ
            and _LETTERS.fullmatch(self.text) is not None
        )


def terms(question: str) -> list[Term]:
    """Split what was typed into words and figures; measures with a unit are turned into mm."""
    folded = _SPACED_CODE.sub(r"\1\2", fold(question))
    asked: list[Term] = []
    at = 0
    for found in _MEASURES.finditer(folded):
        if _is_of_a_code(found):
            continue
        asked += _plain(folded[at : found.start()])
        unit = found[2]
        for number in re.findall(_NUMBER, found[1]):
            milli = _milli(number) * (_MM[unit] if unit else 1)
            asked.append(Term(written(milli), is_figure=True))
        at = found.end()
    asked += _plain(folded[at:])
    return list(dict.fromkeys(asked))[:MOST_TERMS]


def code(question: str) -> str:
    """Give the code that was typed or scanned, as eight digits; nothing where it is no code."""
    digits = _SPACED_CODE.sub(r"\1\2", question.strip())
    return digits if len(digits) == codes.LENGTH and digits.isdigit() else ""


def searchable(said: Iterable[str], marks: Iterable[str] = ()) -> str:
    """Give the text in which a thing is searched: its words, and every figure apart.

    A length stands there in mm and in cm, whichever of the two its title says.
    """
    text = " ".join(fold(" ".join(said)).split())
    figures = dict.fromkeys([*_figures(text), *(fold(mark) for mark in marks)])
    return " ".join([text, *figures]) + " "


def length_marks(milli: int) -> list[str]:
    """Give the figures by which a length in thousandths of a mm is found: in mm and in cm."""
    return [written(milli), written(milli // 10)] if milli % 10 == 0 else [written(milli)]


def vocabulary(text: str) -> set[str]:
    """Give the words of a searchable text that somebody could mistype."""
    return {word for word in _LETTERS.findall(text) if len(word) >= SHORTEST_READ}


def written(milli: int) -> str:
    """Write thousandths as a figure is searched for, such as `201,5`."""
    whole, fraction = divmod(milli, 1000)
    return f"{whole},{fraction:03d}".rstrip("0") if fraction else str(whole)


def lengths(title: str) -> list[int]:
    """Give the first measures that a title says behind each other, in thousandths of a mm."""
    for found in _MEASURES.finditer(fold(title)):
        numbers = [_milli(number) for number in re.findall(_NUMBER, found[1])]
        if len(numbers) > 1:
            return [milli * _MM[found[2] or _guessed(numbers)] for milli in numbers]
    return []


def figures(text: str) -> set[str]:
    """Give every figure that a text says, lengths in mm and in cm."""
    return set(_figures(fold(text)))


def _plain(part: str) -> list[Term]:
    return [Term(bare) for word in part.split() if (bare := word.strip(_EDGES))]


def _is_of_a_code(found: re.Match[str]) -> bool:
    digits = found[1]
    return digits.isdigit() and (len(digits) >= _CODE_DIGITS or digits[0] == "0" != digits)


def _figures(folded: str) -> Iterable[str]:
    for number in _ANY_NUMBER.findall(folded):
        if len(number) < _CODE_DIGITS or not number.isdigit():
            yield written(_milli(number))
    for found in _MEASURES.finditer(folded):
        numbers = [_milli(number) for number in re.findall(_NUMBER, found[1])]
        yield from map(written, [] if _is_of_a_code(found) else numbers)
        unit = found[2] or ("" if len(numbers) == 1 else _guessed(numbers))
        if unit:
            for milli in numbers:
                yield from length_marks(milli * _MM[unit])


def _guessed(numbers: list[int]) -> str:
    """Guess the unit of measures without one by their size."""
    return "mm" if max(numbers) >= _SURELY_MM else "cm"


def _milli(number: str) -> int:
    whole, _, fraction = number.replace(".", ",").partition(",")
    return int(whole) * 1000 + int(fraction.ljust(3, "0") or 0)
