"""Find one delivery, to look at or to change."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from bouwkringloop.base.errors import NotFound
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.people.models import Person


class NoSuchDelivery(NotFound):
    """No delivery came in under this id."""


def one(session: Session, uuid: UUID) -> Intake:
    """Find a delivery with all that came in it."""
    return _found(session, select(Intake).where(Intake.uuid == uuid))


def to_change(session: Session, uuid: UUID) -> Intake:
    """Find a delivery and keep everybody else from changing it until the commit."""
    query = select(Intake).where(Intake.uuid == uuid).with_for_update(of=Intake)
    return _found(session, query.execution_options(populate_existing=True))


def by_slip(session: Session, token: str) -> Intake:
    """Find a delivery by what stands on its slip."""
    return _found(session, select(Intake).where(Intake.slip == token))


def taken_in_by(session: Session, intake: Intake) -> str:
    """Tell the name of who took a delivery in."""
    return session.scalars(select(Person.name).where(Person.id == intake.person_id)).one()


def _found(session: Session, query: Select[Intake]) -> Intake:
    lines = selectinload(Intake.lines)
    found = session.scalars(
        query.options(
            joinedload(Intake.site, innerjoin=True),
            lines.joinedload(IntakeLine.category),
            lines.joinedload(IntakeLine.item),
        )
    ).first()
    if found is None:
        raise NoSuchDelivery
    return found
