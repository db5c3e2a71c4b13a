"""Find out who asks, by the secret of a log-in or of a token."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.codes import fingerprint
from bouwkringloop.base.permissions import Actor, Role
from bouwkringloop.people.models import ApiToken, AuthSession, Person

_person = Person.__table__.c
_by_token = (
    select(_person.id, _person.name, _person.role, _person.language)
    .join(ApiToken.__table__, ApiToken.__table__.c.person_id == _person.id)
    .where(
        ApiToken.secret_hash == bindparam("secret"), ApiToken.revoked_at.is_(None), Person.active
    )
)
_by_cookie = (
    select(
        _person.id,
        _person.name,
        _person.role,
        _person.language,
        AuthSession.__table__.c.id,
        AuthSession.__table__.c.proved_at.is_not(None),
    )
    .join(AuthSession.__table__, AuthSession.__table__.c.person_id == _person.id)
    .where(
        AuthSession.secret_hash == bindparam("secret"),
        AuthSession.expires_at > bindparam("now"),
        AuthSession.revoked_at.is_(None),
        Person.active,
    )
)


def by_token(session: Session, secret: str) -> Actor | None:
    """Tell whose token this is; None where it is unknown or revoked."""
    asked = {"secret": fingerprint(secret)}
    return _actor(session.connection().execute(_by_token, asked).first())


def by_cookie(session: Session, secret: str) -> Actor | None:
    """Tell who is logged in with this cookie; None where the log-in ended or was revoked."""
    asked = {"secret": fingerprint(secret), "now": clock.now()}
    return _actor(session.connection().execute(_by_cookie, asked).first())


def _actor(row: Any) -> Actor | None:
    if row is None:
        return None
    number, name, role, language, *login = row
    session_id, proved = login or (None, False)
    return Actor(number, name, Role(role), language, session_id, proved=bool(proved))
