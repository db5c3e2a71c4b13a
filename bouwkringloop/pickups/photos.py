"""Photos that donors send beforehand: made small like all photos, and kept apart from them."""

import threading
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.pickups.models import Pickup, PickupPhoto
from bouwkringloop.stock import photos

MOST = 6
#: What a form with photos may weigh: room to say of a photo of 40 MB that it is too large.
MOST_BYTES = MOST * photos.MOST_BYTES + 8 * 1024 * 1024
#: A file without a row is left alone so long, since its row may still be on its way.
_ON_ITS_WAY = timedelta(days=1)
#: A photo takes much memory while it is unpacked, and anybody may send one.
_one_at_a_time = threading.Lock()


class TooManyPhotos(Refused):
    """More photos than anybody looks at."""

    status = 422
    message = N_("Send at most six photos.")


class ThisPhoto(Refused):
    """One of the photos cannot be kept; the words tell which and why."""

    message = N_("“%(file)s”: %(why)s")

    def __init__(self, file: str, why: Refused) -> None:
        super().__init__(file=file[:60], why=why.sentence)
        self.status = why.status


def folder(home: Path) -> Path:
    """Tell where they are kept: not where everybody's photos of things are served from."""
    return home / "pickups"


def prepare(sent: Iterable[tuple[str, BinaryIO]]) -> list[photos.Prepared]:
    """Make every photo small and silent; raise ThisPhoto for the first that cannot be.

    It is slow work, so do it outside a transaction.
    """
    listed = list(sent)
    if len(listed) > MOST:
        raise TooManyPhotos
    prepared = []
    for name, file in listed:
        try:
            # One byte more than is allowed is enough to know, however large the file is.
            data = file.read(photos.MOST_BYTES + 1)
            with _one_at_a_time:
                prepared.append(photos.prepare(data))
        except (photos.NotAPhoto, photos.PhotoTooLarge) as refusal:
            raise ThisPhoto(name, refusal) from None
    return prepared


def write(home: Path, prepared: Iterable[photos.Prepared]) -> list[UUID]:
    """Write the files and give their ids; they belong to nobody until a row names them."""
    made = []
    for photo in prepared:
        made.append(uuid4())
        photos.write(folder(home), made[-1], photo)
    return made


def existing(home: Path, pickup: Pickup, photo_id: UUID, *, small: bool) -> Path:
    """Tell where a photo of this pick-up is kept."""
    if photo_id not in [photo.id for photo in pickup.photos]:
        raise NotFound
    return photos.existing(folder(home), photo_id, small=small)


def erase(session: Session, home: Path, pickup: Pickup) -> None:
    """Drop the photos of a pick-up, rows and files."""
    for photo in pickup.photos:
        for small in (True, False):
            photos.path(folder(home), photo.id, small=small).unlink(missing_ok=True)
        session.delete(photo)
    pickup.photos.clear()


def sweep(session: Session, home: Path) -> None:
    """Drop files that no row names: of requests that were refused or sent twice."""
    known = {str(number) for number in session.scalars(select(PickupPhoto.id))}
    long_ago = (clock.now() - _ON_ITS_WAY).timestamp()
    for path in folder(home).glob("*"):
        if path.stem.removesuffix("-small") not in known and path.stat().st_mtime < long_ago:
            path.unlink(missing_ok=True)
