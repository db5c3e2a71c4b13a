"""Makes the pictures of the README: fills a demo shop, works in it with Chromium, and looks.

Run `PYTHONPATH=. .venv/bin/python docs/screenshots.py` after `./test` has set everything up.
"""

import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from bouwkringloop.app import create_app
from bouwkringloop.base import migrate
from bouwkringloop.base.db import Database
from bouwkringloop.config import Config
from bouwkringloop.demo import shop
from bouwkringloop.stock.models import Item, Site

IMAGES = Path(__file__).with_name("images")
PASSWORD = shop.PASSWORD


def log_in(page: Page, login: str) -> None:
    """Log in as one of the demo shop's invented people."""
    page.goto("/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/")


def scan(page: Page, code: str) -> None:
    """Type a code as fast as a scanner does."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def till(page: Page, codes: list[str]) -> None:
    """Photograph a till with a basket in it."""
    log_in(page, "fatima")
    page.goto("/till/till-1", wait_until="networkidle")
    for code in codes:
        scan(page, code)
        page.locator(".line").nth(codes.index(code)).wait_for()
    page.screenshot(path=IMAGES / "till.png")


def intake(page: Page) -> None:
    """Photograph the kinds of things on a phone."""
    log_in(page, "dawit")
    page.goto("/intake", wait_until="networkidle")
    page.get_by_role("button", name="Ga verder").click()
    page.locator("[data-group]").first.wait_for()
    page.screenshot(path=IMAGES / "intake.png")


def main() -> None:
    """Serve a demo shop and take each picture."""
    home = Path(tempfile.mkdtemp(prefix="bouwkringloop-pictures-"))
    config = Config(home=home, database_url=f"sqlite:///{home / 'bouwkringloop.db'}")
    database = Database(config.database_url)
    migrate.upgrade(database)
    list(shop.fill(database, config))
    with database.reading() as session:
        in_shop = (
            select(Item.code)
            .join(Site, Item.site_id == Site.id)
            .where(Site.kind == "shop", Item.unit == "piece", Item.quantity_milli > 0)
        )
        codes = list(session.scalars(in_shop.order_by(Item.id.desc()).limit(4)))
    server = make_server("127.0.0.1", 0, create_app(config, database), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        address = f"http://127.0.0.1:{server.server_port}"
        desk = browser.new_page(base_url=address, viewport={"width": 1280, "height": 800})
        till(desk, codes)
        phone = browser.new_page(base_url=address, viewport={"width": 390, "height": 780})
        intake(phone)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
