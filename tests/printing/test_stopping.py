"""Whoever switches the program off in an orderly way leaves no paper in doubt."""

import os
import signal
import threading
from time import monotonic

from bouwkringloop.base.db import Database
from printers.virtual import Fault, VirtualPrinter
from tests.printing.shop import job, printers_file, put
from tests.server import Server


def test_a_job_that_is_being_printed_is_printed_to_its_end_before_the_program_stops(
    config, templates
):
    database = Database(templates.sqlite(config.home / "bouwkringloop.db"))
    pause, end = threading.Event(), monotonic() + 30
    with VirtualPrinter(width_dots=456, faults=[Fault.SLOW]) as paper:
        printers_file(config, paper.uri)
        with database.session(writes=True) as session:
            number = put(session)
        server = Server(config.home)
        server.start()
        with database.session(writes=True) as session:
            while job(session, number).state == "queued" and monotonic() < end:
                pause.wait(0.01)
            assert job(session, number).state == "sending"
            os.kill(server.process.pid, signal.SIGTERM)
            server.process.wait()
            assert (job(session, number).state, job(session, number).ack) == ("done", "printed")
    database.close()
