"""Look agreements up: one, those of a builder, and those under which a batch can be taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.batches.agreements import text
from bouwkringloop.batches.agreements.models import Acceptance, Agreement, Withdrawal
from bouwkringloop.batches.agreements.text import Wording
from bouwkringloop.batches.models import BuilderLink


class UnknownAgreement(NotFound):
    """No agreement has this id."""

    message = N_("This agreement does not exist.")


class WordsErased(NotFound):
    """The words of an agreement went with the builder whom they named."""

    message = N_("The words of this agreement were erased with the builder.")


@dataclass(frozen=True)
class Standing:
    """How it is with an agreement."""

    agreement: Agreement
    acceptance: Acceptance | None
    withdrawal: Withdrawal | None
    #: Whether no later version was drawn up for this builder.
    newest: bool

    @property
    def state(self) -> str:
        """Tell in one word whether it waits, holds, or does not count any more."""
        if self.withdrawal is not None:
            return "withdrawn"
        if self.acceptance is not None:
            return "accepted"
        return "waiting" if self.newest else "replaced"


def one(session: Session, uuid: UUID) -> Agreement:
    """Find an agreement."""
    found = session.scalar(select(Agreement).where(Agreement.uuid == uuid))
    if found is None:
        raise UnknownAgreement
    return found


def of_link(session: Session, link: BuilderLink, uuid: UUID) -> Agreement:
    """Find an agreement of the builder who came by a link; those of others do not exist."""
    found = one(session, uuid)
    if found.customer_id != link.customer_id:
        raise UnknownAgreement
    return found


def of_customer(session: Session, customer_id: int) -> Sequence[Agreement]:
    """List every version of what was offered to a builder, the newest first."""
    query = select(Agreement).where(Agreement.customer_id == customer_id)
    return session.scalars(query.order_by(Agreement.number.desc())).all()


def in_force(session: Session, customer_id: int) -> Sequence[Agreement]:
    """List what a builder accepted and the shop did not withdraw, the newest first."""
    query = (
        select(Agreement)
        .join(Acceptance, Acceptance.agreement_id == Agreement.id)
        .outerjoin(Withdrawal, Withdrawal.agreement_id == Agreement.id)
        .where(Agreement.customer_id == customer_id, Withdrawal.agreement_id.is_(None))
    )
    return session.scalars(query.order_by(Agreement.number.desc())).all()


def standing(session: Session, agreement: Agreement) -> Standing:
    """Tell how it is with an agreement now."""
    last = select(func.max(Agreement.number)).where(Agreement.customer_id == agreement.customer_id)
    return Standing(
        agreement,
        session.get(Acceptance, agreement.id),
        session.get(Withdrawal, agreement.id),
        agreement.number == session.scalar(last),
    )


def standings(session: Session, customer_id: int) -> list[Standing]:
    """Tell how it is with every version of a builder, the newest first."""
    query = (
        select(Agreement, Acceptance, Withdrawal)
        .outerjoin(Acceptance, Acceptance.agreement_id == Agreement.id)
        .outerjoin(Withdrawal, Withdrawal.agreement_id == Agreement.id)
        .where(Agreement.customer_id == customer_id)
        .order_by(Agreement.number.desc())
    )
    return [
        Standing(agreement, acceptance, withdrawal, at == 0)
        for at, (agreement, acceptance, withdrawal) in enumerate(session.execute(query))
    ]


def wording(agreement: Agreement) -> Wording | None:
    """Give the very words of an agreement; None where they were erased with the builder."""
    kept = agreement.kept
    return text.from_json(kept.words) if kept is not None and kept.words else None
