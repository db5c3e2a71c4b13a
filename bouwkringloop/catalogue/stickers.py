"""The price gun's stickers: each week has a colour, and the colour tells how old the price is."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import text
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.catalogue import markdown
from bouwkringloop.catalogue.models import StickerColour
from bouwkringloop.people import audit

#: A Monday from which the weeks are counted.
_FIRST_MONDAY = date(2024, 1, 1)


class UnknownSticker(Refused):
    """The price gun has no stickers of this colour."""

    status = 422
    message = N_("There are no stickers of this colour here.")


class NoSuchColour(NotFound):
    """No sticker has this colour."""

    message = N_("There are no stickers of this colour.")


class ColourThere(Refused):
    """There are stickers of this name already."""

    message = N_("There are stickers of this colour already.")


class NotAColour(Refused):
    """A name without letters, or a colour that no screen shows."""

    status = 422
    message = N_("Type the name of the colour in both languages, and choose how it looks.")


def add(session: Session, name_nl: str, name_en: str, colour: str, *, by: Actor) -> StickerColour:
    """Add a colour behind the others; the weeks have them in their order."""
    slug = text.slug(name_en)
    if not slug or not name_nl or not re.fullmatch("#[0-9a-f]{6}", colour):
        raise NotAColour
    known = colours(session)
    if any(each.slug == slug for each in known):
        raise ColourThere
    last = known[-1].position if known else 0
    made = StickerColour(
        slug=slug, name_nl=name_nl, name_en=name_en, colour=colour, position=last + 1
    )
    session.add(made)
    session.flush()
    audit.note(session, by, "sticker.added", f"sticker:{slug}", name_nl=name_nl, name_en=name_en)
    return made


def move(session: Session, slug: str, steps: int, *, by: Actor) -> None:
    """Move a colour in the order of the weeks: one step up (-1) or down (1)."""
    known = list(colours(session))
    at = known.index(_one(known, slug))
    known.insert(max(at + steps, 0), known.pop(at))
    if at == max(at + steps, 0) or known[at].slug == slug:
        return
    for position, each in enumerate(known, 1):
        each.position = position
    audit.note(session, by, "sticker.moved", f"sticker:{slug}")


def remove(session: Session, slug: str, *, by: Actor) -> None:
    """Take a colour out of the order of the weeks."""
    gone = _one(colours(session), slug)
    session.delete(gone)
    audit.note(session, by, "sticker.removed", f"sticker:{slug}", name_nl=gone.name_nl)


def _one(known: Sequence[StickerColour], slug: str) -> StickerColour:
    for each in known:
        if each.slug == slug:
            return each
    raise NoSuchColour


def colours(session: Session) -> Sequence[StickerColour]:
    """List the colours in the order in which the weeks have them."""
    return session.scalars(
        select(StickerColour).order_by(StickerColour.position, StickerColour.id)
    ).all()


def of_week(known: Sequence[StickerColour], today: date) -> StickerColour | None:
    """Tell the colour of this week; None where the shop has no stickers."""
    return known[_week(today) % len(known)] if known else None


def percent_off(
    known: Sequence[StickerColour], slug: str, written_markdown: str, today: date
) -> int:
    """Tell what percentage is off a sticker of a colour, by the weeks since that colour's turn."""
    slugs = [colour.slug for colour in known]
    if slug not in slugs:
        raise UnknownSticker
    weeks = (_week(today) - slugs.index(slug)) % len(slugs)
    days = timedelta(weeks=weeks).days
    return max((off for after, off in markdown.steps(written_markdown) if days >= after), default=0)


def _week(today: date) -> int:
    return (today - _FIRST_MONDAY).days // 7
