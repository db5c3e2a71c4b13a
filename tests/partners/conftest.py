"""What tests of partners share."""

import pytest

from bouwkringloop.base.permissions import Role


@pytest.fixture
def coordinator(log_in):
    """The browser of a coordinator, who keeps batches and no customers."""
    return log_in(Role.COORDINATOR)
