"""Card payments as the shop keeps them: asked once, settled by a person, used by one sale."""

from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select, update

from bouwkringloop import proofs
from bouwkringloop.base.errors import OtherContentUnderThisId, Refused
from bouwkringloop.config import CardTerminals
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.till import card_begin, card_check, card_end, card_payments, close
from bouwkringloop.till.card_payments import (
    CardPaymentNotPaid,
    CardPaymentOfOther,
    CardPaymentUsed,
    UnknownCardPayment,
)
from bouwkringloop.till.count import Counted
from bouwkringloop.till.desk import ShiftClosed
from bouwkringloop.till.models import JournalEntry
from bouwkringloop.till.terminals import Told
from bouwkringloop.till.terminals.models import CardPayment
from tests import make
from tests.till.cards import MOLLIE, begun, ended, kept
from tests.till.test_races import at_once

TWO = CardTerminals("mollie", "k", (("till-1", "term_1"), ("till-2", "term_2")))


def shift_of(session, payment):
    found = make.open_shift_of(session, payment)
    session.commit()
    return found


def kinds(session):
    session.rollback()
    return list(session.scalars(select(JournalEntry.kind).order_by(JournalEntry.id)))


def test_the_same_payment_sent_twice_is_asked_once(session):
    shift, sale, uuid = make.shift(session), uuid4(), uuid4()
    first = begun(session, shift, sale, uuid=uuid)
    assert begun(session, shift, sale, uuid=uuid).id == first.id
    with pytest.raises(OtherContentUnderThisId):
        begun(session, shift, sale, cents=1300, uuid=uuid)


def test_one_payment_sent_twice_at_one_moment_is_stored_once(database, session):
    by, asked = make.actor(session), card_begin.Asked(uuid4(), make.shift(session), uuid4(), 500)
    session.commit()
    results = at_once(database, *[lambda s: card_begin.begin(s, asked, MOLLIE, by=by).id] * 3)
    assert len(set(results)) == 1


def test_a_terminal_shared_by_two_tills_asks_for_one_payment(database, session):
    by, shifts = make.actor(session), [make.shift(session, t) for t in ("till-1", "till-2")]
    session.commit()
    asks = [card_begin.Asked(uuid4(), shift, uuid4(), 500) for shift in shifts]
    results = at_once(
        database, *[lambda s, a=a: card_begin.begin(s, a, MOLLIE, by=by).id for a in asks]
    )
    refused = [r for r in results if isinstance(r, card_begin.TerminalBusy)]
    assert len(refused) == 1


def test_a_payment_is_claimed_for_sending_by_one(database, session):
    payment = begun(session)
    session.commit()
    results = at_once(database, *[lambda s: card_end.claim(s, payment.id)] * 3)
    assert sorted(results) == [False, False, True]


@pytest.mark.one_database
@pytest.mark.parametrize("cents", [0, -5, 10_000_001])
def test_an_amount_that_cannot_be_is_refused(session, cents):
    with pytest.raises(card_begin.AbsurdCardAmount):
        begun(session, cents=cents)


def test_a_closed_shift_asks_for_nothing(session):
    shift = make.shift(session)
    close.close(session, shift, Counted(10_000), by=make.actor(session))
    session.commit()
    with pytest.raises(ShiftClosed):
        begun(session, shift)


def test_a_till_without_terminal_says_so(session):
    with pytest.raises(card_begin.NoTerminal):
        begun(session, terminals=None)
    with pytest.raises(card_begin.NoTerminal):
        begun(
            session,
            make.shift(session, "till-2"),
            terminals=CardTerminals("mollie", "k", TWO.terminals[:1]),
        )


def test_each_till_asks_its_own_terminal(session):
    first = begun(session, make.shift(session, "till-1"), terminals=TWO)
    second = begun(session, make.shift(session, "till-2"), terminals=TWO)
    assert (first.terminal, second.terminal) == ("term_1", "term_2")


def test_a_basket_in_doubt_is_not_asked_for_again(session):
    shift, sale = make.shift(session), uuid4()
    doubtful = ended(session, "unknown", "no_answer", shift=shift, sale=sale)
    with pytest.raises(card_begin.StillInDoubt):
        begun(session, shift, sale)
    session.rollback()
    assert begun(session, shift).state == "pending"  # Other baskets go on.
    card_end.settle(session, doubtful.uuid, "failed", "Niet op de bon", by=make.actor(session))
    session.commit()


def test_a_person_settles_what_is_in_doubt_and_says_where_they_saw_it(session):
    payment, by = ended(session, "unknown", "no_answer"), make.actor(session)
    card_end.settle(session, payment.uuid, "paid", "Staat in de app", by=by)
    session.commit()
    one = kept(session, payment)
    assert (one.state, one.settled_by_id, one.settled_note) == ("paid", by.id, "Staat in de app")
    assert kinds(session) == ["shift.opened", "card.unknown", "card.settled"]
    # The same again changes nothing, and something else is refused.
    card_end.settle(session, payment.uuid, "paid", "Nog eens", by=by)
    with pytest.raises(card_end.SettledAlready):
        card_end.settle(session, payment.uuid, "failed", "Toch niet", by=by)
    session.rollback()
    assert kinds(session)[-2:] == ["card.unknown", "card.settled"]


def test_a_settlement_needs_a_note(session):
    payment = ended(session, "unknown")
    with pytest.raises(card_end.NoteMissing):
        card_end.settle(session, payment.uuid, "paid", "", by=make.actor(session))


@pytest.mark.parametrize("state", ["paid", "failed"])
def test_what_the_terminal_told_is_not_settled_by_people(session, state):
    payment = ended(session, state)
    with pytest.raises(card_end.NothingInDoubt):
        card_end.settle(session, payment.uuid, "paid", "Gezien", by=make.actor(session))


