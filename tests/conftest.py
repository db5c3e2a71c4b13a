"""The shop that tests work in: one seeded database of each kind, copied for every test."""

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy.orm import Session

from bouwkringloop.app import create_app, move_in
from bouwkringloop.base import clock
from bouwkringloop.base.db import Database
from bouwkringloop.base.permissions import Role
from bouwkringloop.config import Config
from tests import make
from tests.seeded import Templates

# How long one example takes says how busy the machine is, and nothing of the shop. The examples are
# drawn from the test itself, so that a change is never refused for what it did not touch;
# `--hypothesis-profile=search` draws others each time.
settings.register_profile("shop", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("shop")

# To look for rubbish is to look at all that there is, and thousands of tests and every class of
# the product are always there; so it is looked for seldom, and not among what stays.
gc.set_threshold(50_000, 20, 100)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin what takes long first, so that nobody waits for it alone at the end.

    Tests that are marked so are left out for the second kind of database.
    """
    items[:] = [item for item in items if not _needs_no_other_database(item)]
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def _needs_no_other_database(item: pytest.Item) -> bool:
    asked = getattr(item, "callspec", None)
    second = asked is not None and asked.params.get("database") == "postgresql"
    return second and item.get_closest_marker("one_database") is not None


@pytest.fixture(scope="session")
def templates() -> Iterator[Templates]:
    made = Templates()
    yield made
    made.close()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'bouwkringloop.db'}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, templates: Templates) -> Iterator[Database]:
    """A shop with sites, tills, a catalogue and staff, once on each kind of database."""
    yield templates.fresh(request.param)
    templates.let_go(request.param)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session for arranging and reading back; what a test makes is committed by `make`."""
    with database.session(writes=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def built_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for all tests of a process, since its templates take long to compile."""
    home = tmp_path_factory.mktemp("home")
    return create_app(Config(home=home, database_url=f"sqlite:///{home / 'none.db'}"), testing=True)


@pytest.fixture
def app(built_app: Flask, config: Config, database: Database) -> Flask:
    """The application, serving this test's own shop."""
    move_in(built_app, config, database)
    return built_app


LogIn = Callable[..., FlaskClient]


@pytest.fixture
def log_in(app: Flask, database: Database) -> LogIn:
    """Give a browser in which somebody with a role is logged in; their language is `language`.

    With `proved`, the second step was taken too.
    """

    def opened(
        role: Role = Role.MANAGER, language: str = "nl", *, proved: bool = False
    ) -> FlaskClient:
        client = app.test_client()
        with database.writing() as session:
            client.set_cookie("login", make.login(session, role, language, proved=proved))
        return client

    return opened


@pytest.fixture
def client(log_in: LogIn) -> FlaskClient:
    """The browser of a shop lead, who may do what is done at the counter."""
    return log_in(Role.SHOP_LEAD)


class Program:
    """A program that speaks to the API with a token."""

    def __init__(self, client: FlaskClient, secret: str) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str) -> Any:
        return self._client.get(f"/api/v1{path}", headers=self._headers)

    def post(self, path: str, body: Any) -> Any:
        return self._client.post(f"/api/v1{path}", json=body, headers=self._headers)


@pytest.fixture
def api(app: Flask, database: Database) -> Program:
    """The API as a program of the shop lead sees it."""
    with database.writing() as session:
        return Program(app.test_client(), make.token(session, Role.SHOP_LEAD))


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self.at = start

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **amount: float) -> None:
        self.at += timedelta(**amount)


@pytest.fixture
def standing_clock() -> Iterator[Clock]:
    made = Clock(datetime(2026, 11, 21, 9, 30, tzinfo=UTC))
    clock.use(made)
    yield made
    clock.use(None)
