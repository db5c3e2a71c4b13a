"""Batches in the states that pages show differently, for tests that look at pages."""

from uuid import uuid4

from bouwkringloop.base import clock
from bouwkringloop.batches.settling import statement
from tests import make
from tests.batches import build
from tests.trips import rides


def batches(session, config):
    """A builder with batches from asked to sold, and a trip; gives what is in their addresses."""
    customer = build.builder(session, email="hamer@example.nl")
    contact = build.contact(session, customer)
    _, token = build.link(session, config, customer, contact=contact)
    long = "Zachtboard platen 122 × 244 cm, ooit geverfd, in folie op een pallet"
    waiting = build.batch(
        session,
        build.line(session, description=long, quantity=40, weight_g=220_000, marks="KOMO 12345"),
        build.line(session, "panelled-door", quantity=3, weight_g=75_000, condition="C"),
        customer=customer,
    )
    build.decide(session, waiting.lines[1], "asked")
    agreed = build.agreement(session, customer, "consigned", norms="Geen specie op stenen.")
    fetched = rides.batch(session, customer=customer, agreed=agreed, waste=True)
    trip = rides.trip(session)
    rides.put(session, trip, "batch", fetched.uuid)
    sold, (things,) = build.in_stock(session, customer=customer, agreed=agreed, price_cents=121)
    build.sold(session, things, 40)
    open_one = build.agreement(session, customer, "bought", accepted=False)
    wanted = statement.Wanted(uuid4(), clock.today(), 120, "Urenlijst van de coördinator")
    stated = statement.issue(session, sold.uuid, wanted, by=make.actor(session))
    session.commit()
    return {
        "partner": customer.uuid,
        "builder": token,
        "agreement": open_one.uuid,
        "reviewed": waiting.uuid,
        "fetched": fetched.uuid,
        "batch": sold.uuid,
        "statement": stated.uuid,
        "trip": trip.uuid,
        "vehicle": trip.vehicle.slug,
        "contact": contact.uuid,
        "thing": things.code,
    }
