"""There is one original of a receipt; whatever is printed after it says KOPIE."""

import pytest
from sqlalchemy import select

from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.proofs import all_of
from bouwkringloop.till.models import JournalEntry
from tests.till.receipts.sold import sold

pytestmark = pytest.mark.one_database


def papers(session, sale):
    session.rollback()
    jobs = session.scalars(
        select(PrintJob).where(PrintJob.subject == f"sale:{sale}").order_by(PrintJob.id)
    )
    copies = [job.is_copy for job in jobs]
    session.rollback()
    return copies


def told(session, action):
    session.rollback()
    found = session.scalars(select(AuditEntry).where(AuditEntry.action == action)).all()
    session.rollback()
    return len(found)


def test_what_was_printed_is_printed_again_as_a_copy(api, session):
    sale = sold(api, session)
    answer = api.post(f"/sales/{sale}/prints", {})
    assert (answer.status_code, answer.json) == (202, {"is_copy": True})
    assert papers(session, sale) == [False, True]
    assert told(session, "job.reprinted") == 1


def test_without_paper_at_the_sale_the_first_is_the_original(api, session):
    sale = sold(api, session, receipt="none")
    assert papers(session, sale) == []
    assert api.post(f"/sales/{sale}/prints", {}).json == {"is_copy": False}
    assert told(session, "receipt.printed") == 1
    assert api.post(f"/sales/{sale}/prints", {}).json == {"is_copy": True}
    assert papers(session, sale) == [False, True]


def test_a_copy_stands_in_the_journal_and_the_books_stay_right(api, session):
    sale = sold(api, session)
    api.post(f"/sales/{sale}/prints", {})
    session.rollback()
    newest = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (newest.kind, newest.subject) == ("copy", f"sale:{sale}")
    assert [proof for proof in all_of(session) if not proof.holds] == []


def test_it_comes_from_the_printer_of_the_till_that_sold(api, session):
    sale = sold(api, session, receipt="none")
    api.post(f"/sales/{sale}/prints", {})
    job = session.scalars(select(PrintJob).where(PrintJob.subject == f"sale:{sale}")).one()
    assert (job.site, job.till) == ("shop", "till-1")


def test_a_receipt_without_paper_has_a_picture_too(client, api, session):
    sale = sold(api, session, receipt="none")
    answer = client.get(f"/sales/{sale}/receipt.png")
    assert answer.data.startswith(b"\x89PNG")
    assert papers(session, sale) == []
    assert f"/sales/{sale}/receipt.png" in client.get(f"/sales/{sale}").text
