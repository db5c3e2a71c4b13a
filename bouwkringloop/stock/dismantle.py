"""Take a thing apart: its parts become things of their own, and the rest goes to material."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.money import MOST_CENTS
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.quantity import Unit
from bouwkringloop.base.text import clean
from bouwkringloop.catalogue.models import Category
from bouwkringloop.people import audit
from bouwkringloop.stock import labels, ledger, take_in, write_off
from bouwkringloop.stock.models import Item


class NoParts(Refused):
    """Nothing came out of it, so that it was not taken apart but thrown away."""

    status = 422
    message = N_("Say which parts came out of it. If there are none, write it off instead.")


class HeavierThanWhole(Refused):
    """The parts weigh more than what they came from."""

    status = 422
    message = N_("The parts weigh %(parts)s, more than the %(whole)s of what they came from.")


class PartWithoutPrice(Refused):
    """A part that is for sale costs something."""

    status = 422
    message = N_("Type a price for “%(title)s”.")


@dataclass(frozen=True)
class Part:
    """What came out; `weight_g` is that of all of it, `price_cents` that of one unit."""

    category: Category
    quantity_milli: int
    weight_g: int
    price_cents: int
    condition: str = "B"
    title: str = ""


@dataclass(frozen=True)
class TakenApart:
    """What a thing became: its parts, and how many grams of rest went where."""

    parts: tuple[Item, ...]
    rest_g: int
    rest_way: str


def take_apart(
    session: Session,
    code: str,
    parts: Sequence[Part],
    *,
    by: Actor,
    quantity_milli: int | None = None,
    rest_way: str = "material",
) -> TakenApart:
    """Take some of a thing apart; no gram is lost: what is in no part goes to material or residue.

    What is taken apart leaves as `dismantled` with the weight of its parts; what they do not weigh
    leaves in grams alone, the way that is said.
    """
    if not parts:
        raise NoParts
    if rest_way not in ("material", "residue"):
        raise write_off.NoSuchWay
    (item,) = ledger.lock(session, [code])
    asked = item.quantity_milli if quantity_milli is None else quantity_milli
    write_off.check_here(item, asked)
    check_may_come_apart(item)
    whole_g = ledger.share(item, asked)
    parts_g = sum(part.weight_g for part in parts)
    if parts_g > whole_g:
        raise HeavierThanWhole(parts=i18n.weight(parts_g), whole=i18n.weight(whole_g))
    for part in parts:
        _check(part)
    rest_g = whole_g - parts_g
    leaving = _leaving(item, asked, parts_g, rest_g, rest_way)
    # One moment for all of it, so that on no day its grams are in both books or in none.
    moment = clock.now()
    ledger.write(session, leaving, cause=f"item:{code}", by=by, at=moment)
    made = _receive(session, item, parts, by, moment)
    audit.note(session, by, "item.dismantled", f"item:{code}", parts=len(parts), rest_g=rest_g)
    return TakenApart(tuple(made), rest_g, rest_way)


def check_may_come_apart(item: Item) -> None:
    """Refuse to take apart what is dangerous or may be, whoever asks."""
    if item.category.dangerous or item.state == "quarantined":
        raise write_off.OnlyLeavesAsWaste(title=item.title)


def _leaving(
    item: Item, asked: int, parts_g: int, rest_g: int, rest_way: str
) -> list[ledger.Entry]:
    """Say that the rest goes its own way in grams, and that the thing itself became its parts."""
    entries = [ledger.Entry(item, rest_way, weight_g=-rest_g)] if rest_g else []
    return [*entries, ledger.Entry(item, "dismantled", -asked, -parts_g)]


def _check(part: Part) -> None:
    quantity.checked(part.quantity_milli, Unit(part.category.unit))
    if not 0 < part.price_cents <= MOST_CENTS:
        raise PartWithoutPrice(title=part.title or part.category.name)


def _receive(
    session: Session, item: Item, parts: Sequence[Part], by: Actor, at: datetime
) -> list[Item]:
    codes = take_in.next_codes(session, len(parts))
    made = []
    for part, code in zip(parts, codes, strict=True):
        new = take_in.New(
            category=part.category,
            title=clean(part.title)[:120] or part.category.name_nl,
            quantity_milli=part.quantity_milli,
            price_cents=part.price_cents,
            condition=part.condition,
            weight_g=part.weight_g * 1000 // part.quantity_milli,
            stock_g=part.weight_g,
            place=item.place,
            parent=item,
        )
        received = take_in.receive(
            session, new, code=code, site=item.site, cause=f"item:{item.code}", by=by, at=at
        )
        labels.order(session, received, by=by)
        made.append(received)
    return made
