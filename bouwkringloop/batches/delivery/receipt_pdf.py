"""The receipt of a delivery as a sheet of A4, for the builder's own papers."""

from dataclasses import replace
from io import BytesIO

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.batches.delivery.deliver import weight_of
from bouwkringloop.batches.delivery.models import BatchDelivery, DeliveryLine
from bouwkringloop.batches.delivery.receipt import number
from bouwkringloop.batches.words import WEIGHED
from bouwkringloop.invoicing.sheet import LEFT, Column, Sheet
from bouwkringloop.partners.shop import Details

#: The room for a signature, in millimetres.
_WIDE, _HIGH = 80.0, 28.0


def draw(delivery: BatchDelivery, shop: Details, drawing: bytes | None) -> bytes:
    """Draw the receipt in the batch's language; the same delivery always gives the same bytes."""
    batch = delivery.batch
    if not shop.name:
        shop = replace(shop, name=delivery.site.name)
    with i18n.speaking(batch.language):
        title = _("Receipt of a delivery")
        sheet = Sheet(shop, f"{title} {number(delivery)}", clock.local(delivery.at).date())
        builder = batch.customer
        sheet.address([builder.name, builder.street, f"{builder.postcode} {builder.city}".strip()])
        below = sheet.get_y()
        sheet.facts([(name, value) for name, value in _facts(delivery) if value])
        sheet.heading(f"{title} {number(delivery)}", top=max(below, sheet.get_y(), 82) + 8)
        sheet.draw_table(_columns(), [_row(line) for line in delivery.lines])
        sheet.sums([(_("Together"), i18n.exact_weight(weight_of([delivery])), True)])
        if delivery.note:
            sheet.paragraph(delivery.note)
        _sign(sheet, delivery, drawing)
        return sheet.bytes()


def file_name(delivery: BatchDelivery) -> str:
    """Name the file, in the batch's language."""
    with i18n.speaking(delivery.batch.language):
        word = _("receipt")
    return f"{word}-{number(delivery)}.pdf"


def _facts(delivery: BatchDelivery) -> list[tuple[str, str]]:
    batch = delivery.batch
    return [
        (_("Delivery"), number(delivery)),
        (_("Date"), i18n.moment(delivery.at)),
        (_("Project"), batch.project),
        (_("Came to"), delivery.site.name),
        (_("Driver"), delivery.driver),
        (_("Number plate"), delivery.plate),
    ]


def _columns() -> list[Column]:
    return [
        Column(_("What"), 72),
        Column(_("Quantity"), 24, figures=True),
        Column(_("Weight"), 26, figures=True),
        Column("", 6),
        Column(_("How it was weighed"), 40),
    ]


def _row(line: DeliveryLine) -> list[str]:
    words = [line.line.name]
    if line.difference:
        words.append(_("different: %(what)s") % {"what": line.difference})
    if line.more_follows:
        words.append(_("more follows"))
    weighed = _(WEIGHED[line.weight_source])
    if line.gross_g is not None and line.tare_g:
        told = {"gross": i18n.exact_weight(line.gross_g), "tare": i18n.exact_weight(line.tare_g)}
        weighed += "\n" + _("%(gross)s less %(tare)s") % told
    return [
        "\n".join(words),
        i18n.quantity(line.quantity_milli, line.line.unit),
        i18n.exact_weight(line.weight_g),
        "",
        weighed,
    ]


def _sign(sheet: Sheet, delivery: BatchDelivery, drawing: bytes | None) -> None:
    if sheet.will_page_break(_HIGH + 30):
        sheet.add_page()
    sheet.paragraph(_("Handed over by:"), soft=True)
    top = sheet.get_y() + 2
    if drawing is not None:
        sheet.image(BytesIO(drawing), x=LEFT, y=top, w=_WIDE, h=_HIGH, keep_aspect_ratio=True)
    sheet.set_y(top + _HIGH + 1)
    sheet.line(LEFT, sheet.get_y(), LEFT + _WIDE, sheet.get_y())
    name = delivery.signed_by or delivery.driver
    if delivery.signed_by and drawing is None:
        name = f"{name} ({_('signed on paper')})"
    sheet.paragraph(name or _("Name"))
