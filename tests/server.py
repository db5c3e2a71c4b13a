"""The real server, in processes of its own, to be killed."""

import atexit
import contextlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def _free_port():
    """Find a port below those that the system gives to clients.

    Between the death of a server and its next start, a client could be given its port, or even
    connect to itself there.
    """
    while True:
        port = random.randrange(15_000, 32_000)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


class Server:
    """The real server, in processes of its own, on one port."""

    def __init__(self, home):
        self.port = _free_port()
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BOUWKRINGLOOP_HOME": str(home),
            "BOUWKRINGLOOP_DATABASE": "",
        }
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bouwkringloop", "serve", "--port", str(self.port)],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        atexit.register(self._end)
        pause = threading.Event()
        for _ in range(400):
            if self._answers():
                return
            pause.wait(0.03)
        pytest.fail("the server did not start")

    def _answers(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _end(self):
        """Leave no server behind when a test failed before it killed its own."""
        if self.process.poll() is None:
            self.kill()

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
