"""Read a recorded sale back, as it was answered when it was made."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.till import basket, journal
from bouwkringloop.till.models import JournalEntry, Sale, SaleLine
from bouwkringloop.till.sell import Sold


class UnknownSale(NotFound):
    """No sale has this id."""

    message = N_("This sale does not exist.")


def sale(session: Session, uuid: UUID) -> Sold:
    """Read a sale with its lines, payments and place in the journal."""
    found = session.scalar(
        select(Sale)
        .where(Sale.uuid == uuid)
        .options(selectinload(Sale.lines).selectinload(SaleLine.item), selectinload(Sale.payments))
    )
    if found is None:
        raise UnknownSale
    lines = [_line(line) for line in found.lines]
    link = session.execute(
        select(JournalEntry.number, JournalEntry.hash).where(
            JournalEntry.till_id == found.till_id, JournalEntry.number == found.journal_number
        )
    ).one()
    return Sold(
        id=found.uuid,
        receipt_number=found.receipt_number,
        till=found.till.name,
        site=found.till.site.name,
        address=found.till.site.address,
        cashier=found.person.name,
        at=found.at,
        lines=lines,
        total_cents=found.total_cents,
        settlement=basket.Settlement(
            found.rounding_cents,
            found.change_cents,
            tuple(
                basket.Payment(p.method, p.tendered_cents, p.amount_cents) for p in found.payments
            ),
        ),
        vat=_rows(lines),
        journal=journal.Link(*link),
    )


def _line(stored: SaleLine) -> basket.Line:
    return basket.Line(
        item_id=stored.item_id,
        code=stored.item.code if stored.item else None,
        category_id=stored.category_id,
        description=stored.description,
        unit=stored.unit,
        quantity_milli=stored.quantity_milli,
        unit_price_cents=stored.unit_price_cents,
        discount_cents=stored.discount_cents,
        reason=stored.reason,
        total_cents=stored.total_cents,
        vat_regime=stored.vat_regime,
        vat_rate="",
        weight_g=stored.weight_g,
        vat_percent=stored.vat_percent,
        vat_cents=stored.vat_cents,
    )


def _rows(lines: list[basket.Line]) -> list[basket.VatRow]:
    """Add the stored VAT up, rather than work it out again with today's rules."""
    normal = [line for line in lines if line.vat_regime == "normal"]
    rows = []
    for percent in sorted({line.vat_percent for line in normal}, reverse=True):
        of_rate = [line for line in normal if line.vat_percent == percent]
        vat = sum(line.vat_cents for line in of_rate)
        rows.append(basket.VatRow(percent, sum(li.total_cents for li in of_rate) - vat, vat))
    return rows
