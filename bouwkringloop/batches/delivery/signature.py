"""Signatures drawn on a screen: made small, freed of everything else, and kept in a folder."""

import base64
import binascii
import os
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from PIL import Image, ImageOps

from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_

#: Stands for a signature that is on paper, so that there is no drawing of it.
ON_PAPER = UUID(int=0)
MOST_BYTES = 512 * 1024
MOST_PIXELS = 4_000_000
#: As large as it is kept: sharp on paper, and small enough for a receipt.
_SIZE = (900, 360)
_MARGIN = 12
#: A touch by mistake leaves fewer dark dots than a name does.
_LEAST_DOTS = 40
_DARK_BELOW = 160
_PREFIX = "data:image/png;base64,"


class NotASignature(Refused):
    """What was sent is no drawing."""

    status = 422
    message = N_("This signature cannot be read. Draw it again, or tick that it is on paper.")


class SignatureTooLarge(Refused):
    """More bytes or dots than a drawing of a name needs."""

    status = 413
    message = N_("This signature is too large. Draw it on the screen of this page.")


class NothingDrawn(Refused):
    """An empty field, or a dot."""

    status = 422
    message = N_("There is no signature in the field yet. Draw it, or tick that it is on paper.")


def from_page(told: str) -> bytes:
    """Read what a page or a program sends: a PNG in base64, as a data address or bare."""
    text = told.removeprefix(_PREFIX)
    if len(text) > MOST_BYTES * 4 // 3 + 4:
        raise SignatureTooLarge
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotASignature from None


def prepare(data: bytes) -> bytes:
    """Turn a drawing into a small grey PNG of nothing but its strokes on white."""
    if len(data) > MOST_BYTES:
        raise SignatureTooLarge
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise SignatureTooLarge
            drawn = opened.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise SignatureTooLarge from None
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        # Pillow says "broken picture" in all of these ways.
        raise NotASignature from None
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    return _png(_strokes(paper.convert("L")))


def _strokes(grey: Image.Image) -> Image.Image:
    dark = grey.point(lambda shade: 255 if shade < _DARK_BELOW else 0)
    box = dark.getbbox()
    if box is None or dark.histogram()[255] < _LEAST_DOTS:
        raise NothingDrawn
    cut = ImageOps.expand(grey.crop(box), _MARGIN, fill=255)
    cut.thumbnail(_SIZE)
    return cut


def _png(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def id_of(delivery: UUID) -> UUID:
    """Name the file of a delivery's signature, so that who sends it again writes it again."""
    return uuid5(NAMESPACE_URL, f"signature:{delivery}")


def keep(folder: Path, signature: UUID, png: bytes) -> None:
    """Write a prepared drawing, so that it is there whole or not at all."""
    for each in (folder.parent, folder):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path(folder, signature).with_suffix(".part")
    with open(half, "wb", opener=_for_us_alone) as file:
        file.write(png)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path(folder, signature))


def _for_us_alone(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def path(folder: Path, signature: UUID) -> Path:
    """Tell where a drawing is kept."""
    return folder / f"{signature}.png"


def read(folder: Path, signature: UUID | None) -> bytes | None:
    """Read a drawing; None where there is none, or it was erased."""
    if signature is None or not path(folder, signature).is_file():
        return None
    return path(folder, signature).read_bytes()


def existing(folder: Path, signature: UUID | None) -> Path:
    """Tell where a drawing is kept, if it is."""
    if signature is None or not path(folder, signature).is_file():
        raise NotFound
    return path(folder, signature)


def erase(folder: Path, signature: UUID | None) -> None:
    """Forget a drawing, when nobody may ask for it any more."""
    if signature is not None:
        path(folder, signature).unlink(missing_ok=True)
