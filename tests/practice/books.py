"""What tests of practising share: whole books to compare, and a sale in the practice shop."""

from uuid import UUID, uuid4

from sqlalchemy import select

from bouwkringloop.people import devices, sessions
from bouwkringloop.tables import METADATA
from bouwkringloop.till.models import Shift


def rows(database, *but):
    """Every row of every table, but for the named ones."""
    with database.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in METADATA.sorted_tables
            if table.name not in but
        }


def open_till(client, slug="till-1", root="/practice"):
    """Open a till with a float of a hundred euros; give the shift's id."""
    shift = uuid4()
    data = {"id": str(shift), "how": "pieces", "pieces_5000": "2"}
    answer = client.post(f"{root}/till/{slug}/open", data=data)
    assert answer.status_code == 303, answer.text
    return shift


def sell(client, code, root="/practice", shift=None, cents=4500):
    """Sell one piece by card."""
    body = {
        "id": str(uuid4()),
        "shift": str(shift or open_till(client, root=root)),
        "lines": [{"item": code, "quantity": 1}],
        "payments": [{"method": "pin", "tendered_cents": cents}],
    }
    return client.post(f"{root}/api/v1/sales", json=body)


def shifts(database) -> list[UUID]:
    """The ids of all shifts."""
    with database.reading() as session:
        return list(session.scalars(select(Shift.uuid)))


def log_in_as(client, session, person):
    """Log somebody in, in this browser."""
    device, secret = devices.remember(session, None, "test")
    client.set_cookie("login", sessions.begin(session, person.id, device, by="password"))
    session.commit()
    return secret
