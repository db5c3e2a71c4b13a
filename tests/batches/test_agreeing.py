"""A batch is agreed when everything is decided and something is taken under what was agreed."""

import pytest

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import agree, decide, find, step
from bouwkringloop.batches.agreements.models import Withdrawal
from bouwkringloop.batches.decide import Choice
from bouwkringloop.batches.models import LineAnswer
from tests import make
from tests.batches import build


@pytest.fixture
def by(session):
    made = make.actor(session, Role.COORDINATOR)
    session.rollback()
    return made


def reviewed(session, *outcomes, basis="donated", price_cents=0, **changed):
    """A batch under review with a line for each outcome; None for a line nobody decided about."""
    lines = [build.line(session, description=f"Regel {n}") for n, _ in enumerate(outcomes, 1)]
    batch = build.batch(session, *lines, state="under_review", **changed)
    if basis:
        build.agreement(session, batch.customer, basis)
    for line, outcome in zip(batch.lines, outcomes, strict=True):
        if outcome:
            taken = outcome == "accepted"
            build.decide(session, line, outcome, price_cents=price_cents if taken else 0)
    return batch


def test_what_is_decided_is_agreed_under_the_one_agreement_in_force(session, config, by):
    batch = reviewed(session, "accepted", "declined")
    agree.agree(session, config, batch.uuid, by=by)
    session.commit()
    assert batch.state == "agreed"
    assert batch.agreement.basis == "donated"
    assert batch.steps[-1].person_id == by.id


def test_a_line_without_a_decision_is_named(session, config, by):
    batch = reviewed(session, "accepted", None)
    with pytest.raises(agree.NotAllDecided) as refused:
        agree.agree(session, config, batch.uuid, by=by)
    assert "Regel 2" in refused.value.sentence
    assert "Regel 1" not in refused.value.sentence


def test_an_offer_nobody_looked_at_cannot_be_agreed(session, config, by):
    batch = build.batch(session)
    build.agreement(session, batch.customer)
    with pytest.raises(agree.NotAllDecided):
        agree.agree(session, config, batch.uuid, by=by)


def test_an_open_question_keeps_a_batch_from_being_agreed_and_so_does_its_answer(
    session, config, by
):
    batch = reviewed(session, "accepted", "asked")
    with pytest.raises(agree.OpenQuestion) as refused:
        agree.agree(session, config, batch.uuid, by=by)
    assert "Regel 2" in refused.value.sentence
    question = batch.lines[1].decided
    question.answer = LineAnswer(text="Rood", at=question.at, person_id=by.id)
    session.commit()
    with pytest.raises(agree.NotAllDecided):
        agree.agree(session, config, batch.uuid, by=by)
    decide.decide(session, batch.lines[1].uuid, Choice("accepted"), seen=1, by=by)
    agree.agree(session, config, batch.uuid, by=by)
    assert batch.state == "agreed"


def test_without_an_agreement_in_force_nothing_is_agreed(session, config, by):
    batch = reviewed(session, "accepted", basis=None)
    build.agreement(session, batch.customer, accepted=False)
    with pytest.raises(agree.NoAgreement):
        agree.agree(session, config, batch.uuid, by=by)


def test_of_several_agreements_one_is_chosen(session, config, by):
    batch = reviewed(session, "accepted")
    consigned = build.agreement(session, batch.customer, "consigned")
    with pytest.raises(agree.ChooseAgreement):
        agree.agree(session, config, batch.uuid, by=by)
    agree.agree(session, config, batch.uuid, consigned.uuid, by=by)
    assert batch.agreement is consigned


def test_an_agreement_of_somebody_else_or_one_withdrawn_cannot_be_chosen(session, config, by):
    batch = reviewed(session, "accepted")
    others = build.agreement(session, build.builder(session, "Anders BV"))
    gone = build.agreement(session, batch.customer)
    at = batch.offered_at
    session.add(Withdrawal(agreement_id=gone.id, reason="oud", at=at, person_id=by.id))
    session.commit()
    for wrong in (others, gone):
        with pytest.raises(agree.NotInForce):
            agree.agree(session, config, batch.uuid, wrong.uuid, by=by)


