"""A live shop and a real browser."""

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from bouwkringloop.app import create_app, move_in
from bouwkringloop.base.db import Database
from bouwkringloop.base.permissions import Role
from bouwkringloop.config import Config
from bouwkringloop.practice.shop import Practice
from bouwkringloop.practice.views import beside, build, serve_in
from bouwkringloop.printing import worker
from tests import make
from tests.seeded import Templates

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 820, "height": 1180}
DESK = {"width": 1440, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield started
        started.close()


@pytest.fixture
def database(templates: Templates) -> Iterator[Database]:
    """Browser tests run on SQLite only: what they show does not depend on the database."""
    yield templates.fresh("sqlite")
    templates.let_go("sqlite")


@pytest.fixture(scope="session")
def served_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for all browser tests of a process: its templates take long to compile."""
    home = tmp_path_factory.mktemp("home")
    return create_app(Config(home=home, database_url=f"sqlite:///{home / 'none.db'}"))


@pytest.fixture
def app(served_app: Flask, config: Config, database: Database) -> Flask:
    move_in(served_app, config, database)
    return served_app


@pytest.fixture(scope="session")
def practice_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application to practise in for all browser tests of a process."""
    home = tmp_path_factory.mktemp("practice-home")
    config = Config(home=home, database_url=f"sqlite:///{home / 'none.db'}")
    return build(Practice(config, Database(config.database_url)))


@pytest.fixture
def live(config: Config, database: Database, app: Flask, practice_app: Flask) -> Iterator[str]:
    """The address of a running shop with one to practise in, and their print workers."""
    practice = Practice(config, database)
    serve_in(practice_app, practice)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, beside(app, practice_app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    workers = worker.start(config, database, practice.books)
    assert workers is not None
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    workers.stop()
    practice.database.close()


PageAs = Callable[..., Page]


@pytest.fixture
def page_as(browser: Browser, live: str, database: Database) -> Iterator[PageAs]:
    """Give a page in which somebody with a role is logged in.

    What the page's console complains of, or what breaks in its scripts, fails the test.
    """
    contexts, complaints = [], []

    def opened(role: Role | None, viewport: dict[str, int] = DESK, language: str = "nl") -> Page:
        context = browser.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            base_url=live,
            has_touch=viewport is not DESK,
            reduced_motion="reduce",
        )
        context.set_default_timeout(8_000)
        contexts.append(context)
        if role is not None:
            with database.writing() as session:
                secret = make.login(session, role, language)
            context.add_cookies([{"name": "login", "value": secret, "url": live}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def shop(database: Database) -> dict[str, Any]:
    """An open till, a door of which there is one, and three beams."""
    with database.session(writes=True) as session:
        shift = make.shift(session)
        door = make.item(session, price_cents=4500, title="Paneeldeur").code
        beam = make.item(session, price_cents=1833, title="Eiken balk", quantity=3).code
        lath = make.item(session, price_cents=125, title="Lat", unit="m", quantity=40).code
    return {"shift": shift, "door": door, "beam": beam, "lath": lath}
