"""What tests of printing share: a printers file, jobs, and looking at them."""

from bouwkringloop.printing.documents import Label, Receipt, Text, to_json
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.printing.submit import ANYWHERE, submit
from tests import make

LABEL = Label("Paneeldeur", "€ 12,50 / stuk", "00000013", "Deuren", "21-11-2026")
RECEIPT = Receipt((Text("Bouwkringloop", bold=True, size=2),))


def printers_file(config, uri, prints="label", **settings):
    """Write a file with one printer called zebra."""
    lines = [f"{key} = {value!r}" for key, value in settings.items()]
    config.printers_file.write_text(
        f'[printer.zebra]\nuri = "{uri}"\nwidth_dots = 456\ncut = "none"\n'
        f'prints = ["{prints}"]\npatience_s = 1\n' + "\n".join(lines) + "\n"
    )


def put(session, document=LABEL, kind="label", where=ANYWHERE, **more):
    """Write a job down and commit; give its number."""
    by = make.actor(session)
    number = submit(
        session, to_json(document), kind=kind, subject="test", by=by, where=where, **more
    )
    session.commit()
    return number


def job(session, number):
    """Read a job as it is now, and hold nothing."""
    session.rollback()
    found = session.get(PrintJob, number, populate_existing=True)
    session.expunge(found)
    session.rollback()
    return found


def state(session, number):
    """Tell a job's state and printer."""
    found = job(session, number)
    return found.state, found.printer
