"""A live shop and a real browser."""

import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page, sync_playwright
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


#: The same browser twice; the first has no window to draw, and takes a third of the time.
BROWSERS = ("chromium-headless-shell", "chromium")
#: Nothing here is drawn by a graphics card, nor in the place of one.
PLAIN = ("--no-sandbox", "--disable-gpu", "--disable-software-rasterizer")
#: Where a page waits for its next test: at the shop, so that it stays in its process.
WAITING = "/static/pictograms.svg"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    installed = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=installed, args=PLAIN)
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


@pytest.fixture(scope="session")
def address(served_app: Flask, practice_app: Flask) -> Iterator[str]:
    """The address at which all browser tests of a process find their shop, one after the other."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, beside(served_app, practice_app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def live(
    config: Config,
    database: Database,
    app: Flask,
    practice_app: Flask,
    address: str,
    templates: Templates,
) -> Iterator[str]:
    """The address of a running shop with one to practise in, and their print workers.

    The file to practise in has been migrated and is empty: to migrate one takes longer than most
    tests do.
    """
    practice = Practice(config, database)
    practice.file.parent.mkdir()
    templates.empty(practice.file)
    serve_in(practice_app, practice)
    workers = worker.start(config, database, practice.books)
    assert workers is not None
    yield address
    workers.stop()
    practice.database.close()


class Tabs:
    """Pages, each in a browser profile of its own, that go from test to test.

    To make one, and to fetch all styles and scripts into it, takes longer than most tests do.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._waiting: dict[bool, list[Page]] = {True: [], False: []}

    def take(self, *, touch: bool) -> Page:
        """Give a page that nobody uses."""
        return self._waiting[touch].pop() if self._waiting[touch] else self.new(touch=touch)

    def new(self, *, touch: bool) -> Page:
        context = self._browser.new_context(
            base_url=self._address, has_touch=touch, reduced_motion="reduce"
        )
        context.set_default_timeout(8_000)
        return context.new_page()

    def give_back(self, page: Page, *, touch: bool) -> None:
        """Forget all that a test left in the page and its profile."""
        context = page.context
        for other in context.pages[1:]:
            other.close()
        context.set_offline(False)
        context.clear_cookies()
        page.unroute_all()
        page.goto(WAITING)
        page.evaluate("sessionStorage.clear()")
        devtools = context.new_cdp_session(page)
        kept = {"origin": self._address, "storageTypes": "local_storage,indexeddb"}
        devtools.send("Storage.clearDataForOrigin", kept)
        devtools.detach()
        self._waiting[touch].append(page)


@pytest.fixture(scope="session")
def tabs(browser: Browser, address: str) -> Tabs:
    return Tabs(browser, address)


PageAs = Callable[..., Page]


@pytest.fixture
def page_as(tabs: Tabs, live: str, database: Database) -> Iterator[PageAs]:
    """Give a page in which somebody with a role is logged in; `proved`, with the second step too.

    What breaks in its scripts fails the test. A test that takes over the page's clock asks for a
    `new` one, since that stays in it; what listens to it or is put into it is taken away again.
    """
    taken: list[tuple[Page, bool, bool]] = []
    complaints: list[str] = []

    def complain(error: Error) -> None:
        complaints.append(str(error))

    def opened(
        role: Role | None,
        viewport: dict[str, int] = DESK,
        language: str = "nl",
        *,
        new: bool = False,
        proved: bool = False,
    ) -> Page:
        touch = viewport is not DESK
        page = tabs.new(touch=touch) if new else tabs.take(touch=touch)
        taken.append((page, touch, new))
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        if role is not None:
            with database.writing() as session:
                secret = make.login(session, role, language, proved=proved)
            page.context.add_cookies([{"name": "login", "value": secret, "url": live}])
        page.on("pageerror", complain)
        return page

    yield opened
    for page, touch, new in taken:
        page.remove_listener("pageerror", complain)
        if new:
            page.context.close()
        else:
            tabs.give_back(page, touch=touch)
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
