"""Lets `python -m bouwkringloop COMMAND` do what the `bouwkringloop` command does."""

from bouwkringloop.cli import main

main(prog_name="bouwkringloop")
