"""The vocabulary of the stock: what words describe things, and which one a mistyped word means."""

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from bouwkringloop.stock import words
from bouwkringloop.stock.models import SearchWord

#: More words than this are no reading of one word, but a guess.
MOST_READINGS = 10
#: From this length on two letters may be wrong.
_LONG = 8
#: From this length on a word may also be the beginning or the end of a longer one.
_PART = 6

_word = SearchWord.__table__.c.word
_KNOWN = select(_word).where(_word.in_(bindparam("words", expanding=True)))
#: Two who bring the same new word at once both succeed, on either database.
_ADD = text("INSERT INTO search_word (word) VALUES (:word) ON CONFLICT DO NOTHING")


def learn(session: Session, searchable: Iterable[str]) -> None:
    """Keep the words of texts in which things are searched, as far as they are new."""
    brought = set().union(*map(words.vocabulary, searchable))
    if not brought:
        return
    connection = session.connection()
    known = set(connection.scalars(_KNOWN, {"words": sorted(brought)}))
    if new := sorted(brought - known):
        connection.execute(_ADD, [{"word": word} for word in new])


def readings(session: Session, question: str) -> dict[str, tuple[str, ...]]:
    """Tell which words that were typed are in no title, and what is meant instead.

    A word that is part of a known one means itself and is left out. What nothing comes near to
    has no readings, and so describes nothing.
    """
    unknown = [
        term.text
        for term in words.terms(question)
        if term.may_be_mistyped and not _is_known(session, term.text)
    ]
    if not unknown:
        return {}
    known = session.connection().scalars(select(_word)).all()
    return {word: near(word, known) for word in unknown}


def near(word: str, known: Sequence[str]) -> tuple[str, ...]:
    """Give the known words that are nearest to a mistyped one, else the nearest parts of them.

    One letter wrong, missing, too many or swapped with its neighbour is near; in long words two.
    """
    meant = _nearest(word, known, 1 if len(word) < _LONG else 2)
    if not meant and len(word) >= _PART:
        meant = _nearest(word, sorted(_parts(known, len(word))), 1)
    return meant


def _is_known(session: Session, word: str) -> bool:
    query = select(_word).where(_word.contains(word, autoescape=True)).limit(1)
    return session.connection().execute(query).first() is not None


def _nearest(word: str, known: Sequence[str], most_wrong: int) -> tuple[str, ...]:
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most_wrong, limit=None)
    least = min((wrong for _, wrong, _ in found), default=0)
    return tuple(sorted(said for said, wrong, _ in found if wrong == least)[:MOST_READINGS])


def _parts(known: Sequence[str], length: int) -> set[str]:
    """Give the beginnings and ends of longer words, since Dutch writes its words together."""
    parts = set()
    for word in known:
        for size in range(length - 1, length + 2):
            if len(word) > size:
                parts |= {word[:size], word[-size:]}
    return parts
