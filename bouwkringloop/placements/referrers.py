"""Organisations that arrange placements."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from bouwkringloop.partners.models import Customer, PartnerRole
from bouwkringloop.placements.models import Placement

#: What an organisation is in the chain when it may arrange placements.
ROLES = ("municipality", "benefits_agency", "probation", "school", "care", "foundation")


def listed(session: Session, of: Placement | None = None) -> list[tuple[UUID, str]]:
    """List who may have arranged a placement, and who did arrange this one."""
    may = select(PartnerRole.customer_id).where(PartnerRole.role.in_(ROLES))
    known: ColumnElement[bool] = Customer.id.in_(may) & Customer.active
    if of is not None and of.referrer_id is not None:
        known = or_(known, Customer.id == of.referrer_id)
    query = select(Customer.uuid, Customer.name).where(known).order_by(Customer.name)
    return [(uuid, name) for uuid, name in session.execute(query)]
