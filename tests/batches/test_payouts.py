"""What a builder gets: a share of what was sold, or what was agreed; once, and to the cent."""

import itertools
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base import clock
from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.settling import owed, pay, payout_paper
from bouwkringloop.batches.settling.models import Payout, PayoutLine
from bouwkringloop.stock import ledger, split
from tests import make
from tests.batches import build
from tests.till.counter import holds

pytestmark = pytest.mark.one_database


def open_cents(session, batch, until=None):
    session.rollback()
    session.expire_all()
    found = owed.open_to(session, batch.customer_id, until or clock.today())
    session.rollback()
    return sum(each.cents for each in found)


def paid_out(session, batch, until=None, uuid=None):
    wanted = pay.Wanted(uuid or uuid4(), batch.customer.uuid, until or clock.today())
    made = pay.make(session, wanted, by=make.actor(session))
    session.commit()
    return made


def consigned(session, price_cents=1210, share_milli=400, **facts):
    """A consigned batch of a hundred bricks; gives it and its thing."""
    make.shop_details(session)
    customer = build.builder(session)
    agreed = build.agreement(session, customer, "consigned", share_milli=share_milli)
    batch, (item,) = build.in_stock(
        session, customer=customer, agreed=agreed, price_cents=price_cents, **facts
    )
    return batch, item


def words(drawn):
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(drawn)).pages)
    return " ".join(said.split())


def test_what_is_given_gives_nothing(session):
    batch, (item,) = build.in_stock(session)
    build.sold(session, item, 10)
    assert open_cents(session, batch) == 0
    make.shop_details(session)
    with pytest.raises(pay.NothingToPay):
        paid_out(session, batch)


def test_consigned_things_give_their_share_without_vat(session):
    batch, item = consigned(session)
    build.sold(session, item, 10)
    # 10 × € 12.10 is € 100 without VAT, of which 40 % is the builder's.
    assert open_cents(session, batch) == 4_000
    made = paid_out(session, batch)
    assert (made.total_cents, made.number, made.name) == (4_000, 1, "A0001")
    assert [(line.base_cents, line.share_milli, line.cents) for line in made.lines] == [
        (10_000, 400, 4_000)
    ]
    assert open_cents(session, batch) == 0
    with pytest.raises(pay.NothingToPay):
        paid_out(session, batch)
    assert holds(session)


def test_what_was_split_off_gives_its_share_too(session):
    batch, item = consigned(session)
    (locked,) = ledger.lock(session, [item.code])
    part = split.split_off(session, locked, 5_000, by=make.actor(session))
    session.commit()
    build.sold(session, part, 5)
    assert open_cents(session, batch) == 2_000


def test_what_comes_back_after_it_was_paid_is_taken_off_the_next_time(session):
    batch, item = consigned(session)
    sale = build.sold(session, item, 10)
    paid_out(session, batch)
    build.brought_back(session, sale, 4)
    assert open_cents(session, batch) == -1_600
    with pytest.raises(pay.MoreCameBack):
        paid_out(session, batch)
    assert session.scalar(select(func.count()).select_from(Payout)) == 1
    session.rollback()
    build.sold(session, item, 6)
    made = paid_out(session, batch)
    assert (made.number, made.total_cents) == (2, 2_400 - 1_600)
    assert sorted(line.cents for line in made.lines) == [-1_600, 2_400]
    assert holds(session)


def test_returns_in_parts_take_back_exactly_what_was_given(session):
    # € 0.99 for a brick: three of them are € 2.97, and odd cents everywhere.
    batch, item = consigned(session, price_cents=99, share_milli=333)
    sale = build.sold(session, item, 3)
    given_cents = open_cents(session, batch)
    assert given_cents == owed.part(297 - 52, 333)
    paid_out(session, batch)
    for left in (1, 2, 3):
        build.brought_back(session, sale, 1)
        if left == 3:
            assert open_cents(session, batch) == -given_cents
    build.sold(session, item, 50)
    paid_out(session, batch)
    assert holds(session)


