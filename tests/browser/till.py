"""What tests of the till do with its page."""

from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.till.models import Sale
from tests.browser.conftest import DESK


def scan(page, code):
    """Do as a scanner does: all digits at once, wherever the focus is, and Enter."""
    page.evaluate(
        """(keys) => { for (const key of keys) {
          const target = document.activeElement ?? document.body;
          target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        } }""",
        [*code, "Enter"],
    )


def till(page_as, role=Role.CASHIER, viewport=DESK):
    page = page_as(role, viewport)
    page.goto("/till/till-1")
    return page


def total(page):
    return page.locator("#sum")


def sales(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Sale))


def pay_by_card(page):
    page.keyboard.press("F9")
    page.locator("[data-way=pin]").click()
    page.locator("#pin-paid").click()
