"""A part of the copy of a file, as it is written out as JSON and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: What a copy says in one row: words, numbers, days and moments as ISO 8601.
Row = Mapping[str, object]


@dataclass(frozen=True)
class Section:
    """A part of the copy of a file; `title` is a message, `rows` say what there is."""

    name: str
    title: str
    rows: Sequence[Row]