@given(
    base=st.integers(0, 100_000),
    share=st.integers(1, 1000),
    cuts=st.lists(st.integers(0, 100_000), max_size=6),
)
def test_parts_of_a_return_come_to_the_whole(base, share, cuts):
    edges = [0, *sorted(min(cut, base) for cut in cuts), base]
    parts = [
        owed.part_back(after - before, before, share) for before, after in itertools.pairwise(edges)
    ]
    assert sum(parts) == -owed.part(base, share)
    assert all(part <= 0 for part in parts)


def test_only_what_was_sold_up_to_the_day_is_paid(session, standing_clock):
    batch, item = consigned(session)
    build.sold(session, item, 10)
    first = clock.today()
    standing_clock.pass_(days=1)
    build.sold(session, item, 1)
    assert paid_out(session, batch, first).total_cents == 4_000
    assert paid_out(session, batch).total_cents == 400
    with pytest.raises(pay.NotOverYet):
        paid_out(session, batch, clock.today() + timedelta(days=1))


def test_bought_things_give_what_was_agreed_once_they_are_in_stock(session):
    make.shop_details(session)
    customer = build.builder(session)
    agreed = build.agreement(session, customer, "bought")
    batch = build.batch(session, state="received", customer=customer, agreed=agreed)
    build.decide(session, batch.lines[0], price_cents=25)
    line = build.delivered(session, batch).lines[0]
    good = build.inspected(session, line, quantity_milli=60_000, weight_g=120_000)
    bad = build.inspected(
        session, line, "residue", quantity_milli=30_000, weight_g=60_000, reason="stuk"
    )
    parts = build.inspected(session, line, "parts", quantity_milli=10_000, weight_g=20_000)
    assert open_cents(session, batch) == 0
    build.stocked(session, good, (30_000, 60_000))
    assert open_cents(session, batch) == 0  # Half of it is not in stock yet.
    build.stocked(session, good, (30_000, 60_000))
    build.stocked(session, bad)
    assert open_cents(session, batch) == 60 * 25
    build.stocked(session, parts)
    assert open_cents(session, batch) == 70 * 25
    made = paid_out(session, batch)
    assert sorted(line.cents for line in made.lines) == [250, 1_500]
    assert {line.sale_line_id for line in made.lines} == {None}
    assert open_cents(session, batch) == 0
    assert holds(session)


def test_the_same_payout_sent_again_is_the_first_one(session):
    batch, item = consigned(session)
    build.sold(session, item, 10)
    uuid = uuid4()
    first = paid_out(session, batch, uuid=uuid)
    assert paid_out(session, batch, uuid=uuid).id == first.id
    with pytest.raises(OtherContentUnderThisId):
        paid_out(session, batch, clock.today() - timedelta(days=1), uuid=uuid)


def test_a_sold_line_cannot_be_paid_twice_whoever_tries(session):
    batch, item = consigned(session)
    build.sold(session, item, 10)
    line = paid_out(session, batch).lines[0]
    again = PayoutLine(
        payout_id=line.payout_id,
        sale_line_id=line.sale_line_id,
        base_cents=1,
        share_milli=1,
        cents=1,
    )
    session.add(again)
    with pytest.raises(DBAPIError):
        session.flush()
    session.rollback()
    for change in ("update payout_line set cents = 1", "delete from payout_line"):
        with pytest.raises(DBAPIError):
            session.execute(text(change))
        session.rollback()


def test_it_is_marked_as_paid_once(session):
    batch, item = consigned(session)
    build.sold(session, item, 10)
    made = paid_out(session, batch)
    by = make.actor(session)
    paid = pay.mark_paid(session, made.uuid, clock.today(), "bank", by=by, note="batch 7")
    session.commit()
    assert (paid.way, paid.note) == ("bank", "batch 7")
    with pytest.raises(pay.PaidAlready):
        pay.mark_paid(session, made.uuid, clock.today(), "bank", by=by)


