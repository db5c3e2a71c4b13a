"""Show what the paper shows: the same picture that is sent to the printer."""

from io import BytesIO

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.config import Config
from bouwkringloop.printing import setup
from bouwkringloop.printing.jobs import UnknownJob
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.printing.submit import Where
from printers import PrinterConfig, as_copy, from_json, render


def of_job(config: Config, job: PrintJob) -> bytes:
    """Draw a job as a PNG, for the printer it went or will go to."""
    document = from_json(job.document)
    if job.is_copy:
        document = as_copy(document)
    return _png(render(document, _printer(config, job)))


def of_document(config: Config, document: str, *, kind: str, where: Where) -> bytes:
    """Draw a document that went to no printer as a PNG, for the one that would print it."""
    printer = _printer_of(config, kind, where.site, where.till)
    return _png(render(from_json(document), printer))


def of_subject(session: Session, config: Config, subject: str) -> bytes:
    """Draw the first document that was printed about something, such as a sale's receipt.

    Where nothing was, it raises UnknownJob.
    """
    job = session.scalar(
        select(PrintJob).where(PrintJob.subject == subject).order_by(PrintJob.id).limit(1)
    )
    if job is None:
        raise UnknownJob
    return of_job(config, job)


def _printer(config: Config, job: PrintJob) -> PrinterConfig:
    """Find the job's printer; one that is gone is stood in for by whatever prints the kind now."""
    known = setup.printers(config)
    if job.printer in known:
        return known[job.printer]
    return _printer_of(config, job.kind, job.site, job.till)


def _printer_of(config: Config, kind: str, site: str | None, till: str | None) -> PrinterConfig:
    routed = setup.route(setup.printers(config).values(), kind, site, till)
    return routed or setup.VIRTUAL["labels" if kind in ("label", "badge") else "bonnen"]


def _png(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
