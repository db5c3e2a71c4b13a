"""Tokens for programs: made, shown once, revoked."""

import re

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import ApiToken, AuditEntry

pytestmark = pytest.mark.one_database


@pytest.fixture
def manager(log_in):
    return log_in(Role.MANAGER)


def issue(manager, role="cashier"):
    answer = manager.post("/tokens", data={"program": "Webwinkel", "role": role})
    assert answer.status_code == 201
    return re.search(r'id="secret">([\w-]{43})<', answer.text)[1]


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_is_shown_once_and_works(manager, app):
    secret = issue(manager)
    program = app.test_client()
    assert program.get("/api/v1/categories", headers=bearer(secret)).status_code == 200
    later = manager.get("/tokens").text
    assert "Webwinkel" in later
    assert secret not in later


def test_a_revoked_token_is_out_at_once(manager, app, session):
    secret = issue(manager)
    number = session.scalars(select(ApiToken.id)).one()
    assert manager.post(f"/tokens/{number}/revoke").status_code == 303
    answer = app.test_client().get("/api/v1/categories", headers=bearer(secret))
    assert answer.status_code == 401
    assert "Ingetrokken" in manager.get("/tokens").text
    assert manager.post(f"/tokens/{number}/revoke").status_code == 404
    said = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert said[-2:] == ["token.issued", "token.revoked"]


def test_a_token_without_a_name_is_not_made(manager, session):
    answer = manager.post("/tokens", data={"program": "  ", "role": "cashier"})
    assert answer.status_code == 422
    assert session.scalars(select(ApiToken)).all() == []


def test_a_program_may_only_do_what_its_role_may(manager, app):
    secret = issue(manager, "intake_worker")
    assert app.test_client().get("/staff", headers=bearer(secret)).status_code == 403
