"""An invoice is issued once, numbered without a gap, and complete; or not at all."""

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop import proofs
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import OtherContentUnderThisId, Refused
from bouwkringloop.invoicing import basis, check, find, issue
from bouwkringloop.invoicing.models import Invoice
from bouwkringloop.partners import keep
from tests import make
from tests.invoicing import shop


def names(session):
    session.rollback()
    return [one.name for one in session.scalars(select(Invoice).order_by(Invoice.id))]


def broken(session):
    session.rollback()
    session.expire_all()
    return [one.breaks for one in proofs.all_of(session) if not one.holds]


def test_invoices_count_from_one_each_year(session, standing_clock):
    customer = shop.builder(session)
    for _ in range(2):
        shop.issued(session, shop.sale(session), customer)
    standing_clock.at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    shop.issued(session, shop.sale(session), customer)
    assert names(session) == ["2026-0001", "2026-0002", "2027-0001"]


def test_it_is_frozen_as_it_was_that_day(session):
    customer = shop.builder(session, reference="Altijd dit")
    made = shop.issued(session, shop.sale(session), customer)
    facts = keep.Facts("Nieuwe naam", street="Elders 1", postcode="1011 AA", city="Amsterdam")
    keep.change(session, customer.uuid, facts, by=make.actor(session))
    session.commit()
    document = find.document(find.one(session, made.uuid).invoice)
    assert (document.buyer.name, document.buyer.city) == ("Aannemer Bedacht", "Amersfoort")
    assert document.seller.name == "Bouwkringloop Amersfoort"
    assert document.reference == "Werk 4711"
    assert [(r.percent, r.base_cents, r.vat_cents) for r in document.vat] == [(2100, 10_000, 2_100)]
    assert (document.prepaid_cents, document.due_cents) == (12_100, 0)


def test_a_margin_line_keeps_neither_vat_nor_cost(session):
    customer = shop.builder(session)
    uuid = shop.sale(session)
    lines = basis.read(session, uuid).lines
    margin = tuple(replace(line, regime="margin", percent=0, vat_cents=0) for line in lines)
    made = shop.issued(session, uuid, customer, lines=margin)
    assert made.vat_cents == 0
    assert json.loads(made.lines)[0].keys() == {
        "description",
        "code",
        "unit",
        "quantity_milli",
        "regime",
        "percent",
        "total_cents",
        "vat_cents",
    }


def test_what_the_till_works_out_over_a_margin_is_left_out():
    from bouwkringloop.invoicing.document import stated

    told = {"description": "Bank", "code": None, "unit": "piece", "quantity_milli": 1000}
    for regime in ("margin", "pool", "exempt", "outside", "kor"):
        line = stated(**told, regime=regime, percent=2100, total_cents=5000, vat_cents=868)
        assert (line.percent, line.vat_cents, line.net_cents) == (0, 0, 5000)


def test_a_shop_without_details_issues_nothing_and_says_what_is_missing(session):
    customer = make.customer(session)
    with pytest.raises(issue.ShopUnknown) as refused:
        shop.issued(session, shop.sale(session), customer)
    assert "IBAN" in refused.value.sentence
    assert "Btw-nummer" in refused.value.sentence


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"street": ""}, ["Straat"]),
        ({"postcode": "", "city": ""}, ["Postcode", "Plaats"]),
        ({"kvk": ""}, ["KvK-nummer"]),
        ({"kvk": "", "kind": "person"}, []),
        ({"kvk": "", "country": "BE", "postcode": "2000"}, []),
    ],
)
def test_a_buyer_of_whom_too_little_is_known_gets_none(session, facts, missing):
    customer = shop.builder(session, **facts)
    uuid = shop.sale(session)
    if not missing:
        assert shop.issued(session, uuid, customer).number == 1
        return
    with pytest.raises(issue.BuyerUnknown) as refused:
        shop.issued(session, uuid, customer)
    session.rollback()
    assert all(word in refused.value.sentence for word in missing)
    assert names(session) == []


