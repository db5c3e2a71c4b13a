"""Participants and placements for tests, in one line each; everything made is committed."""

from datetime import date
from uuid import uuid4

from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import Person
from bouwkringloop.placements import agree, agreed, keep
from tests import make

#: Monday to Friday, four hours each.
WEEK = (240, 240, 240, 240, 240, 0, 0)


def person_of(session, role=Role.COORDINATOR):
    """The row of the person with this role."""
    found = session.scalars(select(Person).where(Person.login == role.value)).one()
    session.commit()  # So that nobody has to wait for this reader, who might have written.
    return found


def participant(session, first_name="Amina", *, by=Role.COORDINATOR, **changed):
    """Somebody whose file the coordinator keeps, unless it says otherwise."""
    facts = {"last_name": "Haddad", "born_on": date(1990, 5, 17), "phone": "06 12345678", **changed}
    made = keep.add(session, uuid4(), keep.Facts(first_name, **facts), by=make.actor(session, by))
    session.commit()
    return made


def referrer(session, name="Gemeente Voorbeeld", role="municipality"):
    """An organisation that arranges placements."""
    from bouwkringloop.partners import roles

    made = make.customer(session, name, kvk="")
    roles.say(session, made.uuid, [role], by=make.actor(session, Role.MANAGER))
    session.commit()
    return made


def facts(session, **changed):
    """What was agreed: work experience from 2 November 2026 for half a year, by a municipality."""
    told = {
        "type": "work-experience",
        "site": "shop",
        "coordinator_id": person_of(session).id,
        "starts_on": date(2026, 11, 2),
        "ends_on": date(2027, 4, 30),
        "day_minutes": WEEK,
        "mentor_id": person_of(session, Role.SHOP_LEAD).id,
        **changed,
    }
    if "referrer" not in told:
        told["referrer"] = referrer(session).uuid
    return agreed.Facts(**told)


def placement(session, whose=None, *, by=Role.COORDINATOR, **changed):
    """A placement of somebody, of Amina if nobody else."""
    whose = whose or participant(session)
    told = facts(session, **changed)
    made = agree.add(session, whose, uuid4(), told, by=make.actor(session, by))
    session.commit()
    return made
