"""Who stood on the site, and the papers, are erased two years after a batch ended."""

import threading

import pytest
from sqlalchemy import select

from bouwkringloop import server
from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import files, find, forget, step
from bouwkringloop.batches.models import BatchFile
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.batches import build, offers

CONTACT = ("contact_name", "contact_phone", "contact_email", "access")


def old(database, config):
    with database.writing() as session:
        return forget.old(session, config.home)


def contact(session):
    (batch,) = offers.stored(session)
    return [getattr(batch, name) for name in CONTACT]


@pytest.fixture
def over(session, builder_page, standing_clock):
    """A declined batch with a photo and a paper."""
    browser, _, url = builder_page
    sent = offers.filled(contact_email="kees@hamer.example", access="Kraan op maandag")
    carried = offers.with_files(
        sent,
        ("lines-0-photos", make.photo(), "a.jpg"),
        ("lines-0-papers", offers.paper(), "a.pdf"),
    )
    assert browser.post(url, **carried).status_code == 303
    batch = find.to_change(session, offers.stored(session)[0].uuid)
    by = step.By(person=make.actor(session, Role.COORDINATOR))
    step.to(session, batch, "declined", by, reason="te weinig")
    session.commit()


def test_contact_and_papers_go_after_two_years_and_the_things_stay(
    session, database, config, over, standing_clock
):
    standing_clock.pass_(days=forget.KEPT.days)
    assert old(database, config) == 0
    assert contact(session)[0] == "Kees Timmer"
    standing_clock.pass_(seconds=1)
    assert old(database, config) == 1
    assert contact(session) == [""] * 4
    (batch,) = offers.stored(session)
    assert batch.forgotten_at == clock.now()
    assert (batch.project, len(batch.lines), batch.files) == ("Sloop Vathorst", 1, [])
    assert list(files.folder(config.home).iterdir()) == []
    assert session.scalars(select(BatchFile)).all() == []
    newest = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first()
    assert newest == "batch.forgotten"
    session.rollback()
    assert old(database, config) == 0


@pytest.mark.parametrize("state", ["closed", "declined", "cancelled", "announced", "under_review"])
def test_what_ended_and_what_nobody_decided_about_is_forgotten(
    session, database, config, standing_clock, state
):
    build.batch(session, state=state)
    standing_clock.pass_(days=forget.KEPT.days + 1)
    assert old(database, config) == 1
    assert contact(session) == [""] * 4


@pytest.mark.parametrize(
    "state", ["agreed", "planned", "underway", "received", "inspected", "in_stock"]
)
def test_a_batch_that_is_not_over_keeps_its_contact(
    session, database, config, standing_clock, state
):
    build.batch(session, state=state)
    standing_clock.pass_(days=forget.KEPT.days + 1)
    assert old(database, config) == 0
    assert contact(session)[0] == "Kees Timmer"


def test_the_years_count_from_the_last_step(session, database, config, standing_clock):
    batch = build.batch(session)
    standing_clock.pass_(days=700)
    by = step.By(person=make.actor(session, Role.COORDINATOR))
    step.to(session, find.to_change(session, batch.uuid), "cancelled", by, reason="toch niet")
    session.commit()
    standing_clock.pass_(days=100)
    assert old(database, config) == 0


def test_the_daily_round_forgets(config, database, monkeypatch):
    forgot = threading.Event()
    monkeypatch.setattr(server.old_batches, "old", lambda _session, home: forgot.set())
    service = server.rounds_of(config, database)
    assert forgot.wait(5)
    service.stop()
