"""The outbox: mails are written down with what they belong to, and sent after the commit."""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, Index, delete, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bouwkringloop.base import clock
from bouwkringloop.base.db import Base, Database
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.smtp import Attachment, MailServer, NotSent, deliver

#: After this time a mail is given up.
TRIED = timedelta(days=1)
#: How long is waited after the first failure, the second, and so on.
_PAUSES = (1, 5, 15, 60)
#: A mail that is being sent is taken up again after this time, since then the program had stopped.
_LEFT_BEHIND = timedelta(minutes=10)
_UNDERWAY = "state in ('queued', 'sending')"

#: What kept a mail from going, for whoever waits for it.
PROBLEMS = {
    "": "",
    "unreachable": N_("The mail server cannot be reached."),
    "busy": N_("The mail server asks to try again later."),
    "login": N_("The mail server does not take the shop's name and password."),
    "unencrypted": N_("The mail server cannot encrypt, so the password was not sent."),
    "refused": N_("The mail server refuses this address."),
    "off": N_("Mail was switched off before it went."),
}


class Mail(Base):
    """One mail to be sent; address, words and files are dropped when it went or was given up."""

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint("state in ('queued', 'sending', 'sent', 'failed')", name="state_known"),
        CheckConstraint(
            "state in ('queued', 'sending') or (recipient = '' and subject = '' and body = ''"
            " and attachments = '')",
            name="ended_is_empty",
        ),
        Index(
            "ix_mail_underway",
            "next_at",
            sqlite_where=text(_UNDERWAY),
            postgresql_where=text(_UNDERWAY),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What it belongs to, such as `pickup:4b1c…`, and what it tells, such as `planned`.
    about: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    #: Name, kind and base64 of each file that goes with it, as JSON; empty where none goes.
    attachments: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    #: What went wrong last; a key of PROBLEMS.
    problem: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    #: Not tried before this moment.
    next_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def post(
    session: Session,
    *,
    to: str,
    subject: str,
    body: str,
    about: str,
    kind: str,
    attachments: Sequence[Attachment] = (),
) -> None:
    """Write a mail down, in the transaction of what it tells."""
    now = clock.now()
    session.add(
        Mail(
            about=about,
            kind=kind,
            recipient=to,
            subject=subject,
            body=body,
            attachments=_packed(attachments),
            created_at=now,
            next_at=now,
        )
    )


def _packed(attachments: Sequence[Attachment]) -> str:
    files = [[one.name, one.media_type, b64encode(one.content).decode()] for one in attachments]
    return json.dumps(files) if files else ""


def _unpacked(packed: str) -> list[Attachment]:
    files = json.loads(packed) if packed else ()
    return [Attachment(name, kind, b64decode(content)) for name, kind, content in files]


def about(session: Session, subject: str) -> Sequence[Mail]:
    """List the mails that belong to something, the newest first."""
    return session.scalars(select(Mail).where(Mail.about == subject).order_by(Mail.id.desc())).all()


def forget(session: Session, subject: str) -> None:
    """Drop the mails that belong to something."""
    session.execute(delete(Mail).where(Mail.about == subject))


def send_due(database: Database, server: MailServer | None) -> None:
    """Send every mail whose time has come; without a server, give up what is still there."""
    if server is None:
        _give_up_all(database)
        return
    with database.reading() as session:
        due = session.scalars(
            select(Mail.id)
            .where(Mail.state.in_(("queued", "sending")), Mail.next_at <= clock.now())
            .order_by(Mail.id)
        ).all()
    for number in due:
        _send(database, server, number)


def _send(database: Database, server: MailServer, number: int) -> None:
    with database.writing() as session:
        mail = _claim(session, number)
    if mail is None:
        return
    problem, lasting = "", False
    try:
        # Nobody waits for a mail server with a transaction open.
        files = _unpacked(mail.attachments)
        deliver(server, mail.recipient, mail.subject, mail.body, files)
    except NotSent as error:
        problem, lasting = error.problem, error.lasting
    with database.writing() as session:
        kept = session.get(Mail, number)
        if kept is None:
            return  # It was forgotten while it went.
        if not problem:
            _end(kept, "sent", "")
        elif lasting or clock.now() - kept.created_at >= TRIED:
            _end(kept, "failed", problem)
        else:
            pause = _PAUSES[min(kept.attempts, len(_PAUSES)) - 1]
            kept.state, kept.problem = "queued", problem
            kept.next_at = clock.now() + timedelta(minutes=pause)


def _claim(session: Session, number: int) -> Mail | None:
    """Take a mail for sending; None when another process took it first."""
    now = clock.now()
    return session.scalar(
        update(Mail)
        .where(
            Mail.id == number,
            or_(Mail.state == "queued", Mail.state == "sending"),
            Mail.next_at <= now,
        )
        .values(state="sending", attempts=Mail.attempts + 1, next_at=now + _LEFT_BEHIND)
        .returning(Mail)
    )


def _end(mail: Mail, state: str, problem: str) -> None:
    """End a mail, and drop whom it went to and what it said."""
    mail.state, mail.problem, mail.ended_at = state, problem, clock.now()
    mail.recipient = mail.subject = mail.body = mail.attachments = ""


def _give_up_all(database: Database) -> None:
    left = select(Mail).where(Mail.state.in_(("queued", "sending")))
    with database.reading() as session:
        if session.scalar(left.limit(1)) is None:
            return
    with database.writing() as session:
        for mail in session.scalars(left):
            _end(mail, "failed", "off")
