"""What stands on paper and in the mail."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from bouwkringloop.base import mail
from bouwkringloop.base.permissions import Role
from bouwkringloop.invoicing import find, pdf, send
from bouwkringloop.partners import shop as own
from tests import make
from tests.invoicing import shop
from tests.invoicing.papers import DAY, SHOP, document
from tests.smtp import MailServer

pytestmark = pytest.mark.one_database


def words(drawn):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(drawn)).pages)


def test_an_invoice_says_what_the_law_wants_to_read():
    said = words(pdf.draw(document((12_100,), (1_090, "normal", 900), account=5_000)))
    for wanted in (
        "Factuur 2026-0001",
        "21 nov 2026",
        "Bouwkringloop Amersfoort",
        "Voorbeeldweg 12",
        "NL123456782B01",
        "12345678",
        "Aannemer Bedacht & Zn.",
        "Proefstraat 7",
        "Btw 21 % over € 100,00",
        "Btw 9 % over € 10,00",
        "€ 131,90",
        "Betaald aan de kassa",
        "NL02 ABNA 0123 4567 89",
        "uiterlijk op 5 dec 2026",
        "Werk 4711",
    ):
        assert wanted in said.replace("\xa0", " "), wanted


def test_a_margin_invoice_states_no_vat_at_all():
    said = words(pdf.draw(document((12_100, "margin"), (500, "pool"))))
    assert "Bijzondere regeling – gebruikte goederen" in said
    assert said.count("Bijzondere regeling") == 1
    assert "21" not in said.replace("21 nov", "").replace("121", "").replace("8765432", "")
    assert "Btw 21" not in said


def test_the_small_business_scheme_stands_on_paper():
    assert "kleineondernemersregeling (art. 25 Wet OB)" in words(
        pdf.draw(document((5_000, "kor", 0)))
    )


def test_a_credit_note_says_so_and_has_no_amount_below_zero():
    paper = document((-12_100, "normal", 2100, -1000), kind="credit", account=-12_100)
    said = words(pdf.draw(paper))
    assert "Creditfactuur 2026-0001" in said
    assert "corrigeert factuur 2026-0001" in said
    assert "-121" not in said.replace("\xa0", "")
    assert "Betaal " not in said


def test_it_speaks_the_customers_language():
    said = words(pdf.draw(replace(document((12_100,)), language="en")))
    assert "Invoice 2026-0001" in said
    assert "This invoice is paid." in said


def test_the_same_invoice_is_the_same_file():
    paper = document((12_100,), account=12_100)
    assert pdf.draw(paper) == pdf.draw(paper)


def test_many_lines_go_over_several_sheets_and_none_is_lost():
    drawn = pdf.draw(document(*[(1_000 + at,) for at in range(120)]))
    reader = PdfReader(BytesIO(drawn))
    assert len(reader.pages) > 3
    said = words(drawn)
    assert all(f"Paneeldeur {number}" in said for number in range(1, 121))
    assert f"pagina {len(reader.pages)} van {len(reader.pages)}" in said


def test_names_from_everywhere_can_be_drawn():
    buyer = replace(document((1,)).buyer, name="Żółć & Ağrı Ελλάδα 東京" * 3, street="straat " * 20)
    assert pdf.draw(replace(document((12_100,)), buyer=buyer)).startswith(b"%PDF")


def test_a_statement_lists_what_is_open_and_its_sum(session):
    customer = shop.builder(session)
    for cents in (12_100, 5_000):
        shop.on_account(session, customer, cents)
    shop.issued(session, shop.sale(session), customer)
    rows = find.open_of(session, customer)
    said = words(pdf.statement(SHOP, customer, rows, DAY)).replace("\xa0", " ")
    assert "Overzicht van wat openstaat" in said
    assert rows[0].invoice.name in said
    assert "€ 171,00" in said
    assert len(rows) == 2


def test_an_invoice_goes_by_mail_with_both_files_and_leaves_none_behind(database, session):
    made = shop.issued(session, shop.sale(session), shop.builder(session, email="jan@example.nl"))
    paper = find.document(made)
    with MailServer() as server:
        from tests.base.test_mail import to

        class Config:
            mail = to(server.port)

        send.send(
            session,
            Config,
            paper,
            send.files(paper),
            to="jan@example.nl",
            subject=made.subject,
            by=make.actor(session),
        )
        session.commit()
        mail.send_due(database, Config.mail)
    (letter,) = server.letters
    names = [part.get_filename() for part in letter.iter_attachments()]
    assert names == [f"Factuur-{made.name}.pdf", f"Factuur-{made.name}.xml"]
    first, second = letter.iter_attachments()
    assert first.get_content().startswith(b"%PDF")
    assert made.name in letter["Subject"]
    assert b"NLCIUS" not in second.get_payload(decode=True)
    assert b"nlcius" in second.get_payload(decode=True)
    (kept,) = mail.about(session, made.subject)
    session.refresh(kept)
    assert (kept.state, kept.attachments) == ("sent", "")


def test_a_private_person_gets_no_file_for_books(session):
    customer = shop.builder(session, kind="person", kvk="")
    paper = find.document(shop.issued(session, shop.sale(session), customer))
    assert [one.media_type for one in send.files(paper)] == ["application/pdf"]


def test_the_shops_details_of_that_day_stand_on_it(session):
    made = shop.issued(session, shop.sale(session), shop.builder(session))
    own.write(session, replace(SHOP, city="Soest"), by=make.actor(session, Role.MANAGER))
    session.commit()
    assert "Soest" not in words(pdf.draw(find.document(made)))
