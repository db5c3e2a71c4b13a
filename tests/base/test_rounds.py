"""Work that comes back by itself."""

import logging
import threading

from bouwkringloop import server
from bouwkringloop.base.rounds import Round, Service


def test_work_is_done_at_the_start_and_again_and_a_break_stops_nothing(caplog):
    caplog.set_level(logging.CRITICAL)
    done = [threading.Event(), threading.Event()]
    times = []

    def work():
        times.append(1)
        done[min(len(times), 2) - 1].set()
        raise ValueError

    service = Service((Round("work", 0.001, work),))
    assert done[1].wait(5)
    service.stop()
    after = len(times)
    assert not done[0].wait(0) or len(times) == after


def test_what_is_rare_does_not_keep_the_rest_waiting():
    often, rarely = threading.Event(), []
    many = []

    def work():
        many.append(1)
        if len(many) == 3:
            often.set()

    service = Service(
        (Round("often", 0.001, work), Round("rarely", 3600, lambda: rarely.append(1)))
    )
    assert often.wait(5)
    service.stop()
    assert rarely == [1]


def test_the_server_sends_mail_and_forgets(config, database, monkeypatch):
    forgot, mailed = threading.Event(), threading.Event()
    monkeypatch.setattr(server.forget, "old", lambda _session, folder: forgot.set())
    monkeypatch.setattr(server.mail, "send_due", lambda _database, _to: mailed.set())
    service = server.rounds_of(config, database)
    assert forgot.wait(5)
    assert mailed.wait(5)
    service.stop()
