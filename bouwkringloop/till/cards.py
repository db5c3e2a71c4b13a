"""Keep the discount cards: a city pass, a volunteer's card, a colleague's."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import text
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.people import audit
from bouwkringloop.till.models import DiscountCard


class NoSuchCard(NotFound):
    """No discount card has this name."""

    message = N_("There is no such discount card.")


class CardThere(Refused):
    """A card of this name is there already."""

    message = N_("There is a card “%(name)s” already.")


class AbsurdCard(Refused):
    """A card without a name, or one that takes nothing or more than all off."""

    status = 422
    message = N_("Type the card's name, and a percentage from 1 to 100.")


def all_of(session: Session) -> Sequence[DiscountCard]:
    """List the cards, those in use first."""
    return session.scalars(
        select(DiscountCard).order_by(DiscountCard.active.desc(), DiscountCard.name)
    ).all()


def add(session: Session, name: str, percent: int, *, by: Actor) -> DiscountCard:
    """Add a card; the percentage is in hundredths and stays what it is."""
    slug = text.slug(name)
    if not slug or not 100 <= percent <= 10_000:
        raise AbsurdCard
    if session.scalar(select(DiscountCard.id).where(DiscountCard.slug == slug)):
        raise CardThere(name=name)
    made = DiscountCard(slug=slug, name=name, percent=percent, active=True)
    session.add(made)
    session.flush()
    audit.note(session, by, "card.added", f"card:{slug}", name=name, card_percent=percent)
    return made


def switch(session: Session, slug: str, *, active: bool, by: Actor) -> None:
    """Take a card into use or out of it; what it took off before stays taken off."""
    card = session.scalar(select(DiscountCard).where(DiscountCard.slug == slug))
    if card is None:
        raise NoSuchCard
    if card.active == active:
        return
    card.active = active
    audit.note(session, by, "card.returned" if active else "card.retired", f"card:{slug}")
