"""The server dies at random moments while sales arrive; nothing acknowledged is lost or doubled.

`KILLS` in the environment makes it longer.
"""

import http.client
import json
import os
import random
import threading
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop import proofs
from bouwkringloop.base.db import Database
from bouwkringloop.base.permissions import Role
from bouwkringloop.till.models import Sale
from tests import make
from tests.server import Server
from tests.till.test_selling import basket, of

KILLS = int(os.environ.get("KILLS", "2"))


def send(port, token, body):
    """Send a sale; None when the server died before it answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request("POST", "/api/v1/sales", json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


@pytest.mark.long
def test_every_acknowledged_sale_is_there_once_after_the_server_was_killed(config, templates):
    path = config.home / "bouwkringloop.db"
    database = Database(templates.sqlite(path))
    with database.session(writes=True) as session:
        shift = make.shift(session)
        tiles = make.item(session, quantity=100_000, price_cents=100)
        token = make.token(session, Role.CASHIER)
        session.commit()
    database.close()
    server, dice = Server(config.home), random.Random(11)
    acknowledged, unanswered = {}, []
    for _ in range(KILLS):
        server.start()
        # The blow falls at a random moment of some sale, after a random number of others.
        before = len(acknowledged) + dice.randint(2, 25)
        killer = threading.Timer(dice.uniform(0, 0.02), server.kill)
        while killer.ident is None or killer.is_alive():
            retry = unanswered.pop() if unanswered and dice.random() < 0.5 else None
            body = retry or basket(shift, of(tiles, dice.randint(1, 3)), cash=500)
            body["id"] = body.get("id") or str(uuid4())
            answer = send(server.port, token, body)
            if answer is None:
                unanswered.append(body)
            else:
                assert answer[0] == 201, answer
                acknowledged[body["id"]] = answer[1]
            if killer.ident is None and len(acknowledged) >= before:
                killer.start()
        killer.join()
    server.start()
    for body in unanswered:
        status, answer = send(server.port, token, body)
        assert status == 201
        acknowledged[body["id"]] = answer
    server.kill()
    database = Database(f"sqlite:///{path}")
    with database.reading() as session:
        stored = dict(session.execute(select(Sale.uuid, Sale.receipt_number)).all())
        assert {str(uuid): number for uuid, number in stored.items()} == {
            uuid: answer["receipt_number"] for uuid, answer in acknowledged.items()
        }
        assert session.scalar(select(func.count()).select_from(Sale)) == len(acknowledged) > KILLS
        assert [p.breaks for p in proofs.all_of(session) if not p.holds] == []
    database.close()
