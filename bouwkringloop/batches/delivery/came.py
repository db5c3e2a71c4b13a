"""Hold what came of each line to what was agreed: counted, weighed, and possible."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import i18n, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.money import divide_half_up
from bouwkringloop.base.text import clean
from bouwkringloop.batches.delivery.find import Expected
from bouwkringloop.batches.delivery.models import DeliveryLine
from bouwkringloop.batches.models import BatchLine
from bouwkringloop.intake.brought import Weighed
from bouwkringloop.intake.weigh import Scales

_LONGEST = 200


class NothingDelivered(Refused):
    """A load without anything in it."""

    status = 422
    message = N_("Type how much came of at least one line.")


class NotOfThisBatch(Refused):
    """A line that the batch does not have, or that the shop does not take."""

    status = 422
    message = N_("One of these things is not in this batch, or was declined. Send it back.")


class CameTwice(Refused):
    """The same line named twice in one load."""

    status = 422
    message = N_("“%(line)s” is in this delivery twice.")


class CameBefore(Refused):
    """A second delivery of a line, of which nothing more was to follow."""

    message = N_(
        "“%(line)s” came before, and nothing more was to follow. Was something counted twice?"
    )


class NoSuchWeight(Refused):
    """A weight that cannot be: nothing, less than nothing, or more than lorries carry."""

    status = 422
    message = N_("The weight of “%(line)s” cannot be right. Check it, please.")


class NotWeighed(Refused):
    """Neither weighed, nor said that it was not."""

    status = 422
    message = N_("Type what “%(line)s” weighs, or tick that it was not weighed.")


class MoreThanAgreed(Refused):
    """More than was accepted, and nobody says why."""

    status = 422
    message = N_("Of “%(line)s” more came than was accepted. Say what is different.")


class TooHeavy(Refused):
    """More than the vehicle can carry."""

    status = 422
    message = N_(
        "%(weight)s came, and the vehicle carries at most %(most)s. Check what was weighed."
    )


class NoSuchLoad(Refused):
    """A vehicle that carries nothing, or a ship."""

    status = 422
    message = N_("What the vehicle can carry cannot be right. Check it, please.")


class NobodySigned(Refused):
    """A signature without a name."""

    status = 422
    message = N_("Type the name of who signs.")


class NoSuchSite(Refused):
    """A site that the shop does not have."""

    status = 422
    message = N_("There is no site “%(site)s”.")


class NoSuchPlace(Refused):
    """A place that is not on this site."""

    status = 422
    message = N_("There is no place “%(place)s” on this site.")


@dataclass(frozen=True)
class Came:
    """What came of one offered line: thousandths of its unit, and its weight in grams."""

    line: UUID
    quantity_milli: int
    weight_g: int | None = None
    weighed: Weighed | None = None
    #: Nobody weighed it, so that it counts with the offer's weight.
    by_offer: bool = False
    difference: str = ""
    more_follows: bool = False


def lines(
    session: Session, expected: Sequence[Expected], told: Sequence[Came]
) -> list[DeliveryLine]:
    """Check what came of every line; raise the first thing that cannot be."""
    if not told:
        raise NothingDelivered
    known = {each.line.uuid: each for each in expected}
    scales = Scales(session, [each.weighed for each in told if each.weighed])
    seen: set[UUID] = set()
    made = []
    for each in told:
        awaited = known.get(each.line)
        if awaited is None:
            raise NotOfThisBatch
        if each.line in seen:
            raise CameTwice(line=awaited.line.name)
        seen.add(each.line)
        made.append(_line(awaited, each, scales))
    return made


def _line(awaited: Expected, told: Came, scales: Scales) -> DeliveryLine:
    line = awaited.line
    if not awaited.open:
        raise CameBefore(line=line.name)
    milli = quantity.checked(told.quantity_milli, quantity.Unit(line.unit))
    difference = clean(told.difference)[:_LONGEST]
    if awaited.came_milli + milli > awaited.accepted_milli and not difference:
        raise MoreThanAgreed(line=line.name)
    made = DeliveryLine(
        line=line, quantity_milli=milli, difference=difference, more_follows=told.more_follows
    )
    _weigh(made, told, scales)
    if not 0 < made.weight_g <= quantity.MOST_GRAMS:
        raise NoSuchWeight(line=line.name)
    return made


def _weigh(made: DeliveryLine, told: Came, scales: Scales) -> None:
    """Tell what came weighs: by the scales, as typed, or as the offer says."""
    if told.weighed is not None:
        reading = scales.read(told.weighed)
        made.weight_g = reading.net_g
        made.gross_g, made.tare_g = reading.gross_g, reading.tare_g
        made.weight_source = "scale" if reading.by_itself else "typed"
    elif told.weight_g is not None:
        made.weight_g, made.weight_source = told.weight_g, "typed"
    elif told.by_offer:
        made.weight_g = offered_g(made.line, made.quantity_milli)
        made.weight_source = "category"
    else:
        raise NotWeighed(line=made.line.name)


def offered_g(line: BatchLine, milli: int) -> int:
    """Tell what a quantity of an offered line weighs by the offer, half-up."""
    return divide_half_up(line.weight_g * milli, line.quantity_milli)


def check_load(came: Sequence[DeliveryLine], most_g: int | None) -> None:
    """Refuse a load that the vehicle cannot have carried."""
    if most_g is None:
        return
    if not 0 < most_g <= quantity.MOST_GRAMS:
        raise NoSuchLoad
    weight_g = sum(line.weight_g for line in came)
    if weight_g > most_g:
        raise TooHeavy(weight=i18n.weight(weight_g), most=i18n.weight(most_g))
