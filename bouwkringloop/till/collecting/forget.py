"""Forget who collected what, and where it was brought, when it is over long enough."""

from datetime import timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session, aliased

from bouwkringloop.base import clock
from bouwkringloop.people import audit
from bouwkringloop.printing.documents import Receipt, to_json
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.till.collecting import tag
from bouwkringloop.till.collecting.models import PERSONAL, Collection
from bouwkringloop.till.collecting.waiting import LEFT
from bouwkringloop.till.models import Sale, SaleLine

#: How long afterwards somebody may still ask to whom a thing went.
KEPT = timedelta(days=30)


def wipe_old(session: Session) -> int:
    """Erase who and where of what was handed over or came back 30 days ago; tell how many."""
    now = clock.now()
    back, back_sale = aliased(SaleLine), aliased(Sale)
    came_back_at = (
        select(func.max(back_sale.at))
        .join(back, back.sale_id == back_sale.id)
        .where(back.returns_id == SaleLine.id)
        .correlate(SaleLine)
        .scalar_subquery()
    )
    over = session.execute(
        select(Collection, Sale.uuid, SaleLine.position)
        .join(SaleLine, SaleLine.id == Collection.sale_line_id)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            Collection.wiped_at.is_(None),
            or_(
                Collection.handed_over_at < now - KEPT,
                (LEFT <= 0) & (came_back_at < now - KEPT),
            ),
        )
    ).all()
    empty = to_json(Receipt(lines=()))
    for one, sale, position in over:
        for column in PERSONAL:
            setattr(one, column, "")
        one.wiped_at = now
        # The tag bore the name too.
        tags = PrintJob.subject == tag.subject(sale, position)
        session.execute(update(PrintJob).where(tags).values(document=empty))
        audit.note(session, None, "collection.wiped", one.subject)
    return len(over)
