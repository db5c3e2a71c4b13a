"""A test of the batches may read through `session` at any moment."""

from tests.turns import app, log_in

__all__ = ["app", "log_in"]
