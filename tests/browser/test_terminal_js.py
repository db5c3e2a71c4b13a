"""The till's page waits for its card terminal, through lost answers, and can stop it."""

import logging
from dataclasses import replace

import pytest

from bouwkringloop.base.permissions import Role
from bouwkringloop.till.terminals import operate
from bouwkringloop.till.terminals.connect import Connections
from tests import make
from tests.till.card_services import MollieService
from tests.till.cards import MOLLIE

PAY = """async ([shift, act]) => {
  const { payByTerminal, followTerminal } = await import("/static/js/till-terminal.js");
  const stopper = new AbortController();
  const seen = [];
  const saleId = crypto.randomUUID();
  const real = window.fetch;
  let lost = act === "lose" ? 1 : 0;
  window.fetch = async (...asked) => {
    const answer = await real(...asked);
    if (lost-- > 0) throw new TypeError("the answer was lost");
    return answer;
  };
  const onState = (payment) => {
    seen.push(payment.state);
    if (act === "stop" && payment.state === "pending") stopper.abort();
  };
  const paid = await payByTerminal({ saleId, shift, cents: 1250 }, { onState, signal: stopper.signal });
  window.fetch = real;
  const again = await followTerminal(paid.id);
  return { state: paid.state, message: paid.message, slug: paid.slug, again: again.state, seen };
}"""


@pytest.fixture
def service(app, config, database, monkeypatch):
    """A shop with a terminal whose payments are paid by themselves unless `waits` is set."""
    logging.getLogger("bouwkringloop").setLevel(logging.CRITICAL)
    with MollieService() as playing:
        terminals = replace(MOLLIE, url=playing.url)
        app.extensions["config"] = replace(config, cards=terminals)
        monkeypatch.setattr(operate, "ASK_EVERY_S", 0.1)
        operator = operate.Operator(database, Connections(terminals))
        playing.waits = False
        made = playing.made

        def made_and_paid(headers, body):
            answer = dict(made(headers, body))
            if not playing.waits:
                playing.become("paid")
            return answer

        playing.made = made_and_paid
        yield playing
        operator.stop()


@pytest.fixture
def pay(page_as, session):
    shift = make.shift(session)
    page = page_as(Role.CASHIER)
    page.goto("/patterns")
    return lambda act="": page.evaluate(PAY, [str(shift), act])


def test_a_card_payment_is_waited_for(service, pay):
    told = pay()
    assert (told["state"], told["again"], told["seen"][0]) == ("paid", "paid", "starting")
    assert len(service.orders) == 1


def test_a_lost_answer_asks_the_terminal_no_second_time(service, pay):
    assert pay("lose")["state"] == "paid"
    assert len(service.orders) == 1


def test_an_aborted_payment_is_stopped_on_the_terminal(service, pay):
    service.waits = True
    told = pay("stop")
    assert (told["state"], told["message"]) == ("failed", "De betaling is geannuleerd.")


def test_what_is_refused_is_said_and_not_tried_again(service, pay, app, config):
    app.extensions["config"] = config
    told = pay()
    assert (told["state"], told["slug"]) == ("refused", "no-terminal")
    assert service.orders == []
