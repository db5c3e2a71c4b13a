"""Decide about lines of an offer: take all or a part, decline with a reason, or ask something."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.errors import BadInput, NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.money import MOST_CENTS
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.quantity import MOST_GRAMS, NoSuchQuantity, Unit, checked
from bouwkringloop.base.text import clean
from bouwkringloop.batches import find, prints, step, who
from bouwkringloop.batches.agreements import find as agreements
from bouwkringloop.batches.models import Batch, BatchLine, LineDecision
from bouwkringloop.batches.words import DECISIONS
from bouwkringloop.catalogue import find as catalogue
from bouwkringloop.catalogue.models import Category, NeverSold
from bouwkringloop.stock.ledger import part_of

#: As long as lines may still be decided about.
OPEN = ("announced", "under_review")
LONGEST_REASON = 300


class UnknownLine(NotFound):
    """No line of a batch has this id."""

    message = N_("This line does not exist in this batch.")


class DecidedMeanwhile(Refused):
    """Somebody else decided about the line after it was looked at."""

    message = N_(
        "%(who)s decided about “%(line)s” meanwhile, on %(moment)s: %(decision)s."
        " Nothing of yours was stored. Look at it again."
    )


class NotDecidable(Refused):
    """What was chosen is no decision."""

    status = 422
    message = N_("Choose for “%(line)s”: take all of it, take a part, decline it, or ask.")


class MoreThanOffered(Refused):
    """A part that is larger than the whole."""

    status = 422
    message = N_("Of “%(line)s” there is %(offered)s, so you cannot take more than that.")


class NoWeight(Refused):
    """What is taken weighs something."""

    status = 422
    message = N_("Type for “%(line)s” what it weighs, more than nothing.")


class SaysNoReason(Refused):
    """A line is declined or asked about, and the builder would not know why or what."""

    status = 422
    message = N_("Say for “%(line)s” why it is declined, or what you ask. The builder reads it.")


class ReasonTooLong(Refused):
    """More words than a reason needs."""

    status = 422
    message = N_("This reason is too long. Use at most 300 characters.")


class NothingIsBought(Refused):
    """A price where nothing is bought."""

    status = 422
    message = N_("With this builder nothing was agreed about buying, so “%(line)s” has no price.")


class PriceTooHigh(Refused):
    """More than any thing costs, or less than nothing."""

    status = 422
    message = N_("The price of “%(line)s” cannot be right. Check it, please.")


@dataclass(frozen=True)
class Choice:
    """What somebody decides about a line."""

    #: `accepted`, `part`, `declined` or `asked`.
    outcome: str
    #: How much of it is taken, where that is a part.
    quantity_milli: int = 0
    #: What that weighs; None to work it out in proportion.
    weight_g: int | None = None
    #: The slug of the kind as which it is taken; None for the kind of the decision before, or else
    #: of the offer.
    category: str | None = None
    #: What the shop pays for one, VAT not counted.
    price_cents: int = 0
    waste: bool = False
    reason: str = ""


@dataclass(frozen=True)
class About:
    """A decision about one line, and the number of the decision that its maker saw (0: none)."""

    line: UUID
    seen: int
    choice: Choice


def decide(
    session: Session, line_uuid: UUID, choice: Choice, *, seen: int, by: Actor
) -> LineDecision:
    """Decide about one line; refused with who was first where somebody decided meanwhile."""
    of_line = select(Batch.uuid).join(BatchLine).where(BatchLine.uuid == line_uuid)
    batch_uuid = session.scalar(of_line)
    if batch_uuid is None:
        raise UnknownLine
    (made,) = several(session, batch_uuid, [About(line_uuid, seen, choice)], by=by)
    return made


def several(
    session: Session, batch_uuid: UUID, wanted: Sequence[About], *, by: Actor
) -> list[LineDecision]:
    """Decide about lines of one batch, all of them or none; the first look begins the review."""
    batch = find.to_change(session, batch_uuid)
    if batch.state not in OPEN:
        raise step.NotThatStep(batch)
    lines = {line.uuid: line for line in find.lines(session, batch)}
    if any(about.line not in lines for about in wanted):
        raise UnknownLine
    for about in wanted:
        _check_seen(session, lines[about.line], about.seen)
    bought = buys(session, batch)
    made = [_add(session, lines[each.line], each.choice, bought=bought, by=by) for each in wanted]
    if made and batch.state == "announced":
        step.to(session, batch, "under_review", step.By(person=by))
    session.flush()
    return made


def the_rest(session: Session, batch_uuid: UUID, *, by: Actor) -> list[LineDecision]:
    """Take all of every line that nobody decided about yet."""
    batch = find.to_change(session, batch_uuid)
    undecided = [line for line in find.lines(session, batch) if not line.decisions]
    wanted = [About(line.uuid, 0, Choice("accepted")) for line in undecided]
    return several(session, batch_uuid, wanted, by=by)


def buys(session: Session, batch: Batch) -> bool:
    """Tell whether anything that is agreed with this builder lets the shop buy."""
    in_force = agreements.in_force(session, batch.customer_id)
    return any(agreement.basis == "bought" for agreement in in_force)


def _check_seen(session: Session, line: BatchLine, seen: int) -> None:
    newest = line.decided
    if newest is None and seen:
        raise BadInput(what="seen")
    if newest is not None and newest.number != seen:
        raise DecidedMeanwhile(
            who=who.person(session, newest.person_id),
            line=line.name,
            moment=i18n.moment(newest.at),
            decision=_(DECISIONS[newest.outcome][0]).lower(),
        )


def _add(
    session: Session, line: BatchLine, choice: Choice, *, bought: bool, by: Actor
) -> LineDecision:
    if choice.outcome not in DECISIONS:
        raise NotDecidable(line=line.name)
    taken = choice.outcome in ("accepted", "part")
    quantity, grams = _taken(line, choice) if taken else (0, 0)
    made = LineDecision(
        number=len(line.decisions) + 1,
        outcome="accepted" if taken and quantity == line.quantity_milli else choice.outcome,
        category=_kind(session, line, choice, taken=taken),
        quantity_milli=quantity,
        weight_g=grams,
        price_cents=_price(line, choice, bought=bought) if taken else 0,
        waste=choice.waste and taken,
        reason=_reason(line, choice, taken=taken),
        at=clock.now(),
        person_id=by.id,
    )
    line.decisions.append(made)
    # The trail keeps no words, since they may name somebody.
    prints.note(
        session,
        by,
        "batch.decided",
        line.batch.subject,
        [made],
        line=str(line.uuid),
        number=made.number,
        outcome=made.outcome,
        quantity_milli=quantity,
        weight_g=grams,
        price_cents=made.price_cents,
    )
    return made


def _taken(line: BatchLine, choice: Choice) -> tuple[int, int]:
    if choice.outcome == "accepted":
        quantity = line.quantity_milli
    else:
        quantity = checked(choice.quantity_milli, Unit(line.unit))
    if quantity > line.quantity_milli:
        offered = i18n.quantity(line.quantity_milli, line.unit)
        raise MoreThanOffered(line=line.name, offered=offered)
    if choice.weight_g is None:
        return quantity, max(part_of(line.weight_g, line.quantity_milli, quantity), 1)
    if choice.weight_g <= 0:
        raise NoWeight(line=line.name)
    if choice.weight_g > MOST_GRAMS:
        raise NoSuchQuantity
    return quantity, choice.weight_g


def _kind(session: Session, line: BatchLine, choice: Choice, *, taken: bool) -> Category:
    before = line.decided.category if line.decided else line.category
    kind = catalogue.one(session, choice.category) if choice.category else before
    if taken and kind.dangerous:
        raise NeverSold(category=kind.name)
    return kind


def _price(line: BatchLine, choice: Choice, *, bought: bool) -> int:
    if choice.price_cents and not bought:
        raise NothingIsBought(line=line.name)
    if not 0 <= choice.price_cents <= MOST_CENTS:
        raise PriceTooHigh(line=line.name)
    return choice.price_cents


def _reason(line: BatchLine, choice: Choice, *, taken: bool) -> str:
    words = said(choice.reason)
    if not words and not taken:
        raise SaysNoReason(line=line.name)
    return words


def said(reason: str) -> str:
    """Clean a reason; refuse one that is too long."""
    words = clean(reason)
    if len(words) > LONGEST_REASON:
        raise ReasonTooLong
    return words
