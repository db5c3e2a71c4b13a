"""Photos that wait to be described in the demo shop: drawn, since none of it exists."""

import random
from datetime import timedelta
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Role
from bouwkringloop.config import Config
from bouwkringloop.demo.premises import Premises
from bouwkringloop.intake import drafts
from bouwkringloop.stock import photos

_SIZE = (1200, 900)
_WALL, _FLOOR, _DARK = "#c9c2b4", "#8d8779", "#4d4237"
#: Each thing as rectangles: from left, top to right, bottom, and a colour.
_DOOR = (
    (400, 90, 800, 850, "#7a5230"),
    *((x, y, x + 130, y + h, "#936640") for x in (440, 630) for y, h in ((140, 260), (460, 340))),
    (745, 440, 775, 500, "#d5b45c"),
)
_TILES = tuple(
    (
        150 + x * 150,
        330 + y * 85,
        290 + x * 150,
        405 + y * 85,
        "#3f6f8f" if (x + y) % 2 else "#dfe5e2",
    )
    for x in range(6)
    for y in range(6)
)
_BEAMS = tuple((90, 420 + y * 90, 1110 - y * 60, 490 + y * 90, "#b98a52") for y in range(5))
#: What is drawn, the note with it, and how long ago it was photographed.
_SHOTS = (
    (_DOOR, "Staat achter de zeecontainer", timedelta(hours=3)),
    (_TILES, "", timedelta(hours=3, minutes=-2)),
    (_BEAMS, "Nog meten", timedelta(days=8)),
)


def shoot(session: Session, config: Config, premises: Premises, dice: random.Random) -> None:
    """Let two photos of one car wait at the yard, and one that was forgotten for a week."""
    by = premises.with_role(Role.INTAKE_WORKER)[0]
    ids = (UUID(int=dice.getrandbits(128), version=4) for _ in range(3 * len(_SHOTS)))
    car = next(ids)
    for shapes, note, ago in _SHOTS:
        photo = next(ids)
        photos.keep(session, config.photos, photo, photos.prepare(_drawn(shapes)), by=by)
        told = drafts.Shot(
            id=next(ids),
            site="yard",
            photo=photo,
            source_kind="yard",
            postcode4="3815",
            delivery=car if ago < timedelta(days=1) else None,
            note=note,
            age_s=int(ago.total_seconds()),
        )
        drafts.keep(session, told, by=by)


def _drawn(shapes: tuple[tuple[int, int, int, int, str], ...]) -> bytes:
    picture = Image.new("RGB", _SIZE, _WALL)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 640, *_SIZE), fill=_FLOOR)
    for left, top, right, bottom, colour in shapes:
        pen.rectangle((left, top, right, bottom), fill=colour, outline=_DARK, width=5)
    file = BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()
