"""Receipts, takings, vouchers and names are seen by who sells; others see labels and their own."""

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.printing.documents import Line, Receipt, Text, to_json
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.printing.submit import submit
from tests import make

HIDDEN = ("again", "cancel", "settle", "move")


@pytest.fixture
def papers(session):
    """A label and a receipt of somebody else; their numbers."""
    lines: tuple[Line, ...] = (Text("Tegoedbon ABCD"),)
    document = to_json(Receipt(lines=lines, lang="nl", title="Bon"))
    by = make.actor(session)
    made = [
        submit(session, document, kind=kind, subject="sale:1", by=by)
        for kind in ("label", "receipt")
    ]
    session.commit()
    return made


def shown(client):
    return client.get("/printing").text


def picture(number):
    return f"/api/v1/print-jobs/{number}/preview.png"


def test_an_intake_worker_sees_labels_and_no_receipts(log_in, papers):
    label, receipt = papers
    client = log_in(Role.INTAKE_WORKER)
    page = shown(client)
    assert picture(label) in page
    assert picture(receipt) not in page
    assert client.get(picture(label)).status_code == 200
    assert client.get(picture(receipt)).status_code == 404
    assert client.get(f"/api/v1/print-jobs/{receipt}").status_code == 404


@pytest.mark.parametrize("act", HIDDEN)
def test_what_somebody_may_not_see_they_cannot_print_move_or_end(log_in, papers, session, act):
    answer = log_in(Role.INTAKE_WORKER).post(
        f"/printing/jobs/{papers[1]}/{act}", data={"printer": "x"}
    )
    assert answer.status_code == 404
    assert session.scalars(select(PrintJob.state).order_by(PrintJob.id)).all() == ["queued"] * 2


def test_somebody_sees_what_they_printed_themselves(log_in, session):
    document = to_json(Receipt(lines=(Text("Slip"),), lang="nl", title="Bon"))
    by = make.actor(session, Role.INTAKE_WORKER)
    number = submit(session, document, kind="receipt", subject="intake:1", by=by)
    session.commit()
    assert picture(number) in shown(log_in(Role.INTAKE_WORKER))


def test_a_cashier_sees_them_all(log_in, papers):
    page = shown(log_in(Role.CASHIER))
    assert all(picture(number) in page for number in papers)
