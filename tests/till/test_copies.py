"""What is printed again is a copy, and the journal says so."""

import json
from uuid import uuid4

from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.till.models import JournalEntry
from tests import make
from tests.till.test_selling import basket, of
from tests.till.test_till_pages import sold, text


def entries(session, kind):
    session.rollback()
    query = select(JournalEntry.subject).where(JournalEntry.kind == kind)
    found = list(session.scalars(query))
    session.rollback()
    return found


def papers(session, subject):
    session.rollback()
    job = PrintJob
    query = select(job.document, job.kind, job.is_copy).where(job.subject == subject)
    found = session.execute(query.order_by(job.id)).all()
    session.rollback()
    return found


def rows_of(paper):
    lines = json.loads(paper.document)["lines"]
    return {each["left"]: each["right"] for each in lines if "left" in each}


def test_a_receipt_printed_again_is_a_copy_in_the_journal_of_its_till(client, session):
    shift = make.shift(session)
    sale = sold(client, shift, of(make.item(session)), pin=1250)
    client.post(f"/sales/{sale}/receipt")
    assert entries(session, "copy") == [f"sale:{sale}"]
    assert [paper.is_copy for paper in papers(session, f"sale:{sale}")] == [False, True]
    assert "Opnieuw geprint 1×" in text(client.get(f"/shifts/{shift}"))


def test_a_z_printed_again_is_a_copy_and_changes_no_figure(client, api, session):
    shift = make.shift(session)
    z = api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000}).json
    client.post(f"/shifts/{shift}/print")
    assert entries(session, "copy") == [f"shift:{shift}"]
    assert [paper.is_copy for paper in papers(session, f"shift:{shift}")] == [False, True]
    assert api.get(f"/shifts/{shift}/report").json == z


def test_an_open_shift_has_no_z_to_print_again(client, session):
    shift = make.shift(session)
    assert client.post(f"/shifts/{shift}/print").status_code == 409
    assert entries(session, "copy") == []


def test_an_x_is_printed_at_any_time_and_counted(client, api, session):
    shift = make.shift(session)
    api.post("/sales", basket(shift, of(make.item(session, price_cents=500)), cash=500))
    for _ in range(2):
        assert client.post(f"/shifts/{shift}/x").status_code == 303
    first, second = papers(session, f"shift:{shift}:x")
    assert (first.kind, first.is_copy) == ("report", False)
    assert rows_of(first)["Omzet"] == "€\u00a05,00"
    assert "Geteld" not in rows_of(first)
    assert rows_of(second)["X-rapporten"] == "2×"
    z = api.post(f"/shifts/{shift}/close", {"counted_cents": 10_500}).json
    assert z["events"]["x"] == 2
    assert client.post(f"/shifts/{shift}/x").status_code == 409


def test_only_who_sees_figures_prints_an_x(log_in, session):
    shift = make.shift(session)
    assert log_in(Role.CASHIER).post(f"/shifts/{shift}/x").status_code == 403
    assert entries(session, "x") == []


def test_a_z_tells_everything_on_page_and_paper(client, api, session):
    shift = make.shift(session)
    tiles = make.item(session, quantity=10, price_cents=1000)
    sale = sold(client, shift, of(tiles, 3), cash=3000)
    back = {"line": 1, "quantity": 1, "back_to": "stock"}
    refund = {"id": str(uuid4()), "lines": [back], "method": "cash"}
    assert api.post(f"/sales/{sale}/refunds", refund).status_code == 201
    given = [
        {"kind": "donation", "unit_price_cents": 250},
        {"kind": "voucher", "unit_price_cents": 2500},
    ]
    assert api.post("/sales", basket(shift, *given, pin=2750)).status_code == 201
    api.post(
        f"/shifts/{shift}/cash",
        {"id": str(uuid4()), "kind": "safe", "amount_cents": 5000, "reason": "Kluis"},
    )
    api.post(f"/shifts/{shift}/drawer", {"reason": "Wisselen"})
    closed = api.post(f"/shifts/{shift}/close", {"counted_cents": 6_900, "reason": "Onbekend"})
    assert closed.json["difference_cents"] == -100
    told = {
        "Goederen verkocht": "30,00",
        "Teruggenomen (1×)": "-10,00",
        "Omzet": "20,00",
        "Giften": "2,50",
        "Cadeaubonnen en aanbetalingen": "25,00",
        "Alle bonnen samen": "47,50",
        "Naar de kluis": "-50,00",
        "Verwacht in de la": "70,00",
        "Verschil": "-1,00",
    }
    page = text(client.get(f"/shifts/{shift}"))
    paper = rows_of(papers(session, f"shift:{shift}")[0])
    for label, amount in told.items():
        assert f"{label} € {amount}" in page
        assert paper[label] == f"€\u00a0{amount}"
    assert paper["La open zonder verkoop"] == "1×"
    assert paper["Samen"] == "€\u00a020,00"
    assert "Onbekend" in page


def test_a_z_carries_the_seal_of_its_entry_and_so_does_its_copy(client, api, session):
    shift = make.shift(session)
    api.post(f"/shifts/{shift}/close", {"counted_cents": 10_000})
    client.post(f"/shifts/{shift}/print")
    session.rollback()
    entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "shift.closed")).one()
    seals = [rows_of(paper)["Journaal"] for paper in papers(session, f"shift:{shift}")]
    assert [seal.replace(" ", "") for seal in seals] == [f"{entry.number}·{entry.hash[:16]}"] * 2


def test_who_counts_blind_reads_no_figures_of_the_open_till(cashier, api, session):
    shift = make.shift(session)
    answer = cashier.get(f"/shifts/{shift}/report")
    assert answer.status_code == 403
    assert "expected" not in answer.text
    assert api.get(f"/shifts/{shift}/report").json["expected_cents"] == 10_000
    assert cashier.post(f"/shifts/{shift}/close", {"counted_cents": 10_000}).status_code == 200
    assert cashier.get(f"/shifts/{shift}/report").status_code == 200
