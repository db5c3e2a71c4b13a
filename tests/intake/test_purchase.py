"""What the shop pays for: from whom, on which paper, and how long that is kept."""

import json

import pytest
from sqlalchemy import select

from bouwkringloop import proofs
from bouwkringloop.base.permissions import Role
from bouwkringloop.intake import purchase
from bouwkringloop.intake.models import Purchase
from bouwkringloop.intake.purchase import Seller
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import ledger, split
from bouwkringloop.stock.models import Item
from tests import make
from tests.intake.papers import SELLER, at_once, brought, stored, words

KNOWN = Seller(**SELLER)


@pytest.fixture
def bought(database, session):
    """Write a purchase down: cents by position."""

    def buy(uuid, paid, seller=KNOWN, paid_by="cash"):
        by = make.actor(session)
        session.rollback()
        with database.writing() as writing:
            return purchase.record(writing, uuid, seller, paid, paid_by, by=by)

    return buy


def purchases(session):
    session.rollback()
    session.expire_all()
    found = session.scalars(select(Purchase).order_by(Purchase.number)).all()
    session.rollback()
    return found


def papers(session):
    session.rollback()
    query = select(PrintJob).where(PrintJob.subject.startswith("purchase:")).order_by(PrintJob.id)
    found = session.scalars(query.execution_options(populate_existing=True)).all()
    session.rollback()
    return found


def regimes(session, uuid):
    return [line.item.vat_regime if line.item else None for line in stored(session, uuid).lines]


def test_a_purchase_is_written_down_with_its_seller(api, client, session):
    uuid = brought(api, session, {"quantity": 3, "description": "Paneeldeur"}, {})
    data = {**SELLER, "line-1-paid_cents": "75,50", "line-2-paid_cents": "", "paid_by": "cash"}
    answer = client.post(f"/intakes/{uuid}/purchase", data=data)
    assert answer.location == f"/intakes/{uuid}/statement"
    (made,) = purchases(session)
    assert (made.name, made.address) == (SELLER["name"], SELLER["address"])
    assert (made.document_kind, made.document_number) == ("id_card", "SPECI2014")
    assert (made.paid_cents, made.paid_by, made.number) == (7550, "cash", 1)
    assert [line.paid_cents for line in stored(session, uuid).lines] == [7550, 0]


def test_the_statement_is_printed_twice_with_all_that_the_law_asks(api, client, session):
    uuid = brought(api, session, {"quantity": 3, "description": "Paneeldeur"}, {})
    data = {**SELLER, "line-1-paid_cents": "75,50", "paid_by": "bank"}
    client.post(f"/intakes/{uuid}/purchase", data=data)
    jobs = papers(session)
    assert len(jobs) == 2
    for job, whose in zip(jobs, ("Voor de verkoper", "Voor de winkel"), strict=True):
        told = job.document.replace("\u00a0", " ")
        for word in (whose, *SELLER.values(), "3 stuks Paneeldeur", "€ 75,50", "Handtekening"):
            assert (word in told) == (word != "id_card")
        assert json.loads(job.document)["title"] == "Inkoopverklaring"
        assert (job.kind, job.site) == ("receipt", "shop")


def test_the_statement_is_a_page_too_and_can_be_printed_again(api, client, bought, session):
    uuid = brought(api, session, {"quantity": 3, "description": "Paneeldeur"})
    bought(uuid, {1: 7550})
    page = words(client.get(f"/intakes/{uuid}/statement"))
    for word in ("3 stuks Paneeldeur", "€ 75,50", "Jannie Voorbeeld", "Identiteitskaart SPECI2014"):
        assert word in page
    assert client.post(f"/intakes/{uuid}/statement").status_code == 303
    assert len(papers(session)) == 2


