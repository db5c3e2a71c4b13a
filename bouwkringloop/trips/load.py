"""Work out what lies in a vehicle at every point of a trip. Pure: it knows no database.

What is fetched adds to the load, and what is brought takes away from what was loaded at the start.
What nobody weighed or measured counts as nothing, and the load says that something is unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """What a stop is about: grams and litres, None where unknown.

    `brought` leaves with the vehicle; `happens` is whether it was done, or still is to be done.
    What is brought is put in after as many stops as `boards` tells, at departure by default.
    """

    grams: int | None
    litres: int | None
    brought: bool = False
    happens: bool = True
    boards: int = 0


@dataclass(frozen=True)
class Load:
    """What lies in the vehicle at one point, and whether there is more whose size nobody knows."""

    grams: int = 0
    litres: int = 0
    unknown: bool = False


def along(parts: Sequence[Part]) -> list[Load]:
    """Tell the load at departure and after each stop."""
    aboard = _put_in(parts, 0)
    loads = [_of(aboard)]
    for at, part in enumerate(parts, 1):
        if part.happens and part.brought:
            aboard = [each for each in aboard if each is not part]
        elif part.happens:
            aboard = [*aboard, part]
        aboard += _put_in(parts, at)
        loads.append(_of(aboard))
    return loads


def _put_in(parts: Sequence[Part], at: int) -> list[Part]:
    return [part for part in parts if part.brought and part.boards == at]


def _of(aboard: Sequence[Part]) -> Load:
    return Load(
        sum(part.grams or 0 for part in aboard),
        sum(part.litres or 0 for part in aboard),
        any(part.grams is None or part.litres is None for part in aboard),
    )


def largest(loads: Sequence[Load]) -> Load:
    """Tell the heaviest and the largest that the vehicle holds, which may be at two points."""
    return Load(
        max(load.grams for load in loads),
        max(load.litres for load in loads),
        any(load.unknown for load in loads),
    )
