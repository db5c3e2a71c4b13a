"""Write an empty list to be filled in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.quantity import to_decimal
from bouwkringloop.catalogue.models import Category
from bouwkringloop.spreadsheets import workbook
from bouwkringloop.spreadsheets.columns import COLUMNS, heading_of
from bouwkringloop.spreadsheets.export_items import FIGURE, WIDTHS
from bouwkringloop.spreadsheets.known import attributes
from bouwkringloop.spreadsheets.workbook import Sheet

#: What only a list that was written out of a shop says.
_ONLY_OUT = ("code", "category_name", "came_in")
_OF_KINDS = (
    N_("Category"),
    N_("Name in Dutch"),
    N_("Name in English"),
    N_("Unit"),
    N_("Weight per unit (kg)"),
)


def write(session: Session) -> bytes:
    """Write a workbook with all headings, and on its second sheet what kinds there are."""
    return workbook.write([_things(session), _kinds(session)])


def _things(session: Session) -> Sheet:
    asked = [column for column in COLUMNS if column.key not in _ONLY_OUT]
    known = attributes(session)
    return Sheet(
        name=translate(N_("Things")),
        headings=[column.spoken for column in asked] + [heading_of(one) for one in known],
        rows=(),
        widths=[WIDTHS.get(column.key, 13) for column in asked] + [17] * len(known),
        formats=(),
    )


def _kinds(session: Session) -> Sheet:
    query = select(Category).where(Category.active).order_by(Category.position)
    return Sheet(
        name=translate(N_("Kinds")),
        headings=[translate(heading) for heading in _OF_KINDS],
        rows=[
            (one.slug, one.name_nl, one.name_en, i18n.unit_name(one.unit), to_decimal(one.weight_g))
            for one in session.scalars(query)
        ],
        widths=(26, 30, 30, 12, 20),
        formats=("General", "General", "General", "General", FIGURE),
    )
