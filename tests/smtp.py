"""A mail server that takes, or refuses, what it is handed; on loopback, in a thread."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        server = self.server
        self._say("220 here")
        letter_to = []
        for line in self.rfile:
            word, _, rest = line.decode().strip().partition(" ")
            server.said.append(line.decode().strip())
            match word.upper():
                case "EHLO":
                    self._say("250-here", *server.offers)
                case "AUTH":
                    self._say(server.login)
                case "MAIL":
                    letter_to = []
                    self._say("250 go on")
                case "RCPT":
                    letter_to.append(rest.partition("<")[2].partition(">")[0])
                    self._say(server.recipient)
                case "DATA":
                    self._say("354 tell")
                    server.took(letter_to, self._letter())
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 yes")

    def _say(self, *lines):
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def _letter(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails until it is closed; `recipient` and `login` are what it answers to those."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, recipient="250 fine", login="235 welcome", offers=("250 AUTH PLAIN",)):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.recipient, self.login, self.offers = recipient, login, offers
        self.letters: list[EmailMessage] = []
        self.to: list[list[str]] = []
        self.said: list[str] = []
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)

    def took(self, to, raw):
        self.to.append(to)
        self.letters.append(message_from_bytes(raw, policy=policy.default))

    @property
    def port(self):
        return self.server_address[1]

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self._thread.join()
        self.server_close()
