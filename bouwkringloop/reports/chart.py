"""Measure the bars of a small chart, in whole numbers of its own drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

#: A bar is drawn in a field of this height; the page makes it as high as it likes.
HEIGHT = 100
#: The least that is seen of a bar that stands for something.
_LEAST = 2


@dataclass(frozen=True)
class Bar:
    """One bar: from `top` downwards, `height` high."""

    top: int
    height: int


def bars(values: Sequence[int]) -> list[Bar]:
    """Draw values against their highest; what is zero or below has no bar."""
    highest = max((0, *values))
    drawn = []
    for value in values:
        height = max(HEIGHT * value // highest, _LEAST) if value > 0 else 0
        drawn.append(Bar(HEIGHT - height, height))
    return drawn
