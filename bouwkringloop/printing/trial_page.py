"""The page that shows whether a printer is set up well, and which code page it has where."""

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.config import Config
from bouwkringloop.printing import setup, words
from bouwkringloop.printing.submit import Where, submit
from printers import (
    QR,
    Ack,
    Barcode,
    CodePage,
    Document,
    Drawer,
    Feed,
    Label,
    NotSent,
    PrinterConfig,
    PrinterError,
    Problem,
    Receipt,
    Row,
    Rule,
    Sample,
    Text,
    Uncertain,
    deliver,
    encode,
    to_json,
)

#: Where printers that speak ESC/POS mostly keep a page with the signs of a Dutch shop. The letter
#: is what an owner reads off the test page.
CANDIDATES = {
    "A": CodePage("cp858", 19),
    "B": CodePage("cp1252", 16),
    "C": CodePage("iso8859_15", 40),
    "D": CodePage("cp858", 13),
    "E": CodePage("cp1252", 71),
    "F": CodePage("cp850", 2),
}
_SIGNS = "€ 12,50 ë é ï ç × ½"
#: A code of eight digits that belongs to no thing: it is there to be scanned.
_CODE = "99000013"
#: A drawer that opens later than this surprises whoever stands before it.
DRAWER_EXPIRES_S = 5


class PrinterSilent(Refused):
    """The printer took nothing, or not everything."""

    status = 502
    message = N_("%(what)s (%(detail)s)")


class NoDrawer(Refused):
    """Label printers have no socket for a drawer."""

    message = N_("Printer %(name)s is a label printer; no drawer can be connected to it.")


def compose(printer: PrinterConfig) -> Document:
    """Compose the page: letters, signs and codes; on a printer of labels a label."""
    if printer.language != "escpos" or not {"receipt", "report"} & set(printer.prints):
        return Label(
            title=f"{_('Test page')} ë é ï × ½",
            price="€ 12,50",
            code=_CODE,
            category=printer.name,
            date=f"{clock.local(clock.now()):%d-%m-%Y %H:%M}",
            unit="m²",
        )
    return Receipt(
        lines=(
            Text(_("Test page"), bold=True, size=2, align="center"),
            Text(printer.name, align="center"),
            Rule(),
            Row("€ 12,50", "ë é ï × ² ½"),
            Row(_("Left"), _("right")),
            Rule(),
            Text(_("Which line shows all signs well? Choose its letter in its settings.")),
            *(
                Sample(f"{letter}: {_SIGNS}", page.name, page.slot)
                for letter, page in CANDIDATES.items()
            ),
            Rule(),
            Barcode(_CODE),
            QR(_CODE),
            Text(f"{clock.local(clock.now()):%d-%m-%Y %H:%M}", align="center"),
            Feed(2),
        ),
        title=_("Test page"),
    )


def order(session: Session, printer: PrinterConfig, *, by: Actor) -> int:
    """Queue the test page of a printer."""
    return submit(
        session,
        to_json(compose(printer)),
        kind="report" if isinstance(compose(printer), Receipt) else "label",
        subject=f"printer:{printer.name}",
        where=Where(printer=printer.name),
        by=by,
    )


def open_drawer(session: Session, printer: PrinterConfig, *, by: Actor) -> int:
    """Have the drawer at a printer opened, at once or not at all."""
    if printer.language != "escpos":
        raise NoDrawer(name=printer.name)
    return submit(
        session,
        to_json(Drawer()),
        kind="drawer",
        subject=f"printer:{printer.name}",
        where=Where(printer=printer.name),
        expires_s=DRAWER_EXPIRES_S,
        by=by,
    )


def print_now(config: Config, name: str) -> str:
    """Print the test page without the queue; say how sure it is, or refuse with the reason."""
    printer = setup.by_name(config, name)
    try:
        ack = deliver(encode(compose(printer), printer), printer)
    except (NotSent, Uncertain) as error:
        raise PrinterSilent(what=words.english(error.problem, name), detail=str(error)) from None
    except PrinterError as error:
        raise PrinterSilent(what=words.english(Problem.DOCUMENT, name), detail=str(error)) from None
    return {
        Ack.PRINTED: "Printed; the printer says so.",
        Ack.CLOSED: "Taken by the printer; whether it had paper it cannot say.",
        Ack.SENT: "Handed over; this printer cannot say more.",
    }[ack]
