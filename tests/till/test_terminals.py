"""Terminals are asked once, whatever the network does; what is in doubt stays so for people."""

import logging
import threading
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import pytest
from sqlalchemy import select

from bouwkringloop import server
from bouwkringloop.config import CardTerminals
from bouwkringloop.till import card_end
from bouwkringloop.till.models import JournalEntry
from bouwkringloop.till.terminals import Told, operate
from bouwkringloop.till.terminals.connect import Connections
from bouwkringloop.till.terminals.models import CardPayment
from tests import make
from tests.till.card_services import MollieService, SumUpService
from tests.till.cards import begun, kept

#: Settings without the address, and the service that is played.
SERVICES = {
    "mollie": (CardTerminals("mollie", "test_key", (("", "term_1"),)), MollieService),
    "sumup": (
        CardTerminals("sumup", "sup_sk", (("", "rdr_1"),), "MC1", ("nl.example", "sup_afk")),
        SumUpService,
    ),
}


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL)


@pytest.fixture
def database(templates):
    """One kind of database: what terminals do is the same on both."""
    yield templates.fresh("sqlite")
    templates.let_go("sqlite")


@pytest.fixture(scope="module", params=list(SERVICES))
def playing(request):
    """A service, and the connection to it, which takes a while to be made."""
    settings, play = SERVICES[request.param]
    with play() as made:
        made.settings = replace(settings, url=made.url)
        made.connections = Connections(made.settings, patience_s=0.3)
        yield made


@pytest.fixture
def service(playing):
    playing.forget()
    yield playing
    playing.patience.set()


@pytest.fixture
def payment(session, service):
    return begun(session, terminals=service.settings)


@pytest.fixture
def attend(database, session, service, payment):
    def times(count=1):
        session.rollback()
        for _ in range(count):
            operate.attend_all(database, service.connections)
        return kept(session, payment)

    return times


def test_a_card_payment_is_asked_of_its_terminal_once_and_paid(service, payment, attend):
    one = attend()
    assert (one.state, one.reference != "") == ("pending", True)
    assert attend(3).state == "pending"
    service.become(service.states["paid"])
    one = attend()
    assert (one.state, one.problem, one.ended_at is not None) == ("paid", "", True)
    attend()
    assert len(service.orders) == 1


def test_the_order_carries_amount_terminal_and_our_id(service, payment, attend):
    attend()
    ((path, headers, body),) = service.orders
    if isinstance(service, MollieService):
        assert headers["Idempotency-Key"] == str(payment.uuid)
        assert body["amount"] == {"currency": "EUR", "value": "12.50"}
        assert (body["method"], body["terminalId"]) == ("pointofsale", "term_1")
        assert headers["Authorization"] == "Bearer test_key"
    else:
        assert path == "/v0.1/merchants/MC1/readers/rdr_1/checkout"
        assert body["total_amount"] == {"currency": "EUR", "minor_unit": 2, "value": 1250}
        assert body["affiliate"]["foreign_transaction_id"] == str(payment.uuid)
        assert headers["Authorization"] == "Bearer sup_sk"
    assert body["description"] == f"Winkel Kassa 1 {str(payment.uuid)[:8]}"


@pytest.mark.parametrize(("what", "problem"), [("declined", "declined"), ("cancelled",) * 2])
def test_what_the_terminal_refuses_is_failed(service, payment, attend, what, problem):
    attend()
    service.become(service.states[what])
    one = attend()
    assert (one.state, one.problem) == ("failed", problem)


@pytest.mark.parametrize(
    "fault", [500, 503, 302, 307, 408, "cut before", "cut after", "slow", "gibberish"]
)
def test_an_order_without_a_clear_answer_is_in_doubt_and_never_sent_again(
    service, payment, attend, fault
):
    service.faults = [fault]
    one = attend()
    assert (one.state, one.problem, one.reference) == ("unknown", "no_answer", "")
    attend(3)
    assert len(service.orders) == 1


@pytest.mark.parametrize("status", [400, 401, 404, 422, 429])
def test_an_order_that_is_turned_down_is_failed_and_never_sent_again(
    service, payment, attend, status
):
    service.faults = [status]
    one = attend()
    assert (one.state, one.problem) == ("failed", "refused")
    assert "gone" in one.detail
    attend(3)
    assert (len(service.orders), len(service.payments)) == (1, 0)


def test_a_service_that_cannot_be_reached_was_not_asked(database, session, service, payment):
    with type(service)() as gone:
        nowhere = replace(service.settings, url=gone.url)
    operate.attend_all(database, Connections(nowhere, patience_s=0.3))
    one = kept(session, payment)
    assert (one.state, one.problem) == ("failed", "unreachable")


def test_a_question_without_an_answer_is_asked_again(service, payment, attend):
    attend()
    service.silence = 503
    assert attend(3).state == "pending"
    service.silence = 0
    service.become(service.states["paid"])
    assert attend().state == "paid"
    assert len(service.orders) == 1


def test_what_never_ends_is_in_doubt(service, payment, attend, monkeypatch):
    attend()
    monkeypatch.setattr(operate, "ENDED_WITHIN", timedelta())
    one = attend()
    assert (one.state, one.problem) == ("unknown", "no_end")


def test_a_cancelled_payment_is_stopped_on_the_terminal_once(session, service, payment, attend):
    attend()
    card_end.cancel(session, payment.uuid, by=make.actor(session))
    session.commit()
    one = attend()
    assert (one.state, one.problem, one.cancel_wanted) == ("failed", "cancelled", False)
    assert len(service.stopped) == 1


