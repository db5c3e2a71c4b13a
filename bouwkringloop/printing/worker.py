"""Bring jobs to paper: one thread a printer, in one process of the shop."""

import fcntl
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from sqlalchemy.exc import DBAPIError

from bouwkringloop.base import clock
from bouwkringloop.base.db import Database
from bouwkringloop.base.errors import Refused
from bouwkringloop.config import Config
from bouwkringloop.printing import jobs, setup
from printers import (
    READY,
    NotSent,
    PrinterConfig,
    PrinterError,
    Problem,
    Status,
    Uncertain,
    as_copy,
    deliver,
    encode,
    from_json,
)

#: How often a printer's worker looks for work, in seconds: at once to people, nothing to a machine.
LOOK_EVERY_S = 0.3
#: How often the list of printers is compared with the workers, in seconds.
COMPARE_EVERY_S = 1.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Worker:
    """A thread that owns one printer as it is set up now."""

    printer: PrinterConfig
    stop: threading.Event
    thread: threading.Thread


#: Gives the further books whose paper goes to the shop's printers: none, or those for practice.
Others = Callable[[], Sequence[Database]]


class Service:
    """The workers of this process: one for each printer, also when printers are changed."""

    def __init__(
        self, config: Config, database: Database, lock: IO[str], others: Others = tuple
    ) -> None:
        self._config = config
        self._database = database
        self._others = others
        self._lock = lock
        self._stop = threading.Event()
        self._workers: dict[str, _Worker] = {}
        #: The printers as they last could be read.
        self._known: dict[str, PrinterConfig] = {}
        self._overseer = threading.Thread(target=self._oversee, name="printers", daemon=True)
        self._overseer.start()

    def stop(self) -> None:
        """Let every worker finish what it is doing, then let go of the printers."""
        self._stop.set()
        self._overseer.join()
        self._lock.close()

    def _oversee(self) -> None:
        complaint = ""
        while not self._stop.is_set():
            self._known = setup.printers(self._config)
            mistake = setup.mistake(self._config)
            if mistake and mistake != complaint:
                log.warning("the printers stay as they were: %s", mistake)
            complaint = mistake
            self._compare(self._known)
            self._stop.wait(COMPARE_EVERY_S)
        self._compare({})

    def _compare(self, wanted: dict[str, PrinterConfig]) -> None:
        """Stop the workers of printers that changed or went, and start those that are missing."""
        gone = [w for w in self._workers.values() if wanted.get(w.printer.name) != w.printer]
        for worker in gone:
            worker.stop.set()
        for worker in gone:
            worker.thread.join()
            del self._workers[worker.printer.name]
        for name, printer in wanted.items():
            if name not in self._workers:
                stop = threading.Event()
                thread = threading.Thread(
                    target=self._run, args=(printer, stop), name=f"printer {name}", daemon=True
                )
                self._workers[name] = _Worker(printer, stop, thread)
                thread.start()

    def _run(self, printer: PrinterConfig, stop: threading.Event) -> None:
        recovered: set[Database] = set()
        while not stop.is_set():
            # What is for practice has its turn where the real books have nothing to print.
            if not any(
                self._serve(database, printer, stop, recovered)
                for database in (self._database, *self._others())
            ):
                stop.wait(LOOK_EVERY_S)

    def _serve(
        self,
        database: Database,
        printer: PrinterConfig,
        stop: threading.Event,
        recovered: set[Database],
    ) -> bool:
        """Print the next job that some books have for a printer; tell whether there was one."""
        try:
            if database not in recovered:
                with database.writing() as session:
                    jobs.recover(session, printer.name)
                recovered.add(database)
            waits = database is self._database
            return print_one(database, printer, self._known, stop, waits=waits)
        except (Refused, DBAPIError):
            log.exception("printer %s cannot go on just now", printer.name)
            return False


def start(config: Config, database: Database, others: Others = tuple) -> Service | None:
    """Start the workers, unless another process of this shop runs them already."""
    lock = _lock(config)
    return None if lock is None else Service(config, database, lock, others)


@contextmanager
def nobody_prints(config: Config) -> Iterator[bool]:
    """Keep the workers from starting for a while; tell whether none was running."""
    lock = _lock(config)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.close()


def _lock(config: Config) -> IO[str] | None:
    """Take the one lock that says which process runs the workers."""
    lock = (config.home / "printing.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def print_next(config: Config, database: Database, name: str) -> bool:
    """Print the next job of a printer as it is set up now; tell whether there was one."""
    return print_one(database, setup.by_name(config, name), setup.printers(config))


def print_one(
    database: Database,
    printer: PrinterConfig,
    known: dict[str, PrinterConfig],
    stop: threading.Event | None = None,
    *,
    waits: bool = True,
) -> bool:
    """Print a printer's next job, if there is one among all known ones for it; tell whether.

    A printer that holds the job for want of paper is waited for, unless `waits` says otherwise.
    """
    name = printer.name
    with database.reading() as session:
        numbers = jobs.waiting(session, printer, known.values())
        if not numbers or jobs.rests(session, name):
            return False
    with database.writing() as session:
        if setup.is_virtual(printer):
            jobs.finish_virtual(session, numbers, name)
            return True
        job = jobs.claim(session, numbers[0], name)
        if job is None:
            return True
        number, document, is_copy = job.id, job.document, job.is_copy
    _print(_Errand(database, printer, number, stop, waits), document, is_copy=is_copy)
    return True


@dataclass
class _Errand:
    """One job on its way, and where its end is written down."""

    database: Database
    printer: PrinterConfig
    number: int
    stop: threading.Event | None
    waits: bool = True
    last: Status = READY

    def tell(self, status: Status) -> bool:
        """Note what a printer lacks that holds the job; wait on unless the program stops."""
        if status.problem != self.last.problem:
            with self.database.writing() as session:
                state = jobs.state_of(session, self.printer.name)
                state.problem, state.changed_at = status.problem or "", clock.now()
        self.last = status
        if not self.waits and status.problem is not None:
            return False
        return self.stop is None or not self.stop.is_set()

    def printed(self, ack: str) -> None:
        with self.database.writing() as session:
            jobs.finish(jobs.by_id(session, self.number), ack)
            jobs.printer_works(session, self.printer.name, paper_low=self.last.paper_low)

    def not_sent(self, problem: Problem, detail: str) -> None:
        with self.database.writing() as session:
            job = jobs.by_id(session, self.number)
            state = "cancelled" if job.kind == "drawer" else "queued"
            jobs.move(job, state, problem, detail)
            jobs.printer_fails(session, self.printer, problem)

    def uncertain(self, problem: Problem, detail: str) -> None:
        with self.database.writing() as session:
            jobs.doubt(jobs.by_id(session, self.number), problem, detail)
            jobs.printer_fails(session, self.printer, problem)

    def impossible(self, detail: str) -> None:
        with self.database.writing() as session:
            jobs.move(jobs.by_id(session, self.number), "failed", Problem.DOCUMENT, detail)


def _print(errand: _Errand, document: str, *, is_copy: bool) -> None:
    """Send a document, and write down what became of it."""
    try:
        paper = from_json(document)
        data = encode(as_copy(paper) if is_copy else paper, errand.printer)
        ack = deliver(data, errand.printer, errand.tell)
    except NotSent as error:
        errand.not_sent(error.problem, str(error))
    except Uncertain as error:
        errand.uncertain(error.problem, str(error))
    except PrinterError as error:
        errand.impossible(str(error))
    else:
        errand.printed(ack)
