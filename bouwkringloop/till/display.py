"""What the screen for customers tells while nobody buys."""

from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.till.models import Sale, SaleLine


def kept_today_g(session: Session) -> int:
    """Add up the weight that left for a second life today, less what came back, in grams."""
    begins = datetime.combine(clock.today(), time(), clock.SHOP_ZONE)
    grams = session.scalar(
        select(func.coalesce(func.sum(SaleLine.weight_g), 0))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.at >= begins)
    )
    return max(0, int(grams or 0))