def test_a_sale_has_one_invoice(session):
    customer = shop.builder(session)
    uuid = shop.sale(session)
    shop.issued(session, uuid, customer)
    with pytest.raises(issue.InvoicedAlready) as refused:
        shop.issued(session, uuid, customer)
    assert names(session)[0] in refused.value.sentence


def test_the_same_id_answers_the_first_invoice_and_with_another_sale_is_refused(session):
    customer, by = shop.builder(session), make.actor(session)
    first, second = (basis.read(session, shop.sale(session)) for _ in range(2))
    wanted = issue.Wanted(uuid4(), customer.uuid)
    made = issue.issue(session, wanted, first, by=by)
    assert issue.issue(session, wanted, first, by=by) is made
    with pytest.raises(OtherContentUnderThisId):
        issue.issue(session, wanted, second, by=by)


def test_a_sale_to_somebody_is_invoiced_to_nobody_else(session):
    customer = shop.builder(session)
    other = make.customer(session, "Een ander")
    with pytest.raises(issue.OtherCustomer):
        shop.issued(session, shop.sale(session), other, customer_id=customer.id)


def test_a_credit_note_names_the_invoice_and_goes_to_the_same_buyer(session):
    customer = shop.builder(session)
    made = shop.on_account(session, customer)
    keep.change(session, customer.uuid, keep.Facts("Nieuwe naam"), by=make.actor(session))
    credit = shop.given_back(session, made)
    document = find.document(credit)
    assert document.corrects.name == made.name
    assert document.buyer.name == "Aannemer Bedacht"
    assert (document.total_cents, document.due_cents) == (-12_100, -12_100)
    assert find.one(session, made.uuid).open_cents == 0
    assert [one.breaks for one in check.proofs(session) if not one.holds] == []


def test_nothing_is_credited_where_nothing_was_invoiced(session):
    customer = shop.builder(session)
    made = shop.issued(session, shop.sale(session), customer)
    uuid = shop.sale(session)
    other = basis.read(session, shop.sale(session))
    with pytest.raises(issue.NothingToCorrect):
        shop.issued(session, uuid, refunds_sale_id=other.sale_id)
    session.rollback()
    assert names(session) == [made.name]


def at_once(database, *works):
    """Do each work in a transaction of its own connection, all started at one moment."""
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(at, work):
        start.wait()
        try:
            with database.session(writes=True) as session:
                results[at] = again_if_raced(session, lambda: work(session))
                session.commit()
        except Refused as refusal:
            results[at] = refusal

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def issuing(sale, customer, by, uuid=None):
    wanted = issue.Wanted(uuid or uuid4(), customer.uuid)
    return lambda session: issue.issue(session, wanted, basis.read(session, sale), by=by).name


def test_invoices_at_one_moment_get_numbers_without_a_gap(database, session):
    customer, by = shop.builder(session), make.actor(session)
    sales = [shop.sale(session) for _ in range(6)]
    session.commit()
    got = at_once(database, *(issuing(sale, customer, by) for sale in sales))
    assert len(set(got)) == 6
    assert max(names(session)).endswith("-0006")
    assert broken(session) == []


def test_one_sale_is_invoiced_once_by_two_at_one_moment(database, session):
    customer, by = shop.builder(session), make.actor(session)
    for number in range(1, 4):
        sale = shop.sale(session)
        session.commit()
        got = at_once(database, *(issuing(sale, customer, by) for _ in range(2)))
        assert sorted(isinstance(one, issue.InvoicedAlready) for one in got) == [False, True]
        assert len(names(session)) == number
    assert broken(session) == []


def test_one_form_sent_twice_at_one_moment_issues_one_invoice(database, session):
    customer, by = shop.builder(session), make.actor(session)
    sale, uuid = shop.sale(session), uuid4()
    session.commit()
    got = at_once(database, *(issuing(sale, customer, by, uuid) for _ in range(3)))
    assert len({one for one in got if isinstance(one, str)}) == 1
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Invoice)) == 1
