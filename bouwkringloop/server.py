"""Serve pages, API, the print workers and the rounds in one process."""

import gc
import socket
import time
from collections.abc import Callable
from typing import Any, Protocol

import click
from gunicorn.app.base import BaseApplication
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from bouwkringloop.base import clock, mail, rounds
from bouwkringloop.base import migrate as schema
from bouwkringloop.base.db import Database
from bouwkringloop.batches import forget as old_batches
from bouwkringloop.batches.agreements import forget as old_agreements
from bouwkringloop.batches.settling import forget as old_papers
from bouwkringloop.batches.settling import sroi_values
from bouwkringloop.config import Config
from bouwkringloop.intake import draft_photos, purchase
from bouwkringloop.invoicing import forget as old_invoices
from bouwkringloop.partners import forget as old_customers
from bouwkringloop.pickups import forget
from bouwkringloop.placements.hours import allow
from bouwkringloop.placements.privacy import retention as files_over
from bouwkringloop.printing import worker
from bouwkringloop.reports import pso
from bouwkringloop.stock import renew, reserve
from bouwkringloop.till.collecting import forget as old_collections
from bouwkringloop.till.terminals import operate
from bouwkringloop.till.terminals.connect import Connections
from bouwkringloop.trips import forget as old_trips
from bouwkringloop.wishes import end as wishes_over
from bouwkringloop.wishes import forget as old_wishes

#: One process keeps the fair turn to write in one place; its threads wait mostly for the disk.
THREADS = 32
#: How often the outbox is looked through, and how often what is over is forgotten, in seconds.
MAIL_EVERY_S = 3.0
FORGET_EVERY_S = 24 * 3600.0
#: A thing whose day is over shows as free soon after midnight; a sale lets go of it at once.
EXPIRE_EVERY_S = 600.0
#: How often card payments are looked for that a terminal left behind which is no longer set up.
LEFT_BEHIND_EVERY_S = 60.0


class _Stoppable(Protocol):
    """What works beside the requests."""

    def stop(self) -> None:
        """Finish what is under way, and begin nothing more."""


#: The print workers, the rounds and the operator of terminals, to be stopped with this process.
_services: list[_Stoppable] = []


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our application and settings in it."""

    def __init__(self, make: Callable[[], DispatcherMiddleware], settings: dict[str, Any]) -> None:
        self._make = make
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Hand over our settings; there is no file to read."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> DispatcherMiddleware:
        """Build the application in the process that serves."""
        return self._make()


def serve(config: Config, host: str, port: int, *, demo: bool) -> None:
    """Migrate, fill the demo shop if asked, and serve until stopped."""
    _refuse_taken(host, port)
    database = schema.opened(config.database_url)
    with database.writing() as session:
        renew.renew(session)
        sroi_values.fill(session)
        pso.fill(session)
        allow.fill(session)
    if demo:
        _fill_demo(config, database)
    database.close()
    click.echo(f"Bouwkringloop is at http://{host}:{port}")
    _Server(
        lambda: _application(config),
        {
            "bind": f"{host}:{port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "keepalive": 30,
            # Enough for what a printer is printing just now, so that no paper is left in doubt.
            "graceful_timeout": 6,
            "worker_exit": lambda _server, _worker: _stop_services(),
            "loglevel": "warning",
            "control_socket_disable": True,
        },
    ).run()


def _stop_services() -> None:
    while _services:
        _services.pop().stop()


def rounds_of(config: Config, database: Database) -> rounds.Service:
    """Start sending mail and forgetting what is over."""

    def forget_old() -> None:
        with database.writing() as session:
            forget.old(session, config.photos)
            old_batches.old(session, config.home)
            old_trips.wipe_old(session)
            reserve.wipe_names(session, clock.now())
            draft_photos.remove_unused(session, config.photos)
            old_wishes.wipe_old(session)
            files_over.run(session, config.home)

    def let_go() -> None:
        with database.writing() as session:
            reserve.expire(session, None, clock.now())
            wishes_over.expire(session)

    def wipe_parties() -> None:
        with database.writing() as session:
            purchase.wipe_old(session)
            old_invoices.wipe_old(session)
            old_customers.wipe_old(session)
            old_collections.wipe_old(session)
            old_agreements.wipe_old(session)
            old_papers.wipe_old(session)

    def end_left_behind() -> None:
        if config.cards is None:
            operate.attend_all(database, Connections(None))

    return rounds.Service(
        (
            rounds.Round("mail", MAIL_EVERY_S, lambda: mail.send_due(database, config.mail)),
            rounds.Round("forgetting who is no longer needed", FORGET_EVERY_S, forget_old),
            rounds.Round("ending reservations", EXPIRE_EVERY_S, let_go),
            rounds.Round("forgetting sellers, buyers and builders", FORGET_EVERY_S, wipe_parties),
            rounds.Round("ending card payments", LEFT_BEHIND_EVERY_S, end_left_behind),
        )
    )


def _refuse_taken(host: str, port: int) -> None:
    """See that the address is free before anything is made ready for it."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _fill_demo(config: Config, database: Database) -> None:
    from bouwkringloop.demo import shop

    started = time.monotonic()
    for line in shop.fill_if_empty(database, config):
        click.echo(line)
    click.echo(f"Ready in {time.monotonic() - started:.1f} s.")


def _application(config: Config) -> DispatcherMiddleware:
    from bouwkringloop.app import create_app
    from bouwkringloop.practice.shop import Practice
    from bouwkringloop.practice.views import beside, build

    database = Database(config.database_url)
    app = create_app(config, database)
    practice = Practice(config, database)
    shops = beside(app, build(practice))
    service = worker.start(config, database, practice.books)
    _services.append(rounds_of(config, database))
    if service is not None:
        _services.append(service)
    if config.cards is not None:
        _services.append(operate.Operator(database, Connections(config.cards)))
    # What was loaded at the start stays, and a request leaves thousands of short-lived objects;
    # without this the collector walks all of it again and again while customers wait.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    return shops