def test_what_is_bought_needs_a_price_or_the_word_that_it_is_for_nothing(session, config, by):
    batch = reviewed(session, "accepted", "declined", basis="bought")
    with pytest.raises(agree.NoPrice) as refused:
        agree.agree(session, config, batch.uuid, by=by)
    assert "Regel 1" in refused.value.sentence
    agree.agree(session, config, batch.uuid, for_nothing=True, by=by)
    assert batch.state == "agreed"


def test_what_is_bought_with_a_price_is_agreed(session, config, by):
    batch = reviewed(session, "accepted", basis="bought", price_cents=35)
    agree.agree(session, config, batch.uuid, by=by)
    assert batch.state == "agreed"


def test_a_price_does_not_go_with_an_agreement_that_buys_nothing(session, config, by):
    batch = reviewed(session, "accepted", basis="bought", price_cents=35)
    given = build.agreement(session, batch.customer, "donated")
    with pytest.raises(agree.PriceWithoutBuying):
        agree.agree(session, config, batch.uuid, given.uuid, by=by)


def test_a_batch_of_which_nothing_is_taken_is_declined_with_the_reasons(session, config, by):
    batch = reviewed(session, "declined", "declined", basis=None)
    agree.agree(session, config, batch.uuid, by=by)
    assert batch.state == "declined"
    assert batch.steps[-1].reason == "waarom"


@pytest.mark.parametrize("state", ["announced", "under_review"])
def test_a_whole_batch_is_declined_with_a_reason(session, config, by, state):
    batch = build.batch(session, state=state)
    with pytest.raises(step.NoReason):
        agree.decline(session, config, batch.uuid, reason=" ", by=by)
    with pytest.raises(decide.ReasonTooLong):
        agree.decline(session, config, batch.uuid, reason="x" * 301, by=by)
    agree.decline(session, config, batch.uuid, reason="Te ver weg", by=by)
    assert (batch.state, batch.steps[-1].reason) == ("declined", "Te ver weg")


def test_what_was_agreed_is_not_declined_any_more(session, config, by):
    batch = build.batch(session, state="agreed")
    with pytest.raises(step.NotThatStep):
        agree.decline(session, config, batch.uuid, reason="Te ver weg", by=by)


def test_staff_calls_a_batch_off_until_it_is_underway(session, config, by):
    for state in ("announced", "under_review", "agreed", "planned"):
        batch = build.batch(session, state=state)
        agree.cancel(session, config, batch.uuid, reason="Bouw stopt", by=step.By(person=by))
        assert batch.state == "cancelled"
    batch = build.batch(session, state="underway")
    with pytest.raises(step.NotThatStep):
        agree.cancel(session, config, batch.uuid, reason="Bouw stopt", by=step.By(person=by))


def test_a_builder_calls_a_batch_off_until_it_is_planned(session, config):
    customer = build.builder(session)
    link, _ = build.link(session, config, customer)
    for state in ("announced", "under_review", "agreed"):
        batch = build.batch(session, customer=customer, state=state)
        agree.cancel(session, config, batch.uuid, reason="Verkocht", by=step.By(link=link))
        assert batch.steps[-1].link_id == link.id
    batch = build.batch(session, customer=customer, state="planned")
    with pytest.raises(agree.CallInstead):
        agree.cancel(session, config, batch.uuid, reason="Verkocht", by=step.By(link=link))


def test_going_back_from_what_was_agreed_says_why_and_lets_decisions_change(session, config, by):
    batch = build.batch(session, state="agreed")
    with pytest.raises(step.NoReason):
        agree.reopen(session, batch.uuid, reason="", by=by)
    agree.reopen(session, batch.uuid, reason="Toch minder stenen", by=by)
    session.commit()
    assert batch.state == "under_review"
    decide.decide(session, batch.lines[0].uuid, Choice("part", 5000), seen=1, by=by)
    agree.agree(session, config, batch.uuid, by=by)
    session.commit()
    assert find.one(session, batch.uuid).state == "agreed"


def test_only_what_is_agreed_goes_back(session, by):
    for state in ("announced", "planned", "received", "closed"):
        batch = build.batch(session, state=state)
        with pytest.raises(step.NotThatStep):
            agree.reopen(session, batch.uuid, reason="Toch niet", by=by)
