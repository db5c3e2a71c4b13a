"""Tests of what is sold and still to be collected."""
