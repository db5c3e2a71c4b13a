"""What the tests of the till share."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from bouwkringloop.base.permissions import Role
from tests import make
from tests.conftest import Program
from tests.turns import app, log_in

__all__ = ["app", "log_in"]


@pytest.fixture
def cashier(app: Flask, session: Session) -> Program:
    """The API as a program of the cashier sees it."""
    secret = make.token(session, Role.CASHIER)
    session.commit()
    return Program(app.test_client(), secret)
