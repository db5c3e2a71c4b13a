"""What a donor is written by mail, and that nothing is where no mail can go."""

import pytest
from sqlalchemy import select

from bouwkringloop.base import mail
from bouwkringloop.base.mail import Mail
from tests.pickups.conftest import filled, words
from tests.smtp import MailServer

pytestmark = pytest.mark.one_database

SLOT = {"day": "2026-11-24", "starts": "09:00", "ends": "12:00"}


@pytest.fixture(autouse=True)
def _day(standing_clock):
    """It is Saturday 21 November 2026 all day."""


def letters(session):
    session.rollback()
    return list(session.scalars(select(Mail).order_by(Mail.id)))


def test_without_a_mail_server_nothing_is_written(session, worker, asked):
    worker.post(f"/pickups/{asked()}/plan", data=SLOT)
    assert letters(session) == []


def test_the_confirmation_has_the_link_and_nothing_that_was_typed(session, donor, mailing):
    mailing()
    sent = filled(what="Buy at spam.example", name="Buy at spam.example")
    donor.post("/pickup", data=sent)
    (letter,) = letters(session)
    assert (letter.kind, letter.recipient) == ("received", "jannie@example.nl")
    assert f"https://shop.example/pickup/{sent['secret']}" in letter.body
    assert "spam" not in letter.subject + letter.body


def test_the_host_that_a_browser_names_gets_into_no_mail(session, donor, mailing):
    mailing()
    donor.post("/pickup", data=filled(), headers={"Host": "evil.example"})
    assert "evil" not in letters(session)[0].body


def test_each_decision_is_written_in_the_donors_language(session, donor, worker, mailing):
    mailing()
    donor.set_cookie("language", "en")
    sent = filled()
    donor.post("/pickup", data=sent)
    uuid = sent["id"]
    worker.post(f"/pickups/{uuid}/plan", data=SLOT)
    worker.post(f"/pickups/{uuid}/missed")
    worker.post(f"/pickups/{uuid}/refuse", data={"words": "Too far"})
    found = {letter.kind: letter.body for letter in letters(session)}
    assert list(found) == ["received", "planned", "missed", "refused"]
    assert "Dear Jannie Voorbeeld," in found["planned"]
    assert "Nov 24, 2026 between 09:00 and 12:00" in found["planned"] or (
        "24 Nov 2026 between 09:00 and 12:00" in found["planned"]
    )
    assert "The reason: Too far" in found["refused"]


def test_who_cancels_by_the_link_needs_no_letter_but_who_is_cancelled_does(
    session, donor, worker, asked, mailing
):
    mailing()
    sent = filled()
    donor.post("/pickup", data=sent)
    donor.post(f"/pickup/{sent['secret']}/cancel")
    worker.post(f"/pickups/{asked()}/cancel")
    assert [letter.kind for letter in letters(session)] == ["received", "received", "cancelled"]


def test_a_refused_step_writes_nobody(session, worker, asked, mailing):
    uuid = asked()
    mailing()
    worker.post(f"/pickups/{uuid}/plan", data=SLOT | {"ends": "08:00"})
    assert letters(session) == []


def test_the_page_shows_what_went_and_what_did_not(database, worker, asked, mailing):
    with MailServer() as server:
        to = mailing(server.port)
        uuid = asked()
        mail.send_due(database, to)
        (letter,) = server.letters
        assert letter["To"] == "jannie@example.nl"
        assert "ophaalverzoek" in letter["Subject"]
    with MailServer(recipient="550 no such person") as server:
        to = mailing(server.port)
        worker.post(f"/pickups/{uuid}/plan", data=SLOT)
        mail.send_due(database, to)
    shown = words(worker.get(f"/pickups/{uuid}"))
    assert "Bevestiging van het verzoek" in shown
    assert "Verstuurd" in shown
    assert "De mailserver weigert dit adres. Bel de gever." in shown
