"""Bring jobs to paper: one thread a printer, in one process of the shop."""

import fcntl
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from sqlalchemy.exc import DBAPIError

from bouwkringloop.base.db import Database
from bouwkringloop.base.errors import Refused
from bouwkringloop.config import Config
from bouwkringloop.printing import jobs, setup
from printers import PrinterConfig, deliver, encode, from_json
from printers.errors import NotSent, PrinterError, Uncertain

#: How often a printer's worker looks for work, in seconds: at once to people, nothing to a machine.
LOOK_EVERY_S = 0.3

log = logging.getLogger(__name__)


class Service:
    """The workers of this process."""

    def __init__(self, config: Config, database: Database, lock: IO[str]) -> None:
        self._config = config
        self._database = database
        self._lock = lock
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(name,), name=f"printer {name}", daemon=True)
            for name in setup.printers(config)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let every worker finish what it is doing, then let go of the printers."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._lock.close()

    def _run(self, name: str) -> None:
        with self._database.writing() as session:
            jobs.recover(session, name)
        while not self._stop.is_set():
            try:
                busy = print_next(self._config, self._database, name)
            except (Refused, DBAPIError):
                log.exception("printer %s cannot go on just now", name)
                busy = False
            if not busy:
                self._stop.wait(LOOK_EVERY_S)


def start(config: Config, database: Database) -> Service | None:
    """Start the workers, unless another process of this shop runs them already."""
    lock = _lock(config)
    return None if lock is None else Service(config, database, lock)


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
    """Print a printer's next job, if there is one; tell whether there was."""
    printer = setup.by_name(config, name)
    with database.reading() as session:
        if jobs.waiting(session, name, printer.prints) is None:
            return False
    with database.writing() as session:
        if setup.is_virtual(printer):
            jobs.finish_virtual(session, name, printer.prints)
            return True
        job = jobs.claim(session, name, printer.prints)
        if job is None:
            return False
        number, document = job.id, job.document
    state, problem = _deliver(document, printer)
    with database.writing() as session:
        job = jobs.by_id(session, number)
        if state == "queued":
            jobs.put_back(job, problem)
        else:
            jobs.move(job, state, problem)
    return True


def _deliver(document: str, printer: PrinterConfig) -> tuple[str, str]:
    """Send a document; tell the job's next state and what went wrong."""
    try:
        deliver(encode(from_json(document), printer), printer, setup.DEADLINE_S)
    except NotSent as error:
        return "queued", str(error)
    except Uncertain as error:
        return "uncertain", str(error)
    except PrinterError as error:
        return "failed", str(error)
    return "done", ""