def test_up_to_500_euros_needs_no_seller_and_above_it_does(api, bought, client, session):
    small, large = brought(api, session), brought(api, session)
    assert bought(small, {1: 50_000}, Seller()).name == ""
    with pytest.raises(purchase.SellerUnknown):
        bought(large, {1: 50_001}, Seller(name="Jannie"))
    data = {"name": "Jannie", "line-1-paid_cents": "500,01", "paid_by": "bank"}
    answer = client.post(f"/intakes/{large}/purchase", data=data)
    assert answer.status_code == 422
    assert "naam en het adres van de verkoper" in words(answer)
    assert 'value="500,01"' in answer.text
    assert bought(large, {1: 50_001}).number == 2
    assert client.get(f"/intakes/{small}/statement").status_code == 404
    assert client.post(f"/intakes/{small}/statement").status_code == 409


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("paid", "paid_by", "refusal"),
    [
        ({}, "cash", purchase.NothingPaid),
        ({1: 0}, "cash", purchase.NothingPaid),
        ({1: -1}, "cash", purchase.NoSuchPayment),
        ({1: 10_000_001}, "bank", purchase.NoSuchPayment),
        ({2: 500}, "cash", purchase.NoSuchPayment),
        ({3: 500}, "cash", purchase.NoSuchPayment),
        ({1: 500}, "", purchase.NoWayOfPaying),
        ({1: 500}, "pin", purchase.NoWayOfPaying),
        ({1: 300_000}, "cash", purchase.TooMuchCash),
    ],
)
def test_what_cannot_be_paid_is_refused(api, bought, session, paid, paid_by, refusal):
    uuid = brought(api, session, {}, {"route": "refuse", "reason": "Kapot"})
    with pytest.raises(refusal):
        bought(uuid, paid, paid_by=paid_by)
    assert purchases(session) == []
    assert regimes(session, uuid) == ["normal", None]


def test_three_thousand_euros_go_by_bank(api, bought, session):
    uuid = brought(api, session)
    assert bought(uuid, {1: 300_000}, paid_by="bank").paid_cents == 300_000


def test_a_purchase_is_written_down_once(api, bought, client, session):
    uuid = brought(api, session)
    bought(uuid, {1: 500})
    with pytest.raises(purchase.BoughtAlready):
        bought(uuid, {1: 900})
    assert client.get(f"/intakes/{uuid}/purchase").status_code == 303
    answer = client.post(
        f"/intakes/{uuid}/purchase", data={"line-1-paid_cents": "9", "paid_by": "cash"}
    )
    assert answer.status_code == 409
    assert [made.paid_cents for made in purchases(session)] == [500]
    assert stored(session, uuid).lines[0].paid_cents == 500


def test_what_was_bought_goes_under_the_margin_scheme_and_gifts_do_not(api, bought, session):
    uuid = brought(api, session, {}, {}, {"route": "material"})
    bought(uuid, {1: 500, 2: 0, 3: 100})
    assert regimes(session, uuid) == ["margin", "normal", None]
    item = stored(session, uuid).lines[0].item
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "item.scheme_changed")
    ).one()
    assert entry.subject == f"item:{item.code}"
    assert json.loads(entry.detail) == {"vat_regime": ["normal", "margin"]}


def test_what_is_exempt_stays_exempt(api, bought, session):
    kind = make.category(session)
    kind.vat_regime = "exempt"
    session.commit()
    uuid = brought(api, session)
    bought(uuid, {1: 500})
    assert regimes(session, uuid) == ["exempt"]


def test_what_is_split_from_a_bought_thing_is_under_the_margin_scheme_too(api, bought, session):
    uuid = brought(api, session, {"quantity": 4})
    by = make.actor(session)
    code = stored(session, uuid).lines[0].item.code
    (item,) = ledger.lock(session, [code])
    before = split.split_off(session, item, 1000, by=by).code
    session.commit()
    bought(uuid, {1: 500})
    (item,) = ledger.lock(session, [code])
    after = split.split_off(session, item, 1000, by=by).code
    session.commit()
    query = select(Item.vat_regime).where(Item.code.in_([before, after]))
    assert session.scalars(query).all() == ["margin", "margin"]


def test_two_at_one_moment_buy_a_delivery_once(api, database, session):
    by = make.actor(session)
    session.rollback()
    for _ in range(3):
        uuid = brought(api, session)
        session.rollback()
        results = at_once(
            database,
            *[lambda s, u=uuid: purchase.record(s, u, KNOWN, {1: 500}, "cash", by=by)] * 2,
        )
        assert sorted(isinstance(r, purchase.BoughtAlready) for r in results) == [False, True]


def test_many_at_one_moment_count_on_without_gaps(api, bought, database, session):
    by = make.actor(session)
    uuids = [brought(api, session) for _ in range(7)]
    session.rollback()
    with pytest.raises(purchase.NothingPaid):
        bought(uuids[0], {})
    at_once(
        database,
        *[lambda s, u=u: purchase.record(s, u, KNOWN, {1: 500}, "cash", by=by) for u in uuids],
    )
    assert [made.number for made in purchases(session)] == [1, 2, 3, 4, 5, 6, 7]