def test_what_is_still_asked_for_is_not_settled_by_people(session):
    payment = begun(session)
    with pytest.raises(card_end.NothingInDoubt):
        card_end.settle(session, payment.uuid, "paid", "Gezien", by=make.actor(session))


def test_what_has_ended_ends_no_second_time(session):
    payment = ended(session, "unknown", "no_answer")
    assert not card_end.end(session, payment.id, Told("paid"))
    session.commit()
    assert kept(session, payment).state == "unknown"
    assert kinds(session).count("card.unknown") == 1


def test_two_ends_and_a_cancellation_at_one_moment_agree(database, session):
    payment, by = begun(session), make.actor(session)
    card_end.claim(session, payment.id)
    session.commit()
    at_once(
        database,
        lambda s: card_end.end(s, payment.id, Told("paid")),
        lambda s: card_end.end(s, payment.id, Told("unknown", "no_end")),
        lambda s: card_end.cancel(s, payment.uuid, by=by),
    )
    assert kept(session, payment).state in ("paid", "unknown")
    assert [p.breaks for p in proofs.all_of(session) if not p.holds] == []


def test_a_paid_payment_is_used_by_its_sale_once(session):
    payment = ended(session, "paid")
    card_payments.use(session, payment.uuid, payment.shift_id, payment.sale_uuid, 1250)
    session.commit()
    assert kept(session, payment).used_at is not None
    with pytest.raises(CardPaymentUsed):
        card_payments.use(session, payment.uuid, payment.shift_id, payment.sale_uuid, 1250)


@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_what_was_not_paid_is_used_by_no_sale(session, state):
    payment = ended(session, state)
    with pytest.raises(CardPaymentNotPaid):
        card_payments.use(session, payment.uuid, payment.shift_id, payment.sale_uuid, 1250)


def test_a_payment_pays_only_its_own_basket_amount_and_shift(session):
    payment = ended(session, "paid")
    shift, sale = payment.shift_id, payment.sale_uuid
    for wrong in ((shift + 1, sale, 1250), (shift, uuid4(), 1250), (shift, sale, 1249)):
        with pytest.raises(CardPaymentOfOther):
            card_payments.use(session, payment.uuid, *wrong)
    with pytest.raises(UnknownCardPayment):
        card_payments.use(session, uuid4(), shift, sale, 1250)


def test_one_payment_is_used_by_one_of_two_at_one_moment(database, session):
    for _ in range(5):
        shift = make.shift(session)
        payment = ended(session, "paid", shift=shift)
        session.commit()

        def take(s, p=payment):
            return card_payments.use(s, p.uuid, p.shift_id, p.sale_uuid, 1250).id

        results = at_once(database, take, take)
        assert sorted(isinstance(r, Refused) for r in results) == [False, True]
        close.close(session, shift, Counted(10_000), by=make.actor(session))
        session.commit()


def test_what_is_unsettled_and_what_was_not_sold_is_listed_by_shift(session):
    shift = make.shift(session)
    ended(session, "failed", shift=shift)
    paid = ended(session, "paid", shift=shift)
    doubtful = ended(session, "unknown", shift=shift)
    going = begun(session, shift)
    other = make.shift(session, "till-2")
    ended(session, "unknown", shift=other, terminals=TWO)
    here = shift_of(session, shift)
    assert [p.id for p in card_payments.unsettled(session, here)] == [doubtful.id, going.id]
    assert [p.id for p in card_payments.unsold(session, here)] == [paid.id]
    assert len(card_payments.of_shift(session, here)) == 4
    card_payments.use(session, paid.uuid, paid.shift_id, paid.sale_uuid, 1250)
    assert list(card_payments.unsold(session, here)) == []


def test_every_act_is_in_the_audit_trail(session):
    payment, by = begun(session), make.actor(session)
    card_end.claim(session, payment.id)
    card_end.cancel(session, payment.uuid, by=by)
    card_end.end(session, payment.id, Told("unknown", "no_end"))
    card_end.settle(session, payment.uuid, "failed", "Geannuleerd", by=by)
    session.commit()
    said = session.execute(
        select(AuditEntry.action, AuditEntry.person_id)
        .where(AuditEntry.subject == f"card:{payment.uuid}")
        .order_by(AuditEntry.id)
    ).all()
    assert [tuple(row) for row in said] == [
        ("card.begun", by.id),
        ("card.cancel_wanted", by.id),
        ("card.unknown", None),
        ("card.settled", by.id),
    ]


def card_breaks(session):
    session.rollback()
    return [breaks for proof in card_check.proofs(session) for breaks in proof.breaks]


def test_card_payments_are_what_the_journal_says(session):
    shift = make.shift(session)
    doubtful = ended(session, "unknown", shift=shift)
    paid = ended(session, "paid", shift=shift)
    card_end.settle(session, doubtful.uuid, "paid", "In de app", by=make.actor(session))
    begun(session, shift)
    assert card_breaks(session) == []
    session.execute(
        update(CardPayment)
        .where(CardPayment.id == paid.id)
        .values(amount_cents=1, used_at=func.now())
    )
    session.commit()
    assert card_breaks(session) == [
        f"card payment {paid.uuid} is not what the journal says",
        f"card payment {paid.uuid} was used for a sale that is not there",
    ]


def test_a_card_payment_that_was_taken_away_is_missed(session):
    payment = ended(session, "paid")
    session.execute(delete(CardPayment))
    session.commit()
    assert card_breaks(session) == [
        f"card:{payment.uuid} is in the journal but not among the card payments"
    ]
