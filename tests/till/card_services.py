"""Plays the services of card companies on loopback, with the faults that networks have."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar


class _Talk(BaseHTTPRequestHandler):
    def do_GET(self):
        self._reply(*self.server.service.asked(self.path))

    def do_DELETE(self):
        self._reply(*self.server.service.deleted(self.path))

    def do_POST(self):
        service = self.server.service
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(text) if text else None
        if not service.is_order(self.path):
            return self._reply(*service.posted(self.path))
        service.orders.append((self.path, self.headers, body))
        how = service.faults.pop(0) if service.faults else "fine"
        if how == "cut before":
            return self._cut()
        if isinstance(how, int):
            return self._reply(how, service.error(how), {"Location": self.path})
        answer = service.made(self.headers, body)
        if how == "cut after":
            return self._cut()
        if how == "slow":
            service.patience.wait(5)
        if how == "gibberish":
            return self._reply(201, {"hello": "there"})
        return self._reply(201, answer)

    def _cut(self):
        self.close_connection = True

    def _reply(self, status, body, headers=()):
        text = json.dumps(body).encode() if body is not None else b""
        try:
            self.send_response(status)
            for name, value in dict(headers).items():
                self.send_header(name, value)
            self.send_header("Content-Type", self.server.service.media)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
        except OSError:
            pass  # Whoever asked has hung up.

    def log_message(self, *words):
        pass


class _Service:
    """A service that takes orders until it is closed.

    `faults` are what happens to the next orders: a status, `cut before` or `cut after` the payment
    was made, `slow`, `gibberish`. `orders` are all that arrived, `payments` what was made of them.
    """

    def __init__(self):
        self.forget()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Talk)
        self._server.daemon_threads = True
        self._server.service = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def forget(self):
        """Begin anew."""
        self.faults, self.orders, self.payments, self.stopped = [], [], {}, []
        self.patience = threading.Event()
        #: What every question is answered with, while it is not 0.
        self.silence = 0

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self.patience.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def become(self, status, **more):
        """Let every payment become this on the terminal."""
        for payment in self.payments.values():
            payment.update(status=status, **more)


class MollieService(_Service):
    """Answers as https://api.mollie.com/v2/payments does for the method pointofsale."""

    media = "application/hal+json"
    #: What is called so at this service.
    states: ClassVar = {"paid": "paid", "declined": "failed", "cancelled": "canceled"}

    def is_order(self, path):
        return path == "/v2/payments"

    def made(self, headers, body):
        key = headers["Idempotency-Key"]
        return self.payments.setdefault(
            key,
            {
                "resource": "payment",
                "id": f"tr_{len(self.payments) + 1}",
                "mode": "test",
                "createdAt": "2026-11-21T09:30:00+00:00",
                "amount": body["amount"],
                "description": body["description"],
                "method": "pointofsale",
                "metadata": body["metadata"],
                "status": "open",
                "isCancelable": True,
                "expiresAt": "2026-11-21T09:45:00+00:00",
                "details": {"terminalId": body["terminalId"]},
                "profileId": "pfl_QkEhN94Ba",
                "sequenceType": "oneoff",
                "redirectUrl": body["redirectUrl"],
                "_links": {
                    name: {"href": "https://api.mollie.com/", "type": "application/hal+json"}
                    for name in ("self", "dashboard")
                },
            },
        )

    def asked(self, path):
        if self.silence:
            return self.silence, self.error(self.silence)
        return self._one(path)

    def deleted(self, path):
        self.stopped.append(path)
        status, payment = self._one(path)
        if payment["status"] != "open":
            return 422, self.error(422)
        payment["status"] = "canceled"
        return status, payment

    def _one(self, path):
        reference = path.removeprefix("/v2/payments/").partition("?")[0]
        (found,) = [p for p in self.payments.values() if p["id"] == reference]
        return 200, found

    def error(self, status):
        links = {"documentation": {"href": "https://docs.mollie.com", "type": "text/html"}}
        return {"status": status, "title": "No", "detail": "The terminal is gone", "_links": links}


class SumUpService(_Service):
    """Answers as https://api.sumup.com does for checkouts of a reader."""

    media = "application/json"
    states: ClassVar = {"paid": "successful", "declined": "failed", "cancelled": "cancelled"}
    reader = "/v0.1/merchants/MC1/readers/rdr_1"
    #: Older versions of the service gave only the id of the transaction.
    names_checkouts = True

    def is_order(self, path):
        return path == f"{self.reader}/checkout"

    def made(self, headers, body):
        name = f"c{len(self.payments) + 1}"
        self.payments[name] = {
            "status": "pending",
            "total_amount": body["total_amount"],
            "payment_status": None,
            "payment_failure_reason": None,
        }
        data = {"client_transaction_id": name}
        return {"data": data | ({"checkout_id": name} if self.names_checkouts else {})}

    def posted(self, path):
        assert path == f"{self.reader}/terminate"
        self.stopped.append(path)
        for payment in self.payments.values():
            if payment["status"] == "pending":
                payment["status"] = "cancelled"
        return 202, None

    def asked(self, path):
        if self.silence:
            return self.silence, self.error(self.silence)
        if found := re.search(r"/transactions\?client_transaction_id=(\w+)$", path):
            status = self.payments[found[1]]["status"].upper()
            return (404, self.error(404)) if status == "PENDING" else (200, {"status": status})
        name = path.rpartition("/")[2]
        return 200, {
            "data": {
                "checkout_id": name,
                "client_transaction_id": name,
                "card_type": None,
                "installments": None,
                "created_at": "2026-11-21T09:30:00Z",
                "updated_at": "2026-11-21T09:30:00Z",
                "valid_until": None,
                "payment_type": "card",
                "reader_firmware_version": "3.3.39.0",
                "reader_serial_number": "200300101447",
                **self.payments[name],
            }
        }

    def error(self, status):
        return {"errors": {"type": "READER_OFFLINE", "detail": "The reader is gone"}}
