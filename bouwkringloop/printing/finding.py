"""Find printers near by, without sending them anything."""

from collections.abc import Mapping, Sequence

from bouwkringloop.config import Config
from bouwkringloop.printing import setup
from printers import PrinterConfig
from printers.addresses import is_address
from printers.discovery import Found, discover
from printers.profiles import CHOICES

#: How long printers on the network get to make themselves known, in seconds.
LISTEN_S = 2.5
#: The paper that a language mostly goes with.
_USUAL: dict[str, tuple[int, int, tuple[int, int], str]] = {
    "zpl": (456, 203, (57, 32), "none"),
    "tspl": (456, 203, (57, 32), "none"),
    "brotherql": (696, 300, (62, 0), "partial"),
}


def near(config: Config) -> Sequence[Found]:
    """List printers that make themselves known and that the shop does not have yet."""
    had = {printer.uri for printer in setup.printers(config).values()}
    return [found for found in discover(LISTEN_S) if found.uri not in had]


def as_printer(told: Mapping[str, str]) -> PrinterConfig:
    """Begin a printer from what is told of it: its name, address and language."""
    name, uri, language = (told.get(key, "") for key in ("name", "uri", "language"))
    language = language if language in CHOICES["language"] else "escpos"
    uri = uri if is_address(uri) else "tcp://"
    if language == "escpos":
        return PrinterConfig(name, uri, prints=("receipt", "report"))
    width, dpi, label, cut = _USUAL[language]
    return PrinterConfig(
        name, uri, language, width, dpi, label_mm=label, prints=("label", "badge"), cut=cut
    )
