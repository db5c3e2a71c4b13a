"""Bytes reach a printer on the network whole, or the sender knows that they did not."""

import socket
import threading

import pytest

from printers import NotSent, PrinterConfig, Receipt, Text, UnknownTransport, deliver, encode


class Listener:
    """A printer that takes one connection and keeps what came."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.received = b""
        self.thread = threading.Thread(target=self._take)
        self.thread.start()

    @property
    def uri(self):
        return f"tcp://127.0.0.1:{self.socket.getsockname()[1]}"

    def _take(self):
        connection, _ = self.socket.accept()
        with connection:
            while piece := connection.recv(65536):
                self.received += piece

    def done(self):
        self.thread.join(5)
        self.socket.close()
        return self.received


def test_the_bytes_that_arrive_are_the_bytes_that_were_encoded():
    listener = Listener()
    printer = PrinterConfig("kassa", uri=listener.uri)
    data = encode(Receipt((Text("Bouwkringloop", bold=True, size=2),)), printer)
    deliver(data, printer, 5)
    assert listener.done() == data


def test_a_printer_that_is_off_has_nothing_sent_to_it():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(NotSent):
        deliver(b"x", PrinterConfig("kassa", uri=f"tcp://127.0.0.1:{port}"), 2)


def test_an_unknown_kind_of_address_is_named():
    with pytest.raises(UnknownTransport, match="carrier-pigeon"):
        deliver(b"x", PrinterConfig("kassa", uri="carrier-pigeon:7"), 2)
