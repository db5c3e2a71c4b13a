"""Who gave what is forgotten 60 days after it is over."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.mail import Mail
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.pickups import forget, photos
from bouwkringloop.pickups.models import Pickup, PickupPhoto
from tests import make
from tests.pickups.conftest import TOLD, filled, with_photos, words


@pytest.fixture
def over(donor, worker, config, mailing, standing_clock):
    """A refused pick-up with a photo and mails; gives its id and its secret."""
    mailing()
    sent = filled(days=["2026-11-24"], groups=["doors"])
    donor.post("/pickup", **with_photos((make.photo(), "deur.jpg"), **sent))
    worker.post(f"/pickups/{sent['id']}/refuse", data={"words": "Mevrouw Voorbeeld weet waarom"})
    return sent


def old(database, config):
    with database.writing() as session:
        return forget.old(session, config.photos)


def test_nothing_is_forgotten_within_sixty_days(database, config, over, stored, standing_clock):
    standing_clock.pass_(days=60)
    assert old(database, config) == 0
    assert stored()[0].name == TOLD["name"]
    assert len(list(photos.folder(config.photos).iterdir())) == 2


def test_after_sixty_days_only_postcode_state_and_dates_are_left(
    database, config, session, over, stored, standing_clock
):
    standing_clock.pass_(days=60, seconds=1)
    assert old(database, config) == 1
    (pickup,) = stored()
    kept = {
        name
        for name in Pickup.__table__.c.keys()  # noqa: SIM118 - a collection of columns.
        if getattr(pickup, name) not in ("", None)
    }
    assert kept == {
        "id",
        "uuid",
        "state",
        "postcode4",
        "language",
        "asked_at",
        "ended_at",
        "forgotten_at",
    }
    assert list(photos.folder(config.photos).iterdir()) == []
    assert session.scalars(select(PickupPhoto)).all() == []
    assert session.scalars(select(Mail)).all() == []
    trail = "".join(e.detail + e.subject for e in session.scalars(select(AuditEntry)))
    for private in ("Voorbeeld", "3812 AB", "12345678", "example.nl"):
        assert private not in trail


def test_the_link_leads_nowhere_then_and_the_desk_reads_that_it_was_erased(
    database, config, donor, worker, over, standing_clock
):
    standing_clock.pass_(days=61)
    old(database, config)
    assert donor.get(f"/pickup/{over['secret']}").status_code == 404
    worker.get("/login")
    standing_clock.pass_(days=-61)
    assert "is gewist op" in words(worker.get(f"/pickups/{over['id']}"))
    assert "3812" in words(worker.get("/pickups?state=refused"))


def test_what_is_not_over_stays_however_old(database, config, asked, stored, standing_clock):
    asked()
    standing_clock.pass_(days=170)
    assert old(database, config) == 0
    assert stored()[0].name == TOLD["name"]


def test_a_request_that_was_left_lying_ends_and_is_then_forgotten(
    database, config, asked, stored, standing_clock
):
    asked()
    standing_clock.pass_(days=181)
    old(database, config)
    assert (stored()[0].state, stored()[0].name) == ("cancelled", TOLD["name"])
    standing_clock.pass_(days=61)
    assert old(database, config) == 1
    assert stored()[0].name == ""


def test_what_was_forgotten_is_not_forgotten_again(database, config, over, standing_clock):
    standing_clock.pass_(days=61)
    assert [old(database, config), old(database, config)] == [1, 0]


def test_files_that_belong_to_no_request_are_swept_up_after_a_day(
    database, config, over, standing_clock
):
    folder = photos.folder(config.photos)
    young, left = folder / f"{uuid4()}.jpg", folder / f"{uuid4()}-small.jpg"
    for path, age in ((young, timedelta(hours=1)), (left, timedelta(hours=25))):
        path.write_bytes(b"x")
        when = (standing_clock.at - age).timestamp()
        os.utime(path, (when, when))
    old(database, config)
    assert young.exists()
    assert not left.exists()
    assert len(list(folder.iterdir())) == 3
