"""Keep people from being told from counts: groups under five are not shown.

Figures of a table that add up to a shown total could be worked out from each other, so as many
groups are left out as it takes that what is left out together is five people or more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

#: Fewer people than this are no group.
FEWEST = 5


@dataclass(frozen=True)
class Shown:
    """Counts as they may be shown; None stands for fewer than five, or for what would tell them."""

    counts: tuple[int | None, ...]
    total: int | None


def shown(counts: Sequence[int]) -> Shown:
    """Leave out what could tell of fewer than five people; `counts` are of nobody twice."""
    total = sum(counts)
    if 0 < total < FEWEST:
        return Shown(tuple(0 if count == 0 else None for count in counts), None)
    hidden = {at for at, count in enumerate(counts) if 0 < count < FEWEST}
    others = sorted(
        (count, at) for at, count in enumerate(counts) if count > 0 and at not in hidden
    )
    while hidden and (len(hidden) == 1 or sum(counts[at] for at in hidden) < FEWEST) and others:
        hidden.add(others.pop(0)[1])
    return Shown(tuple(None if at in hidden else count for at, count in enumerate(counts)), total)
