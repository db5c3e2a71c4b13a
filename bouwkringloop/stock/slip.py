"""The slip of a reservation: it hangs on the thing, and the customer takes its twin along."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.printing.documents import QR, Barcode, Receipt, Row, Rule, Text, to_json
from bouwkringloop.printing.submit import Where, submit
from bouwkringloop.stock.models import Reservation


def last_day(made: Reservation) -> date:
    """Tell the last day on which it is kept."""
    return clock.local(made.expires_at - timedelta(seconds=1)).date()


def compose(made: Reservation) -> Receipt:
    """Say what is kept, for whom, and until when, in Dutch, with the code to find it by."""
    item = made.item
    with i18n.speaking("nl"):
        return Receipt(
            title=_("Reservation"),
            lines=(
                Text(_("Reserved"), bold=True, size=2, align="center", inverse=True),
                Text(made.name, bold=True, size=2, align="center"),
                Rule(),
                Text(item.title, bold=True),
                Row(_("How much"), i18n.quantity(made.quantity_milli, item.unit)),
                Row(_("Where"), item.place.name if item.place else item.site.name),
                Row(_("Kept until"), i18n.day(last_day(made)), bold=True),
                Barcode(item.code),
                QR(item.code),
                Text(_("After that day anybody may buy it."), align="center"),
            ),
        )


def order(session: Session, made: Reservation, *, by: Actor) -> int:
    """Have the slip printed after the commit."""
    return submit(
        session,
        to_json(compose(made)),
        kind="receipt",
        subject=f"reservation:{made.uuid}",
        where=Where(site=made.item.site.slug),
        by=by,
    )
