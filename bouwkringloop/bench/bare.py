"""What the machine itself costs: the same rows, stored durably by SQLite alone."""

import json
import random
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

_TABLES = """
create table item (id integer primary key, code text unique, title text, quantity integer);
create table sale (id integer primary key, uuid text unique, shift integer, number integer,
                   at text, total integer);
create table sale_line (id integer primary key, sale integer, position integer, item integer,
                        text text, quantity integer, price integer, total integer, vat integer);
create table payment (id integer primary key, sale integer, method text, amount integer);
create table movement (id integer primary key, item integer, at text, quantity integer,
                       weight integer, cause text);
create table journal (id integer primary key, number integer, content text, hash text);
create table audit (id integer primary key, at text, person integer, action text, detail text);
create table print_job (id integer primary key, kind text, subject text, document text, state text);
create table intake (id integer primary key, uuid text unique, site integer, at text);
create table intake_line (id integer primary key, intake integer, item integer, quantity integer);
"""
#: As long as a five-line receipt, and as a journal's entry of one.
_DOCUMENT, _CONTENT = "x" * 1600, "x" * 900
#: As much as the other columns of an item hold.
_TITLE = "x" * 150
_LINES = 5


class BareCommit:
    """A database with nothing of ours in it but tables of the same shape."""

    def __init__(self, path: Path, *, items: int) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._items = items
        self._dice = random.Random(7)

    def __enter__(self) -> Self:
        self._connection.executescript(
            "pragma journal_mode=wal; pragma synchronous=full;" + _TABLES
        )
        self._connection.execute("begin")
        self._connection.executemany(
            "insert into item (code, title, quantity) values (?, ?, 1000000)",
            [(f"{at:08d}", _TITLE) for at in range(self._items)],
        )
        self._connection.execute("commit")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    @staticmethod
    def next_id() -> str:
        """Make an id for the next thing to store."""
        return str(uuid4())

    def sale(self, uuid: str) -> None:
        """Store the rows of a five-line sale in one durable transaction."""
        run, many = self._connection.execute, self._connection.executemany
        sold = self._dice.sample(range(1, self._items + 1), _LINES)
        run("begin immediate")
        made = run(
            "insert into sale (uuid, shift, number, at, total) values (?, 1, 1, ?, 100)",
            (uuid, "2026-11-21T10:00:00"),
        ).lastrowid
        many(
            "insert into sale_line (sale, position, item, text, quantity, price, total, vat)"
            " values (?, ?, ?, 'Paneeldeur', 1000, 100, 100, 17)",
            [(made, at, item) for at, item in enumerate(sold)],
        )
        run("insert into payment (sale, method, amount) values (?, 'cash', 100)", (made,))
        many("update item set quantity = quantity - 1000 where id = ?", [(item,) for item in sold])
        many(
            "insert into movement (item, at, quantity, weight, cause) values (?, ?, -1000, 1, ?)",
            [(item, "2026-11-21T10:00:00", f"sale:{made}") for item in sold],
        )
        run("insert into journal (number, content, hash) values (1, ?, ?)", (_CONTENT, "0" * 64))
        self._audit_and_job(uuid)

    def intake(self, code: str) -> None:
        """Store the rows of one labelled item in one durable transaction."""
        run = self._connection.execute
        run("begin immediate")
        made = run("insert into intake (uuid, site, at) values (?, 1, '2026')", (code,)).lastrowid
        item = run(
            "insert into item (code, title, quantity) values (?, ?, 1000)", (code, _TITLE)
        ).lastrowid
        run("insert into intake_line (intake, item, quantity) values (?, ?, 1000)", (made, item))
        run(
            "insert into movement (item, at, quantity, weight, cause)"
            " values (?, '2026', 1000, 1, ?)",
            (item, code),
        )
        self._audit_and_job(code)

    def _audit_and_job(self, subject: str) -> None:
        run = self._connection.execute
        run(
            "insert into audit (at, person, action, detail) values ('2026', 1, 'made', ?)",
            (json.dumps({"receipt": 1}),),
        )
        run(
            "insert into print_job (kind, subject, document, state)"
            " values ('receipt', ?, ?, 'queued')",
            (subject, _DOCUMENT),
        )
        run("commit")
