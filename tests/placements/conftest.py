"""Who keeps files, logged in with the second step."""

import pytest

from bouwkringloop.base.permissions import Role


@pytest.fixture
def coordinator(log_in):
    return log_in(Role.COORDINATOR, proved=True)
