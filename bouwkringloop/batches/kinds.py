"""The kinds of things that builders choose from: by name, by picture, or guessed from words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base.text import fold, slug
from bouwkringloop.catalogue.models import DANGER, Category, CategoryGroup

#: Shorter words say nothing about a kind by themselves.
_SHORTEST = 3
#: From this length on a word may be the beginning or the end of a longer one.
_PART = 4
#: From this length on one letter may be other, as between `steen` and `stenen`.
_LONG = 6
#: What the beginning of a longer word counts: a radiator tap is no radiator.
_BEGINNING = 0.4
#: What is called after it is dangerous, whatever it is; but not what is free of it.
_WARNS, _FREE = "asbest", "vrij"
#: Words that are in names of kinds and say nothing about what it is.
_EMPTY_WORDS = frozenset(
    [
        "met",
        "van",
        "per",
        "paar",
        "set",
        "with",
        "and",
        "for",
        "pair",
        "the",
        "het",
        "een",
        "misschien",
        "perhaps",
        "iets",
        "anders",
        "something",
        "else",
        "unopened",
        "ongeopend",
        "groot",
        "large",
    ]
)
#: By its material alone nobody knows a window from a door.
_MATERIALS = frozenset(
    [
        "hout",
        "houten",
        "wooden",
        "wood",
        "stalen",
        "staal",
        "steel",
        "beton",
        "betonnen",
        "concrete",
        "stenen",
        "stone",
        "kunststof",
        "upvc",
        "pvc",
        "aluminium",
    ]
)
_ENDINGS = ("en", "s", "e", "n")


@dataclass(frozen=True)
class Picked:
    """A group of the catalogue with its kinds, to be chosen by their pictures."""

    group: CategoryGroup
    categories: tuple[Category, ...]


class Kinds:
    """Every kind in use, fetched at once."""

    def __init__(self, session: Session) -> None:
        query = select(Category).options(joinedload(Category.group)).where(Category.active)
        self.all = session.scalars(query.order_by(Category.position)).all()
        self._by_slug = {category.slug: category for category in self.all}
        self._by_name: dict[str, list[Category]] = {}
        for category in self.all:
            for name in {slug(category.name_nl), slug(category.name_en)}:
                self._by_name.setdefault(name, []).append(category)

    @cached_property
    def _words(self) -> list[tuple[Category, list[list[str]]]]:
        return [(one, [*_names(one.name_nl), *_names(one.name_en)]) for one in self.all]

    def named(self, said: str) -> Category | None:
        """Find a kind by its short name or its name in either language; None where none is."""
        key = slug(said)
        found = self._by_name.get(key, [])
        return self._by_slug.get(key) or (found[0] if len(found) == 1 else None)

    def guess(self, said: str) -> Category | None:
        """Guess the kind that a description is about; None where no words of a kind occur in it.

        At least half of the letters of a kind's name have to be there; of several kinds the one
        of which most is there counts.
        """
        words = _stems(said)
        best: tuple[float, float] = (0.0, 0.0)
        guessed = None
        for category, names in self._words:
            for name in names:
                there, share = _found(name, words)
                if share >= 0.5 and (there, share) > best:
                    best, guessed = (there, share), category
        return guessed

    def shelves(self) -> list[Picked]:
        """List the kinds that may be offered by their group."""
        by_group: dict[CategoryGroup, list[Category]] = {}
        for category in self.all:
            if category.group.slug != DANGER:
                by_group.setdefault(category.group, []).append(category)
        listed = [Picked(group, tuple(kinds)) for group, kinds in by_group.items()]
        return sorted(listed, key=lambda picked: picked.group.position)


def _names(name: str) -> list[list[str]]:
    """Part a name that names several things: `Lat of rachel` is a lath, and a batten."""
    parts = re.split(r"\bof\b|\bor\b|[,(]", name)
    return [stems for stems in map(_stems, parts) if stems]


def _stems(text: str) -> list[str]:
    words = re.findall(r"[a-z]+", fold(text))
    return [_stem(word) for word in words if len(word) >= _SHORTEST and word not in _EMPTY_WORDS]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _PART:
            word = word.removesuffix(ending)
            break
    # `steen` and `stenen`, `bal` and `ballen`: Dutch doubles letters to say them alike.
    return re.sub(r"(.)\1", r"\1", word)


_MATERIAL_STEMS = frozenset(map(_stem, _MATERIALS))


def _found(name: Sequence[str], words: Sequence[str]) -> tuple[float, float]:
    """Tell how many letters of a name occur in words, and what part of it that is."""
    parts = {part: min(len(part), sum(_common(part, word) for word in words)) for part in name}
    if not any(there for part, there in parts.items() if part not in _MATERIAL_STEMS):
        return 0, 0
    there = sum(parts.values())
    return there, there / max(1, sum(map(len, name)))


def _common(part: str, word: str) -> float:
    """Tell how many letters of a part of a name are in a word; Dutch says last what a thing is."""
    if part == word:
        return len(part)
    if min(len(part), len(word)) >= _LONG and OSA.distance(part, word) == 1:
        return len(part) - 1
    shorter, longer = sorted((part, word), key=len)
    if len(shorter) < _PART:
        return 0
    if longer.endswith(shorter):
        return len(shorter)
    if not longer.startswith(shorter):
        return 0
    warns = shorter == _WARNS and not longer.endswith(_FREE)
    return len(shorter) if warns else _BEGINNING * len(shorter)
