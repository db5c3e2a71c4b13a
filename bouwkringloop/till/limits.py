"""One rule for override, discount and return: how far a cashier may go before a lead allows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n, money
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor, Permission
from bouwkringloop.till.basket import Line
from bouwkringloop.till.models import Approval
from bouwkringloop.till.rules import Rules

BASKET = "basket"


class NeedsApproval(Refused):
    """It goes further than the one at the till may go alone."""

    status = 403
    message = N_("“%(title)s”, %(amount)s: the shop lead has to allow this with their PIN.")

    def __init__(self, deviation: "Deviation") -> None:
        super().__init__(title=deviation.title, amount=i18n.money(deviation.cents))
        needs = {"kind": deviation.kind, "about": deviation.about, "cents": deviation.cents}
        self.facts = {"needs": {**needs, "title": deviation.title}}


@dataclass(frozen=True)
class Deviation:
    """Something given away or given back: `about` names it, `whole_cents` is what it is part of."""

    kind: str
    about: str
    cents: int
    title: str
    whole_cents: int = 0


def deviations(lines: Sequence[Line], off_basket_cents: int) -> list[Deviation]:
    """List what deviates from labels and from selling; `off_basket_cents` came off by hand.

    A discount counts together with whatever came off the same goods before it, so that small ones
    on top of each other do not go further than one may.
    """
    found = []
    given, whole = off_basket_cents, 0
    for line in lines:
        about = line.about
        if line.is_back:
            kind = "return" if line.returns_id is not None else "blind_return"
            if line.total_cents:
                found.append(Deviation(kind, about, -line.total_cents, line.description))
            continue
        asked = money.times(line.list_price_cents, line.quantity_milli)
        priced = money.times(line.unit_price_cents, line.quantity_milli)
        cut, most = max(0, asked - priced), max(asked, priced)
        if cut:
            found.append(Deviation("price", about, cut, line.description, most))
        own = line.discount_cents - line.basket_discount_cents
        if own:
            found.append(Deviation("discount", about, cut + own, line.description, most))
        if line.kind == "goods":
            given, whole = given + cut + own, whole + most
    if off_basket_cents:
        title = i18n.translate(N_("Discount on the whole basket"))
        found.append(Deviation("discount", BASKET, given, title, whole))
    return found


def together(found: Sequence[Deviation]) -> list[Deviation]:
    """Add up what concerns the same thing, so that cutting a line in pieces changes nothing."""
    sums: dict[tuple[str, str], Deviation] = {}
    for one in found:
        sofar = sums.get((one.kind, one.about), replace(one, cents=0, whole_cents=0))
        cents, whole = sofar.cents + one.cents, sofar.whole_cents + one.whole_cents
        sums[one.kind, one.about] = replace(sofar, cents=cents, whole_cents=whole)
    return list(sums.values())


def within(rules: Rules, deviation: Deviation) -> bool:
    """Tell whether a cashier may do this alone."""
    if deviation.kind == "return":
        return deviation.cents <= rules.return_cents
    if deviation.kind == "blind_return":
        return deviation.cents <= rules.blind_return_cents
    if deviation.kind not in ("price", "discount"):
        return False
    percent, cents = (
        (rules.price_percent, rules.price_cents)
        if deviation.kind == "price"
        else (rules.discount_percent, rules.discount_cents)
    )
    share = money.divide_half_up(deviation.whole_cents * percent, 10_000)
    return deviation.cents <= min(share, cents)


def check(
    session: Session,
    found: Sequence[Deviation],
    *,
    rules: Rules,
    sale: UUID,
    approvals: Sequence[UUID],
    by: Actor,
) -> list[UUID]:
    """Refuse what goes too far, unless who sells may allow it or somebody who may has.

    Gives the approvals that were really given for this basket; what else was sent is no approval.
    """
    given = _given(session, sale, approvals) if approvals else []
    if by.may(Permission.CHANGE_PRICE):
        return [one.uuid for one in given]
    most: dict[tuple[str, str], int] = {}
    for one in given:
        most[one.kind, one.about] = max(one.cents, most.get((one.kind, one.about), 0))
    for deviation in together(found):
        if not within(rules, deviation) and (
            most.get((deviation.kind, deviation.about), 0) < deviation.cents
        ):
            raise NeedsApproval(deviation)
    return [one.uuid for one in given]


def _given(session: Session, sale: UUID, approvals: Sequence[UUID]) -> Sequence[Approval]:
    """Find what was allowed in this basket, in the order in which it was."""
    return session.scalars(
        select(Approval)
        .where(Approval.uuid.in_(approvals), Approval.sale_uuid == sale)
        .order_by(Approval.id)
    ).all()