def test_check_proves_that_purchases_add_up_and_count_on(api, bought, session):
    uuids = [brought(api, session, {}, {}) for _ in range(3)]
    for uuid in uuids:
        bought(uuid, {1: 500, 2: 250})

    def broken():
        session.commit()
        (proof,) = [p for p in proofs.all_of(session) if p.claim.startswith("purchases")]
        return proof.breaks

    assert broken() == ()
    stored_first = session.scalars(select(Purchase).where(Purchase.number == 1)).one()
    stored_first.paid_cents = 751
    assert broken() == ("purchase 1 says 751 cents and its things 750",)
    session.delete(stored_first)
    assert broken()[0] == "purchase 2 stands where 1 should"


def test_the_trail_tells_the_amount_and_not_the_seller(api, bought, session):
    bought(brought(api, session), {1: 500})
    entries = session.scalars(select(AuditEntry)).all()
    (entry,) = [e for e in entries if e.action == "purchase.recorded"]
    assert json.loads(entry.detail) == {"number": 1, "total_cents": 500, "paid_by": "cash"}
    everything = "".join(e.subject + e.detail for e in entries)
    assert not any(personal in everything for personal in SELLER.values())


def test_the_seller_is_kept_seven_whole_years_and_then_erased_from_paper_too(
    api, client, database, session, standing_clock
):
    uuid = brought(api, session)
    client.post(
        f"/intakes/{uuid}/purchase", data={**SELLER, "line-1-paid_cents": "5", "paid_by": "cash"}
    )
    standing_clock.at = standing_clock.at.replace(year=2033, month=12, day=31, hour=22)
    with database.writing() as writing:
        assert purchase.wipe_old(writing) == 0
    standing_clock.pass_(hours=2)
    with database.writing() as writing:
        assert purchase.wipe_old(writing) == 1
        assert purchase.wipe_old(writing) == 0
    (made,) = purchases(session)
    assert made.name == made.address == made.document_kind == made.document_number == ""
    assert made.paid_cents == 500
    assert made.wiped_at == standing_clock.at
    jobs = papers(session)
    assert len(jobs) == 2
    assert not any(SELLER["name"] in job.document for job in jobs)


def test_the_page_of_a_delivery_shows_all_of_it(api, client, bought, session):
    uuid = brought(api, session, {"quantity": 2, "description": "Paneeldeur", "weight_g": 36_000})
    page = words(client.get(f"/intakes/{uuid}"))
    for word in ("Paneeldeur", "2 stuks · 36 kg", "Shop Lead", "Print de bon", "Inkoop vastleggen"):
        assert word in page
    bought(uuid, {1: 7550})
    page = words(client.get(f"/intakes/{uuid}"))
    assert "€ 75,50" in page
    assert "Jannie Voorbeeld" in page
    assert "Inkoop vastleggen" not in page


def test_only_who_may_set_prices_buys_and_sees_the_seller(api, log_in, bought, session):
    uuid = brought(api, session)
    bought(uuid, {1: 7550})
    worker = log_in(Role.INTAKE_WORKER)
    assert worker.get(f"/intakes/{uuid}/purchase").status_code == 403
    assert worker.post(f"/intakes/{uuid}/purchase", data={}).status_code == 403
    assert worker.get(f"/intakes/{uuid}/statement").status_code == 403
    page = words(worker.get(f"/intakes/{uuid}"))
    assert "€ 75,50" in page
    assert "Jannie" not in page


def test_a_mistyped_amount_is_shown_at_its_line(api, client, session):
    uuid = brought(api, session, {}, {})
    data = {**SELLER, "line-1-paid_cents": "5", "line-2-paid_cents": "veel", "paid_by": "cash"}
    answer = client.post(f"/intakes/{uuid}/purchase", data=data)
    assert answer.status_code == 422
    assert "‘veel’ is geen bedrag" in words(answer)
    assert purchases(session) == []


def test_a_document_that_nobody_shows_is_refused(api, bought, client, session):
    uuid = brought(api, session)
    with pytest.raises(purchase.NoSuchDocument):
        bought(uuid, {1: 500}, Seller(document_kind="library_card"))
    data = {"document_kind": "library_card", "line-1-paid_cents": "5", "paid_by": "cash"}
    assert client.post(f"/intakes/{uuid}/purchase", data=data).status_code == 422


def test_no_number_is_kept_without_the_kind_of_its_document(api, bought, session):
    bought(brought(api, session), {1: 500}, Seller(document_number="123456782"))
    assert purchases(session)[0].document_number == ""
