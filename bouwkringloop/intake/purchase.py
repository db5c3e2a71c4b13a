"""Write down that a delivery was bought: from whom, for how much, and how it was paid.

A purchase is written down once and never changed or taken back: the statement that the seller
signed says what it says. Who made a mistake notes it on the signed paper, and the bookkeeper
corrects it in the accounts. It is for private persons only; a business sends an invoice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.money import MOST_CENTS
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.intake import find, margin
from bouwkringloop.intake.models import Intake, IntakeLine, Purchase
from bouwkringloop.people import audit
from bouwkringloop.printing.documents import Receipt, to_json
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import numbers

#: Above this amount a purchase from a private person needs a statement with name and address
#: (inkoopverklaring; Uitvoeringsbesluit omzetbelasting 1968, art. 4c).
STATEMENT_ABOVE_CENTS = 50_000
#: From this amount on nobody who trades in goods may pay or take cash, since 1 January 2026 (Wwft).
NO_CASH_FROM_CENTS = 300_000
#: So many whole calendar years after its own the tax office may ask for it (AWR, art. 52 lid 4).
KEPT_YEARS = 7
WAYS = ("cash", "bank")
DOCUMENTS = ("", "passport", "id_card", "driving_licence", "residence_permit")


class BoughtAlready(Refused):
    """A delivery is bought once."""

    message = N_("This purchase is written down already. It cannot be changed.")


class OfABatch(Refused):
    """What came of a builder's batch is paid by the agreement with the builder."""

    message = N_("This came of a builder's batch. What is paid for it stands in the agreement.")


class NothingPaid(Refused):
    """A purchase for nothing, of things that need no entry in the register."""

    status = 422
    message = N_("Type what was paid for at least one thing.")


class SellerUnknown(Refused):
    """Neither a large purchase nor the register goes without the seller's name and address."""

    status = 422
    message = N_("Type the seller's name and address: they are needed for this purchase.")


class NoWayOfPaying(Refused):
    """Money went over, but nobody says how."""

    status = 422
    message = N_("Choose how it was paid.")


class TooMuchCash(Refused):
    """The law lets nobody pay this much for goods in cash."""

    status = 422
    message = N_("€ 3,000 or more may not be paid in cash. Pay it by bank.")


class NoSuchPayment(Refused):
    """Money for a line that is not there or was not taken in, or an absurd amount of it."""

    status = 422
    message = N_("An amount cannot be right. Check what was paid for each thing.")


class NoSuchDocument(Refused):
    """A kind of document that nobody shows."""

    status = 422
    message = N_("Choose which document you saw.")


@dataclass(frozen=True)
class Seller:
    """Who sold it, and by which document that is known."""

    name: str = ""
    address: str = ""
    document_kind: str = ""
    document_number: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a name and an address."""
        return bool(self.name and self.address)


def of(session: Session, intake: Intake) -> Purchase | None:
    """Find the purchase of a delivery."""
    return session.scalars(select(Purchase).where(Purchase.intake_id == intake.id)).first()


def payable(intake: Intake) -> list[IntakeLine]:
    """List what can be paid for: what was refused went home again."""
    return [line for line in intake.lines if line.route != "refuse"]


def is_registered(intake: Intake) -> bool:
    """Tell whether something in it belongs in the dealer's register."""
    return any(line.category.registered for line in payable(intake))


def is_paid_by_agreement(intake: Intake) -> bool:
    """Tell whether a builder's agreement says what was paid, where nobody wrote a purchase down."""
    return any(line.paid_cents for line in intake.lines)


def record(
    session: Session,
    uuid: UUID,
    seller: Seller,
    paid: Mapping[int, int],
    paid_by: str,
    *,
    by: Actor,
) -> Purchase:
    """Write a purchase down: `paid` gives what was paid in cents, by the position of each line.

    What was bought so goes under the margin scheme, unless its category is exempt: used goods
    that somebody who can charge no VAT delivered are sold with VAT over the margin alone (Wet op
    de omzetbelasting 1968, art. 28b; what a private person sells always counts as used). A thing
    that was given for nothing keeps its scheme, since its margin is its whole price anyway. What
    was sold before stays sold as it was.
    """
    seller = _cleaned(seller)
    intake = find.to_change(session, uuid)
    if of(session, intake) is not None:
        raise BoughtAlready
    if is_paid_by_agreement(intake):
        raise OfABatch
    lines = {line.position: line for line in payable(intake)}
    total_cents = _checked(intake, seller, paid, paid_by, lines)
    bought = [lines[position] for position, cents in paid.items() if cents]
    for line in bought:
        line.paid_cents = paid[line.position]
    margin.put_under(session, bought, by=by)
    made = Purchase(
        intake=intake,
        number=numbers.next_one(session, Purchase.number),
        **vars(seller),
        paid_cents=total_cents,
        paid_by=paid_by if total_cents else "",
        at=clock.now(),
        person_id=by.id,
    )
    session.add(made)
    session.flush()  # A second purchase of one delivery is stopped here, by the database.
    # The trail is never wiped, so the seller is not in it.
    audit.note(
        session,
        by,
        "purchase.recorded",
        f"intake:{uuid}",
        number=made.number,
        total_cents=total_cents,
        paid_by=made.paid_by,
    )
    return made


def _cleaned(seller: Seller) -> Seller:
    if seller.document_kind not in DOCUMENTS:
        raise NoSuchDocument
    tidy = replace(seller, **{key: clean(text)[:120] for key, text in vars(seller).items()})
    # A number that belongs to no document says nothing, and is nobody's business.
    return tidy if tidy.document_kind else replace(tidy, document_number="")


def _checked(
    intake: Intake,
    seller: Seller,
    paid: Mapping[int, int],
    paid_by: str,
    lines: Mapping[int, IntakeLine],
) -> int:
    """Refuse what cannot be or may not be; give what was paid in all."""
    for position, cents in paid.items():
        if not 0 <= cents <= MOST_CENTS or (cents and position not in lines):
            raise NoSuchPayment
    total_cents = sum(paid.values())
    registered = is_registered(intake)
    if not total_cents and not registered:
        raise NothingPaid
    if total_cents > MOST_CENTS:
        raise NoSuchPayment
    if (registered or total_cents > STATEMENT_ABOVE_CENTS) and not seller.is_known:
        raise SellerUnknown
    if total_cents and paid_by not in WAYS:
        raise NoWayOfPaying
    if paid_by == "cash" and total_cents >= NO_CASH_FROM_CENTS:
        raise TooMuchCash
    return total_cents


def wipe_old(session: Session) -> int:
    """Forget who sold what, when nobody may ask for it any more; tell of how many purchases."""
    before = _first_kept()
    over = session.scalars(
        select(Purchase).where(Purchase.at < before, Purchase.wiped_at.is_(None))
    ).all()
    for purchase in over:
        purchase.name = purchase.address = ""
        purchase.document_kind = purchase.document_number = ""
        purchase.wiped_at = clock.now()
        audit.note(session, None, "purchase.wiped", f"purchase:{purchase.number}")
    papers = [f"purchase:{purchase.number}" for purchase in over]
    empty = to_json(Receipt(lines=()))
    session.execute(update(PrintJob).where(PrintJob.subject.in_(papers)).values(document=empty))
    return len(over)


def _first_kept() -> datetime:
    year = clock.today().year - KEPT_YEARS
    return datetime.combine(date(year, 1, 1), time(), clock.SHOP_ZONE)
