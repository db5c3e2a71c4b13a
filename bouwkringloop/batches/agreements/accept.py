"""Accept an agreement on the builder's page, by name; or withdraw it in the shop."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.batches import prints, step
from bouwkringloop.batches.agreements import find
from bouwkringloop.batches.agreements.models import Acceptance, Agreement, Withdrawal
from bouwkringloop.batches.models import BuilderLink
from bouwkringloop.partners import find as partners
from bouwkringloop.partners import forget
from bouwkringloop.people import audit

LONGEST_NAME = 80


class NoSigner(Refused):
    """An agreement is accepted by nobody by name."""

    status = 422
    message = N_("Type your name and your function.")


class MayNotSign(Refused):
    """Somebody did not say that they may sign for the builder."""

    status = 422
    message = N_("Only somebody who may sign for the builder can accept this. Tick that you may.")


class OtherWords(Refused):
    """What was on the screen is not what is agreed on."""

    message = N_("These are other words by now. Read them again, and accept them then.")


class NewerVersion(Refused):
    """The shop drew up another agreement since."""

    message = N_("There is a newer agreement by now. Read that one.")


class AgreementWithdrawn(Refused):
    """The shop takes nothing under this agreement any more."""

    message = N_("The shop has withdrawn this agreement. Ask the shop what to do.")


@dataclass(frozen=True)
class Signature:
    """Who accepts, and the hash of what they read."""

    name: str
    function: str
    may_sign: bool
    text_hash: str


def accept(session: Session, link: BuilderLink, uuid: UUID, told: Signature) -> Acceptance:
    """Store that somebody accepts an agreement; whoever does so again gets the first answer."""
    agreement = find.of_link(session, link, uuid)
    standing = _locked(session, agreement)
    if standing.acceptance is not None:
        return standing.acceptance
    if standing.withdrawal is not None:
        raise AgreementWithdrawn
    if not standing.newest:
        raise NewerVersion
    if told.text_hash != agreement.content_hash or find.wording(agreement) is None:
        raise OtherWords
    name, function = (clean(words)[:LONGEST_NAME] for words in (told.name, told.function))
    if not name or not function:
        raise NoSigner
    if not told.may_sign:
        raise MayNotSign
    made = Acceptance(
        agreement=agreement,
        name=name,
        function=function,
        at=clock.now(),
        text_hash=told.text_hash,
        link_id=link.id,
    )
    session.add(made)
    session.flush()  # Of two at one moment the second is stopped here, by the database.
    forget.used(agreement.customer)
    # The trail is never wiped, so it does not say who it was.
    prints.note(session, None, "agreement.accepted", agreement.subject, [made], through="link")
    return made


def withdraw(session: Session, uuid: UUID, reason: str, *, by: Actor) -> Withdrawal:
    """Take no new batch under an agreement any more; those that were agreed on stay under it."""
    agreement = find.one(session, uuid)
    standing = _locked(session, agreement)
    if standing.withdrawal is not None:
        return standing.withdrawal
    said = clean(reason)[: step.LONGEST_REASON]
    if not said:
        raise step.NoReason
    made = Withdrawal(agreement_id=agreement.id, reason=said, at=clock.now(), person_id=by.id)
    session.add(made)
    session.flush()
    audit.note(session, by, "agreement.withdrawn", agreement.subject, reason=said)
    return made


def _locked(session: Session, agreement: Agreement) -> find.Standing:
    """Keep others from accepting, withdrawing or drawing up for this builder; tell how it is."""
    partners.to_change(session, agreement.customer.uuid)
    return find.standing(session, agreement)
