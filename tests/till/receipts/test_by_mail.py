"""A receipt goes by mail to an address that nobody keeps."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bouwkringloop.app import move_in
from bouwkringloop.base import mail
from bouwkringloop.base.mail import Mail
from bouwkringloop.base.smtp import MailServer
from bouwkringloop.people.models import AuditEntry
from tests.smtp import MailServer as Postman
from tests.till.receipts.sold import path_of, sold

pytestmark = pytest.mark.one_database


@pytest.fixture
def postman():
    with Postman() as server:
        yield server


@pytest.fixture
def mailing(app, config, database, postman):
    """A shop that sends mail, at an address that everybody can reach."""
    server = MailServer("127.0.0.1", postman.server_address[1], "De Winkel", "w@example.nl")
    there = replace(config, mail=server, public_url="https://winkel.example")
    move_in(app, there, database)
    return there


def mails(session):
    session.rollback()
    return session.scalars(select(Mail)).all()


def test_the_mail_says_what_the_paper_says_with_its_picture_and_link(
    mailing, api, session, database, postman
):
    sale = sold(api, session)
    answer = api.post(f"/sales/{sale}/mails", {"to": " jan@example.nl "})
    assert (answer.status_code, answer.json) == (202, {"queued": True})
    mail.send_due(database, mailing.mail)
    (letter,) = postman.letters
    assert letter["To"] == "jan@example.nl"
    assert letter["Subject"].startswith("Bon 1 · ")
    body = letter.get_body(("plain",)).get_content().replace("\u00a0", " ")
    assert "Paneeldeur: € 45,00" in body
    assert "Btw 21 % over € 37,19: € 7,81" in body
    assert f"https://winkel.example{path_of(api, sale)}" in body
    (picture,) = letter.iter_attachments()
    assert picture.get_filename() == "Bon-1.png"
    assert picture.get_content().startswith(b"\x89PNG")


def test_the_address_is_kept_nowhere_once_it_went(mailing, api, session, database, postman):
    sale = sold(api, session)
    api.post(f"/sales/{sale}/mails", {"to": "jan@example.nl"})
    mail.send_due(database, mailing.mail)
    (kept,) = mails(session)
    assert (kept.about, kept.state, kept.recipient, kept.attachments) == (
        f"sale:{sale}",
        "sent",
        "",
        "",
    )
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "receipt.mailed")).one()
    assert entry.subject == f"sale:{sale}"
    assert "jan" not in entry.detail


def test_it_is_written_in_the_customers_language(mailing, api, session):
    sale = sold(api, session)
    api.post(f"/sales/{sale}/mails", {"to": "jan@example.nl", "language": "en"})
    assert mails(session)[0].subject.startswith("Receipt 1 · ")
    assert "Here is your receipt." in mails(session)[0].body


def test_a_link_that_only_works_in_the_shop_is_not_sent(mailing, app, api, session, database):
    move_in(app, replace(mailing, public_url=""), database)
    api.post(f"/sales/{sold(api, session)}/mails", {"to": "jan@example.nl"})
    assert "/bon/" not in mails(session)[0].body


@pytest.mark.parametrize("to", ["jan", "", "jan@example.nl\nBcc: piet@example.nl", "a@b, c@d.nl"])
def test_what_is_no_address_is_refused(mailing, api, session, to):
    answer = api.post(f"/sales/{sold(api, session)}/mails", {"to": to})
    assert answer.status_code == 422
    assert mails(session) == []


def test_a_shop_without_mail_says_so_and_offers_none(api, client, session):
    sale = sold(api, session)
    answer = api.post(f"/sales/{sale}/mails", {"to": "jan@example.nl"})
    assert answer.status_code == 409
    assert 'data-receipt="mail"' not in client.get(f"/sales/{sale}").text


def test_a_shop_with_mail_offers_it_on_the_sales_page(mailing, api, client, session):
    page = client.get(f"/sales/{sold(api, session)}").text
    assert 'data-receipt="mail"' in page
    assert "receipt-mail-form" in page
