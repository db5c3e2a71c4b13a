"""The outbox: what is written down goes once, is tried for a day, and smuggles nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bouwkringloop.base import mail, smtp
from bouwkringloop.base.mail import Mail
from bouwkringloop.base.smtp import BadMailSettings
from tests.smtp import MailServer


def to(port, **more):
    return smtp.MailServer("127.0.0.1", port, "Winkel", "winkel@example.nl", **more)


@pytest.fixture
def post(database):
    def write(recipient="jan@example.nl", subject="Één afspraak", body="Tot dan.\n"):
        with database.writing() as session:
            mail.post(
                session,
                to=recipient,
                subject=subject,
                body=body,
                about="pickup:1",
                kind="planned",
            )

    return write


@pytest.fixture
def kept(session):
    def read():
        session.rollback()
        session.expunge_all()
        found = session.scalars(select(Mail).order_by(Mail.id)).all()
        session.expunge_all()
        session.rollback()
        return found

    return read


def test_a_mail_goes_once_and_leaves_no_address_behind(database, post, kept):
    post()
    with MailServer() as server:
        mail.send_due(database, to(server.port))
        mail.send_due(database, to(server.port))
    (letter,) = server.letters
    assert server.to == [["jan@example.nl"]]
    assert letter["Subject"] == "Één afspraak"
    assert letter["From"] == "Winkel <winkel@example.nl>"
    assert letter.get_content().splitlines() == ["Tot dan."]
    (one,) = kept()
    assert (one.state, one.recipient, one.subject, one.body) == ("sent", "", "", "")


def test_a_mail_of_a_transaction_that_broke_is_not_there(database, kept):
    with database.session(writes=True) as session:
        mail.post(session, to="a@example.nl", subject="s", body="b", about="x:1", kind="k")
        session.flush()
        session.rollback()
    assert kept() == []


def test_a_server_that_is_away_is_tried_again_for_a_day(database, post, kept, standing_clock):
    post()
    with MailServer() as server:
        nobody = to(server.port)
    began, tries = standing_clock.at, 0
    while (waiting := kept()[0]).state == "queued":
        assert waiting.next_at - began < timedelta(hours=26)
        standing_clock.at = max(standing_clock.at, waiting.next_at)
        mail.send_due(database, nobody)
        tries += 1
    (one,) = kept()
    assert (one.state, one.problem, one.recipient) == ("failed", "unreachable", "")
    assert 20 < tries < 40
    assert standing_clock.at - began > timedelta(hours=20)


def test_a_mail_goes_when_the_server_is_back(database, post, kept, standing_clock):
    post()
    with MailServer() as server:
        away = to(server.port)
    mail.send_due(database, away)
    assert (kept()[0].state, kept()[0].problem) == ("queued", "unreachable")
    with MailServer() as server:
        mail.send_due(database, to(server.port))
        assert server.letters == []
        standing_clock.pass_(minutes=1)
        mail.send_due(database, to(server.port))
        assert len(server.letters) == 1
    assert kept()[0].state == "sent"


@pytest.mark.parametrize(
    ("answer", "state", "problem"),
    [("550 no", "failed", "refused"), ("450 later", "queued", "busy")],
)
def test_what_the_server_says_of_an_address_is_kept_without_its_words(
    database, post, kept, answer, state, problem
):
    post()
    with MailServer(recipient=answer) as server:
        mail.send_due(database, to(server.port))
    assert (kept()[0].state, kept()[0].problem) == (state, problem)


def test_a_wrong_password_is_said_and_tried_again(database, post, kept):
    post()
    with MailServer(login="535 no") as server:
        mail.send_due(database, to(server.port, user="u", password="p"))
    assert (kept()[0].state, kept()[0].problem) == ("queued", "login")


def test_a_password_never_goes_unencrypted_to_another_machine(monkeypatch):
    with MailServer() as server:
        monkeypatch.setattr(smtp, "_HERE", ())
        with pytest.raises(smtp.NotSent) as refused:
            smtp.deliver(to(server.port, user="u", password="p"), "a@example.nl", "s", "b")
    assert refused.value.problem == "unencrypted"
    assert not any(line.startswith("AUTH") for line in server.said)


def test_one_bad_mail_keeps_no_other_from_going(database, post, kept):
    post(subject="one\nBcc: all@example.nl")
    post()
    with MailServer() as server:
        mail.send_due(database, to(server.port))
    assert [one.state for one in kept()] == ["failed", "sent"]
    assert len(server.letters) == 1


@pytest.mark.parametrize(
    "recipient",
    [
        "a@example.nl\r\nBcc: b@example.nl",
        "a@example.nl, b@example.nl",
        "a@example.nl> RCPT TO:<b@example.nl",
        "<a@example.nl>",
        "a b@example.nl",
        "a@[127.0.0.1]",
        "a@localhost",
        "é@example.nl",
        "@example.nl",
        "a@" + "b" * 120 + ".nl",
    ],
)
def test_an_address_that_could_smuggle_something_in_is_none(recipient):
    assert not smtp.is_address(recipient)
    with pytest.raises(ValueError, match="no mail can go"):
        smtp.compose(to(25), recipient, "s", "b")


@pytest.mark.parametrize("subject", ["s\nX: y", "s\r\nX: y", "s\r", "s\x00", "s\u2028X: y"])
def test_a_subject_that_ends_its_line_is_refused(subject):
    with pytest.raises(ValueError, match="no mail can go"):
        smtp.compose(to(25), "a@example.nl", subject, "b")


def test_a_dot_in_the_words_does_not_end_them(database, post):
    post(body="first\n.\nRCPT TO:<b@example.nl>\n")
    with MailServer() as server:
        mail.send_due(database, to(server.port))
    assert server.letters[0].get_content().splitlines() == ["first", ".", "RCPT TO:<b@example.nl>"]


def test_what_was_being_sent_when_the_program_died_goes_later(
    database, post, session, kept, standing_clock
):
    post()
    one = session.scalars(select(Mail)).one()
    one.state, one.next_at = "sending", standing_clock.at + timedelta(minutes=10)
    session.commit()
    with MailServer() as server:
        mail.send_due(database, to(server.port))
        assert server.letters == []
        standing_clock.pass_(minutes=10)
        mail.send_due(database, to(server.port))
    assert (len(server.letters), kept()[0].state) == (1, "sent")


def test_mail_that_was_switched_off_is_given_up_and_dropped(database, post, kept):
    post()
    mail.send_due(database, None)
    assert [(m.state, m.problem, m.recipient) for m in kept()] == [("failed", "off", "")]


def test_the_settings_are_one_address():
    found = smtp.read_settings("smtps://a%40b:p%2Fw@mail.example:4650", "De Winkel <w@example.nl>")
    assert found == smtp.MailServer(
        "mail.example", 4650, "De Winkel", "w@example.nl", "a@b", "p/w", tls=True
    )
    assert "p/w" not in repr(found)
    assert smtp.read_settings("smtp://mail.example", "w@example.nl").port == 25
    assert smtp.read_settings("smtp://u:p@mail.example", "w@example.nl").port == 587
    assert smtp.read_settings("", "") is None


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("smtp://mail.example", ""),
        ("http://mail.example", "w@example.nl"),
        ("smtp://", "w@example.nl"),
        ("smtp://mail.example:port", "w@example.nl"),
    ],
)
def test_settings_that_cannot_be_are_refused_at_the_start(url, sender):
    with pytest.raises(BadMailSettings):
        smtp.read_settings(url, sender)
