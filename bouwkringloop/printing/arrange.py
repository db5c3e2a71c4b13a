"""Add, change, order and remove the shop's printers: all of it in the one printers file."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.config import Config
from bouwkringloop.people import audit
from bouwkringloop.printing import reach, setup, words
from bouwkringloop.printing.models import PrinterState, PrintJob
from printers import BadConfig, CodePage, PrinterConfig
from printers.editing import arrange, drop, put
from printers.profiles import parse_config


class NameTaken(Refused):
    """Two printers would have the same name."""

    message = N_("There is a printer called “%(name)s” already.")


class StillWanted(Refused):
    """A printer is taken away while documents wait for it by name."""

    message = N_("%(many)s documents wait for this printer. Give them to another one first.")


class LastPrinter(Refused):
    """Without any printer nothing could be printed or shown."""

    message = N_("This is the last printer. Add another one first.")


def add(session: Session, config: Config, printer: PrinterConfig, *, by: Actor) -> None:
    """Add a printer before all others, so that it prints from now on what it is there for."""
    for name in setup.printers(config):
        if name.casefold() == printer.name.casefold():
            raise NameTaken(name=name)
    reach.refuse_strangers(session, printer)
    names = [printer.name, *setup.printers(config)]
    _change(config, lambda text: arrange(put(text, printer), names))
    audit.note(session, by, "printer.added", f"printer:{printer.name}", uri=printer.uri)


def change(session: Session, config: Config, printer: PrinterConfig, *, by: Actor) -> None:
    """Change the settings of a printer."""
    setup.by_name(config, printer.name)
    reach.refuse_strangers(session, printer)
    _change(config, lambda text: put(text, printer))
    audit.note(session, by, "printer.changed", f"printer:{printer.name}", uri=printer.uri)


def choose_page(
    session: Session, config: Config, name: str, page: CodePage | None, *, by: Actor
) -> None:
    """Have receipts written in a printer's own letters from this code page; None for pictures."""
    printer = setup.by_name(config, name)
    if page is None:
        changed = replace(printer, text="raster")
    else:
        changed = replace(printer, text="native", codepage=page)
    change(session, config, changed, by=by)


def move(session: Session, config: Config, name: str, steps: int, *, by: Actor) -> None:
    """Move a printer up (negative) or down the list; the first that fits prints."""
    setup.by_name(config, name)
    names = list(setup.printers(config))
    at = names.index(name)
    names.insert(max(0, min(len(names) - 1, at + steps)), names.pop(at))
    _change(config, lambda text: arrange(text, names))
    audit.note(session, by, "printer.ordered", f"printer:{name}", order=", ".join(names))


def remove(session: Session, config: Config, name: str, *, by: Actor) -> None:
    """Take a printer away, unless something waits for it by name or it is the last one."""
    setup.by_name(config, name)
    if len(setup.printers(config)) == 1:
        raise LastPrinter
    waiting = session.scalars(
        select(PrintJob.id).where(
            PrintJob.printer == name,
            PrintJob.state.in_(("queued", "sending", "uncertain", "failed")),
        )
    ).all()
    if waiting:
        raise StillWanted(many=len(waiting))
    _change(config, lambda text: drop(text, name))
    session.execute(delete(PrinterState).where(PrinterState.printer == name))
    audit.note(session, by, "printer.removed", f"printer:{name}")


def _change(config: Config, edit: Callable[[str], str]) -> None:
    """Write the printers file anew, whole or not at all; refuse what cannot be read back."""
    setup.written(config)  # A file with a mistake is mended by hand first.
    path = config.printers_file
    if path.exists():
        text = path.read_text(encoding="utf-8")
    else:
        text = ""
        for printer in setup.VIRTUAL.values():
            text = put(text, printer)
    edited = edit(text)
    try:
        parse_config(edited, path.name)
    except BadConfig as error:
        raise setup.BadPrintersFile(what=words.mistake(error)) from None
    handle, scrap = tempfile.mkstemp(dir=path.parent, prefix=".printers-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(edited)
        file.flush()
        os.fsync(file.fileno())
    Path(scrap).chmod(0o644)
    Path(scrap).replace(path)
