"""Prove the agreements: what was accepted is what stands there."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.batches.agreements import text
from bouwkringloop.batches.agreements.models import Acceptance, Agreement, AgreementWords


def proofs(session: Session) -> Iterator[Proof]:
    """Give each proof of the agreements."""
    yield _words(session)


def _words(session: Session) -> Proof:
    """Hash the words of each agreement anew, and compare it with what was accepted.

    Words that were erased with their builder are left out.
    """
    query = (
        select(Agreement, AgreementWords.words, Acceptance.text_hash)
        .join(AgreementWords, AgreementWords.agreement_id == Agreement.id)
        .outerjoin(Acceptance, Acceptance.agreement_id == Agreement.id)
        .where(AgreementWords.words != "")
        .order_by(Agreement.id)
    )
    breaks, looked_at = [], 0
    for agreement, words, accepted in session.execute(query):
        looked_at += 1
        if text.hashed(words) != agreement.content_hash:
            breaks.append(f"{agreement.subject}: its words are not those that were drawn up")
        if accepted not in (None, agreement.content_hash):
            breaks.append(f"{agreement.subject}: other words were accepted")
    return Proof("agreements are what was accepted", looked_at, tuple(breaks))
