"""Which printers the shop has, and which of them prints what."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.config import Config
from bouwkringloop.printing import words
from printers import BadConfig, NotSent, PrinterConfig, ask, load_config

#: What a shop without hardware prints on: pages instead of paper.
VIRTUAL = {
    "bonnen": PrinterConfig(
        name="bonnen", prints=("receipt", "report", "drawer"), width_dots=576, uri="virtual:"
    ),
    "labels": PrinterConfig(
        name="labels", prints=("label", "badge"), width_dots=456, label_mm=(57, 32), cut="none"
    ),
}
#: Where a kind of document goes when no printer names it.
INSTEAD = {"badge": "label", "report": "receipt"}


class UnknownPrinter(Refused):
    """No printer has this name."""

    status = 404
    message = N_("There is no printer called “%(name)s”.")


class BadPrintersFile(Refused):
    """The shop's printers file has a mistake in it."""

    message = N_("The printers file has a mistake: %(what)s")


#: What each printers file said when it was last without a mistake.
_LAST: dict[Path, dict[str, PrinterConfig]] = {}


def printers(config: Config) -> dict[str, PrinterConfig]:
    """Give the shop's printers; without a file they are virtual.

    While the file has a mistake they stay as they were, so that what waits can be printed, moved
    and seen; before it was ever without one there are none.
    """
    try:
        return written(config)
    except BadPrintersFile:
        return _LAST.get(config.printers_file, {})


def mistake(config: Config) -> str:
    """Say what is wrong in the printers file; nothing when all is well."""
    try:
        written(config)
    except BadPrintersFile as found:
        return found.sentence
    return ""


def written(config: Config) -> dict[str, PrinterConfig]:
    """Read the printers as the file has them now; raise BadPrintersFile where it has a mistake."""
    try:
        found = config.printers_file.stat()
    except FileNotFoundError:
        return VIRTUAL
    return _read(config, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=8)
def _read(
    config: Config,
    changed: int,  # noqa: ARG001 - part of the key.
    size: int,  # noqa: ARG001 - part of the key.
) -> dict[str, PrinterConfig]:
    try:
        found = load_config(config.printers_file)
    except BadConfig as error:
        raise BadPrintersFile(what=words.mistake(error)) from None
    _LAST[config.printers_file] = found
    return found


def by_name(config: Config, name: str) -> PrinterConfig:
    """Find a printer by its name."""
    found = printers(config).get(name)
    if found is None:
        written(config)  # A mistake in the file says more than that the name is unknown.
        raise UnknownPrinter(name=name)
    return found


def route(
    known: Iterable[PrinterConfig], kind: str, site: str | None = None, till: str | None = None
) -> PrinterConfig | None:
    """Choose the printer for a kind of document asked for at a site and a till.

    One that is there for this till comes before one for this site, and that before one for all;
    among equals the first in the list. What no printer names goes where INSTEAD says.
    """
    known = list(known)
    fitting = [
        printer
        for printer in known
        if kind in printer.prints
        and (not printer.tills or till in printer.tills)
        and (not printer.sites or site in printer.sites)
    ]
    if fitting:
        # `max` gives the first of equals.
        return max(fitting, key=lambda printer: (bool(printer.tills), bool(printer.sites)))
    return route(known, INSTEAD[kind], site, till) if kind in INSTEAD else None


def is_virtual(printer: PrinterConfig) -> bool:
    """Tell whether a printer prints on pages instead of paper."""
    return printer.scheme == "virtual"


def describe(config: Config) -> Iterator[str]:
    """Say of each printer in one line what it is, how it is, and what it prints."""
    for printer in written(config).values():
        kinds = ", ".join(printer.prints) or "-"
        paper = f"{printer.language}, {printer.width_dots} dots"
        yield f"{printer.name}: {printer.uri} ({paper}), prints {kinds}; {_state(printer)}"


def _state(printer: PrinterConfig) -> str:
    if is_virtual(printer):
        return "on the screen"
    try:
        status = ask(printer)
    except NotSent as error:
        return words.english(error.problem, printer.name)
    if status is None:
        return "cannot be asked how it is"
    if status.problem is not None:
        return words.english(status.problem, printer.name)
    return "ready, paper is nearly out" if status.paper_low else "ready"
