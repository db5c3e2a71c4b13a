"""Write the empty list that a builder fills in."""

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.quantity import to_decimal
from bouwkringloop.batches.kinds import Kinds
from bouwkringloop.batches.list_columns import OWN
from bouwkringloop.spreadsheets import export_items, workbook
from bouwkringloop.spreadsheets.workbook import Sheet

_OF_KINDS = (
    N_("Name in Dutch"),
    N_("Name in English"),
    N_("Unit"),
    N_("Weight per unit (kg)"),
)


def write(form: str, kinds: Kinds) -> bytes:
    """Write it as `xlsx`, with the kinds on a second sheet, or as `csv` with the headings alone."""
    return workbook.write([_empty(), _kinds(kinds)]) if form == "xlsx" else _csv()


def _csv() -> bytes:
    return export_items.to_csv(_empty())


def _empty() -> Sheet:
    return Sheet(
        name=translate(N_("What is offered")),
        headings=[column.heading for column in OWN],
        rows=(),
        widths=[column.width for column in OWN],
        formats=(),
    )


def _kinds(kinds: Kinds) -> Sheet:
    return Sheet(
        name=translate(N_("Kinds")),
        headings=[translate(heading) for heading in _OF_KINDS],
        rows=[
            (one.name_nl, one.name_en, i18n.unit_name(one.unit), to_decimal(one.weight_g))
            for shelf in kinds.shelves()
            for one in shelf.categories
        ],
        widths=(30, 30, 12, 20),
        formats=("General", "General", "General", export_items.FIGURE),
    )
