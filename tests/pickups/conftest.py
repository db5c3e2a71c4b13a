"""What the tests of the pick-ups share."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from bouwkringloop.app import move_in
from bouwkringloop.base.codes import new_secret
from bouwkringloop.base.permissions import Role
from bouwkringloop.base.smtp import MailServer
from bouwkringloop.pickups.models import Pickup

TOLD = {
    "what": "Drie paneeldeuren\nEen wastafel",
    "amount": "Past in een bus",
    "name": "Jannie Voorbeeld",
    "street": "Voorbeeldweg 14",
    "postcode": "3812ab",
    "town": "Amersfoort",
    "phone": "06 12345678",
    "mail": "jannie@example.nl",
    "access": "Tweede verdieping",
}


def filled(**changed: Any) -> dict[str, Any]:
    """What a form sends: an id and a secret of its own, and what was typed."""
    return {"id": str(uuid4()), "secret": new_secret(), **TOLD, **changed}


def with_photos(*photos: tuple[bytes, str], **changed: Any) -> dict[str, Any]:
    """The same with files, in one piece: the client itself would leave temporary files open."""
    files = [FileStorage(BytesIO(data), name) for data, name in photos]
    boundary, body = encode_multipart({**filled(**changed), "photos": files})
    return {"data": body, "content_type": f'multipart/form-data; boundary="{boundary}"'}


def words(answer: Any) -> str:
    """What a page says."""
    shown = re.sub(r"<[^>]+>", " ", answer.text.replace("\u00a0", " "))
    return re.sub(r"\s+", " ", shown)


@pytest.fixture
def donor(app: Flask) -> FlaskClient:
    """The browser of somebody whom nobody here knows."""
    return app.test_client()


@pytest.fixture
def worker(log_in) -> FlaskClient:
    return log_in(Role.INTAKE_WORKER)


@pytest.fixture
def stored(session):
    """Read the pick-ups as they are now, the oldest first, and hold nothing."""

    def read() -> list[Pickup]:
        session.rollback()
        session.expunge_all()
        found = list(session.scalars(select(Pickup).order_by(Pickup.id)))
        for pickup in found:
            assert len(pickup.photos) >= 0
        session.expunge_all()
        session.rollback()
        return found

    return read


@pytest.fixture
def asked(donor, stored):
    """Ask for a pick-up; give its id."""

    def ask(**changed: Any) -> UUID:
        sent = filled(**changed)
        assert donor.post("/pickup", data=sent).status_code == 303
        return UUID(sent["id"])

    return ask


@pytest.fixture
def mailing(app: Flask, config, database):
    """Let the shop send mail to a server; it need not be there."""

    def to(port: int = 9, **more: Any):
        server = MailServer("127.0.0.1", port, "Winkel", "winkel@example.nl")
        told = replace(config, mail=server, public_url="https://shop.example", **more)
        move_in(app, told, database)
        return server

    return to
