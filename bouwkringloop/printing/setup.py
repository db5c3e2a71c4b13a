"""Which printers the shop has, and which of them prints what."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.config import Config
from bouwkringloop.printing.documents import Feed, Receipt, Row, Rule, Text
from printers import BadConfig, PrinterConfig, deliver, encode, load_config
from printers.errors import NotSent, Uncertain

#: What a shop without hardware prints on: pages instead of paper.
VIRTUAL = {
    "bonnen": PrinterConfig(name="bonnen", prints=("receipt", "report"), width_dots=576),
    "labels": PrinterConfig(
        name="labels", prints=("label",), width_dots=456, label_mm=(57, 32), cut="none"
    ),
}

#: How long a printer may take to swallow one document, in seconds.
DEADLINE_S = 20.0


class UnknownPrinter(Refused):
    """No printer has this name."""

    status = 404
    message = N_("There is no printer called “%(name)s”.")


class NothingPrints(Refused):
    """No printer of this shop prints such a document."""

    message = N_("No printer prints this. Ask the manager to set one up.")


class BadPrintersFile(Refused):
    """The shop's printers file has a mistake in it."""

    message = N_("The printers file has a mistake: %(what)s")


class PrinterSilent(Refused):
    """The printer took nothing, or not everything."""

    status = 502
    message = N_("Printer “%(name)s” does not answer: %(what)s")


def printers(config: Config) -> dict[str, PrinterConfig]:
    """Read the shop's printers; without a file they are virtual."""
    try:
        changed = config.printers_file.stat().st_mtime_ns
    except FileNotFoundError:
        return VIRTUAL
    return _read(config, changed)


@lru_cache(maxsize=8)
def _read(config: Config, changed: int) -> dict[str, PrinterConfig]:  # noqa: ARG001 - part of the key.
    try:
        return load_config(config.printers_file)
    except (BadConfig, tomllib.TOMLDecodeError) as error:
        raise BadPrintersFile(what=error) from None


def by_name(config: Config, name: str) -> PrinterConfig:
    """Find a printer by its name."""
    found = printers(config).get(name)
    if found is None:
        raise UnknownPrinter(name=name)
    return found


def for_kind(config: Config, kind: str) -> PrinterConfig:
    """Find the printer that prints a kind of document: the first that names it."""
    for printer in printers(config).values():
        if kind in printer.prints:
            return printer
    raise NothingPrints


def is_virtual(printer: PrinterConfig) -> bool:
    """Tell whether a printer prints on pages instead of paper."""
    return printer.uri.startswith("virtual:")


def describe(config: Config) -> Iterator[str]:
    """Say of each printer in one line what it is and what it prints."""
    for printer in printers(config).values():
        kinds = ", ".join(printer.prints) or "-"
        paper = f"{printer.language}, {printer.width_dots} dots"
        yield f"{printer.name}: {printer.uri} ({paper}), prints {kinds}"


def test_page(printer: PrinterConfig) -> Receipt:
    """Compose a page that shows whether letters, signs and widths come out right."""
    return Receipt(
        lines=(
            Text(_("Test page"), bold=True, size=2, align="center"),
            Text(printer.name, align="center"),
            Rule(),
            Row("€ 12,50", "ë é ï × ² ½"),
            Row(_("Left"), _("right")),
            Rule(),
            Text(f"{clock.local(clock.now()):%d-%m-%Y %H:%M}", align="center"),
            Feed(),
        ),
        lang="nl",
        title=_("Test page"),
    )


def print_test_page(config: Config, name: str) -> None:
    """Print the test page now, and say plainly when the printer does not take it."""
    printer = by_name(config, name)
    try:
        deliver(encode(test_page(printer), printer), printer, DEADLINE_S)
    except (NotSent, Uncertain) as error:
        raise PrinterSilent(name=name, what=error) from None
