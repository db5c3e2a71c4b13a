"""Ask for a pick-up: by the donor on the public page, or by telephone through somebody here."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.codes import fingerprint
from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.base.permissions import Actor
from bouwkringloop.config import Config
from bouwkringloop.people import audit
from bouwkringloop.pickups import letters
from bouwkringloop.pickups.models import Pickup, PickupPhoto


@dataclass(frozen=True)
class Told:
    """What a donor told us, under the id and with the secret that the form made for it."""

    id: UUID
    secret: str
    what: str
    groups: str
    amount: str
    days: str
    name: str
    street: str
    postcode: str
    town: str
    phone: str
    mail: str
    access: str
    language: str

    @property
    def content_hash(self) -> str:
        """Tell this request from another one; photos do not count, nor the screen's language."""
        typed = {key: value for key, value in asdict(self).items() if key != "language"}
        canonical = json.dumps(typed, sort_keys=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()


def earlier(session: Session, told: Told) -> Pickup | None:
    """Find the request that was sent before under this id, if its secret is the same."""
    first = session.scalar(select(Pickup).where(Pickup.uuid == told.id))
    if first is not None and first.token_hash != fingerprint(told.secret):
        raise OtherContentUnderThisId
    return first


def record(
    session: Session,
    config: Config,
    told: Told,
    photos: Sequence[UUID] = (),
    *,
    by: Actor | None = None,
    link: str = "",
) -> Pickup:
    """Store a request once, however often it is sent, and confirm it by mail where that can be.

    Two requests with one id at one moment raise IntegrityError for the second to store, which
    finds the first when it starts over (`again_if_raced`). `link` leads to the donor's page.
    """
    first = earlier(session, told)
    if first is not None:
        return first
    pickup = Pickup(
        **{key: value for key, value in asdict(told).items() if key not in ("id", "secret")},
        uuid=told.id,
        content_hash=told.content_hash,
        token_hash=fingerprint(told.secret),
        postcode4=told.postcode[:4],
        person_id=by.id if by else None,
        asked_at=clock.now(),
        photos=[PickupPhoto(id=number, position=place) for place, number in enumerate(photos, 1)],
    )
    session.add(pickup)
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    if by is None:
        audit.note(session, None, "pickup.asked", pickup.subject, photos=len(photos))
    else:
        audit.note(session, by, "pickup.entered", pickup.subject, photos=len(photos))
    with i18n.speaking(pickup.language):
        letters.send(session, config, pickup, letters.received(link))
    return pickup
