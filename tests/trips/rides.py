"""Vehicles, trips, and what is driven on them, each in one line; everything made is committed."""

from datetime import time, timedelta
from uuid import uuid4

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.transport import plan as slots
from bouwkringloop.config import Config
from bouwkringloop.pickups.models import Pickup
from bouwkringloop.pickups.plan import Slot
from bouwkringloop.till.collecting import deliver
from bouwkringloop.trips import find, plan, stops, vehicles
from tests import make
from tests.batches import build
from tests.till.collecting.collecting import collections, left_here


def by(session):
    return make.actor(session, Role.COORDINATOR)


def config(tmp_path):
    return Config(home=tmp_path, database_url="sqlite://")


def day(ahead=1):
    return clock.today() + timedelta(days=ahead)


def van(session, name="Bus", *, max_kg=1200, max_m3=8, **changed):
    facts = vehicles.Facts(name, changed.pop("plate", "V-123-BX"), max_kg * 1000, max_m3 * 1000)
    made = vehicles.add(session, facts, by=by(session))
    made.emission_free = changed.pop("emission_free", False)
    session.commit()
    return made


def trip(session, vehicle=None, *, on=None, starts=time(8, 30), driver="Ruben", site="shop"):
    vehicle = vehicle or van(session)
    wanted = plan.Wanted(on or day(), starts, vehicle.slug, site, driver)
    made = plan.plan(session, uuid4(), wanted, by=by(session))
    session.commit()
    return made


def slot(on=None, starts=time(9), ends=time(12)):
    return Slot(on or day(), starts, ends)


def batch(session, *lines, on=None, waste=False, agreed=None, **changed):
    """A batch that the shop fetches on a day; `waste` marks all of it so."""
    made = build.batch(session, *lines, state="agreed", agreed=agreed, **changed)
    if waste:
        for line in made.lines:
            build.decide(session, line, waste=True)
    slots.plan(session, build.NO_MAIL, made, slot(on), by=by(session))
    session.commit()
    return made


def pickup(session, on=None, **changed):
    """A pick-up at home that is planned for a day."""
    facts = {
        "what": "Drie paneeldeuren",
        "name": "Jannie Voorbeeld",
        "street": "Voorbeeldweg 14",
        "postcode": "3812 AB",
        "town": "Amersfoort",
        "phone": "06 87654321",
        **changed,
    }
    made = Pickup(
        uuid=uuid4(),
        content_hash="of a test",
        token_hash=str(uuid4()),
        state="planned",
        postcode4=facts["postcode"][:4],
        language="nl",
        asked_at=clock.now(),
        day=on or day(),
        starts=time(9),
        ends=time(12),
        **facts,
    )
    session.add(made)
    session.commit()
    return made


def bring(api, session, *things, on=None):
    """Things that were sold and are brought to one address on a day; gives their numbers."""
    session.commit()
    left_here(api, session, *things)
    numbers = [kept.id for kept in collections(session) if kept.state == "waiting"]
    wanted = deliver.Plan(on or day(), "morning", "Laan 5", "3812 AB", "Amersfoort")
    deliver.plan(session, numbers, wanted, by=make.actor(session))
    session.commit()
    return numbers


def put(session, on_trip, kind, *keys):
    """Put things on a trip."""
    locked = find.to_change(session, on_trip.uuid)
    made = stops.put_on(session, locked, kind, [str(key) for key in keys], by=by(session))
    session.commit()
    return made


def read(session, of_trip):
    """The trip as it is stored now."""
    session.rollback()
    session.expire_all()
    return find.one(session, of_trip.uuid)
