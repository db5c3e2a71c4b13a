"""What a manager fills in about a printer."""

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from wtforms import IntegerField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, NumberRange, Optional, ValidationError

from bouwkringloop.base.forms import ShopForm, TextField
from bouwkringloop.base.i18n import N_, translate
from printers import PrinterConfig, Pulse
from printers.profiles import KINDS, wrong_settings

#: How a printer is connected, and how its address begins.
CONNECTIONS = {
    "tcp": N_("Network cable or Wi-Fi"),
    "usblp": N_("USB cable to this computer"),
    "serial": N_("Serial cable to this computer"),
    "cups": N_("A queue of this computer (CUPS)"),
    "virtual": N_("None: show it on the screen"),
}
LANGUAGES = {
    "escpos": N_("Receipt printer (ESC/POS: Epson, Star, Bixolon and most others)"),
    "zpl": N_("Label printer of Zebra, or one that speaks ZPL"),
    "tspl": N_("Label printer of TSC, Xprinter and others that speak TSPL"),
    "brotherql": N_("Label printer of Brother (QL)"),
}
#: Papers that shops buy: printable dots, dots an inch, and millimetres of a label.
PAPERS: dict[str, tuple[str, int, int, tuple[int, int]]] = {
    "receipt-80": (N_("Receipts of 80 mm"), 576, 203, (57, 32)),
    "receipt-58": (N_("Receipts of 58 mm"), 384, 203, (40, 30)),
    "label-57x32": (N_("Labels of 57 × 32 mm"), 456, 203, (57, 32)),
    "label-57x19": (N_("Labels of 57 × 19 mm"), 456, 203, (57, 19)),
    "label-40x30": (N_("Labels of 40 × 30 mm"), 320, 203, (40, 30)),
    "roll-62": (N_("Roll of 62 mm without gaps (Brother)"), 696, 300, (62, 0)),
    "label-100x150": (N_("Labels of 100 × 150 mm"), 800, 203, (100, 150)),
    "other": (N_("Something else, as filled in below"), 0, 0, (0, 0)),
}
CUTS = {"partial": N_("Almost through"), "full": N_("Through"), "none": N_("No knife")}
ACKS = {
    "reply": N_("The printer's answer (surest)"),
    "close": N_("Its closing of the connection"),
    "none": N_("Nothing: it cannot answer"),
}
IMAGES = {
    "gs_v0": N_("As rows (most printers)"),
    "graphics": N_("As graphics (newer Epson)"),
    "column": N_("As columns (old printers)"),
}
FEEDS = {
    "none": N_("By itself, or there are no gaps"),
    "gs_ff": N_("When told (GS FF)"),
    "ff": N_("When told (FF)"),
}
_SUCH_AS = {
    "tcp": "192.168.1.50",
    "usblp": "/dev/usb/lp0",
    "serial": "/dev/ttyUSB0?baud=9600",
    "cups": "Zebra_ZD421",
}
_NAME = re.compile(r"[\w][\w -]{0,39}")


KIND_NAMES = {
    "receipt": N_("Receipts"),
    "report": N_("Reports of the till"),
    "label": N_("Labels"),
    "badge": N_("Badges"),
    "drawer": N_("Cash drawer"),
}
_PAPER_NAMES = {key: paper[0] for key, paper in PAPERS.items()}


