"""Hand one mail to the mail server that the shop named, and tell what kept it from going."""

import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from functools import cache
from urllib.parse import unquote, urlsplit

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

PATIENCE_S = 30
#: Only what every mail server takes, and nothing that could end a header or an envelope.
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_HERE = ("localhost", "127.0.0.1", "::1")


class BadMailSettings(Refused):
    """The mail server in the settings cannot be understood."""

    message = N_(
        "The mail settings cannot be used. BOUWKRINGLOOP_SMTP is like"
        " smtp://user:password@host:587, and BOUWKRINGLOOP_MAIL_FROM is the shop's address."
    )


class NotSent(Exception):
    """The mail did not go; `problem` says why, and `lasting` whether trying again is of no use."""

    def __init__(self, problem: str, *, lasting: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.lasting = lasting


@dataclass(frozen=True)
class MailServer:
    """A mail server, and in whose name it sends."""

    host: str
    port: int
    #: The name and address that stand in the mails, and what is said to the server.
    sender: str
    address: str
    user: str = ""
    password: str = field(default="", repr=False)
    #: Speak TLS from the first byte on; otherwise it begins when the server offers it.
    tls: bool = False


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail; its kind is like `application/pdf`."""

    name: str
    media_type: str
    content: bytes


def is_address(text: str) -> bool:
    """Tell whether this is a mail address that can be sent to."""
    return len(text) <= 120 and _ADDRESS.fullmatch(text) is not None


def read_settings(url: str, sender: str) -> MailServer | None:
    """Read the settings; None where no server is named, and then no mail is sent."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadMailSettings from None
    name, address = parseaddr(sender)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not is_address(address):
        raise BadMailSettings
    tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname,
        port=port or (465 if tls else 587 if parts.username else 25),
        sender=name if name.isprintable() else "",
        address=address,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
    )


def compose(
    server: MailServer, to: str, subject: str, body: str, files: Sequence[Attachment] = ()
) -> EmailMessage:
    """Write a mail; raise ValueError for an address or a subject that could smuggle a header in."""
    if not is_address(to) or not subject.isprintable():
        raise ValueError("no mail can go to such an address or under such a subject")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(server.sender, addr_spec=server.address)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=server.address.partition("@")[2])
    # So that no machine answers a machine (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    for file in files:
        kind, _, detail = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=kind, subtype=detail, filename=file.name)
    return message


def deliver(
    server: MailServer, to: str, subject: str, body: str, files: Sequence[Attachment] = ()
) -> None:
    """Hand a mail to the server; raise NotSent where it did not take it."""
    try:
        message = compose(server, to, subject, body, files)
        with _connected(server) as link:
            link.send_message(message, from_addr=server.address, to_addrs=[to])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _refused(min(codes)) from None
    except smtplib.SMTPAuthenticationError:
        raise NotSent("login") from None
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code) from None
    except (smtplib.SMTPException, OSError):
        raise NotSent("unreachable") from None
    except ValueError:
        raise NotSent("refused", lasting=True) from None


def _refused(code: int) -> NotSent:
    """Sort a refusal: from 500 on it is for good, below it the server asks to come again."""
    return NotSent("refused", lasting=True) if code >= 500 else NotSent("busy")


@cache
def _trusted() -> ssl.SSLContext:
    """Read once whom this machine trusts: that takes longer than most mails."""
    return ssl.create_default_context()


def _connected(server: MailServer) -> smtplib.SMTP:
    """Connect, encrypt where the server can, and log in; never send a password in the open."""
    if server.tls:
        link: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=PATIENCE_S, context=_trusted()
        )
    else:
        link = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
    try:
        link.ehlo_or_helo_if_needed()
        if not server.tls and link.has_extn("starttls"):
            link.starttls(context=_trusted())
            link.ehlo()
        elif not server.tls and server.user and server.host not in _HERE:
            raise NotSent("unencrypted")
        if server.user:
            link.login(server.user, server.password)
    except BaseException:
        link.close()
        raise
    return link
