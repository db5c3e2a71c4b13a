"""The database: engines for SQLite and PostgreSQL, transactions, and the types of our columns."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import DateTime, Dialect, Engine, MetaData, Uuid, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

#: How long somebody waits for a turn to write before the shop is told that it is too busy.
PATIENCE_S = 20.0
#: Under this name a session knows whether its books are there to practise in.
PRACTICE = "practice"


class Instant(TypeDecorator[datetime]):
    """A moment, stored and given as aware UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; SQLite keeps no zone, so it gets UTC without one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy passes it.
    ) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every stored thing is built on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Instant(), UUID: Uuid()}


class TooBusy(Exception):
    """No turn to write came in time."""


class FairLock:
    """A lock that serves its waiters in the order in which they came.

    SQLite lets one connection write at a time and makes the others poll for it. Waiting in a
    row here instead gives every till its turn, without sleeping past it.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Event] = deque()

    def acquire(self, timeout_s: float = PATIENCE_S) -> None:
        """Wait for the turn; raise TooBusy after `timeout_s` seconds."""
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout_s):
            return
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
                raise TooBusy
        # The turn came between the end of the wait and here, so it is ours after all.

    def release(self) -> None:
        """Hand the lock to the one who waits longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False


class Database:
    """One database, with a way to read and a way to write."""

    def __init__(self, url: str | URL, *, practice: bool = False) -> None:
        self.url = make_url(url)
        #: What every session of it knows: whether these are books to practise in.
        self._told = {PRACTICE: practice}
        if self.url.get_backend_name() == "sqlite":
            self._writer = _sqlite(self.url, writes=True)
            self._reader = _sqlite(self.url, writes=False)
        else:
            self._writer = create_engine(
                self.url, pool_size=10, max_overflow=30, pool_pre_ping=True
            )
            self._reader = self._writer.execution_options(postgresql_readonly=True)

    @property
    def engine(self) -> Engine:
        """The engine that writes."""
        return self._writer

    def session(self, *, writes: bool) -> Session:
        """Open a session whose one transaction begins with its first question."""
        engine = self._writer if writes else self._reader
        return Session(engine, expire_on_commit=False, info=dict(self._told))

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction that writes: committed at the end, or nothing of it stored."""
        with self.session(writes=True) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that cannot write."""
        with self.session(writes=False) as session:
            yield session

    def close(self) -> None:
        """Let go of every connection."""
        self._writer.dispose()
        self._reader.dispose()


def is_practice(session: Session) -> bool:
    """Tell whether a session is one of the books in which people practise."""
    return bool(session.info.get(PRACTICE))


def _sqlite(url: URL, *, writes: bool) -> Engine:
    """Make an engine whose transactions are IMMEDIATE, or that cannot write at all.

    A deferred transaction that reads and then writes fails at once when another one wrote in
    between, however long the busy timeout; an immediate one waits for its turn.
    """
    # The connection used last has its pages and statements at hand.
    engine = create_engine(url, pool_size=40, max_overflow=10, pool_use_lifo=True)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    turns = FairLock()

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=15000",
            f"query_only={'OFF' if writes else 'ON'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    def start(connection: Any) -> None:
        held = connection.record_info
        if writes and not held.get("has_turn"):
            turns.acquire()
            held["has_turn"] = True
        connection.execute(begin)

    # The dialect's own hook: a listener for it would make every statement pass by all listeners.
    engine.dialect.do_begin = start  # type: ignore[assignment]

    @event.listens_for(engine, "checkin")
    def finish(_connection: Any, record: Any) -> None:
        if record.record_info.pop("has_turn", False):
            turns.release()

    return engine


Result = TypeVar("Result")


def again_if_raced(session: Session, work: Callable[[], Result]) -> Result:
    """Do the work, and once more when another transaction stored the same unique row first.

    Two requests with one client-made id can both find nothing; the second to store then starts
    over and finds what the first one stored.
    """
    try:
        return work()
    except IntegrityError:
        session.rollback()
        return work()
