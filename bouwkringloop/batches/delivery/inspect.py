"""Inspect what came of a line: split it by what it is good for, to the last gram."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.batches import find as batches
from bouwkringloop.batches import prints, step
from bouwkringloop.batches.delivery import find, progress
from bouwkringloop.batches.delivery.models import OUTCOMES, DeliveryLine, Inspection
from bouwkringloop.batches.models import ENDED
from bouwkringloop.stock import ledger

MOST_FINDINGS = 20
#: What nobody does without saying why.
SAYS_WHY = ("quarantine", "residue", "back")
_LONGEST = 200


class InspectedAlready(Refused):
    """Somebody inspected the line before."""

    message = N_("“%(line)s” is inspected already. Look at what was found.")


class NothingFound(Refused):
    """An inspection that finds nothing."""

    status = 422
    message = N_("Say of “%(line)s” what was found.")


class TooManyFindings(Refused):
    """More parts than anybody sorts one line into."""

    status = 422
    message = N_("Divide a line into at most %(most)s parts.")


class NoSuchFinding(Refused):
    """A word for what something is good for that nobody uses, or a condition."""

    status = 422
    message = N_("Choose for each part what it is good for, and its condition.")


class NoReason(Refused):
    """Kept apart, thrown away or sent back, and nobody says why."""

    status = 422
    message = N_("Say why a part of “%(line)s” is kept apart, thrown away or goes back.")


class OnlyTheLast(Refused):
    """A part before the last without a quantity."""

    status = 422
    message = N_("Type how much each part of “%(line)s” is; only the last may be left empty.")


class NothingLeft(Refused):
    """The parts before are all that came."""

    status = 422
    message = N_("Of “%(line)s” nothing is left for the last part: check how much you typed.")


class DoesNotAddUp(Refused):
    """The parts together are more or less than what came."""

    status = 422
    message = N_(
        "“%(line)s”: the parts are %(found)s (%(found_g)s) together, and %(came)s (%(came_g)s)"
        " came. Leave the last part empty, and it takes the rest."
    )


@dataclass(frozen=True)
class Found:
    """What was found of a part of what came; without figures it is all that is left.

    Without a weight it takes its share of what is left, by its quantity.
    """

    outcome: str
    quantity_milli: int | None = None
    weight_g: int | None = None
    condition: str = "B"
    reason: str = ""
    treatment: str = ""
    certificate: str = ""


def inspect(
    session: Session,
    batch_uuid: UUID,
    delivery: UUID,
    line: UUID,
    found: Sequence[Found],
    *,
    by: Actor,
) -> DeliveryLine:
    """Write down what was found of what came of a line, all of it at once.

    Of two who inspect one line at one moment the second is refused, unless it is the same person
    who sends the same once more.
    """
    # The batch's row is locked first, so that whoever comes second sees what the first one found.
    batch = batches.to_change(session, batch_uuid)
    came = find.line_of(find.one(session, batch, delivery), line)
    if batch.state in ENDED:
        raise step.NotThatStep(batch)
    parts = _divided(came, found, by)
    if came.inspections:
        if [_content(each) for each in came.inspections] == [_content(each) for each in parts]:
            return came
        raise InspectedAlready(line=came.line.name)
    came.inspections.extend(parts)
    progress.go_on(session, batch, by=by)
    grams: dict[str, int] = {}
    for each in parts:
        grams[each.outcome] = grams.get(each.outcome, 0) + each.weight_g
    told = {"line": str(line), "grams": grams}
    prints.note(session, by, "batch.inspected", batch.subject, parts, **told)
    return came


def _content(each: Inspection) -> tuple[object, ...]:
    return (
        *(each.outcome, each.quantity_milli, each.weight_g, each.condition, each.reason),
        *(each.treatment, each.certificate, each.person_id),
    )


def _divided(came: DeliveryLine, found: Sequence[Found], by: Actor) -> list[Inspection]:
    """Make the parts; together they count and weigh exactly what came."""
    name = {"line": came.line.name}
    if not found:
        raise NothingFound(**name)
    if len(found) > MOST_FINDINGS:
        raise TooManyFindings(most=MOST_FINDINGS)
    left_milli, left_g = came.quantity_milli, came.weight_g
    parts: list[Inspection] = []
    for number, told in enumerate(found, start=1):
        part = _part(came, told, by)
        milli, grams = told.quantity_milli, told.weight_g
        if milli is None:
            if number < len(found):
                raise OnlyTheLast(**name)
            if left_milli <= 0:
                raise NothingLeft(**name)
            milli = left_milli
        part.quantity_milli = quantity.checked(milli, quantity.Unit(came.line.unit))
        if grams is None:
            is_rest = left_milli > 0 and left_g > 0
            grams = ledger.part_of(left_g, left_milli, milli) if is_rest else 0
        part.weight_g = grams
        left_milli, left_g = left_milli - milli, left_g - grams
        parts.append(part)
    if left_milli or left_g or any(each.weight_g <= 0 for each in parts):
        raise _not_equal(came, parts)
    return parts


def _not_equal(came: DeliveryLine, parts: Sequence[Inspection]) -> DoesNotAddUp:
    unit = came.line.unit
    return DoesNotAddUp(
        line=came.line.name,
        found=i18n.quantity(sum(each.quantity_milli for each in parts), unit),
        found_g=i18n.exact_weight(sum(each.weight_g for each in parts)),
        came=i18n.quantity(came.quantity_milli, unit),
        came_g=i18n.exact_weight(came.weight_g),
    )


def _part(came: DeliveryLine, told: Found, by: Actor) -> Inspection:
    if told.outcome not in OUTCOMES or told.condition not in ("A", "B", "C"):
        raise NoSuchFinding
    reason = clean(told.reason)[:_LONGEST]
    if told.outcome in SAYS_WHY and not reason:
        raise NoReason(line=came.line.name)
    return Inspection(
        outcome=told.outcome,
        condition=told.condition,
        reason=reason,
        treatment=clean(told.treatment)[:_LONGEST],
        certificate=clean(told.certificate)[:_LONGEST],
        at=clock.now(),
        person_id=by.id,
    )