def test_the_paper_says_what_to_invoice_and_that_it_is_no_invoice(session):
    batch, item = consigned(session)
    sale = build.sold(session, item, 10)
    build.brought_back(session, sale, 1)
    made = paid_out(session, batch)
    drawn = payout_paper.draw(made)
    said = words(drawn)
    for wanted in (
        "Afrekening A0001",
        "Dit is geen factuur.",
        "Stuur ons een factuur van € 36,00, met de btw die erbij hoort",
        "Bouwbedrijf De Hamer",
        "Sloop Vathorst",
        "€ 100,00",
        "40%",
        "(kwam terug)",
    ):
        assert wanted in said, wanted
    assert payout_paper.draw(made) == drawn


def test_the_lines_go_into_a_spreadsheet(session):
    batch, item = consigned(session)
    build.sold(session, item, 10)
    made = paid_out(session, batch)
    rows = list(load_workbook(BytesIO(payout_paper.listing(made, "xlsx"))).active.values)
    assert rows[1][1] == "Sloop Vathorst"
    assert (rows[1][4], float(rows[1][6]), float(rows[1][8])) == (10, 100.0, 40.0)
    assert ";40,00" in payout_paper.listing(made, "csv").decode("utf-8-sig")


def test_the_page_shows_what_is_open_makes_a_payout_and_marks_it_as_paid(log_in, session):
    batch, item = consigned(session)
    build.sold(session, item, 10)
    client, path = log_in(Role.SHOP_LEAD), f"/partners/{batch.customer.uuid}/payouts"
    session.rollback()
    page = client.get(path).text.replace("\xa0", " ")
    assert "€ 40,00" in page
    assert "Sloop Vathorst" in page
    sent = {"id": str(uuid4()), "until": clock.today().isoformat()}
    for _ in range(2):
        assert client.post(path, data=sent).status_code == 303
    made = session.scalars(select(Payout)).one()
    session.rollback()
    assert client.get(f"/payouts/{made.uuid}.pdf").data[:5] == b"%PDF-"
    assert client.get(f"/payouts/{made.uuid}/lines.csv").status_code == 200
    assert client.get(f"/payouts/{made.uuid}/lines.doc").status_code == 422
    paid = {"paid_on": clock.today().isoformat(), "way": "bank", "note": ""}
    assert client.post(f"/payouts/{made.uuid}/paid", data=paid).status_code == 303
    assert "Betaald" in client.get(path).text
    answer = client.post(path, data={**sent, "id": str(uuid4())})
    assert answer.status_code == 409
    assert "staat er niets open" in answer.text


def test_more_came_back_than_was_sold_is_said_in_words(log_in, session):
    batch, item = consigned(session)
    sale = build.sold(session, item, 10)
    paid_out(session, batch)
    build.brought_back(session, sale, 4)
    client = log_in(Role.SHOP_LEAD)
    page = client.get(f"/partners/{batch.customer.uuid}/payouts").text
    assert "Er kwam meer terug dan er verkocht is" in page


def test_only_who_keeps_accounts_sees_payouts(log_in, session):
    batch, _item = consigned(session)
    path = f"/partners/{batch.customer.uuid}/payouts"
    session.rollback()
    for role, status in ((Role.COORDINATOR, 403), (Role.CASHIER, 403), (Role.SHOP_LEAD, 200)):
        assert log_in(role).get(path).status_code == status


def test_for_whom_it_was_is_erased_after_the_legal_term(session, standing_clock):
    from bouwkringloop.batches.settling import forget, frozen

    batch, item = consigned(session)
    build.sold(session, item, 10)
    made = paid_out(session, batch)
    assert forget.wipe_old(session) == 0
    standing_clock.at = standing_clock.at.replace(year=standing_clock.at.year + 8)
    assert forget.wipe_old(session) == 1
    session.commit()
    assert made.builder == ""
    assert made.total_cents == 4_000
    with pytest.raises(frozen.BuilderErased):
        payout_paper.draw(made)
    assert made.until == date(2026, 11, 21)
