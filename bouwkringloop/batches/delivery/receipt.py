"""The paper for who brought a load: what came, what it weighs, and who signed for it."""

import base64
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.batches import find as batches
from bouwkringloop.batches.delivery import find, signature
from bouwkringloop.batches.delivery.deliver import weight_of
from bouwkringloop.batches.delivery.models import BatchDelivery, DeliveryLine
from bouwkringloop.batches.words import WEIGHED
from bouwkringloop.people import audit
from bouwkringloop.printing.documents import Feed, Line, Picture, Receipt, Row, Rule, Text, to_json
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.printing.submit import Where, submit


def subject(delivery: BatchDelivery) -> str:
    """Name the papers of a delivery among the print jobs."""
    return f"batch_delivery:{delivery.uuid}"


def order(session: Session, folder: Path, batch_uuid: UUID, uuid: UUID, *, by: Actor) -> bool:
    """Have the receipt printed after the commit, and tell whether it is a copy.

    There is one original; every other is marked so.
    """
    # Of two presses only one prints the original.
    batch = batches.to_change(session, batch_uuid)
    delivery = find.one(session, batch, uuid)
    about = subject(delivery)
    is_copy = is_on_paper(session, delivery)
    document = to_json(compose(delivery, signature.read(folder, delivery.signature_id)))
    where = Where(site=delivery.site.slug)
    submit(session, document, kind="receipt", subject=about, by=by, where=where, is_copy=is_copy)
    detail = {"delivery": str(uuid), "copy": is_copy}
    audit.note(session, by, "batch.receipt_printed", batch.subject, **detail)
    return is_copy


def is_on_paper(session: Session, delivery: BatchDelivery) -> bool:
    """Tell whether the original was printed, or still will be."""
    printed = (PrintJob.subject == subject(delivery), PrintJob.state != "cancelled")
    return session.scalar(select(PrintJob.id).where(*printed).limit(1)) is not None


def number(delivery: BatchDelivery) -> str:
    """Give a delivery's number for people: its batch's, and its own."""
    return f"{delivery.batch.number}-{delivery.number}"


def compose(delivery: BatchDelivery, drawing: bytes | None) -> Receipt:
    """Say what came in, in the batch's language."""
    batch = delivery.batch
    with i18n.speaking(batch.language):
        title = _("Receipt of a delivery")
        facts = [
            (_("Delivery"), number(delivery)),
            (_("Date"), i18n.moment(delivery.at)),
            (_("From"), batch.customer.name),
            (_("Project"), batch.project),
            (_("Driver"), delivery.driver),
            (_("Number plate"), delivery.plate),
        ]
        total = Row(_("Together"), i18n.exact_weight(weight_of([delivery])), bold=True)
        return Receipt(
            title=title,
            lang=i18n.language(),
            lines=(
                Text(delivery.site.name, bold=True, size=2, align="center"),
                *([Text(delivery.site.address, align="center")] if delivery.site.address else []),
                Feed(),
                Text(title, bold=True, size=2, align="center"),
                Feed(),
                *(Row(name, value) for name, value in facts if value),
                Rule(),
                *(row for line in delivery.lines for row in _line(line)),
                Rule(),
                total,
                *([Text(delivery.note)] if delivery.note else []),
                Feed(),
                *_signed(delivery, drawing),
                Text(_("Thank you for giving building materials a second life."), align="center"),
                Feed(),
            ),
        )


def _line(line: DeliveryLine) -> Iterator[Line]:
    count = i18n.quantity(line.quantity_milli, line.line.unit)
    yield Row(f"{line.line.name}, {count}", i18n.exact_weight(line.weight_g), bold=True)
    notes = [_(WEIGHED[line.weight_source])]
    if line.difference:
        notes.append(_("different: %(what)s") % {"what": line.difference})
    if line.more_follows:
        notes.append(_("more follows"))
    yield Text("  " + " · ".join(notes))


def _signed(delivery: BatchDelivery, drawing: bytes | None) -> Iterator[Line]:
    if drawing is not None:
        yield Text(_("Handed over by:"))
        yield Picture(base64.b64encode(drawing).decode())
        yield Text(delivery.signed_by, align="center")
        yield Feed()
        return
    name = delivery.signed_by or delivery.driver
    yield Text(_("Handed over by: %(name)s") % {"name": name} if name else _("Handed over by:"))
    yield Feed(3)
    yield Rule()
    yield Text(_("Signature"), align="center")
    yield Feed()
