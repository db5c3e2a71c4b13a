"""What the tests of the trips share."""

import pytest

from bouwkringloop.base import i18n


@pytest.fixture(autouse=True)
def in_dutch():
    """Refusals are read in Dutch, whatever an earlier test spoke last."""
    i18n.speak("nl")
