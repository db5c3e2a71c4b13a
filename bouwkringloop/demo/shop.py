"""Fill an empty database with a lifelike shop, so that somebody can look around and try things."""

import os
import random
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.db import Database
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import ROLE_NAMES, Role
from bouwkringloop.config import Config
from bouwkringloop.demo import (
    collections,
    craft,
    days,
    drafts,
    invoices,
    placements,
    premises,
    underway,
)
from bouwkringloop.demo.batches import Batches
from bouwkringloop.demo.deliveries import Deliveries
from bouwkringloop.demo.pickups import Pickups
from bouwkringloop.demo.selling import Counter
from bouwkringloop.people import access, tokens
from bouwkringloop.people.models import Person
from bouwkringloop.printing import jobs
from bouwkringloop.stock.models import Item, Site

#: The same numbers come out of the dice each time.
SEED = 1907


class NotEmpty(Refused):
    """A shop works with this database; invented sales do not belong in its books."""

    message = N_("This database has data of its own; the demo shop was not added.")


def fill(
    database: Database, config: Config, *, items: int = 400, sales: int = 350, seed: int = SEED
) -> Iterator[str]:
    """Add the demo shop to an empty database, and tell how to get in; refuse where there is data.

    Everything is one transaction: the shop is there as a whole, or not at all.
    """
    with database.writing() as session:
        if not _is_empty(session):
            raise NotEmpty
        _live(session, config, items, sales, seed)
        secret = tokens.issue(session, name="Demo", role=Role.MANAGER)
        _keep(config, secret)
    yield f"The demo shop has taken in {items} things and made {sales} sales."
    yield from _ways_in(secret)


def fill_if_empty(database: Database, config: Config) -> Iterator[str]:
    """Add the demo shop where nothing is yet, and tell how to get into a demo shop."""
    with database.reading() as session:
        empty, secret = _is_empty(session), _kept(session, config)
    if empty:
        yield from fill(database, config)
    elif secret is not None:
        yield from _ways_in(secret)
    else:
        yield "This shop has its own data; the demo shop was not added."


def _is_empty(session: Session) -> bool:
    return all(session.scalar(select(t.id).limit(1)) is None for t in (Person, Site, Item))


def _live(session: Session, config: Config, items: int, sales: int, seed: int) -> None:
    """Let the shop work through its past weeks, day by day and moment by moment."""
    dice = random.Random(seed)
    calendar = list(days.plan(clock.now(), items, sales, dice))
    dial = days.Dial(calendar[0].opens)
    with clock.telling(dial), i18n.speaking(i18n.DEFAULT):
        built = premises.build(session)
        deliveries = Deliveries(session, built, dice)
        counter = Counter(session, built, dice)
        # With dice of their own, since what else happens does not depend on who rings up.
        pickups = Pickups(session, config, built, random.Random(seed))
        invoices.describe_shop(session, built)
        surplus = Batches(session, config, built, counter, random.Random(f"{seed} batches"))
        surplus.begin()
        for left, day in zip(range(len(calendar) - 1, -1, -1), calendar, strict=True):
            collections.announce(counter, left)
            _work(day, dial, deliveries, counter, dice)
            pickups.live(left)
            surplus.live(left)
        craft.equip(session, built)
        craft.take_one_back(session, built, random.Random(seed))
        drafts.shoot(session, config, built, random.Random(seed))
        underway.Underway(session, built, random.Random(seed)).live()
        invoices.issue_some(session, built, random.Random(seed))
        collections.plan(session, built)
        placements.welcome(session, built, random.Random(f"{seed} placements"))
        jobs.finish_all(session)


def _work(
    day: days.Day,
    dial: days.Dial,
    deliveries: Deliveries,
    counter: Counter,
    dice: random.Random,
) -> None:
    """Live one day: open, take in and sell as people come, and close."""
    dial.turn(day.opens)
    counter.open(day.tills)
    trailers = deliveries.trailers(day.items)
    coming: list[tuple[datetime, int]] = [
        *zip(day.moments(len(trailers), dice), trailers, strict=True),
        *((moment, 0) for moment in day.moments(day.sales, dice)),
    ]
    for moment, load in sorted(coming):
        dial.turn(moment)
        if load:
            counter.stock_up(deliveries.bring(load))
        else:
            counter.sell()
    dial.turn(day.closes)
    if day.over:
        counter.close()


def _keep(config: Config, secret: str) -> None:
    """Write the token down for the next start; only the owner of the folder may read it."""
    path = config.home / "demo-token.txt"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret)


def _kept(session: Session, config: Config) -> str | None:
    """Read the token of the demo shop; None where this is no demo shop, or the token is revoked."""
    path = config.home / "demo-token.txt"
    if not path.exists():
        return None
    secret = path.read_text().strip()
    return secret if access.by_token(session, secret) else None


def _ways_in(secret: str) -> Iterator[str]:
    yield "All of it is invented, people included. Log in as:"
    with i18n.speaking("en"):
        roles = {role: translate(name) for role, name in ROLE_NAMES.items()}
    for who in premises.STAFF:
        yield (
            f"  {who.login:<8} password {premises.PASSWORD}  PIN {who.pin}"
            f"  {roles[who.role]}, {who.name}"
        )
    yield f"API token (manager): {secret}"
