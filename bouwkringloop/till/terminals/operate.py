"""Operate the terminals: send what was asked, follow it to its end, and never send it twice.

That a payment is being sent is stored before it is sent. Whoever finds it so afterwards, without
a reference, knows that the program died on the way: nobody can tell then whether the terminal
asks for the money, and only a person may say.
"""

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta
from time import monotonic

from sqlalchemy import select

from bouwkringloop.base import clock
from bouwkringloop.base.db import Database
from bouwkringloop.till import card_end
from bouwkringloop.till.terminals import InDoubt, NotStarted, PaymentTerminal, Told
from bouwkringloop.till.terminals.connect import Connections
from bouwkringloop.till.terminals.models import CardPayment

#: How often is looked for payments to send, and how often a terminal is asked, in seconds.
LOOK_EVERY_S = 0.2
ASK_EVERY_S = 0.8
#: What was not sent by now stays unsent: the customer would stand before an asking terminal long
#: after everybody went on.
SENT_WITHIN = timedelta(seconds=20)
#: Longer than every try to send takes with all its time limits.
NAMED_WITHIN = timedelta(seconds=45)
#: Companies let go of a payment after a few minutes; what is pending now has been forgotten.
ENDED_WITHIN = timedelta(minutes=5)
#: How long the program waits at its end for what is under way, in seconds.
_LAST_S = 4.0

log = logging.getLogger(__name__)


def pending(database: Database) -> Sequence[int]:
    """List the payments that have not ended, the oldest first."""
    query = select(CardPayment.id).where(CardPayment.state == "pending").order_by(CardPayment.id)
    with database.reading() as session:
        return session.scalars(query).all()


def attend_all(database: Database, connections: Connections) -> None:
    """Do the next thing for every payment that has not ended, one after the other."""
    for number in pending(database):
        attend(database, connections, number)


def attend(database: Database, connections: Connections, number: int) -> None:
    """Do the next thing for one payment. No transaction is open while a service is asked."""
    with database.reading() as session:
        payment = session.get(CardPayment, number)
    if payment is None or payment.state != "pending":
        return
    now, terminal = clock.now(), connections.to(payment.driver, payment.terminal)
    if payment.sent_at is None:
        if now - payment.started_at >= SENT_WITHIN:
            _end(database, number, Told("failed", "not_sent"), sent=False)
        elif terminal is None:
            _end(database, number, Told("failed", "switched_off"), sent=False)
        else:
            _send(database, terminal, payment)
    elif not payment.reference:
        if now - payment.sent_at >= NAMED_WITHIN:
            _end(database, number, Told("unknown", "stopped"))
    elif terminal is None:
        _end(database, number, Told("unknown", "switched_off"))
    else:
        _follow(database, terminal, payment, late=now - payment.sent_at >= ENDED_WITHIN)


def _send(database: Database, terminal: PaymentTerminal, payment: CardPayment) -> None:
    with database.writing() as session:
        if not card_end.claim(session, payment.id):
            return
    try:
        reference = terminal.start(payment.uuid, payment.amount_cents, payment.description)
    except NotStarted as error:
        told = Told("failed", error.problem, error.detail)
    except InDoubt as error:
        told = Told("unknown", "no_answer", error.detail)
    except Exception as error:
        log.exception("card payment %s may or may not have been sent", payment.uuid)
        told = Told("unknown", "no_answer", repr(error))
    else:
        with database.writing() as session:
            card_end.named(session, payment.id, reference)
        return
    log.warning("card payment %s: %s", payment.uuid, told)
    _end(database, payment.id, told)


def _follow(
    database: Database, terminal: PaymentTerminal, payment: CardPayment, *, late: bool
) -> None:
    if payment.cancel_wanted:
        with database.writing() as session:
            card_end.cancel_taken(session, payment.id)
        terminal.cancel(payment.reference)
    try:
        told = terminal.status(payment.reference)
    except Exception as error:
        log.exception("card payment %s cannot be followed just now", payment.uuid)
        told = Told("pending", "unreachable", repr(error))
    if told.state == "pending" and not late:
        return
    if told.state == "pending":
        told = Told("unknown", "no_end", told.detail)
    _end(database, payment.id, told)


def _end(database: Database, number: int, told: Told, *, sent: bool | None = None) -> None:
    with database.writing() as session:
        card_end.end(session, number, told, sent=sent)


class Operator:
    """The threads of this process that attend to payments: one that looks, one a payment."""

    def __init__(self, database: Database, connections: Connections) -> None:
        self._database = database
        self._connections = connections
        self._stop = threading.Event()
        self._busy: dict[int, threading.Thread] = {}
        #: When a payment is attended to again.
        self._due: dict[int, float] = {}
        self._thread = threading.Thread(target=self._look, name="terminals", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is under way, if that is soon, and begin nothing more."""
        self._stop.set()
        last = monotonic() + _LAST_S
        for thread in (self._thread, *self._busy.values()):
            thread.join(max(0.0, last - monotonic()))

    def _look(self) -> None:
        self._connections.make_all()
        while not self._stop.is_set():
            try:
                waiting = pending(self._database)
            except Exception:
                log.exception("the card payments cannot be read just now")
                waiting = ()
            self._busy = {n: thread for n, thread in self._busy.items() if thread.is_alive()}
            self._due = {n: due for n, due in self._due.items() if n in waiting}
            for number in waiting:
                if number not in self._busy and monotonic() >= self._due.get(number, 0):
                    self._begin(number)
            self._stop.wait(LOOK_EVERY_S)

    def _begin(self, number: int) -> None:
        thread = threading.Thread(target=self._attend, args=(number,), daemon=True)
        self._busy[number] = thread
        thread.start()

    def _attend(self, number: int) -> None:
        try:
            attend(self._database, self._connections, number)
        except Exception:
            log.exception("a card payment cannot be attended to just now")
        self._due[number] = monotonic() + ASK_EVERY_S
