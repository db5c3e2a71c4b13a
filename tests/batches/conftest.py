"""What the tests of the batches share."""

from tests.turns import app, log_in

__all__ = ["app", "log_in"]