def test_a_payment_that_was_paid_just_before_is_not_cancelled(session, service, payment, attend):
    attend()
    service.become(service.states["paid"])
    card_end.cancel(session, payment.uuid, by=make.actor(session))
    session.commit()
    assert attend().state == "paid"


def test_what_is_cancelled_before_it_was_sent_never_is(session, service, payment, attend):
    card_end.cancel(session, payment.uuid, by=make.actor(session))
    session.commit()
    one = attend()
    assert (one.state, one.problem, service.orders) == ("failed", "cancelled", [])


def test_a_checkout_that_has_no_id_is_followed_by_its_transaction(database, session):
    settings, play = SERVICES["sumup"]
    with play() as service:
        service.names_checkouts = False
        settings = replace(settings, url=service.url)
        connections, payment = Connections(settings), begun(session, terminals=settings)
        operate.attend_all(database, connections)
        operate.attend_all(database, connections)
        assert kept(session, payment).state == "pending"
        service.become("successful")
        operate.attend_all(database, connections)
        assert kept(session, payment).state == "paid"


def test_a_checkout_that_contradicts_its_payment_is_in_doubt(database, session):
    settings, play = SERVICES["sumup"]
    with play() as service:
        settings = replace(settings, url=service.url)
        connections, payment = Connections(settings), begun(session, terminals=settings)
        operate.attend_all(database, connections)
        service.become("successful", payment_status="failed")
        operate.attend_all(database, connections)
        assert kept(session, payment).state == "unknown"


def test_the_same_key_makes_one_payment_at_mollie(session):
    settings, play = SERVICES["mollie"]
    with play() as service:
        connections, payment = Connections(replace(settings, url=service.url)), begun(session)
        terminal = connections.to("mollie", "term_1")
        first = terminal.start(payment.uuid, 1250, "Winkel")
        assert terminal.start(payment.uuid, 1250, "Winkel") == first
        assert len(service.payments) == 1


class Died(BaseException):
    """The program was killed here."""


def test_what_was_being_sent_when_the_program_died_is_in_doubt(
    database, session, service, standing_clock, monkeypatch
):
    payment = begun(session, terminals=service.settings)
    terminal = service.connections.to(payment.driver, payment.terminal)
    send = terminal.start

    def die(*order):
        send(*order)
        raise Died

    monkeypatch.setattr(terminal, "start", die)
    with pytest.raises(Died):
        operate.attend_all(database, service.connections)
    monkeypatch.undo()
    # The program is started again.
    again = Connections(service.settings)
    operate.attend_all(database, again)
    assert kept(session, payment).state == "pending"
    standing_clock.pass_(seconds=46)
    operate.attend_all(database, again)
    one = kept(session, payment)
    assert (one.state, one.problem) == ("unknown", "stopped")
    assert len(service.orders) == 1


def test_what_waited_too_long_to_be_sent_is_never_sent(database, session, service, standing_clock):
    payment = begun(session, terminals=service.settings)
    standing_clock.pass_(seconds=21)
    operate.attend_all(database, service.connections)
    one = kept(session, payment)
    assert (one.state, one.problem, service.orders) == ("failed", "not_sent", [])


def test_no_transaction_is_open_while_a_service_is_asked(
    database, session, service, payment, monkeypatch
):
    terminal = service.connections.to(payment.driver, payment.terminal)
    seen = []

    def store_meanwhile(*_):
        with database.writing() as other:  # Waits for whoever writes, and may not have to.
            seen.append(other.get_one(CardPayment, payment.id).sent_at)
        return "tr_1"

    def ask_meanwhile(*_):
        with database.writing():
            return Told("paid")

    monkeypatch.setattr(terminal, "start", store_meanwhile)
    monkeypatch.setattr(terminal, "status", ask_meanwhile)
    session.rollback()
    operate.attend_all(database, service.connections)
    operate.attend_all(database, service.connections)
    assert seen[0] is not None
    assert kept(session, payment).state == "paid"


def test_a_terminal_that_was_taken_away_leaves_nothing_open(database, session, service):
    sent = begun(session, terminals=service.settings)
    operate.attend_all(database, service.connections)
    elsewhere = replace(service.settings, terminals=(("", "other"),))
    unsent = begun(session, shift=make.shift(session, "till-2"), terminals=elsewhere)
    operate.attend_all(database, Connections(None))
    assert (kept(session, sent).state, kept(session, unsent).state) == ("unknown", "failed")


def test_the_operator_starts_a_payment_at_once_and_follows_it(
    database, session, service, monkeypatch
):
    monkeypatch.setattr(operate, "LOOK_EVERY_S", 0.02)
    monkeypatch.setattr(operate, "ASK_EVERY_S", 0.02)
    operator = operate.Operator(database, service.connections)
    try:
        payment, until = begun(session, terminals=service.settings), monotonic() + 10
        while kept(session, payment).state == "pending" and monotonic() < until:
            if service.payments:
                service.become(service.states["paid"])
    finally:
        operator.stop()
    assert kept(session, payment).state == "paid"
    assert len(service.orders) == 1


def test_without_settings_nothing_is_operated(config, database):
    made = server.rounds_of(config, database)
    made.stop()
    assert not [t for t in threading.enumerate() if t.name == "terminals"]


def test_every_end_stands_in_the_journal(session, service, payment, attend):
    attend()
    service.become(service.states["paid"])
    attend()
    entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "card.paid")).one()
    assert entry.subject == f"card:{payment.uuid}"
    assert '"amount_cents":1250' in entry.content
