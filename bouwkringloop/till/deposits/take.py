"""Take a deposit on what is kept for somebody, let it pay only for that, and give it back.

A deposit is a voucher that belongs to a reservation. Nothing is sold yet when it is paid, and it
can be had back, so it bears no VAT; that is due when the thing is sold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n, money
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.stock import reserve, slip
from bouwkringloop.stock.models import Item, Reservation
from bouwkringloop.till.basket import Line
from bouwkringloop.till.deposits import find
from bouwkringloop.till.deposits.models import Deposit
from bouwkringloop.till.vouchers import spend
from bouwkringloop.till.vouchers.spend import Spent

#: How long a thing is kept, at least, for whom has paid in advance.
KEPT_DAYS = 30


class MoreThanItCosts(Refused):
    """Nobody pays more in advance than in all."""

    message = N_(
        "“%(title)s” costs %(price)s, and %(paid)s of it is paid in advance already. Take a smaller"
        " deposit, or sell it now, to be collected."
    )


class DepositIsForAnother(Refused):
    """A deposit pays for its own thing, as long as that is kept."""

    message = N_(
        "This deposit was paid for “%(title)s”, which is kept for %(name)s. Sell that under its"
        " reservation, or let go of it first."
    )


@dataclass(frozen=True)
class Taken:
    """A deposit that a sale takes, and for what."""

    spent: Spent
    reservation_id: int
    position: int


def line(session: Session, reservation: UUID, priced: Line) -> Line:
    """Name on a line of a receipt for what the deposit is paid."""
    title, code = _thing(session, reservation)
    with i18n.speaking("nl"):
        said = i18n.translate(N_("Deposit: %(title)s (%(code)s)"))
    priced.description = said % {"title": title, "code": code}
    priced.kept_as = reservation
    return priced


def _thing(session: Session, reservation: UUID) -> tuple[str, str]:
    found = session.execute(
        select(Item.title, Item.code)
        .join(Reservation, Reservation.item_id == Item.id)
        .where(Reservation.uuid == reservation)
    ).first()
    if found is None:
        raise reserve.ReservationEnded
    return found.title, found.code


def take(session: Session, lines: Sequence[Line], *, by: Actor, at: datetime) -> list[Taken]:
    """Take the deposits of a basket; what they are for is kept longer for them.

    All that is paid in advance is never more than the thing costs. Whoever takes another deposit
    on the same thing waits here for their turn.
    """
    taken: list[Taken] = []
    for position, line in enumerate(lines, 1):
        if line.kept_as is None:
            continue
        kept = _still_kept(session, line.kept_as, at)
        here = sum(one.spent.amount_cents for one in taken if one.reservation_id == kept.id)
        _check_price(session, kept, here, line.total_cents)
        reserve.keep_longer(kept, KEPT_DAYS, at)
        audit.note(session, by, "item.kept_longer", f"item:{kept.item.code}", days=KEPT_DAYS)
        line.kept_until = slip.last_day(kept)
        spent = spend.issue(session, "deposit", line.total_cents, at)
        line.voucher = spent.code
        taken.append(Taken(spent, kept.id, position))
    return taken


def _still_kept(session: Session, reservation: UUID, at: datetime) -> Reservation:
    kept = reserve.open_one(session, reservation)
    if kept.expires_at <= at:
        raise reserve.ReservationEnded
    return kept


def _check_price(session: Session, kept: Reservation, here_cents: int, cents: int) -> None:
    price = money.times(kept.item.price_cents, kept.quantity_milli)
    paid = here_cents + sum(balance for _code, balance in find.of_reservation(session, kept.uuid))
    if paid + cents > price:
        raise MoreThanItCosts(title=kept.item.title, price=i18n.money(price), paid=i18n.money(paid))


def enter(session: Session, taken: Sequence[Taken], sale_id: int) -> None:
    """Write down for what the deposits of a sale were paid."""
    session.connection().execute(
        insert(Deposit),
        [
            {
                "voucher_id": one.spent.voucher_id,
                "reservation_id": one.reservation_id,
                "sale_id": sale_id,
                "position": one.position,
            }
            for one in taken
        ],
    )


def check_use(session: Session, spent: Spent) -> None:
    """Refuse to pay for something else with a deposit while its thing is still kept.

    The sale that fetches the thing has ended its reservation before it is paid.
    """
    found = session.execute(
        select(Reservation.name, Item.title)
        .join(Deposit, Deposit.reservation_id == Reservation.id)
        .join(Item, Item.id == Reservation.item_id)
        .where(Deposit.voucher_id == spent.voucher_id, Reservation.state == "open")
    ).first()
    if found is not None:
        raise DepositIsForAnother(title=found.title, name=found.name)


def give_back(session: Session, back: Line, *, by: Actor) -> Spent:
    """Give a whole deposit back, and let go of what was kept for it."""
    spent = spend.take(session, back.voucher, -back.total_cents)
    kept = session.execute(
        select(Reservation.uuid)
        .join(Deposit, Deposit.reservation_id == Reservation.id)
        .where(Deposit.voucher_id == spent.voucher_id, Reservation.state == "open")
    ).scalar()
    if kept is not None and not find.of_reservation(session, kept):
        reserve.release(session, kept, by=by)
    return spent
