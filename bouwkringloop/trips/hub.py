"""Tell what of builders' batches stands where, since when, and beyond how many free days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.quantity import to_decimal
from bouwkringloop.batches.delivery.models import (
    BatchDelivery,
    DeliveryLine,
    Inspection,
    Stocked,
)
from bouwkringloop.batches.models import Batch
from bouwkringloop.intake import became
from bouwkringloop.intake.models import IntakeLine
from bouwkringloop.spreadsheets import export_items
from bouwkringloop.spreadsheets.workbook import Sheet, Written
from bouwkringloop.stock.models import Item, Place, Site


@dataclass(frozen=True)
class Stands:
    """One thing of a builder's batch that stands somewhere."""

    item: Item
    site: Site
    place: Place | None
    batch: Batch
    #: The day of the delivery that it came with.
    since: date

    @property
    def days(self) -> int:
        """How many days it has stood here."""
        return (clock.today() - self.since).days

    @property
    def free_days(self) -> int:
        """How many days of storage were agreed on without a word."""
        return self.batch.agreement.free_days if self.batch.agreement else 0

    @property
    def days_over(self) -> int:
        """How many days it stands longer than that."""
        return max(self.days - self.free_days, 0)


def stands(session: Session, site: str = "") -> list[Stands]:
    """List what stands at the sites or at one of them, what stands longest first."""
    origins = _origins(session)
    found = []
    for item, root in _family(session, sorted(origins)):
        batch, since = origins[root]
        if item.quantity_milli > 0 and site in ("", item.site.slug):
            found.append(Stands(item, item.site, item.place, batch, since))
    return sorted(found, key=lambda each: (each.since, each.site.name, each.item.id))


def _origins(session: Session) -> dict[int, tuple[Batch, date]]:
    """Tell of each thing that was made of a batch which one it was, and when it came."""
    rows = session.execute(
        select(IntakeLine.item_id, Batch, BatchDelivery.at)
        .join(Stocked, Stocked.intake_line_id == IntakeLine.id)
        .join(Inspection, Inspection.id == Stocked.inspection_id)
        .join(DeliveryLine, DeliveryLine.id == Inspection.delivery_line_id)
        .join(BatchDelivery, BatchDelivery.id == DeliveryLine.delivery_id)
        .join(Batch, Batch.id == BatchDelivery.batch_id)
        .where(IntakeLine.item_id.is_not(None))
        .options(joinedload(Batch.customer), joinedload(Batch.agreement))
    )
    return {
        number: (batch, clock.local(at).date()) for number, batch, at in rows if number is not None
    }


def _family(session: Session, roots: Sequence[int]) -> Iterator[tuple[Item, int]]:
    """Give each thing with what it was first part of; the first ones come before their parts."""
    root_of: dict[int, int] = {}
    for item in became.family(session, roots):
        # A part of a part of a batch may itself be known as a thing of a batch; that counts.
        root = item.id if item.id in roots else root_of[item.parent_id or 0]
        if item.id not in root_of:
            root_of[item.id] = root
            yield item, root


_HEADINGS = (
    N_("Days"),
    N_("Days too long"),
    N_("Since"),
    N_("Site"),
    N_("Place"),
    N_("Code"),
    N_("What"),
    N_("Quantity"),
    N_("Unit"),
    N_("Weight (kg)"),
    N_("Builder"),
    N_("Batch"),
    N_("Project"),
)


def to_csv(found: Sequence[Stands]) -> bytes:
    """Write the list as the Dutch Excel opens it."""
    return export_items.to_csv(
        Sheet(
            name=translate(N_("Hub")),
            headings=[translate(heading) for heading in _HEADINGS],
            rows=(_row(each) for each in found),
            widths=[13] * len(_HEADINGS),
            formats=["0.###"] * len(_HEADINGS),
        )
    )


def _row(each: Stands) -> list[Written]:
    item = each.item
    return [
        Decimal(each.days),
        Decimal(each.days_over),
        each.since.isoformat(),
        each.site.name,
        each.place.name if each.place else None,
        item.code,
        item.title,
        to_decimal(item.quantity_milli),
        item.unit,
        to_decimal(item.stock_g),
        each.batch.customer.name,
        Decimal(each.batch.number),
        each.batch.project,
    ]
