"""Fixtures with which a test may read through `session` at any moment.

SQLite lets one connection write at a time. A test that has just read something back through its
own session still holds that turn, so it is given back before every request and every log-in.
"""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Role
from tests.conftest import LogIn


@pytest.fixture
def app(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application, asked only while the test holds no turn."""

    class Browser(FlaskClient):
        def open(self, *args: Any, **kwargs: Any) -> Any:
            session.rollback()
            return super().open(*args, **kwargs)

    monkeypatch.setattr(app, "test_client_class", Browser)
    return app


@pytest.fixture
def log_in(log_in: LogIn, session: Session) -> LogIn:
    """Log somebody in while the test holds no turn."""

    def opened(
        role: Role = Role.MANAGER, language: str = "nl", *, proved: bool = False
    ) -> FlaskClient:
        session.rollback()
        return log_in(role, language, proved=proved)

    return opened
