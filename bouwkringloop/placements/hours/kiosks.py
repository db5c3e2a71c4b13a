"""Kiosks: devices that only clock, each behind an address of its own that is not guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock
from bouwkringloop.base.codes import fingerprint, new_secret
from bouwkringloop.base.errors import BadInput, NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import named
from bouwkringloop.people import audit
from bouwkringloop.placements.hours.models import Kiosk
from bouwkringloop.stock.models import Site


class NoSuchKiosk(NotFound):
    """No device clocks at this address, or no longer."""

    message = N_("Nobody clocks at this address any more. Ask the coordinator for a new one.")


@dataclass(frozen=True)
class Opened:
    """A kiosk, and the secret of its address, which is told only once."""

    kiosk: Kiosk
    secret: str


def open_(session: Session, name: str, site: str, *, by: Actor) -> Opened:
    """Make a kiosk at a site."""
    where = session.scalar(select(Site).where(Site.slug == site))
    if where is None:
        raise BadInput(what="site")
    secret = new_secret()
    made = Kiosk(
        uuid=uuid4(),
        name=named(name),
        site=where,
        token_hash=fingerprint(secret),
        made_at=clock.now(),
        by_id=by.id,
    )
    session.add(made)
    session.flush()
    audit.note(session, by, "kiosk.opened", f"kiosk:{made.uuid}", name=made.name)
    return Opened(made, secret)


def close(session: Session, uuid: UUID, *, by: Actor) -> None:
    """Let nobody clock at a kiosk any more."""
    found = session.scalar(select(Kiosk).where(Kiosk.uuid == uuid))
    if found is None:
        raise NoSuchKiosk
    if found.closed_at is None:
        found.closed_at = clock.now()
        audit.note(session, by, "kiosk.closed", f"kiosk:{found.uuid}", name=found.name)


def at(session: Session, secret: str) -> Kiosk:
    """Find the kiosk of an address; raise NoSuchKiosk where nobody clocks there."""
    found = session.scalar(
        select(Kiosk).where(Kiosk.token_hash == fingerprint(secret), Kiosk.closed_at.is_(None))
    )
    if found is None:
        raise NoSuchKiosk
    return found


def every(session: Session) -> Sequence[Kiosk]:
    """List the kiosks that are open, by name."""
    query = select(Kiosk).where(Kiosk.closed_at.is_(None)).options(joinedload(Kiosk.site))
    return session.scalars(query.order_by(Kiosk.name, Kiosk.id)).all()
