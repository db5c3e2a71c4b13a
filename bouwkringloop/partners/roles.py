"""Say what an organisation is in the chain: a demolisher, a contractor, several things."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.partners import find, forget
from bouwkringloop.partners.models import Customer, PartnerRole
from bouwkringloop.partners.words import ROLES
from bouwkringloop.people import audit


class NoRole(Refused):
    """A new partner that is nothing in the chain."""

    status = 422
    message = N_("Choose at least one role.")


class KnownAlready(Refused):
    """The organisation that somebody adds is in the books under its number."""

    message = N_(
        "%(name)s has this KvK number already."
        " Look it up in the list, also among those without a role."
    )


def of_all(session: Session, customer_ids: Collection[int]) -> dict[int, list[str]]:
    """Tell the roles of many organisations by their rows, in the order in which they are listed."""
    found: dict[int, set[str]] = {}
    query = select(PartnerRole).where(PartnerRole.customer_id.in_(customer_ids))
    for row in session.scalars(query):
        found.setdefault(row.customer_id, set()).add(row.role)
    return {whose: [role for role in ROLES if role in held] for whose, held in found.items()}


def of(session: Session, customer: Customer) -> list[str]:
    """Tell the roles of one organisation."""
    return of_all(session, [customer.id]).get(customer.id, [])


def say(session: Session, uuid: UUID, roles: Collection[str], *, by: Actor) -> Customer:
    """Say all the roles that an organisation has; those not named it has no longer."""
    wanted = [role for role in ROLES if role in roles]
    if len(wanted) != len(set(roles)):
        raise BadInput(what="role")
    customer = find.partner_to_change(session, uuid)
    before = of(session, customer)
    if before == wanted:
        return customer
    session.execute(delete(PartnerRole).where(PartnerRole.customer_id == customer.id))
    session.add_all(PartnerRole(customer_id=customer.id, role=role) for role in wanted)
    session.flush()  # Whoever asks next reads the rows.
    forget.used(customer)
    change = [", ".join(before), ", ".join(wanted)]
    audit.note(session, by, "partner.roles_said", customer.subject, roles=change)
    return customer


def check_new(session: Session, kvk: str, uuid: UUID) -> None:
    """Refuse to add an organisation that is in the books under this number of the register."""
    query = select(Customer.name).where(
        Customer.kvk == kvk, Customer.uuid != uuid, Customer.kind == "organisation"
    )
    if kvk and (name := session.scalar(query.limit(1))):
        raise KnownAlready(name=name)
