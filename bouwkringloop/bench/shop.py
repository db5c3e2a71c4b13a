"""A served shop full of items, and a client that keeps its connection."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, codes, migrate
from bouwkringloop.base.db import Database
from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue import load
from bouwkringloop.catalogue.models import Category
from bouwkringloop.people import tokens
from bouwkringloop.people.models import Person
from bouwkringloop.stock import take_in
from bouwkringloop.stock.models import Item, Movement, Site
from bouwkringloop.till import open_shift
from bouwkringloop.till.models import Till

LINES = 5
PRICE_CENTS = 1250
_PIECES = 1000


@dataclass
class BenchShop:
    """What the client needs to know of the shop that it works in."""

    port: int
    token: str
    shift: str
    category: str
    codes: list[str]
    dice: random.Random

    def some_code(self) -> str:
        """Give the code of any thing."""
        return self.dice.choice(self.codes)

    def next_basket(self) -> dict[str, Any]:
        """Give a basket of five things paid in cash."""
        lines = [{"item": code, "quantity": 1} for code in self.dice.sample(self.codes, LINES)]
        payments = [{"method": "cash", "tendered_cents": 10_000}]
        return {"id": str(uuid4()), "shift": self.shift, "lines": lines, "payments": payments}

    def next_mixed_basket(self) -> dict[str, Any]:
        """Give things with and without a label, a donation and a gift card, paid by card."""
        things = [{"item": code, "quantity": 1} for code in self.dice.sample(self.codes, 2)]
        plain = {"category": self.category, "quantity": 1, "unit_price_cents": 500}
        amounts = [{"kind": kind, "unit_price_cents": 1000} for kind in ("donation", "voucher")]
        cents = 2 * PRICE_CENTS + 500 + 2 * 1000
        payments = [{"method": "pin", "tendered_cents": cents}]
        lines = [*things, plain, *amounts]
        return {"id": str(uuid4()), "shift": self.shift, "lines": lines, "payments": payments}

    def next_intake(self) -> dict[str, Any]:
        """Give a delivery of one thing to be sold."""
        line = {"category": self.category, "quantity": 1, "unit": "piece", "route": "sell"}
        source = {"kind": "shop"}
        return {"id": str(uuid4()), "site": "shop", "source": source, "lines": [line]}


class Connection:
    """One kept-alive connection of a till to its server.

    Requests are bytes made beforehand and answers are read by their length, so that what is
    timed is the server and the way to it, and not a client's library.
    """

    def __init__(self, shop: BenchShop) -> None:
        self._socket = socket.create_connection(("127.0.0.1", shop.port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = f"Host: 127.0.0.1:{shop.port}\r\nAuthorization: Bearer {shop.token}\r\n"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def get(self, path: str) -> bytes:
        """Make a request for a page."""
        return f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode()

    def post(self, path: str, body: dict[str, Any]) -> bytes:
        """Make a request that sends a body."""
        text = json.dumps(body).encode()
        head = f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n"
        return f"POST {path} HTTP/1.1\r\n{self._head}{head}\r\n".encode() + text

    def send(self, request: bytes) -> None:
        """Send a request and read its whole answer; raise when it is a refusal."""
        self._socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        if not head.startswith(b"HTTP/1.1 2"):
            raise RuntimeError(f"the shop answered {head[:30]!r}: {body[:300]!r}")

    def _more(self) -> bytes:
        piece = self._socket.recv(65536)
        if not piece:
            raise ConnectionError("the shop closed the connection")
        return piece


def ready_shop(
    stack: ExitStack,
    home: Path,
    *,
    items: int,
    describe: Callable[[Session], None] | None = None,
) -> BenchShop:
    """Fill a shop with items and serve it in a process of its own until the stack ends.

    All items are called alike, unless `describe` says otherwise of them.
    """
    database = Database(f"sqlite:///{home / 'bouwkringloop.db'}")
    migrate.upgrade(database)
    token, shift, category, made = _fill(database, items)
    if describe is not None:
        with database.writing() as session:
            describe(session)
    database.close()
    port = _free_port()
    _serve(stack, home, port)
    return BenchShop(port, token, shift, category, made, random.Random(7))


def _fill(database: Database, items: int) -> tuple[str, str, str, list[str]]:
    with database.writing() as session:
        load.fill(session)
        site = Site(slug="shop", name="Winkel", kind="shop")
        till = Till(slug="till-1", name="Kassa 1", site=site)
        session.add_all([site, till])
        token = tokens.issue(session, name="bench", role=Role.SHOP_LEAD)
        by = session.scalars(select(Person)).one().actor()
        shift = uuid4()
        open_shift.start(session, shift, till, float_cents=10_000, by=by)
        kind = session.scalars(select(Category).where(Category.unit == "piece")).first()
        if kind is None:
            raise LookupError("the catalogue has nothing that is sold by the piece")
        made = [codes.item_code(number) for number in range(1, items + 1)]
        take_in.next_codes(session, items)
        now = clock.now()
        row = {
            "category_id": kind.id,
            "site_id": site.id,
            "title": "Paneeldeur",
            "unit": kind.unit,
            "form": "heap",
            "quantity_milli": _PIECES * 1000,
            "first_milli": _PIECES * 1000,
            "stock_g": _PIECES * 18_000,
            "price_cents": PRICE_CENTS,
            "priced_at": now,
            "condition": "B",
            "weight_g": 18_000,
            "vat_regime": kind.vat_regime,
            "vat_rate": kind.vat_rate,
            "search_text": take_in.searchable("Paneeldeur", kind, ""),
            "created_at": now,
        }
        connection = session.connection()
        connection.execute(
            Item.__table__.insert(),  # type: ignore[attr-defined]
            [{**row, "id": at, "code": code} for at, code in enumerate(made, 1)],
        )
        connection.execute(
            Movement.__table__.insert(),  # type: ignore[attr-defined]
            [
                {
                    "item_id": at,
                    "at": now,
                    "kind": "received",
                    "quantity_milli": _PIECES * 1000,
                    "weight_g": _PIECES * 18_000,
                    "site_id": site.id,
                    "person_id": by.id,
                    "cause": "bench",
                    "reason": "",
                }
                for at in range(1, items + 1)
            ],
        )
        return token, str(shift), kind.slug, made


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(stack: ExitStack, home: Path, port: int) -> None:
    environment = {**os.environ, "BOUWKRINGLOOP_HOME": str(home), "BOUWKRINGLOOP_DATABASE": ""}
    server = subprocess.Popen(
        [sys.executable, "-m", "bouwkringloop", "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    stack.callback(server.wait)
    stack.callback(os.killpg, server.pid, signal.SIGKILL)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the server did not start")
