"""Put a receipt on paper after the sale: for the first time, or once more as a copy."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Actor
from bouwkringloop.config import Config
from bouwkringloop.people import audit
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.printing.submit import Where, submit
from bouwkringloop.till import copies, find, journal, receipt, rules
from bouwkringloop.till.models import Sale, Till
from bouwkringloop.till.receipts import address


def print_out(session: Session, config: Config, uuid: UUID, *, by: Actor) -> bool:
    """Print the receipt of a sale at its own till, and tell whether it is a copy.

    There is one original: where a sale was made without paper that is this one. Every other is
    marked KOPIE, and the till's journal tells of it.
    """
    sold = find.sale(session, uuid)
    till = session.scalars(
        select(Till).join(Sale, Sale.till_id == Till.id).where(Sale.uuid == uuid)
    ).one()
    subject = f"sale:{uuid}"
    # The lock on the till's row comes first: of two presses only one prints the original.
    head = journal.head(session, till.id)
    document = receipt.document(sold, address_of(session, config, uuid))
    where = Where(site=till.site.slug, till=till.slug)
    is_copy = _is_on_paper(session, subject)
    if is_copy:
        copies.tell(session, head, subject, by)
        copies.print_again(session, document, "receipt", subject, by=by, where=where)
    else:
        submit(session, document, kind="receipt", subject=subject, by=by, where=where)
        audit.note(session, by, "receipt.printed", subject)
    return is_copy


def _is_on_paper(session: Session, subject: str) -> bool:
    """Tell whether the original was printed, or still will be."""
    query = select(PrintJob.id).where(PrintJob.subject == subject, PrintJob.state != "cancelled")
    return session.scalar(query.limit(1)) is not None


def address_of(session: Session, config: Config, uuid: UUID) -> str:
    """Give the address for the code on a sale's paper; nothing where the shop wants none."""
    if not rules.current(session).receipt_code:
        return ""
    number = session.scalars(select(Sale.id).where(Sale.uuid == uuid)).one()
    return address.for_paper(config, number, uuid)
