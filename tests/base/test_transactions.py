"""One request, one transaction: whole or not at all, and each in its turn."""

import threading

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base.db import FairLock, TooBusy
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.stock.models import Site


def test_a_transaction_that_breaks_stores_nothing(database, session):
    def work():
        with database.writing() as other:
            other.add(Site(slug="new", name="Nieuw", kind="hub"))
            other.flush()
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert session.scalar(select(func.count()).where(Site.slug == "new")) == 0


def test_who_only_reads_cannot_write(database):
    with database.reading() as session, pytest.raises(DBAPIError, match=r"(?i)read.?only"):
        session.execute(text("delete from audit_entry"))


def test_a_page_that_is_only_looked_at_cannot_write(config, database, session):
    from bouwkringloop.app import create_app
    from bouwkringloop.base.permissions import public

    app = create_app(config, database, testing=True)

    @app.get("/sneaky")
    @public
    def sneaky():
        from flask import g

        g.session.add(Site(slug="sneaky", name="x", kind="hub"))
        g.session.flush()
        return "done"

    assert app.test_client().get("/sneaky").status_code == 500
    assert session.scalar(select(func.count()).where(Site.slug == "sneaky")) == 0


def test_readers_and_then_writers_never_lose_an_update(database, session):
    """Six writers read, then write: with deferred transactions most of them would fail."""
    with database.writing() as other:
        other.add(Site(slug="counter", name="0", kind="hub"))

    def count_up():
        for _ in range(10):
            with database.writing() as mine:
                site = mine.scalars(
                    select(Site).where(Site.slug == "counter").with_for_update()
                ).one()
                site.name = str(int(site.name) + 1)

    threads = [threading.Thread(target=count_up) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert session.scalar(select(Site.name).where(Site.slug == "counter")) == "60"


def test_the_lock_serves_its_waiters_in_their_order():
    lock, served, ready = FairLock(), [], []
    lock.acquire()

    def wait(number):
        lock.acquire()
        served.append(number)
        lock.release()

    for number in range(5):
        thread = threading.Thread(target=wait, args=(number,))
        thread.start()
        ready.append(thread)
        while len(lock._waiting) <= number:
            pass
    lock.release()
    for thread in ready:
        thread.join(5)
    assert served == [0, 1, 2, 3, 4]


def test_who_waits_too_long_is_told_so_and_leaves_the_row():
    lock = FairLock()
    lock.acquire()
    with pytest.raises(TooBusy):
        lock.acquire(0.01)
    lock.release()
    lock.acquire(0.01)


def test_a_refused_write_leaves_no_trace(client, session):
    before = session.scalar(select(func.count()).select_from(AuditEntry))
    session.rollback()
    assert client.post("/printing/jobs/999/cancel").status_code == 404
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == before
