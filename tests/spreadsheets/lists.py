"""Lists as people hand them in."""

from io import BytesIO

from openpyxl import Workbook
from sqlalchemy import select

from bouwkringloop.spreadsheets import import_items, plan, read
from bouwkringloop.stock.models import Site
from tests import make


def csv(*lines):
    """A CSV of these lines, as Excel saves one in the Netherlands."""
    return "\r\n".join(lines).encode("utf-8-sig")


def xlsx(*rows, more_sheets=()):
    """A workbook with these rows on its first sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name in more_sheets:
        book.create_sheet(name).append(["Soort", "Aantal"])
    return saved(book)


def saved(book):
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def site(session, slug="shop"):
    return session.scalars(select(Site).where(Site.slug == slug)).one()


def planned(session, data):
    """What importing this file would do, line by line."""
    return plan.make(session, read.read(data), site(session)).lines


def imported(session, data, *, with_labels=False, by=None):
    """Hand a file in and import what is new of it; commits."""
    by = by or make.actor(session)
    file = import_items.hand_in(
        session, read.read(data), name="lijst.xlsx", site=site(session), by=by
    )
    digest = import_items.look(session, file).plan.digest
    import_items.carry_out(session, file.id, digest, with_labels=with_labels, by=by)
    session.commit()
    return file