class PrinterForm(ShopForm):
    """One printer. `name` is fixed once it is there, since jobs carry it."""

    name = TextField(N_("Name"), [DataRequired()], longest=40)
    connection = SelectField(N_("Connection"), [DataRequired()], choices=CONNECTIONS)
    address = TextField(N_("Address"))
    language = SelectField(N_("Kind of printer"), [DataRequired()], choices=LANGUAGES)
    paper = SelectField(N_("Paper"), [DataRequired()], choices=_PAPER_NAMES)
    prints = SelectMultipleField(N_("Prints"), choices=KIND_NAMES)
    sites = TextField(N_("Only for sites"), longest=400)
    tills = TextField(N_("Only for tills"), longest=400)
    width_dots = IntegerField(N_("Dots across"), [Optional(), NumberRange(64, 2400)])
    dpi = IntegerField(N_("Dots an inch"), [Optional(), NumberRange(100, 600)])
    label_wide_mm = IntegerField(N_("Label width in mm"), [Optional(), NumberRange(10, 300)])
    label_high_mm = IntegerField(N_("Label height in mm"), [Optional(), NumberRange(0, 300)])
    cut = SelectField(N_("The knife cuts"), [DataRequired()], choices=CUTS)
    ack = SelectField(N_("Counts as printed"), [DataRequired()], choices=ACKS)
    image = SelectField(N_("Pictures are sent"), [DataRequired()], choices=IMAGES)
    label_feed = SelectField(N_("Finds its next label"), [DataRequired()], choices=FEEDS)
    drawer_pin = SelectField(N_("Pin of the drawer"), choices={"2": "2", "5": "5"})
    drawer_on_ms = IntegerField(N_("Pulse of the drawer in ms"), [Optional(), NumberRange(2, 510)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only a printer on the screen needs none, and that one is seldom added.
        self.address.flags.required = True

    def validate_name(self, field: TextField) -> None:
        """Take a name that can stand in a file and in an address of a page."""
        if not _NAME.fullmatch(field.data):
            raise ValidationError(
                translate(N_("Use letters, digits, spaces and dashes, such as Kassa 1."))
            )

    def validate_address(self, field: TextField) -> None:  # noqa: ARG002 - WTForms calls it so.
        """Ask for an address where one is needed, and refuse what is none."""
        if self.connection.data in CONNECTIONS and "uri" in wrong_settings(
            PrinterConfig("x", uri=self.uri())
        ):
            raise ValidationError(
                translate(N_("This is no address for this kind of connection, such as %(such)s."))
                % {"such": _SUCH_AS[self.connection.data]}
            )

    def validate_width_dots(self, field: IntegerField) -> None:
        """Printers write whole bytes, so dots come in eights."""
        if self.paper.data == "other" and (not field.data or field.data % 8):
            raise ValidationError(translate(N_("Give a number of dots that divides by eight.")))

    def uri(self) -> str:
        """Compose the address as the printers package writes it."""
        address = re.sub(r"^(tcp|usblp|serial)://|^cups:", "", self.address.data or "")
        if re.fullmatch(r"[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f.]*", address):
            address = f"[{address}]"
        match self.connection.data:
            case "tcp":
                has_port = re.search(r":\d+$", address) is not None
                return f"tcp://{address}" + ("" if has_port or not address else ":9100")
            case "usblp" | "serial":
                return f"{self.connection.data}://{address}"
            case "cups":
                return f"cups:{address}"
            case _:
                return "virtual:"

    def printer(self, before: PrinterConfig) -> PrinterConfig:
        """Give the printer as filled in, with what is not on the page as it was before."""
        width, dpi, label = PAPERS[self.paper.data][1:]
        if self.paper.data == "other":
            width = self.width_dots.data or before.width_dots
            dpi = self.dpi.data or before.dpi
            high = self.label_high_mm.data
            label = (
                self.label_wide_mm.data or before.label_mm[0],
                before.label_mm[1] if high is None else high,
            )
        return replace(
            before,
            name=before.name or self.name.data,
            uri=self.uri(),
            language=self.language.data,
            width_dots=width,
            dpi=dpi,
            label_mm=label,
            prints=tuple(kind for kind in KINDS if kind in self.prints.data),
            sites=_names(self.sites.data),
            tills=_names(self.tills.data),
            cut=self.cut.data,
            ack=self.ack.data,
            image=self.image.data,
            label_feed=self.label_feed.data,
            drawer=Pulse(
                int(self.drawer_pin.data or before.drawer.pin),
                self.drawer_on_ms.data or before.drawer.on_ms,
                before.drawer.off_ms,
            ),
        )


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def shown(printer: PrinterConfig) -> Mapping[str, Any]:
    """Give a printer's settings as the fields of the form show them."""
    paper = (printer.width_dots, printer.dpi, printer.label_mm)
    key = next((key for key, known in PAPERS.items() if known[1:] == paper), "other")
    return {
        **asdict(printer),
        "connection": printer.scheme if printer.scheme in CONNECTIONS else "virtual",
        "address": printer.uri.partition(":")[2].removeprefix("//"),
        "paper": key,
        "prints": list(printer.prints),
        "sites": ", ".join(printer.sites),
        "tills": ", ".join(printer.tills),
        "label_wide_mm": printer.label_mm[0],
        "label_high_mm": printer.label_mm[1],
        "drawer_pin": str(printer.drawer.pin),
        "drawer_on_ms": printer.drawer.on_ms,
    }
