"""A builder answers what the shop asks, once, by the link or on the telephone."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.batches import answer, decide, step
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.batches import build


def asked(session):
    batch = build.batch(session, state="under_review")
    build.decide(session, batch.lines[0], "asked", reason="Welke kleur?")
    return batch, batch.lines[0]


def test_an_answer_on_the_telephone_is_written_down_by_who_took_it(session):
    batch, line = asked(session)
    by = make.actor(session)
    said = "  Rood,\n\nen een paar  gele "
    answer.give(session, batch.uuid, line.uuid, said, seen=1, by=step.By(person=by))
    session.commit()
    assert line.decided.answer.text == "Rood,\nen een paar gele"
    assert line.decided.answer.person_id == by.id
    actions = session.scalars(select(AuditEntry).where(AuditEntry.action == "batch.answered"))
    (entry,) = actions
    assert "Rood" not in entry.detail


def test_an_answer_by_the_link_says_which(session, config):
    batch, line = asked(session)
    link, _ = build.link(session, config, batch.customer)
    answer.give(session, batch.uuid, line.uuid, "Rood", seen=1, by=step.By(link=link))
    session.commit()
    assert (line.decided.answer.link_id, line.decided.answer.person_id) == (link.id, None)


def test_a_question_is_not_answered_twice(session):
    batch, line = asked(session)
    by = step.By(person=make.actor(session))
    answer.give(session, batch.uuid, line.uuid, "Rood", seen=1, by=by)
    with pytest.raises(answer.QuestionGone):
        answer.give(session, batch.uuid, line.uuid, "Blauw", seen=1, by=by)


def test_a_question_that_was_decided_over_is_gone(session):
    batch, line = asked(session)
    build.decide(session, line)
    with pytest.raises(answer.QuestionGone):
        answer.give(
            session, batch.uuid, line.uuid, "Rood", seen=1, by=step.By(person=make.actor(session))
        )


def test_of_two_questions_only_the_newest_is_open(session):
    batch, line = asked(session)
    build.decide(session, line, "asked", reason="En hoe oud?")
    by = step.By(person=make.actor(session))
    with pytest.raises(answer.QuestionGone):
        answer.give(session, batch.uuid, line.uuid, "Rood", seen=1, by=by)
    answer.give(session, batch.uuid, line.uuid, "Tien jaar", seen=2, by=by)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [("", answer.NoAnswer), (" \n\u200b", answer.NoAnswer), ("x" * 601, answer.AnswerTooLong)],
)
def test_an_answer_has_words_and_not_too_many(session, words, refusal):
    batch, line = asked(session)
    by = step.By(person=make.actor(session))
    with pytest.raises(refusal):
        answer.give(session, batch.uuid, line.uuid, words, seen=1, by=by)


def test_where_nothing_was_asked_nothing_is_answered(session):
    batch = build.batch(session)
    by = step.By(person=make.actor(session))
    with pytest.raises(answer.QuestionGone):
        answer.give(session, batch.uuid, batch.lines[0].uuid, "Rood", seen=0, by=by)
    with pytest.raises(decide.UnknownLine):
        answer.give(session, batch.uuid, uuid4(), "Rood", seen=0, by=by)


def test_a_batch_that_ended_gets_no_answers(session):
    batch, line = asked(session)
    by = step.By(person=make.actor(session))
    step.to(session, batch, "cancelled", by, reason="weg")
    with pytest.raises(step.NotThatStep):
        answer.give(session, batch.uuid, line.uuid, "Rood", seen=1, by=by)


def test_the_database_refuses_to_rewrite_an_answer(session):
    batch, line = asked(session)
    by = step.By(person=make.actor(session))
    answer.give(session, batch.uuid, line.uuid, "Rood", seen=1, by=by)
    session.commit()
    with pytest.raises(DBAPIError):
        session.execute(text("update line_answer set text = 'anders'"))
