"""What lies beside a till: rules, cards, stickers, and who may allow things."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.catalogue import stickers
from bouwkringloop.people.models import Person
from bouwkringloop.till import approve, rules
from bouwkringloop.till.models import DiscountCard


@dataclass(frozen=True)
class Colour:
    """A sticker's colour with what is off its price today, in percent."""

    slug: str
    name: str
    colour: str
    percent: int


@dataclass(frozen=True)
class Equipment:
    """All of it, as the till's page needs it."""

    rules: dict[str, object]
    cards: Sequence[DiscountCard]
    colours: Sequence[Colour]
    leads: Sequence[Person]
    #: Whether a card terminal is joined to the till.
    terminal: bool


def of(session: Session, *, terminal: bool) -> Equipment:
    """Look it all up."""
    now = rules.current(session)
    today = clock.local(clock.now()).date()
    known = stickers.colours(session)
    return Equipment(
        rules=asdict(now),
        cards=session.scalars(
            select(DiscountCard).where(DiscountCard.active).order_by(DiscountCard.name)
        ).all(),
        colours=[
            Colour(
                one.slug,
                one.name,
                one.colour,
                stickers.percent_off(known, one.slug, now.sticker_markdown, today),
            )
            for one in known
        ],
        leads=approve.who_may(session),
        terminal=terminal,
    )
