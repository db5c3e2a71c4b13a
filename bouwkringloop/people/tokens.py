"""Tokens with which programs speak to the API."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import clock, text
from bouwkringloop.base.codes import fingerprint, new_secret
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.permissions import Actor, Role
from bouwkringloop.people import audit
from bouwkringloop.people.models import ApiToken, Person


def issue(session: Session, *, name: str, role: Role, by: Actor | None = None) -> str:
    """Make a token with a role of its own; the secret is given here once and stored as a hash."""
    secret = new_secret()
    program = Person(name=text.named(name), login=None, role=role, created_at=clock.now())
    session.add(ApiToken(secret_hash=fingerprint(secret), person=program, created_at=clock.now()))
    session.flush()  # The audit entry needs the new program's number.
    audit.note(session, by, "token.issued", f"person:{program.id}", role=role)
    return secret


def every(session: Session) -> Sequence[ApiToken]:
    """List the tokens, the working ones first."""
    return session.scalars(
        select(ApiToken)
        .options(joinedload(ApiToken.person))
        .order_by(ApiToken.revoked_at.is_not(None), ApiToken.id.desc())
    ).all()


def revoke(session: Session, number: int, *, by: Actor) -> None:
    """Let a program in no more, from its next request on."""
    token = session.get(ApiToken, number)
    if token is None or token.revoked_at is not None:
        raise NotFound
    token.revoked_at = clock.now()
    audit.note(session, by, "token.revoked", f"person:{token.person_id}")
