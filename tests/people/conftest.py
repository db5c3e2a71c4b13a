"""What the tests of the people room share."""

from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher, profiles
from flask import Flask
from flask.testing import FlaskClient

from bouwkringloop.people import passwords
from tests import make
from tests.turns import app, log_in

__all__ = ["app", "log_in"]


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords cheaply here; that the product does not is a test of its own."""
    cheap = PasswordHasher.from_parameters(profiles.CHEAPEST)
    monkeypatch.setattr(passwords, "_passwords", cheap)


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A browser in which nobody is logged in."""
    return app.test_client()


EnterDoor = Callable[..., Any]


@pytest.fixture
def enter(browser: FlaskClient) -> EnterDoor:
    """Log in with a password through the page."""

    def with_password(
        login: str = "noor.de.vries", password: str = make.PASSWORD, **more: str
    ) -> Any:
        data = {"login": login, "password": password, **more}
        return browser.post("/login", data=data, headers={"User-Agent": "Firefox/130 Android"})

    return with_password
