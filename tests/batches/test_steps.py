"""A batch goes its way step by step, and every step says who took it, when and why."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import find, step
from bouwkringloop.batches.models import STEPS, BatchStep
from tests import make
from tests.batches import build
from tests.till.counter import holds


def told(session, batch):
    session.rollback()
    query = select(BatchStep).where(BatchStep.batch_id == batch.id).order_by(BatchStep.number)
    found = [(each.state_before, each.state, each.reason) for each in session.scalars(query)]
    session.rollback()
    return found


@pytest.mark.parametrize("state", build.PATHS)
def test_a_batch_comes_to_every_state_by_its_steps(session, state):
    made = build.batch(session, state=state)
    assert made.state == state
    assert [after for _, after, _ in told(session, made)] == ["announced", *build.PATHS[state]]
    assert holds(session)


@pytest.mark.parametrize(
    ("state", "to"),
    [
        ("announced", "agreed"),
        ("announced", "received"),
        ("closed", "in_stock"),
        ("declined", "under_review"),
        ("cancelled", "announced"),
        ("inspected", "closed"),
    ],
)
def test_a_step_that_is_not_allowed_is_refused_and_nothing_is_written(session, state, to):
    made = build.batch(session, state=state)
    before = told(session, made)
    by = step.By(person=make.actor(session, Role.COORDINATOR))
    with pytest.raises(step.NotThatStep):
        step.to(session, find.to_change(session, made.uuid), to, by)
    assert told(session, made) == before


def test_declining_and_calling_off_need_a_reason(session):
    made = build.batch(session)
    by = step.By(person=make.actor(session, Role.COORDINATOR))
    for state in ("declined", "cancelled"):
        with pytest.raises(step.NoReason):
            step.to(session, find.to_change(session, made.uuid), state, by, reason="  ")
    assert made.state == "announced"


def test_what_is_over_goes_nowhere_any_more():
    assert [state for state, on in STEPS.items() if not on] == ["closed", "declined", "cancelled"]


def test_the_database_itself_refuses_to_rewrite_a_step(session):
    build.batch(session)
    with pytest.raises(DBAPIError):
        session.execute(text("update batch_step set reason = 'anders'"))


def test_who_signed_long_ago_may_be_emptied_and_nothing_else_of_a_delivery(session):
    made = build.batch(session, state="received")
    build.delivered(session, made)
    emptied = "driver = '', plate = '', signed_by = '', note = ''"
    session.execute(text(f"update batch_delivery set {emptied}"))
    session.commit()
    with pytest.raises(DBAPIError):
        session.execute(text(f"update batch_delivery set {emptied}, number = 7"))
