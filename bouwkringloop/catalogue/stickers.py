"""The price gun's stickers: each week has a colour, and the colour tells how old the price is."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.catalogue import markdown
from bouwkringloop.catalogue.models import StickerColour

#: A Monday from which the weeks are counted.
_FIRST_MONDAY = date(2024, 1, 1)


class UnknownSticker(Refused):
    """The price gun has no stickers of this colour."""

    status = 422
    message = N_("There are no stickers of this colour here.")


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
