"""Agree on a batch, decline it, call it off, or go back to looking at it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.batches import decide, find, step, told
from bouwkringloop.batches.agreements import find as agreements
from bouwkringloop.batches.agreements.models import Agreement
from bouwkringloop.batches.models import Batch, BatchLine, LineDecision
from bouwkringloop.config import Config
from bouwkringloop.people import audit

#: As long as a builder may call a batch off without a call.
BEFORE_PLANNED = ("announced", "under_review", "agreed")


class NotAllDecided(Refused):
    """A line about which nobody said yes or no."""

    message = N_("Decide about these first: %(lines)s.")


class OpenQuestion(Refused):
    """The builder did not answer yet."""

    message = N_("The builder did not answer yet about: %(lines)s.")


class NoAgreement(Refused):
    """The builder accepted no agreement that is still in force."""

    message = N_("This builder accepted no agreement yet. Make one first, and let them accept it.")


class ChooseAgreement(Refused):
    """Several agreements are in force."""

    status = 422
    message = N_("Choose the agreement under which this batch is taken.")


class NotInForce(Refused):
    """Another builder's agreement, one not accepted, or one withdrawn."""

    message = N_("This agreement is not in force with this builder. Choose another one.")


class NoPrice(Refused):
    """Bought for nothing, and nobody said so."""

    status = 422
    message = N_("Give these a price, or say that they are for nothing: %(lines)s.")


class PriceWithoutBuying(Refused):
    """A price under an agreement by which nothing is bought."""

    message = N_(
        "Under this agreement nothing is bought, but these have a price: %(lines)s."
        " Decide about them again without a price, or choose another agreement."
    )


class CallInstead(Refused):
    """A builder calls a batch off that somebody may be driving for already."""

    message = N_("The transport of this batch is planned already. Call us to cancel it.")


def agree(
    session: Session,
    config: Config,
    batch_uuid: UUID,
    agreement: UUID | None = None,
    *,
    for_nothing: bool = False,
    by: Actor,
) -> Batch:
    """Agree on what was decided; a batch of which nothing is taken is declined by it."""
    batch = find.to_change(session, batch_uuid)
    if batch.state not in decide.OPEN:
        raise step.NotThatStep(batch)
    decisions = _decided(find.lines(session, batch))
    taken = {line: made for line, made in decisions.items() if made.quantity_milli}
    if not taken:
        reasons = dict.fromkeys(made.reason for made in decisions.values())
        return _end(session, config, batch, "declined", " ".join(reasons), step.By(person=by))
    chosen = _chosen(session, batch, agreement)
    _check_prices(chosen, taken, for_nothing=for_nothing)
    batch.agreement = chosen
    step.to(session, batch, "agreed", step.By(person=by))
    audit.note(session, by, "batch.agreed", batch.subject, agreement=str(chosen.uuid))
    told.decided(session, config, batch)
    return batch


def decline(session: Session, config: Config, batch_uuid: UUID, *, reason: str, by: Actor) -> Batch:
    """Say no to a whole batch, and write the builder why."""
    batch = find.to_change(session, batch_uuid)
    return _end(session, config, batch, "declined", decide.said(reason), step.By(person=by))


def cancel(
    session: Session, config: Config, batch_uuid: UUID, *, reason: str, by: step.By
) -> Batch:
    """Call a batch off, here or by the builder's link; who did it needs no letter."""
    batch = find.to_change(session, batch_uuid)
    if by.link is not None and "cancelled" in batch.can and batch.state not in BEFORE_PLANNED:
        raise CallInstead
    return _end(session, config, batch, "cancelled", decide.said(reason), by)


def reopen(session: Session, batch_uuid: UUID, *, reason: str, by: Actor) -> Batch:
    """Go back from what was agreed, so that decisions may change; says why."""
    batch = find.to_change(session, batch_uuid)
    words = decide.said(reason)
    if batch.state != "agreed":
        raise step.NotThatStep(batch)
    if not words:
        raise step.NoReason
    step.to(session, batch, "under_review", step.By(person=by), reason=words)
    return batch


def _end(
    session: Session, config: Config, batch: Batch, state: str, reason: str, by: step.By
) -> Batch:
    step.to(session, batch, state, by, reason=reason)
    if by.link is None:
        told.ended(session, config, batch)
    return batch


def _decided(lines: Sequence[BatchLine]) -> dict[BatchLine, LineDecision]:
    """Give the decision that counts of every line; refuse where one is missing."""
    newest = {line: line.decided for line in lines}
    asked = [line for line, made in newest.items() if made and made.waits]
    if asked:
        raise OpenQuestion(lines=_named(asked))
    missing = [line for line, made in newest.items() if made is None or made.outcome == "asked"]
    if missing:
        raise NotAllDecided(lines=_named(missing))
    return {line: made for line, made in newest.items() if made is not None}


def _named(lines: list[BatchLine]) -> str:
    return ", ".join(f"“{line.name}”" for line in lines)


def _chosen(session: Session, batch: Batch, wanted: UUID | None) -> Agreement:
    in_force = agreements.in_force(session, batch.customer_id)
    if not in_force:
        raise NoAgreement
    if wanted is not None:
        for agreement in in_force:
            if agreement.uuid == wanted:
                return agreement
        raise NotInForce
    if batch.agreement in in_force and batch.agreement is not None:
        return batch.agreement
    if len(in_force) > 1:
        raise ChooseAgreement
    return in_force[0]


def _check_prices(
    agreement: Agreement, taken: dict[BatchLine, LineDecision], *, for_nothing: bool
) -> None:
    priced = [line for line, made in taken.items() if made.price_cents]
    if agreement.basis != "bought":
        if priced:
            raise PriceWithoutBuying(lines=_named(priced))
        return
    without = [line for line in taken if line not in priced]
    if without and not for_nothing:
        raise NoPrice(lines=_named(without))
