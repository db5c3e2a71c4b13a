"""Money into a drawer and out of it without a sale, and opening it, each with the reason."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, money
from bouwkringloop.base.errors import OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.printing.submit import Where
from bouwkringloop.till import close, journal, papers, report
from bouwkringloop.till.day.models import CashMovement
from bouwkringloop.till.desk import ShiftClosed
from bouwkringloop.till.models import JournalEntry, Shift
from bouwkringloop.till.settle import CASH_BAN_CENTS


class WhyCash(Refused):
    """Money moves, or a drawer opens, without a reason."""

    status = 422
    message = N_("Say why.")


class AbsurdCash(Refused):
    """An amount of nothing, below nothing, or beyond any drawer."""

    status = 422
    message = N_("This amount cannot be right. Check it, please.")


class TooDearForCash(Refused):
    """The law lets no dealer pay so much for goods in cash."""

    status = 422
    message = N_(
        "Buying goods for € 3,000 or more in cash is not allowed by law. Pay through the bank."
    )


class NotInTheDrawer(Refused):
    """More leaves than can be there."""

    message = N_("There cannot be that much in the drawer. Check the amount, please.")


def move(
    session: Session,
    uuid: UUID,
    shift_uuid: UUID,
    *,
    kind: str,
    cents: int,
    reason: str,
    by: Actor,
    purchase_id: int | None = None,
) -> CashMovement:
    """Move money in (`in`) or out: `out`, to the `safe`, or for a `purchase`; once per id.

    With the number of a purchase in the database it is paid for that one, which is done once.
    """
    if not 0 < cents <= money.MOST_CENTS:
        raise AbsurdCash
    if not reason:
        raise WhyCash
    if kind == "purchase" and cents >= CASH_BAN_CENTS:
        raise TooDearForCash
    signed = cents if kind == "in" else -cents
    return _book(session, uuid, shift_uuid, kind, signed, reason, by=by, purchase_id=purchase_id)


def settle_invoice(
    session: Session, uuid: UUID, shift_uuid: UUID, *, cents: int, name: str, by: Actor
) -> CashMovement:
    """Take in what is paid of an invoice in cash, or pay it back below zero; once per id.

    The drawer gets what five-cent rounding makes of it.
    """
    rounded = money.round_cash(cents)
    if not 0 < abs(rounded) <= money.MOST_CENTS:
        raise AbsurdCash
    return _book(session, uuid, shift_uuid, "invoice", rounded, f"Factuur {name}", by=by)


def _book(
    session: Session,
    uuid: UUID,
    shift_uuid: UUID,
    kind: str,
    signed: int,
    reason: str,
    *,
    by: Actor,
    purchase_id: int | None = None,
) -> CashMovement:
    head = journal.head(session, close.by_id(session, shift_uuid).till_id)
    shift = _open(session, shift_uuid)
    known = session.scalar(select(CashMovement).where(CashMovement.uuid == uuid))
    if known is not None:
        if (known.shift_id, known.kind, known.amount_cents, known.reason) != (
            shift.id,
            kind,
            signed,
            reason,
        ):
            raise OtherContentUnderThisId
        return known
    if shift.closed_at is not None:
        raise ShiftClosed
    if signed < 0 and report.expected_cents(session, shift) + signed < 0:
        raise NotInTheDrawer
    now = clock.now()
    made = CashMovement(
        uuid=uuid,
        shift=shift,
        kind=kind,
        amount_cents=signed,
        reason=reason,
        at=now,
        person_id=by.id,
        purchase_id=purchase_id,
    )
    session.add(made)
    session.flush()  # The same movement sent twice at one moment is refused here.
    subject = f"shift:{shift_uuid}"
    facts = {"person": by.id, "cash": str(uuid), "amount_cents": signed, "reason": reason}
    journal.add(session, head, kind=f"cash.{kind}", subject=subject, at=now, facts=facts)
    audit.note(session, by, "cash.moved", subject, way=kind, cents=signed, reason=reason)
    papers.open_drawer(session, where=_where(shift), by=by)
    return made


def moves(session: Session, shift: Shift) -> Sequence[CashMovement]:
    """List what moved without a sale, the newest first."""
    return session.scalars(
        select(CashMovement)
        .where(CashMovement.shift_id == shift.id)
        .options(joinedload(CashMovement.person))
        .order_by(CashMovement.id.desc())
    ).all()


def open_without_sale(
    session: Session, shift_uuid: UUID, reason: str, *, by: Actor, uuid: UUID | None = None
) -> None:
    """Open the drawer by button, once per id; the journal says who did, and why."""
    if not reason:
        raise WhyCash
    head = journal.head(session, close.by_id(session, shift_uuid).till_id)
    shift = _open(session, shift_uuid)
    if shift.closed_at is not None:
        raise ShiftClosed
    subject = f"shift:{shift_uuid}"
    facts = {"person": by.id, "reason": reason}
    if uuid is not None:
        facts["id"] = str(uuid)
        if _was_opened(session, subject, uuid):
            return
    journal.add(session, head, kind="drawer.opened", subject=subject, at=clock.now(), facts=facts)
    audit.note(session, by, "drawer.opened", subject, reason=reason)
    papers.open_drawer(session, where=_where(shift), by=by)


def _was_opened(session: Session, subject: str, uuid: UUID) -> bool:
    entry = select(JournalEntry.id).where(
        JournalEntry.kind == "drawer.opened",
        JournalEntry.subject == subject,
        JournalEntry.content.contains(f'"id":"{uuid}"'),
    )
    return session.scalar(entry) is not None


def _open(session: Session, shift_uuid: UUID) -> Shift:
    """Read the shift anew, now that nobody else can close it."""
    shift = close.by_id(session, shift_uuid)
    session.refresh(shift)
    return shift


def _where(shift: Shift) -> Where:
    return Where(site=shift.till.site.slug, till=shift.till.slug)
