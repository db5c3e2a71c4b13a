"""Write stock down as a list for a spreadsheet."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.quantity import to_decimal
from bouwkringloop.base.text import clean
from bouwkringloop.catalogue.models import Attribute, Category
from bouwkringloop.spreadsheets import workbook
from bouwkringloop.spreadsheets.columns import COLUMNS
from bouwkringloop.spreadsheets.known import attributes
from bouwkringloop.spreadsheets.workbook import Sheet, Written
from bouwkringloop.stock import judge
from bouwkringloop.stock.find import Wish
from bouwkringloop.stock.models import Item, ItemAttribute, Place, Site

#: Each way of writing a list, and what browsers call it.
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_MONEY, FIGURE, _MOMENT = "0.00", "0.###", "yyyy-mm-dd hh:mm"
_SHOWN = {
    "quantity": FIGURE,
    "price": _MONEY,
    "weight": FIGURE,
    "new_price": _MONEY,
    "came_in": _MOMENT,
}
#: How wide columns with long texts are; the others are narrow.
WIDTHS = {"title": 40, "category": 22, "category_name": 26, "reference": 22, "came_in": 18}
#: A spreadsheet works out a text that begins so. A mark of our own is marked too, to be told apart.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")

_item = Item.__table__.c


def write(
    session: Session,
    form: str,
    wish: Wish,
    came_in_from: date | None = None,
    came_in_to: date | None = None,
) -> bytes:
    """Write what fits a wish as `csv` or `xlsx`, perhaps only what came in on some days."""
    conditions = [*wish.conditions(), *_on_days(came_in_from, came_in_to)]
    sheet = _sheet(session, conditions)
    return workbook.write([sheet]) if form == "xlsx" else to_csv(sheet)


class NotAFormat(Refused):
    """A file that ends in something that no list is written as."""

    status = 422
    message = N_("A list is written as .xlsx or .csv.")


def form_of(name: str) -> str:
    """Tell by the end of a file's name how it is written."""
    form = name.rpartition(".")[2].lower()
    if form not in FORMATS:
        raise NotAFormat
    return form


def file_name(form: str) -> str:
    """Name the file by what is in it and the day."""
    name = translate("stock")
    return f"{name}-{clock.today().isoformat()}.{form}"


def _on_days(first: date | None, last: date | None) -> Iterator[ColumnElement[bool]]:
    if first:
        yield Item.created_at >= datetime.combine(first, time.min, clock.SHOP_ZONE)
    if last:
        yield Item.created_at <= datetime.combine(last, time.max, clock.SHOP_ZONE)


def _sheet(session: Session, conditions: Sequence[ColumnElement[bool]]) -> Sheet:
    marks: dict[int, dict[int, Written]] = defaultdict(dict)
    known = attributes(session)
    by_id = {attribute.id: attribute for attribute in known}
    query = select(ItemAttribute).join(Item, Item.id == ItemAttribute.item_id).where(*conditions)
    for mark in session.scalars(query):
        marks[mark.item_id][mark.attribute_id] = _mark(mark, by_id[mark.attribute_id])
    occurring = {attribute_id for of_item in marks.values() for attribute_id in of_item}
    shown = [attribute for attribute in known if attribute.id in occurring]
    return Sheet(
        name=translate(N_("Stock")),
        headings=[column.spoken for column in COLUMNS] + [one.slug for one in shown],
        rows=_rows(session, conditions, marks, shown),
        widths=[WIDTHS.get(column.key, 13) for column in COLUMNS] + [13] * len(shown),
        formats=[_SHOWN.get(column.key, "General") for column in COLUMNS] + [FIGURE] * len(shown),
    )


def _mark(mark: ItemAttribute, attribute: Attribute) -> Written:
    if mark.value_milli is not None:
        return to_decimal(mark.value_milli)
    return attribute.choice_names.get(mark.choice, mark.choice)


def _rows(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    marks: dict[int, dict[int, Written]],
    shown: Sequence[Attribute],
) -> Iterator[list[Written]]:
    category, site, place = Category.__table__.c, Site.__table__.c, Place.__table__.c
    query = (
        select(
            _item.id,
            _item.code,
            _item.title,
            category.slug.label("category"),
            category.name_nl,
            category.name_en,
            _item.quantity_milli,
            _item.unit,
            _item.price_cents,
            _item.condition,
            _item.state,
            _item.weight_g,
            site.slug.label("site"),
            place.slug.label("place"),
            _item.reference,
            _item.new_price_cents,
            _item.created_at,
        )
        .join(Category.__table__, _item.category_id == category.id)
        .join(Site.__table__, _item.site_id == site.id)
        .outerjoin(Place.__table__, _item.place_id == place.id)
        .where(*conditions)
        .order_by(_item.id)
    )
    for row in session.connection().execute(query).mappings():
        written = _written(row)
        own = marks.get(row["id"], {})
        yield [written[column.key] for column in COLUMNS] + [own.get(one.id) for one in shown]


def _written(row: RowMapping) -> dict[str, Written]:
    """Write a thing down, column by column."""
    return {
        "code": row["code"],
        "title": row["title"],
        "category": row["category"],
        "category_name": row["name_en"] if i18n.language() == "en" else row["name_nl"],
        "quantity": to_decimal(row["quantity_milli"]),
        "unit": i18n.unit_name(row["unit"]),
        "price": _euros(row["price_cents"]),
        "condition": row["condition"],
        "state": judge.state_name(row["state"]),
        "weight": to_decimal(row["weight_g"]),
        "site": row["site"],
        "place": row["place"],
        "reference": row["reference"],
        "new_price": _euros(row["new_price_cents"]),
        "came_in": clock.local(row["created_at"]).replace(tzinfo=None, second=0, microsecond=0),
    }


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents).scaleb(-2)


def to_csv(sheet: Sheet) -> bytes:
    """Write a sheet as the Dutch Excel opens it: semicolons, decimal commas, a mark of UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_safe(heading) for heading in sheet.headings])
    for row in sheet.rows:
        writer.writerow(
            [_in_csv(value, shown) for value, shown in zip(row, sheet.formats, strict=True)]
        )
    return file.getvalue().encode("utf-8-sig")


def _in_csv(value: Written, shown: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _safe(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    places = f"{value:.2f}" if shown == _MONEY else f"{value:f}".rstrip("0").rstrip(".")
    return (places or "0").replace(".", ",")


def _safe(text: str) -> str:
    """Mark a text that a spreadsheet would take for a formula, and run."""
    cleaned = clean(text)
    return f"'{cleaned}" if _DANGEROUS.match(cleaned) else cleaned
