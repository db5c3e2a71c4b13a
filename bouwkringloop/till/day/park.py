"""Baskets that wait under a name: parked at one till, gone on with at any."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.till import journal, open_shift
from bouwkringloop.till.day.models import ParkedBasket
from bouwkringloop.till.models import Sale, Till


class NoSuchBasket(NotFound):
    """No basket waits under this id."""

    message = N_("This basket does not wait here.")


class TakenElsewhere(Refused):
    """Somebody went on with it at another till."""

    message = N_("“%(name)s” was taken up at another till, or dropped.")


class PaidAlready(Refused):
    """What was paid needs not wait."""

    message = N_("This basket is paid already.")


class NameMissing(Refused):
    """A basket waits under a name."""

    status = 422
    message = N_("Give the basket a name by which you will find it again.")


def park(
    session: Session,
    uuid: UUID,
    till_slug: str,
    *,
    name: str,
    content: str,
    total_cents: int,
    by: Actor,
) -> ParkedBasket:
    """Keep a basket under a name; one that was taken up again may be parked again."""
    if not name:
        raise NameMissing
    till = open_shift.by_slug(session, till_slug)
    head = journal.head(session, till.id)
    _check_unpaid(session, uuid)
    basket = session.scalar(select(ParkedBasket).where(ParkedBasket.uuid == uuid))
    if basket is None:
        basket = ParkedBasket(uuid=uuid)
        session.add(basket)
    elif basket.outcome == "" and basket.content == content:
        return basket
    now = clock.now()
    basket.till, basket.name, basket.content = till, name, content
    basket.total_cents, basket.at, basket.person_id = total_cents, now, by.id
    basket.ended_at, basket.ended_by_id, basket.outcome = None, None, ""
    session.flush()
    _tell(session, head, "basket.parked", basket, by)
    return basket


def waiting(session: Session, till: Till | None = None) -> Sequence[ParkedBasket]:
    """List the baskets that wait, the longest first; of one till, or of all.

    One that was paid meanwhile, such as by a till that was cut off, waits no more.
    """
    paid = exists().where(Sale.uuid == ParkedBasket.uuid)
    query = (
        select(ParkedBasket)
        .where(ParkedBasket.outcome == "", ~paid)
        .options(joinedload(ParkedBasket.till), joinedload(ParkedBasket.person))
        .order_by(ParkedBasket.at, ParkedBasket.id)
    )
    if till is not None:
        query = query.where(ParkedBasket.till_id == till.id)
    return session.scalars(query).all()


def end(session: Session, uuid: UUID, till_slug: str, outcome: str, *, by: Actor) -> ParkedBasket:
    """Go on with a basket at a till (`taken`), or give it up (`dropped`); only one gets it."""
    till = open_shift.by_slug(session, till_slug)
    head = journal.head(session, till.id)
    basket = session.scalar(select(ParkedBasket).where(ParkedBasket.uuid == uuid))
    if basket is None:
        raise NoSuchBasket
    if basket.outcome == "":
        _check_unpaid(session, uuid)
    ended = session.scalar(
        update(ParkedBasket)
        .where(ParkedBasket.id == basket.id, ParkedBasket.outcome == "")
        .values(outcome=outcome, ended_at=clock.now(), ended_by_id=by.id)
        .returning(ParkedBasket.id)
        .execution_options(synchronize_session=False)
    )
    if ended is None:
        raise TakenElsewhere(name=basket.name)
    session.refresh(basket)
    _tell(session, head, f"basket.{outcome}", basket, by)
    return basket


def _check_unpaid(session: Session, uuid: UUID) -> None:
    if session.scalar(select(Sale.id).where(Sale.uuid == uuid)) is not None:
        raise PaidAlready


def _tell(session: Session, head: journal.Head, kind: str, basket: ParkedBasket, by: Actor) -> None:
    subject = f"sale:{basket.uuid}"
    facts = {"person": by.id, "name": basket.name, "total_cents": basket.total_cents}
    journal.add(session, head, kind=kind, subject=subject, at=clock.now(), facts=facts)
    audit.note(session, by, kind, subject, name=basket.name, total_cents=basket.total_cents)
