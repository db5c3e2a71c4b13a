"""Labels of things: what they say, and the order to print them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.quantity import Unit
from bouwkringloop.people import audit
from bouwkringloop.printing.documents import Label, to_json
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.printing.submit import Where, submit
from bouwkringloop.stock import ageing, attributes
from bouwkringloop.stock.models import Item

#: More labels than this at once is a mistyped number.
MOST_COPIES = 100


class TooManyLabels(Refused):
    """No label at all, or a whole roll of them."""

    status = 422
    message = N_("Print 1 to 100 labels at once.")


#: What the label of a thing says that is not for sale.
_INSTEAD_OF_PRICE = {
    "to_repair": N_("Repair"),
    "for_parts": N_("Parts"),
    "to_repurpose": N_("Make new"),
    "quarantined": N_("KEEP APART"),
    "in_transit": N_("On its way"),
}


def compose(item: Item, copies: int = 1, measures: str = "") -> Label:
    """Say on a label what the thing is and costs today, in Dutch, since buyers read it.

    One piece shows its price alone. What is measured shows what the price is for and how much
    there is, which pieces do not, since each of them carries a label. What is left of a length
    or an area also says of how much. A price that age took something off says what it was.
    What a builder measures by stands under the title, where there is room beside the amount.
    """
    is_measured = item.unit != Unit.PIECE
    is_single = not is_measured and item.quantity_milli <= 1000
    is_remainder = item.form in ("length", "area") and item.quantity_milli < item.first_milli
    today = ageing.price_today(item)
    with i18n.speaking("nl"):
        price = i18n.money(today.cents)
        amounts = [_amount(item, is_remainder)] if is_measured else []
        return Label(
            title=item.title,
            price=price if item.state == "for_sale" else _(_INSTEAD_OF_PRICE[item.state]),
            unit=""
            if is_single or item.state != "for_sale"
            else _("per %(unit)s") % {"unit": i18n.unit_name(item.unit)},
            amount=" · ".join([*amounts, *([measures] if measures and not is_remainder else [])]),
            layout="remainder" if is_remainder else "heap" if is_measured else "item",
            code=item.code,
            category=" · ".join([item.category.name_nl, *_notes(item, today.percent_off)]),
            date=i18n.day(clock.local(item.created_at).date()),
            copies=copies,
        )


def current(session: Session, item: Item, copies: int = 1) -> Label:
    """Say on a label what is known of the thing now, its measures included."""
    with i18n.speaking("nl"):
        measures = attributes.short(session, item)
    return compose(item, copies, measures)


def _amount(item: Item, is_remainder: bool) -> str:
    left = i18n.quantity(item.quantity_milli, item.unit)
    if not is_remainder:
        return left
    return _("%(left)s of %(whole)s") % {
        "left": left,
        "whole": i18n.quantity(item.first_milli, item.unit),
    }


def _notes(item: Item, percent_off: int) -> list[str]:
    """Say what a buyer must know: that it may carry no loads, and that it was dearer."""
    said = [_("not to carry loads")] if item.use == "non_structural" else []
    if percent_off:
        said.append(_("was %(price)s") % {"price": i18n.money(item.price_cents)})
    return said


def order_for_remainder(session: Session, item_id: int, *, by: Actor) -> int:
    """Have a label printed for what is there now, after a part was sold or it was counted."""
    item = session.get_one(Item, item_id, populate_existing=True)
    return order(session, item, by=by)


def order(
    session: Session, item: Item, *, by: Actor, copies: int = 1, printer: str | None = None
) -> int:
    """Have labels of a thing printed after the commit; give the number of the print job."""
    if not 1 <= copies <= MOST_COPIES:
        raise TooManyLabels
    return submit(
        session,
        to_json(current(session, item, copies)),
        kind="label",
        subject=f"item:{item.code}",
        where=Where(printer=printer, site=item.site.slug),
        by=by,
    )


def order_many(session: Session, item: Item, copies: int, *, by: Actor) -> None:
    """Have as many labels printed as somebody wants, of which a print job holds only so many."""
    while copies > 0:
        order(session, item, by=by, copies=min(copies, MOST_COPIES))
        copies -= MOST_COPIES


def order_again(
    session: Session, item: Item, *, by: Actor, copies: int = 1, printer: str | None = None
) -> int:
    """Have labels printed of a thing that had its label before, and write down who did."""
    job = order(session, item, by=by, copies=copies, printer=printer)
    audit.note(session, by, "item.labelled", f"item:{item.code}", copies=copies)
    return job


def last_job(session: Session, item: Item) -> int | None:
    """Tell the newest print job of this thing's label, whose picture can be shown."""
    return session.scalar(
        select(PrintJob.id)
        .where(PrintJob.subject == f"item:{item.code}", PrintJob.kind == "label")
        .order_by(PrintJob.id.desc())
        .limit(1)
    )
