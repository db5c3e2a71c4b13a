"""Hand in a list of things, look at what it will do, and import exactly that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.people import audit
from bouwkringloop.spreadsheets import columns, plan, table
from bouwkringloop.spreadsheets.known import attributes
from bouwkringloop.spreadsheets.line import Draft
from bouwkringloop.spreadsheets.models import ImportFile
from bouwkringloop.spreadsheets.plan import Plan, Planned
from bouwkringloop.spreadsheets.table import Row, Table
from bouwkringloop.stock import labels, take_in
from bouwkringloop.stock.models import Item, ItemAttribute, Site

#: How long a list can be looked at before it is handed in anew.
KEPT = timedelta(days=1)
_INSERT = insert(ItemAttribute.__table__)  # type: ignore[arg-type]


class Expired(NotFound):
    """Handed in long ago; what it meant then it may not mean now."""

    message = N_("This list was handed in more than a day ago. Hand it in again.")


class OtherThanShown(Refused):
    """Something changed between looking and importing, so that other things would happen."""

    message = N_("Something changed since you looked. Nothing was imported. Look again, please.")


class NothingToImport(Refused):
    """All lines are wrong, or here already."""

    status = 422
    message = N_("There is nothing new in this list.")


@dataclass(frozen=True)
class Preview:
    """A list that was handed in, and what it will do."""

    file: ImportFile
    table: Table
    #: Names of columns that are not read.
    unknown: tuple[str, ...]
    plan: Plan


def hand_in(session: Session, found: Table, *, name: str, site: Site, by: Actor) -> ImportFile:
    """Keep a list to be looked at; of its columns only those that are read."""
    now = clock.now()
    session.execute(
        delete(ImportFile).where(ImportFile.state == "open", ImportFile.made_at < now - KEPT)
    )
    recognised = columns.match(found, attributes(session))
    file = ImportFile(
        id=uuid4(),
        made_at=now,
        person_id=by.id,
        site=site,
        name=clean(name)[:80],
        content=table.to_json(_without(found, recognised)),
    )
    session.add(file)
    session.flush()  # So that it is there for who looks at once.
    return file


def _without(found: Table, recognised: columns.Recognised) -> Table:
    """Leave out what is not read: it may be about people, and nobody needs it here."""
    read = set(recognised.places.values())
    rows = tuple(
        Row(row.line, tuple(cell if at in read else "" for at, cell in enumerate(row.cells)))
        for row in found.rows
    )
    headings = tuple(heading or "–" for heading in found.headings)
    return Table(headings, rows, found.sheet, found.sheets, found.comma)


def one(session: Session, file_id: UUID, *, to_write: bool = False) -> ImportFile:
    """Find a list that was handed in; with `to_write` nobody else imports it meanwhile."""
    query = select(ImportFile).options(joinedload(ImportFile.site)).where(ImportFile.id == file_id)
    if to_write:
        query = query.with_for_update(of=ImportFile).execution_options(populate_existing=True)
    file = session.scalars(query).first()
    if file is None or (file.state == "open" and file.made_at < clock.now() - KEPT):
        raise Expired
    return file


def look(session: Session, file: ImportFile) -> Preview:
    """Say what importing a list would do now."""
    found = table.from_json(file.content)
    unknown = columns.match(found, attributes(session)).unknown
    return Preview(file, found, unknown, plan.make(session, found, file.site))


def carry_out(
    session: Session, file_id: UUID, digest: str, *, with_labels: bool, by: Actor
) -> ImportFile:
    """Import what is new of a list, if that is still what was looked at; once, however often asked.

    Two people who import the same things at one moment raise IntegrityError for the second, who
    finds them here when starting over (`again_if_raced`), and is asked to look again.
    """
    file = one(session, file_id, to_write=True)
    if file.state == "done":
        return file
    looked = look(session, file).plan
    if looked.digest != digest:
        raise OtherThanShown
    new = looked.of("new")
    if not new:
        raise NothingToImport
    items = _take_in(session, new, cause=f"import:{file.id}", by=by)
    if with_labels:
        for item in items:
            labels.order(session, item, by=by)
    file.state, file.imported, file.content = "done", len(items), ""
    audit.note(
        session, by, "items.imported", f"import:{file.id}", name=file.name, things=len(items)
    )
    return file


def _take_in(session: Session, new: Sequence[Planned], *, cause: str, by: Actor) -> list[Item]:
    drafts = [(planned.draft, planned.reference) for planned in new if planned.draft]
    codes = take_in.next_codes(session, len(drafts))
    arrivals = [
        take_in.Arrival(_thing(draft, reference), code, draft.site)
        for (draft, reference), code in zip(drafts, codes, strict=True)
    ]
    items = take_in.receive_all(session, arrivals, cause=cause, by=by)
    marks = [
        {
            "item_id": item.id,
            "attribute_id": given.attribute.id,
            "value_milli": given.value_milli,
            "choice": given.choice,
        }
        for item, (draft, _) in zip(items, drafts, strict=True)
        for given in draft.attributes
    ]
    if marks:
        session.connection().execute(_INSERT, marks)
    return items


def _thing(draft: Draft, reference: str) -> take_in.New:
    return take_in.New(
        category=draft.category,
        title=draft.title,
        quantity_milli=draft.quantity_milli,
        price_cents=draft.price_cents,
        condition=draft.condition,
        weight_g=draft.weight_g,
        state=draft.state,
        place=draft.place,
        new_price_cents=draft.new_price_cents,
        reference=reference,
    )
