"""Say beforehand what an import will do, line by line; nothing is stored by asking."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.spreadsheets import columns, line
from bouwkringloop.spreadsheets.known import Known
from bouwkringloop.spreadsheets.line import Draft, Said
from bouwkringloop.spreadsheets.table import Row, Table, text_of
from bouwkringloop.stock.models import Item, Site

#: What can become of a line, in the order in which people want to see it.
OUTCOMES = ("wrong", "new", "here")
#: Questions to the database name at most so many things.
_AT_ONCE = 500


class SameReference(Refused):
    """Two lines with one reference are one thing, and nobody knows which line is right."""

    status = 422
    message = N_("Line %(line)s has the same reference.")


@dataclass(frozen=True)
class Planned:
    """One line, and what will become of it."""

    line: int
    outcome: str
    #: What the line calls the thing.
    title: str
    #: What is taken in; None for a wrong line.
    draft: Draft | None = None
    #: Under which reference it is known here.
    reference: str = ""
    #: The code of the thing that is here already.
    code: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Every line with what will become of it."""

    lines: tuple[Planned, ...]

    def of(self, outcome: str) -> list[Planned]:
        """List the lines that have this outcome."""
        return [planned for planned in self.lines if planned.outcome == outcome]

    @property
    def digest(self) -> str:
        """Give the same signs only for a plan that does the same."""
        said = hashlib.sha256()
        for planned in self.lines:
            said.update(repr((planned.line, planned.outcome, planned.reference)).encode())
            if planned.draft is not None:
                said.update(repr(_effect(planned.draft)).encode())
        return said.hexdigest()[:32]


def _effect(draft: Draft) -> tuple[object, ...]:
    """Name everything that an import of this line stores."""
    return (
        draft.category.slug,
        draft.title,
        draft.quantity_milli,
        draft.price_cents,
        draft.condition,
        draft.state,
        draft.weight_g,
        draft.site.id,
        draft.place.id if draft.place else None,
        draft.new_price_cents,
        [(given.attribute.slug, given.value_milli, given.choice) for given in draft.attributes],
    )


def make(session: Session, table: Table, home: Site) -> Plan:
    """Read every line and find out which of them are here already."""
    known = Known(session)
    places = columns.match(table, known.attributes).places
    headings = {key: table.headings[at] for key, at in places.items()}
    lines: list[Planned] = []
    seen: dict[str, int] = {}
    alike: Counter[str] = Counter()
    for row in table.rows:
        said = Said({key: row.cells[at] for key, at in places.items()}, headings, table.comma)
        draft = line.read(said, known, home)
        reference = ""
        if draft is not None:
            alike[draft.fingerprint] += 1
            # Two lines that say the same are two things, unless they carry one reference.
            reference = draft.reference or f"import:{draft.fingerprint}:{alike[draft.fingerprint]}"
            first = seen.setdefault(reference, row.line)
            if first != row.line:
                said.complain("reference", SameReference(line=first))
        lines.append(_planned(row, said, draft, reference))
    return Plan(tuple(_settled(session, lines)))


def _planned(row: Row, said: Said, draft: Draft | None, reference: str) -> Planned:
    if draft is not None and not said.problems:
        return Planned(row.line, "new", draft.title, draft, reference)
    title = text_of(said.cells.get("title") or said.cells.get("category") or "")
    return Planned(row.line, "wrong", title[:60], reasons=tuple(said.problems))


def _settled(session: Session, lines: list[Planned]) -> Iterator[Planned]:
    """Find the things that are here already: by their reference, or by their own code."""
    good = [(planned, planned.draft) for planned in lines if planned.draft]
    by_reference: dict[str | None, str] = {}
    for asked in _portions([planned.reference for planned, _ in good]):
        query = select(Item.reference, Item.code).where(Item.reference.in_(asked))
        by_reference.update((row.reference, row.code) for row in session.execute(query))
    by_code: dict[str, Item] = {}
    for asked in _portions([draft.code for _, draft in good if draft.code]):
        query_items = select(Item).where(Item.code.in_(asked))
        by_code |= {item.code: item for item in session.scalars(query_items)}
    for planned in lines:
        code = ""
        if planned.draft is not None:
            own = by_code.get(planned.draft.code)
            code = by_reference.get(planned.reference, "")
            if not code and own is not None and _is(own, planned.draft):
                code = own.code
        yield replace(planned, outcome="here", code=code) if code else planned


def _is(item: Item, draft: Draft) -> bool:
    """Tell whether a line was written out of this shop, or of another that counts as we do."""
    if item.category_id != draft.category.id:
        return False
    if draft.came_in is None:
        return item.title == draft.title
    came_in = clock.local(item.created_at).replace(tzinfo=None, second=0, microsecond=0)
    return draft.came_in in (came_in, came_in.replace(hour=0, minute=0))


def _portions(asked: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(asked), _AT_ONCE):
        yield asked[start : start + _AT_ONCE]
