"""What tests of card payments share: a shop with a terminal, and a payment."""

from uuid import uuid4

from sqlalchemy import select

from bouwkringloop.config import CardTerminals
from bouwkringloop.till import card_begin, card_end
from bouwkringloop.till.terminals import Told
from bouwkringloop.till.terminals.models import CardPayment
from tests import make

MOLLIE = CardTerminals("mollie", "test_key", (("", "term_1"),))


def begun(session, shift=None, sale=None, cents=1250, terminals=MOLLIE, uuid=None):
    """A payment that is to be asked of a terminal; committed."""
    asked = card_begin.Asked(uuid or uuid4(), shift or make.shift(session), sale or uuid4(), cents)
    payment = card_begin.begin(session, asked, terminals, by=make.actor(session))
    session.commit()
    return payment


def ended(session, state, problem="", **how):
    """A payment that ended so; committed."""
    payment = begun(session, **how)
    card_end.claim(session, payment.id)
    card_end.named(session, payment.id, "tr_1")
    card_end.end(session, payment.id, Told(state, problem))
    session.commit()
    return payment


def kept(session, payment):
    """The payment as it is stored now."""
    session.rollback()
    session.expunge_all()
    found = session.scalars(select(CardPayment).where(CardPayment.id == payment.id)).one()
    session.expunge_all()
    session.rollback()
    return found
