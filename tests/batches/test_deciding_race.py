"""Two people decide about one line at one moment: one of them is told who was first."""

from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import agree, answer, decide, step
from bouwkringloop.batches.decide import Choice
from bouwkringloop.batches.models import LineAnswer, LineDecision
from tests import make
from tests.batches import build
from tests.till.test_races import at_once


def test_of_two_decisions_at_one_moment_the_second_is_refused_by_name(database, session):
    lead, coordinator = make.actor(session), make.actor(session, Role.COORDINATOR)
    for _ in range(4):
        line = build.batch(session).lines[0].uuid
        session.rollback()
        results = at_once(
            database,
            lambda s, at=line: decide.decide(s, at, Choice("accepted"), seen=0, by=lead),
            lambda s, at=line: decide.decide(
                s, at, Choice("declined", reason="Kapot"), seen=0, by=coordinator
            ),
        )
        (refusal,) = [one for one in results if isinstance(one, decide.DecidedMeanwhile)]
        (first,) = [one for one in results if isinstance(one, LineDecision)]
        name = "Shop Lead" if first.person_id == lead.id else "Coordinator"
        said = "aangenomen" if first.outcome == "accepted" else "afgewezen"
        assert name in refusal.sentence
        assert said in refusal.sentence
    numbers = session.scalars(select(LineDecision.number)).all()
    assert numbers == [1] * 4


def test_a_decision_and_an_agreement_at_one_moment_never_leave_a_line_behind(
    database, session, config
):
    by = make.actor(session, Role.COORDINATOR)
    batch = build.batch(session, state="under_review")
    build.agreement(session, batch.customer)
    build.decide(session, batch.lines[0])
    line, uuid = batch.lines[0].uuid, batch.uuid
    results = at_once(
        database,
        lambda s: agree.agree(s, config, uuid, by=by),
        lambda s: decide.decide(s, line, Choice("asked", reason="Welke kleur?"), seen=1, by=by),
    )
    refused = [isinstance(one, agree.OpenQuestion | step.NotThatStep) for one in results]
    assert sorted(refused) == [False, True]


def test_a_question_is_answered_once(database, session):
    batch = build.batch(session, state="under_review")
    build.decide(session, batch.lines[0], "asked")
    line, uuid = batch.lines[0].uuid, batch.uuid
    by = step.By(person=make.actor(session))
    session.rollback()
    results = at_once(
        database,
        lambda s: answer.give(s, uuid, line, "Rood", seen=1, by=by),
        lambda s: answer.give(s, uuid, line, "Blauw", seen=1, by=by),
    )
    assert sum(isinstance(one, answer.QuestionGone) for one in results) == 1
    assert len(session.scalars(select(LineAnswer)).all()) == 1
