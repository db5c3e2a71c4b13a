"""The API's calls for card payments by a terminal."""

from uuid import UUID

from flask import g

from bouwkringloop.base.api import Api
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.permissions import Permission
from bouwkringloop.till import card_begin, card_end, card_payments
from bouwkringloop.till.models import Shift
from bouwkringloop.till.terminals.forms import (
    CardPaymentAnswer,
    CardPaymentBody,
    SettleBody,
    told,
)
from bouwkringloop.till.terminals.models import CardPayment

api = Api("cards")


@api.operation(
    "POST",
    "/card-payments",
    permission=Permission.SELL,
    summary="Have the till's card terminal ask for an amount. The same id asks only once.",
    body=CardPaymentBody,
    answer=CardPaymentAnswer,
    status=201,
)
def begin_card_payment(body: CardPaymentBody) -> CardPaymentAnswer:
    """Have the till's card terminal ask for an amount."""

    def work() -> CardPayment:
        return card_begin.begin(g.session, body.asked(), g.config.cards, by=g.person)

    return _told(again_if_raced(g.session, work))


@api.operation(
    "GET",
    "/card-payments/<uuid:payment_id>",
    permission=Permission.SELL,
    summary="How a card payment stands: pending, paid, failed or unknown.",
    answer=CardPaymentAnswer,
)
def card_payment(payment_id: UUID) -> CardPaymentAnswer:
    """Tell how a card payment stands."""
    return _told(card_payments.one(g.session, payment_id))


@api.operation(
    "POST",
    "/card-payments/<uuid:payment_id>/cancel",
    permission=Permission.SELL,
    summary="Want a card payment stopped. It may still be paid: ask how it stands.",
    answer=CardPaymentAnswer,
)
def cancel_card_payment(payment_id: UUID) -> CardPaymentAnswer:
    """Want a card payment stopped."""
    return _told(card_end.cancel(g.session, payment_id, by=g.person))


@api.operation(
    "POST",
    "/card-payments/<uuid:payment_id>/settle",
    permission=Permission.CLOSE_SHIFT,
    summary="Say what became of a card payment in doubt, and where it was seen.",
    body=SettleBody,
    answer=CardPaymentAnswer,
)
def settle_card_payment(payment_id: UUID, body: SettleBody) -> CardPaymentAnswer:
    """Say what became of a card payment in doubt."""
    return _told(card_end.settle(g.session, payment_id, body.state, body.note, by=g.person))


def _told(payment: CardPayment) -> CardPaymentAnswer:
    return told(payment, g.session.get_one(Shift, payment.shift_id))
