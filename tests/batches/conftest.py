"""What the tests of the batches share."""

import pytest

from bouwkringloop.base.permissions import Role
from tests.batches import build
from tests.turns import app, log_in

__all__ = ["app", "log_in"]


@pytest.fixture
def outsider(app):
    """The browser of somebody whom nobody here knows."""
    return app.test_client()


@pytest.fixture
def coordinator(log_in):
    return log_in(Role.COORDINATOR)


@pytest.fixture
def builder_page(session, config, outsider):
    """A builder with a link; gives the browser, the builder and the address of the form."""
    customer = build.builder(session)
    _, token = build.link(session, config, customer)
    session.rollback()
    return outsider, customer, f"/builder/{token}/offer"
