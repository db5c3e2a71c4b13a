"""The real server, in processes of its own, to be killed."""

import atexit
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


class Server:
    """The real server, in processes of its own, on one port."""

    def __init__(self, home):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
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
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                pause.wait(0.03)
            else:
                return
        pytest.fail("the server did not start")

    def _end(self):
        """Leave no server behind when a test failed before it killed its own."""
        if self.process.poll() is None:
            self.kill()

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
