"""Book what comes in for an invoice, and undo what was booked wrongly; both by an added row."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.invoicing import find, told
from bouwkringloop.invoicing.models import METHODS, Invoice, InvoicePayment
from bouwkringloop.partners import account
from bouwkringloop.people import audit
from bouwkringloop.till import close, open_shift
from bouwkringloop.till.day import drawer
from bouwkringloop.till.day.models import CashMovement
from bouwkringloop.till.models import Payment, Shift
from bouwkringloop.till.settle import CASH_BAN_CENTS, TooMuchCash

LONGEST_NOTE = 80
_LONG_AGO = timedelta(days=3 * 366)


class PaidTooMuch(Refused):
    """More than is open."""

    status = 422
    message = N_("Of this invoice %(open)s is open. Book at most that.")


class NothingOpen(Refused):
    """An invoice of which nothing is open."""

    message = N_("Nothing is open of this invoice.")


class NoSuchDay(Refused):
    """A day that has not come yet, or is too long ago."""

    status = 422
    message = N_("The day of a payment is from %(first)s up to today.")


class UnknownMethod(Refused):
    """A way of paying that is not known."""

    status = 422
    message = N_("Choose how it was paid.")


class NotToday(Refused):
    """Money goes into a drawer when it is handed over."""

    status = 422
    message = N_(
        "What goes into a drawer is received today. For another day choose that it went through no"
        " till."
    )


class DrawerIsShut(Refused):
    """Money that came into a drawer leaves it there again, or not at all."""

    message = N_("This money went through %(till)s. Open that till first, then undo it.")


class UnknownPayment(NotFound):
    """No such payment of this invoice."""

    message = N_("This payment does not exist.")


class UndoneAlready(Refused):
    """A payment that was undone, or itself undoes one."""

    message = N_("This payment was undone already.")


@dataclass(frozen=True)
class Came:
    """Money that came in, or went back where the amount is below zero."""

    id: UUID
    amount_cents: int
    paid_on: date
    method: str
    note: str = ""
    #: The open shift whose drawer it goes into, or comes out of.
    shift: UUID | None = None


def book(session: Session, uuid: UUID, came: Came, *, by: Actor) -> InvoicePayment:
    """Book a payment once, up to what is open.

    Where more was credited than was open, the shop pays back, and that is booked below zero.
    """
    drawers = [close.by_id(session, came.shift).till_id] if came.shift is not None else []
    invoice = _locked(session, uuid, *drawers)
    first = session.scalar(select(InvoicePayment).where(InvoicePayment.uuid == came.id))
    if first is not None:
        if (first.invoice_id, first.amount_cents) != (invoice.id, came.amount_cents):
            raise OtherContentUnderThisId
        return first
    if came.method not in METHODS:
        raise UnknownMethod
    first_day = clock.today() - _LONG_AGO
    if not first_day <= came.paid_on <= clock.today():
        raise NoSuchDay(first=i18n.day(first_day))
    is_open = find.one(session, uuid).open_cents
    if not is_open:
        raise NothingOpen
    if not came.amount_cents or not min(0, is_open) <= came.amount_cents <= max(0, is_open):
        raise PaidTooMuch(open=i18n.money(is_open))
    if came.method == "cash":
        _check_law(session, invoice, came.amount_cents)
        _use_drawer(session, invoice, came, by)
    made = InvoicePayment(
        uuid=came.id,
        invoice_id=invoice.id,
        amount_cents=came.amount_cents,
        paid_on=came.paid_on,
        method=came.method,
        note=clean(came.note)[:LONGEST_NOTE],
        person_id=by.id,
        at=clock.now(),
    )
    _store(session, invoice, made)
    audit.note(session, by, "invoice.paid", invoice.subject, name=invoice.name, **_told(made))
    return made


def undo(session: Session, uuid: UUID, number: int, *, by: Actor) -> InvoicePayment:
    """Undo a payment that was booked wrongly, by a row that names it.

    What went through a drawer goes back through the drawer of the same till.
    """
    invoice = _locked(session, uuid, *_drawers_of(session, number))
    wrong = session.get(InvoicePayment, number)
    if wrong is None or wrong.invoice_id != invoice.id:
        raise UnknownPayment
    undone = select(InvoicePayment.id).where(InvoicePayment.corrects_id == wrong.id)
    if wrong.corrects_id is not None or session.scalar(undone) is not None:
        raise UndoneAlready
    _undo_in_drawer(session, invoice, wrong, by)
    made = InvoicePayment(
        uuid=_undoing(wrong.uuid),
        invoice_id=invoice.id,
        amount_cents=-wrong.amount_cents,
        paid_on=wrong.paid_on,
        method=wrong.method,
        note="",
        person_id=by.id,
        at=clock.now(),
        corrects_id=wrong.id,
    )
    _store(session, invoice, made)
    audit.note(
        session, by, "invoice.payment_undone", invoice.subject, name=invoice.name, **_told(made)
    )
    return made


def _undoing(wrong: UUID) -> UUID:
    """Make the id of the row that undoes a payment: the same however often it is asked for."""
    return UUID(int=wrong.int ^ 1)


def _check_law(session: Session, invoice: Invoice, cents: int) -> None:
    """Refuse cash of € 3,000 and more for one invoice, in however many parts (Wwft, art. 1f)."""
    at_till = select(func.sum(Payment.amount_cents)).where(
        Payment.sale_id == invoice.sale_id, Payment.method == "cash"
    )
    since = select(func.sum(InvoicePayment.amount_cents)).where(
        InvoicePayment.invoice_id == invoice.id, InvoicePayment.method == "cash"
    )
    before = int(session.scalar(at_till) or 0) + int(session.scalar(since) or 0)
    if (cents > 0 and before + cents >= CASH_BAN_CENTS) or cents <= -CASH_BAN_CENTS:
        raise TooMuchCash


def _use_drawer(session: Session, invoice: Invoice, came: Came, by: Actor) -> None:
    if came.shift is None:
        return
    if came.paid_on != clock.today():
        raise NotToday
    # The till is locked before the customer's row, as it is by a sale.
    drawer.settle_invoice(
        session, came.id, came.shift, cents=came.amount_cents, name=invoice.name, by=by
    )


def _undo_in_drawer(session: Session, invoice: Invoice, wrong: InvoicePayment, by: Actor) -> None:
    movement = session.scalar(select(CashMovement).where(CashMovement.uuid == wrong.uuid))
    if movement is None:
        return
    till = movement.shift.till
    shift = open_shift.current(session, till)
    if shift is None:
        raise DrawerIsShut(till=till.name)
    uuid, cents = _undoing(wrong.uuid), -wrong.amount_cents
    drawer.settle_invoice(session, uuid, shift.uuid, cents=cents, name=invoice.name, by=by)


def _told(made: InvoicePayment) -> dict[str, object]:
    return {"amount_cents": made.amount_cents, "paid_by": made.method}


def _store(session: Session, invoice: Invoice, made: InvoicePayment) -> None:
    session.add(made)
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    told.paid(session, invoice, made)
    account.settle(session, invoice.customer_id, made.amount_cents)


def _drawers_of(session: Session, number: int) -> list[int]:
    """Name the till whose drawer took a payment in, if one did."""
    through = (
        select(Shift.till_id)
        .join(CashMovement, CashMovement.shift_id == Shift.id)
        .join(InvoicePayment, InvoicePayment.uuid == CashMovement.uuid)
    )
    return list(session.scalars(through.where(InvoicePayment.id == number)))


def _locked(session: Session, uuid: UUID, *drawers: int) -> Invoice:
    """Find an invoice and keep others from booking on it until this is done."""
    sale_id = session.scalar(select(Invoice.sale_id).where(Invoice.uuid == uuid))
    if sale_id is None:
        raise find.UnknownInvoice
    told.lock(session, sale_id, *drawers)
    invoice = session.scalar(select(Invoice).where(Invoice.uuid == uuid).with_for_update())
    if invoice is None:
        raise find.UnknownInvoice
    if invoice.kind == "credit":
        raise NothingOpen
    return invoice
