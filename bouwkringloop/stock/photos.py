"""Photos of things: made small, freed of what the camera wrote in them, and kept in a folder."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import UUID

from PIL import Image, ImageOps
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.stock.models import Item, ItemPhoto, Photo

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_AT_ONCE = 6
#: A browser without scripts sends what the camera made, with one among it that is far too large.
MOST_BYTES_AT_ONCE = (MOST_AT_ONCE + 2) * MOST_BYTES
LONGEST_SIDE = 1600
LONGEST_SIDE_SMALL = 320
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP")


class NotAPhoto(Refused):
    """The file is no picture, or a broken one."""

    status = 422
    message = N_("This file is not a photo that we can read. Send a JPEG, PNG or WebP picture.")


class TooManyPhotos(Refused):
    """More photos at once than somebody can have meant."""

    status = 422
    message = N_("Send at most six photos.")


class PhotoTooLarge(Refused):
    """More bytes or more dots than a photo of a thing needs."""

    status = 413
    message = N_("This photo is too large. At most 12 MB and 40 megapixels.")


@dataclass(frozen=True)
class Prepared:
    """A photo as it will be kept, in two sizes."""

    large: bytes
    small: bytes
    width: int
    height: int


def prepare(data: bytes) -> Prepared:
    """Turn what a camera made upright, small and silent about where and when it was made.

    It is slow work, so do it outside a transaction. Raises NotAPhoto and PhotoTooLarge.
    """
    if len(data) > MOST_BYTES:
        raise PhotoTooLarge
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PhotoTooLarge
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            clean = _without_metadata(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoTooLarge from None
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        # Pillow says "broken picture" in all of these ways.
        raise NotAPhoto from None
    small = clean.copy()
    small.thumbnail((LONGEST_SIDE_SMALL, LONGEST_SIDE_SMALL))
    return Prepared(_jpeg(clean), _jpeg(small), clean.width, clean.height)


def _without_metadata(image: Image.Image) -> Image.Image:
    """Copy only the dots, on white where they are transparent."""
    coloured = image.convert("RGBA")
    clean = Image.new("RGB", coloured.size, "white")
    clean.paste(coloured, mask=coloured)
    return clean


def _jpeg(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return written.getvalue()


def prepare_all(sent: Sequence[tuple[str, bytes]]) -> tuple[list[Prepared], list[str]]:
    """Prepare several named photos; give those that can be kept, and why the others cannot."""
    prepared, refused = [], []
    for name, data in sent[:MOST_AT_ONCE]:
        try:
            prepared.append(prepare(data))
        except Refused as refusal:
            refused.append(f"{name}: {refusal.sentence}")
    if len(sent) > MOST_AT_ONCE:
        refused.append(TooManyPhotos().sentence)
    return prepared, refused


def add(session: Session, item: Item, photo: Photo) -> None:
    """Add a photo to a thing: as its first, or behind those it has."""
    if item.photo_id is None:
        item.photo_id = photo.id
    else:
        session.add(ItemPhoto(item_id=item.id, photo_id=photo.id))


def of(session: Session, item: Item) -> list[UUID]:
    """List the photos of a thing, its first one first."""
    further = session.scalars(
        select(ItemPhoto.photo_id).where(ItemPhoto.item_id == item.id).order_by(ItemPhoto.id)
    )
    return [item.photo_id, *further] if item.photo_id else []


def keep(session: Session, folder: Path, photo_id: UUID, prepared: Prepared, *, by: Actor) -> Photo:
    """Keep a photo under the id that the device made for it; sending it twice keeps it once."""
    first = session.get(Photo, photo_id)
    if first is None:
        first = _first(session, folder, photo_id, prepared, by)
    if path(folder, photo_id).read_bytes() != prepared.large:
        raise OtherContentUnderThisId
    return first


def _first(session: Session, folder: Path, photo_id: UUID, prepared: Prepared, by: Actor) -> Photo:
    photo = Photo(
        id=photo_id,
        width=prepared.width,
        height=prepared.height,
        created_at=clock.now(),
        person_id=by.id,
    )
    try:
        with session.begin_nested():
            session.add(photo)
    except IntegrityError:
        # The same photo came over another connection just before.
        return session.get_one(Photo, photo_id)
    write(folder, photo_id, prepared)
    return photo


def write(folder: Path, photo_id: UUID, prepared: Prepared) -> None:
    """Write both sizes of a photo into a folder."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(path(folder, photo_id, small=True), prepared.small)
    _write(path(folder, photo_id), prepared.large)


def _write(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    half = target.with_suffix(".part")
    with half.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.replace(target)


def path(folder: Path, photo_id: UUID, *, small: bool = False) -> Path:
    """Tell where a photo is kept."""
    return folder / f"{photo_id}{'-small' if small else ''}.jpg"


def existing(folder: Path, photo_id: UUID, *, small: bool) -> Path:
    """Tell where a photo is kept, if it is."""
    found = path(folder, photo_id, small=small)
    if not found.is_file():
        raise NotFound
    return found
