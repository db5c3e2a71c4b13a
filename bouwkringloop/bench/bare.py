"""What the machine itself costs: the same rows, stored durably by SQLite alone."""

import json
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

_TABLES = """
create table item (id integer primary key, code text unique, quantity integer);
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
_LINES = 5


class BareCommit:
    """A database with nothing of ours in it but tables of the same shape."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)

    def __enter__(self) -> Self:
        self._connection.executescript(
            "pragma journal_mode=wal; pragma synchronous=full;" + _TABLES
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def sale(self) -> None:
        """Store the rows of a five-line sale in one durable transaction."""
        run, many = self._connection.execute, self._connection.executemany
        run("begin immediate")
        made = run(
            "insert into sale (uuid, shift, number, at, total) values (?, 1, 1, ?, 100)",
            (str(uuid4()), "2026-11-21T10:00:00"),
        ).lastrowid
        many(
            "insert into sale_line (sale, position, item, text, quantity, price, total, vat)"
            " values (?, ?, ?, 'Paneeldeur', 1000, 100, 100, 17)",
            [(made, at, at) for at in range(_LINES)],
        )
        run("insert into payment (sale, method, amount) values (?, 'cash', 100)", (made,))
        many(
            "update item set quantity = quantity - 1000 where id = ?", [(i,) for i in range(_LINES)]
        )
        many(
            "insert into movement (item, at, quantity, weight, cause) values (?, ?, -1000, 1, ?)",
            [(at, "2026-11-21T10:00:00", f"sale:{made}") for at in range(_LINES)],
        )
        run("insert into journal (number, content, hash) values (1, ?, ?)", (_CONTENT, "0" * 64))
        self._audit_and_job()

    def intake(self) -> None:
        """Store the rows of one labelled item in one durable transaction."""
        run = self._connection.execute
        run("begin immediate")
        code = str(uuid4())
        made = run("insert into intake (uuid, site, at) values (?, 1, '2026')", (code,)).lastrowid
        item = run("insert into item (code, quantity) values (?, 1000)", (code,)).lastrowid
        run("insert into intake_line (intake, item, quantity) values (?, ?, 1000)", (made, item))
        run(
            "insert into movement (item, at, quantity, weight, cause)"
            " values (?, '2026', 1000, 1, ?)",
            (item, code),
        )
        self._audit_and_job()

    def _audit_and_job(self) -> None:
        run = self._connection.execute
        run(
            "insert into audit (at, person, action, detail) values ('2026', 1, 'made', ?)",
            (json.dumps({"receipt": 1}),),
        )
        run(
            "insert into print_job (kind, subject, document, state)"
            " values ('receipt', ?, ?, 'queued')",
            (str(uuid4()), _DOCUMENT),
        )
        run("commit")
