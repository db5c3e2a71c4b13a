"""What is open goes to the customer by mail, where the shop has a mail server."""

import json
from base64 import b64decode
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from bouwkringloop.base.mail import Mail
from bouwkringloop.base.permissions import Role
from bouwkringloop.base.smtp import MailServer
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.invoicing import shop
from tests.invoicing.test_invoice_pages import free

ADDRESS = "facturen@aannemer.example"


@pytest.fixture
def with_mail(app, config):
    server = MailServer("localhost", 25, "De Winkel", "winkel@example.nl")
    app.extensions["config"] = replace(config, mail=server)


def owing(session, **changed):
    customer = shop.builder(session, **changed)
    name, uuid = shop.on_account(session, customer).name, customer.uuid
    free(session)
    return name, uuid


def posted(session):
    found = session.scalars(select(Mail)).all()
    session.rollback()
    return found


def test_a_statement_goes_with_the_paper_and_stands_in_the_trail(log_in, session, with_mail):
    name, uuid = owing(session, email=ADDRESS)
    cashier = log_in(Role.CASHIER)
    assert "Overzicht per e-mail" in cashier.get(f"/customers/{uuid}").text
    assert cashier.post(f"/customers/{uuid}/statement").location == f"/customers/{uuid}"
    (mail,) = posted(session)
    assert (mail.recipient, mail.kind) == (ADDRESS, "statement")
    assert mail.subject.startswith("Overzicht van wat openstaat")
    ((file, media_type, content),) = json.loads(mail.attachments)
    assert (file.startswith("Overzicht-"), media_type) == (True, "application/pdf")
    assert name in PdfReader(BytesIO(b64decode(content))).pages[0].extract_text()
    actions = session.scalars(select(AuditEntry.action)).all()
    session.rollback()
    assert "statement.mailed" in actions
    assert "Overzichten per e-mail verstuurd" in cashier.get(f"/customers/{uuid}").text


def test_it_speaks_the_language_of_the_customer(client, session, with_mail):
    _, uuid = owing(session, email=ADDRESS, language="en")
    client.post(f"/customers/{uuid}/statement")
    (mail,) = posted(session)
    assert mail.subject.startswith("Statement of what is open")
    assert "Dear Aannemer Bedacht," in mail.body


def test_where_nothing_is_open_nothing_is_sent(client, session, with_mail):
    make.shop_details(session)
    uuid = make.customer(session, email=ADDRESS).uuid
    free(session)
    assert client.post(f"/customers/{uuid}/statement").status_code == 409
    assert posted(session) == []


def test_without_a_mail_server_nothing_is_offered_or_sent(client, session):
    _, uuid = owing(session, email=ADDRESS)
    assert "Overzicht per e-mail" not in client.get(f"/customers/{uuid}").text
    assert client.post(f"/customers/{uuid}/statement").status_code == 409
    assert posted(session) == []


def test_without_an_address_nothing_is_offered_or_sent(client, session, with_mail):
    _, uuid = owing(session)
    assert "Overzicht per e-mail" not in client.get(f"/customers/{uuid}").text
    assert client.post(f"/customers/{uuid}/statement").status_code == 409
    assert posted(session) == []
