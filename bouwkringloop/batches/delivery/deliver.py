"""Write down what one load of a batch brought: counted, weighed, and signed for."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.batches import find as batches
from bouwkringloop.batches import prints, step
from bouwkringloop.batches.delivery import came, find, signature
from bouwkringloop.batches.delivery.came import Came
from bouwkringloop.batches.delivery.models import BatchDelivery
from bouwkringloop.stock.models import Place, Site

_LONGEST = 120
_LONGEST_NOTE = 300


@dataclass(frozen=True)
class Load:
    """What one vehicle brought, as it was told to us, under the id that the device made for it."""

    id: UUID
    site: str
    lines: tuple[Came, ...]
    driver: str = ""
    plate: str = ""
    #: What the vehicle may carry, in grams.
    vehicle_max_g: int | None = None
    place: str | None = None
    #: Who hands it over, and the drawing of their name: a PNG.
    signed_by: str = ""
    drawing: bytes | None = None
    on_paper: bool = False
    note: str = ""


def deliver(
    session: Session, folder: Path, batch_uuid: UUID, told: Load, *, by: Actor
) -> BatchDelivery:
    """Take a load of a batch in once, however often it is sent; give it as it is stored.

    `folder` holds the signatures. Two requests with one id at one moment raise IntegrityError for
    the second to store, which finds the first when it starts over (`again_if_raced`).
    """
    content_hash = _hash(told)
    batch = batches.to_change(session, batch_uuid)
    first = session.scalar(select(BatchDelivery).where(BatchDelivery.uuid == told.id))
    if first is not None:
        if first.content_hash != content_hash or first.batch_id != batch.id:
            raise OtherContentUnderThisId
        return first
    if "received" not in batch.can:
        raise step.NotThatStep(batch)
    told = _tidied(told)
    drawing = _drawing(told)
    earlier = find.of_batch(session, batch)
    site, place = _where(session, told)
    made = BatchDelivery(
        uuid=told.id,
        content_hash=content_hash,
        batch_id=batch.id,
        number=len(earlier) + 1,
        site=site,
        place=place,
        at=clock.now(),
        driver=told.driver,
        plate=told.plate,
        vehicle_max_g=told.vehicle_max_g,
        signed_by=told.signed_by,
        signature_id=_signature(told),
        note=told.note,
        person_id=by.id,
    )
    made.lines = came.lines(session, find.expected(batch, earlier), told.lines)
    came.check_load(made.lines, told.vehicle_max_g)
    session.add(made)
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    step.to(session, batch, "received", step.By(person=by))
    rows = [made, *made.lines]
    prints.note(session, by, "batch.delivered", batch.subject, rows, **_for_the_trail(made))
    if drawing is not None and made.signature_id is not None:
        signature.keep(folder, made.signature_id, drawing)
    return made


def _for_the_trail(made: BatchDelivery) -> dict[str, object]:
    weight_g = sum(line.weight_g for line in made.lines)
    return {"delivery": str(made.uuid), "lines": len(made.lines), "weight_g": weight_g}


def _hash(told: Load) -> str:
    content = asdict(told)
    content["drawing"] = hashlib.sha256(told.drawing or b"").hexdigest()
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _tidied(told: Load) -> Load:
    return replace(
        told,
        driver=clean(told.driver)[:_LONGEST],
        plate=clean(told.plate)[:20].upper(),
        signed_by=clean(told.signed_by)[:_LONGEST],
        note=clean(told.note)[:_LONGEST_NOTE],
    )


def _drawing(told: Load) -> bytes | None:
    """Give the drawing as it is kept; refuse one without a name, and a name without one."""
    if told.drawing is None:
        if told.signed_by and not told.on_paper:
            raise signature.NothingDrawn
        if told.on_paper and not told.signed_by:
            raise came.NobodySigned
        return None
    if not told.signed_by:
        raise came.NobodySigned
    return signature.prepare(told.drawing)


def _signature(told: Load) -> UUID | None:
    if told.drawing is not None:
        return signature.id_of(told.id)
    return signature.ON_PAPER if told.signed_by else None


def _where(session: Session, told: Load) -> tuple[Site, Place | None]:
    site = session.scalar(select(Site).where(Site.slug == told.site))
    if site is None:
        raise came.NoSuchSite(site=told.site[:40])
    if not told.place:
        return site, None
    query = select(Place).where(Place.site_id == site.id, Place.slug == told.place, Place.active)
    place = session.scalar(query)
    if place is None:
        raise came.NoSuchPlace(place=told.place[:40])
    return site, place


def weight_of(deliveries: Sequence[BatchDelivery]) -> int:
    """Tell what deliveries weigh together, in grams."""
    return sum(line.weight_g for each in deliveries for line in each.lines)
