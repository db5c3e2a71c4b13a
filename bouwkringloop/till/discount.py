"""Take something off a whole basket: by hand with a reason, or by a card with a rate."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import money
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.till.basket import Discount, Line
from bouwkringloop.till.models import DiscountCard


class UnknownCard(Refused):
    """The shop knows no such card, or takes it no more."""

    status = 422
    message = N_("This shop takes no such card.")


class DiscountTooLarge(Refused):
    """A discount of nothing, of more than the goods come to, or by hand on top of a card."""

    status = 422
    message = N_("The discount on the basket cannot be right. Check it, please.")


class DiscountReasonMissing(Refused):
    """A discount by hand needs a reason."""

    status = 422
    message = N_("Say why the basket gets a discount.")


@dataclass(frozen=True)
class Taken:
    """What came off: by which card, or by hand, in cents."""

    card_id: int | None = None
    reason: str = ""
    by_hand_cents: int = 0


def take_off(session: Session, lines: list[Line], wanted: Discount | None) -> Taken:
    """Take a discount off the goods of a basket, and share it out over them by what they cost.

    Percentages are of what the goods cost together, half-up. Donations, vouchers and what comes
    back are left alone.
    """
    if wanted is None:
        return Taken()
    goods = [line for line in lines if line.kind == "goods" and not line.is_back]
    whole = sum(line.total_cents for line in goods)
    if wanted.card is not None:
        if wanted.cents or wanted.percent:
            raise DiscountTooLarge
        card = _card(session, wanted.card)
        _share_out(goods, money.divide_half_up(whole * card.percent, 10_000))
        return Taken(card_id=card.id)
    off = wanted.cents or money.divide_half_up(whole * wanted.percent, 10_000)
    if (wanted.cents and wanted.percent) or not 0 < off <= whole or wanted.percent < 0:
        raise DiscountTooLarge
    if not wanted.reason:
        raise DiscountReasonMissing
    _share_out(goods, off)
    return Taken(reason=wanted.reason, by_hand_cents=off)


def _card(session: Session, slug: str) -> DiscountCard:
    card = session.scalar(select(DiscountCard).where(DiscountCard.slug == slug))
    if card is None or not card.active:
        raise UnknownCard
    return card


def _share_out(goods: list[Line], off_cents: int) -> None:
    if not off_cents:
        return
    parts = money.share_out(off_cents, [line.total_cents for line in goods])
    for line, part in zip(goods, parts, strict=True):
        line.basket_discount_cents = part
        line.discount_cents += part
        line.total_cents -= part
