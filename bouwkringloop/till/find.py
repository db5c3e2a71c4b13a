"""Read a recorded sale back, as it was answered when it was made."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from bouwkringloop.base import codes
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.stock.models import Item
from bouwkringloop.till import basket, journal, settle, vat
from bouwkringloop.till.collecting import waiting
from bouwkringloop.till.models import JournalEntry, Sale, SaleLine, Till
from bouwkringloop.till.sell import Sold
from bouwkringloop.till.vouchers import spend

#: How many sales a search shows.
MOST_FOUND = 12


class UnknownSale(NotFound):
    """No sale has this id."""

    message = N_("This sale does not exist.")


@dataclass(frozen=True)
class Found:
    """A sale in a list: enough to tell it from others."""

    id: UUID
    receipt_number: int
    till: str
    at: datetime
    total_cents: int
    what: str


def sales(session: Session, query: str, till_slug: str = "") -> list[Found]:
    """Find sales by the number of their receipt or the code of a thing; the newest without a word.

    Those of the till that asks stand first, since a number is known at each till.
    """
    words = query.replace(" ", "")
    wanted = select(Sale).join(Till, Till.id == Sale.till_id)
    if codes.is_item_code(words):
        sold = select(SaleLine.sale_id).join(Item, Item.id == SaleLine.item_id)
        wanted = wanted.where(Sale.id.in_(sold.where(Item.code == words)))
    elif words:
        number = int(words) if words.isascii() and words.isdigit() and len(words) < 10 else -1
        wanted = wanted.where(Sale.receipt_number == number)
    rows = session.scalars(
        wanted.options(joinedload(Sale.till), selectinload(Sale.lines))
        .order_by((Till.slug == till_slug).desc(), Sale.id.desc())
        .limit(MOST_FOUND)
    )
    return [
        Found(
            one.uuid,
            one.receipt_number,
            one.till.name,
            one.at,
            one.total_cents,
            ", ".join(line.description for line in one.lines[:3]),
        )
        for one in rows
    ]


def last_of(session: Session, till: Till) -> Sale | None:
    """Find the newest sale of a till, whichever device made it."""
    newest = (Sale.till_id == till.id, Sale.receipt_number == till.last_receipt_number)
    return session.scalar(select(Sale).where(*newest))


def sale(session: Session, uuid: UUID) -> Sold:
    """Read a sale with its lines, payments and place in the journal."""
    found = session.scalar(
        select(Sale)
        .where(Sale.uuid == uuid)
        .options(
            joinedload(Sale.till).joinedload(Till.site),
            joinedload(Sale.person),
            selectinload(Sale.lines).joinedload(SaleLine.item),
            selectinload(Sale.payments),
        )
    )
    if found is None:
        raise UnknownSale
    lines = [_line(line) for line in found.lines]
    _name_receipts(session, lines)
    for at in waiting.positions(session, found.id):
        lines[at - 1].collect = True
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
        settlement=settle.Settlement(
            found.rounding_cents,
            found.change_cents,
            tuple(
                settle.Payment(p.method, p.tendered_cents, p.amount_cents) for p in found.payments
            ),
        ),
        # The stored VAT is added up, rather than worked out again with today's rules.
        vat=vat.rows(lines),
        journal=journal.Link(*link),
        customer_id=found.customer_id,
        refunds_sale_id=basket.returned_sale(lines),
        vouchers=spend.of_sale(session, found.id),
    )


def _name_receipts(session: Session, lines: list[basket.Line]) -> None:
    """Fill in of which receipt a line came back."""
    wanted = [line.returns_id for line in lines if line.returns_id is not None]
    if not wanted:
        return
    rows = session.execute(
        select(SaleLine.id, Sale.id, Sale.receipt_number)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(SaleLine.id.in_(wanted))
    )
    of = {line_id: (sale_id, number) for line_id, sale_id, number in rows}
    for line in lines:
        if line.returns_id is not None:
            line.returned_sale_id, line.returned_receipt = of[line.returns_id]


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
        kind=stored.kind,
        list_price_cents=stored.list_price_cents,
        basket_discount_cents=stored.basket_discount_cents,
        cost_cents=stored.cost_cents,
        measures=stored.measures,
        returns_id=stored.returns_id,
        back_to=stored.back_to,
    )
