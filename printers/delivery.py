"""Bring a job to a printer, and come back with what is known about its paper."""

from collections.abc import Callable
from enum import StrEnum
from time import monotonic

from printers.errors import NotSent, Problem, Uncertain
from printers.profiles import PrinterConfig
from printers.status import LANGUAGES, READY, Status
from printers.transports import Session, open_session

#: How long a printer may think about a question, and how often it is asked behind a job.
_ANSWER_S, _ASK_EVERY_S = 1.0, 0.5
#: How long a printer that says what it lacks is waited for while it holds a job, in seconds.
HOLD_S = 600.0


class Ack(StrEnum):
    """How it is known that a job is on paper."""

    #: The printer said so, after it had printed.
    PRINTED = "printed"
    #: The printer took all bytes and closed its side; whether it had paper is not known.
    CLOSED = "closed"
    #: All bytes were handed over to something that cannot answer.
    SENT = "sent"


Told = Callable[[Status], bool]


def _keep_waiting(status: Status) -> bool:  # noqa: ARG001
    return True


def ask(printer: PrinterConfig) -> Status | None:
    """Ask a printer how it is, without printing; None when it cannot be asked.

    Raises NotSent when it is not there or does not answer.
    """
    with open_session(printer) as session:
        return _ask(session, printer) if printer.answers else None


def deliver(data: bytes, printer: PrinterConfig, told: Told = _keep_waiting) -> Ack:
    """Bring bytes to a printer and wait for its acknowledgement.

    Raises NotSent when nothing of them went out, so that trying again is safe, and Uncertain
    when some did and nobody knows what is on paper. `told` hears what a printer lacks that holds
    the job already, and gives False to wait no longer.
    """
    with open_session(printer) as session:
        if printer.answers:
            status = _ask(session, printer)
            if status.problem is not None:
                raise NotSent(status.problem)
        _send(session, data, printer)
        try:
            if printer.answers:
                return _await_confirmation(session, printer, len(data), told)
            session.finish()
            if printer.closes:
                return _await_close(session, printer, len(data))
        except (OSError, EOFError) as error:
            raise Uncertain(Problem.BROKEN, len(data), str(error)) from None
    return Ack.SENT


def _ask(session: Session, printer: PrinterConfig) -> Status:
    language = LANGUAGES[printer.language]
    said, until = b"", monotonic() + min(_ANSWER_S * 2, printer.patience_s)
    try:
        session.write(language.ask, _ANSWER_S)
        while (left := until - monotonic()) > 0:
            said += session.read(min(left, _ANSWER_S))
            status, _ = language.read(said)
            if status is not None:
                return status
    except (OSError, EOFError) as error:
        raise NotSent(Problem.UNREACHABLE, str(error) or "the connection was closed") from None
    raise NotSent(Problem.SILENT)


def _send(session: Session, data: bytes, printer: PrinterConfig) -> None:
    """Send all bytes before their deadline."""
    sent, until = 0, monotonic() + len(data) / _bytes_per_s(printer) + printer.patience_s
    try:
        while sent < len(data):
            sent += session.write(data[sent:], max(0.05, until - monotonic()))
    except OSError as error:
        problem = Problem.SILENT if isinstance(error, TimeoutError) else Problem.BROKEN
        if sent == 0:
            raise NotSent(problem, str(error)) from None
        raise Uncertain(problem, sent, str(error)) from None


def _bytes_per_s(printer: PrinterConfig) -> int:
    if printer.scheme != "serial":
        return printer.bytes_per_s
    from printers.transports.serial import baud

    return max(1, min(printer.bytes_per_s, baud(printer.uri) // 10))


def _await_confirmation(
    session: Session, printer: PrinterConfig, bytes_sent: int, told: Told
) -> Ack:
    """Wait until the printer says that all before is on paper.

    While it says what it lacks, it is waited for much longer: it still holds the job, and prints
    the rest as soon as there is paper.
    """
    language, last, said = LANGUAGES[printer.language], READY, b""
    quiet = bytes_sent / _bytes_per_s(printer) + printer.patience_s
    until, latest = monotonic() + quiet, monotonic() + HOLD_S
    if language.confirm:
        session.write(language.confirm, _ANSWER_S)
    asked, times = not language.confirm, 0
    while (now := monotonic()) < min(until, latest):
        if asked:
            session.write(language.ask, _ANSWER_S)
        said += session.read(min(_ASK_EVERY_S, until - now))
        status, confirmed = language.read(said)
        times = times + 1 if confirmed else 0
        if times >= language.confirmations:
            return Ack.PRINTED
        asked = True
        if status is None:
            continue
        said = b""
        if status.problem is not None:
            until = monotonic() + quiet
        last = status
        if not told(status):
            break
    raise Uncertain(last.problem or Problem.UNCONFIRMED, bytes_sent)


def _await_close(session: Session, printer: PrinterConfig, bytes_sent: int) -> Ack:
    """Wait until a printer that cannot answer closes its side."""
    until = monotonic() + bytes_sent / _bytes_per_s(printer) + printer.patience_s
    try:
        while (left := until - monotonic()) > 0:
            session.read(left)
    except EOFError:
        return Ack.CLOSED
    raise Uncertain(Problem.UNCONFIRMED, bytes_sent)
