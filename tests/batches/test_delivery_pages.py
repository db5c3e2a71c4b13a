"""The pages on which a load is taken in, inspected and brought into stock, and its papers."""

import base64
import re
from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.delivery.inspect import Found
from bouwkringloop.batches.delivery.models import BatchDelivery, DeliveryLine, Inspection
from bouwkringloop.batches.delivery.stock import Put
from bouwkringloop.people.models import AuditEntry
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock.models import Item
from printers import Picture, Text, from_json
from tests import make
from tests.batches import build
from tests.batches.arriving import bring, came, drawing, load, look, put, state, waiting


@pytest.fixture
def yard(log_in):
    """The browser of somebody at the scales."""
    return log_in(Role.INTAKE_WORKER)


@pytest.fixture
def brought(session, config):
    """A batch of which a signed load came."""
    batch = build.batch(session, state="agreed")
    told = load(batch, signed_by="Kees Timmer", drawing=drawing(), plate="v-12-ab")
    return batch, bring(session, config.signatures, batch, told)


def at(batch, *parts):
    return "/".join((f"/batches/{batch.uuid}", *(str(part) for part in parts)))


def filled(**changed):
    return {
        "id": str(uuid4()),
        "where": "hub",
        "driver": "Ruben",
        "line-1-quantity_milli": "90",
        "line-1-weight_g": "182,5",
        **changed,
    }


def test_a_load_is_taken_in_on_a_page_with_what_the_trip_knows(yard, session):
    batch = build.batch(session, state="agreed")
    page = yard.get(at(batch, "deliveries", "new?driver=Ruben&plate=V-12&max_g=3500000")).text
    assert 'value="Ruben"' in page
    assert 'value="V-12"' in page
    assert 'value="3500"' in page
    told = filled(
        **{
            "line-1-words": ["damaged", "fewer than agreed"],
            "line-1-difference": "nat",
            "signed_by": "Kees Timmer",
            "signature": "data:image/png;base64," + base64.b64encode(drawing()).decode(),
            "paper": "1",
        }
    )
    answer = yard.post(at(batch, "deliveries", "new"), data=told)
    assert answer.location == at(batch, "deliveries")
    line = session.scalars(select(DeliveryLine)).one()
    assert (line.quantity_milli, line.weight_g) == (90_000, 182_500)
    assert line.difference == "beschadigd, minder dan afgesproken, nat"
    job = session.scalars(select(PrintJob).where(PrintJob.kind == "receipt")).one()
    assert (job.site, job.is_copy) == ("hub", False)
    session.rollback()
    assert "Kees Timmer" in yard.get(at(batch, "deliveries")).text


def test_sending_the_page_twice_stores_one_load(yard, session):
    batch = build.batch(session, state="agreed")
    told = filled(paper="1")
    for _ in range(2):
        assert yard.post(at(batch, "deliveries", "new"), data=told).status_code == 303
    assert len(session.scalars(select(BatchDelivery)).all()) == 1
    assert len(session.scalars(select(PrintJob)).all()) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"line-1-quantity_milli": ""}, "deze hoeveelheid kan niet kloppen"),
        ({"line-1-quantity_milli": "veel"}, "geen hoeveelheid"),
        ({"line-1-quantity_milli": "", "line-1-weight_g": ""}, "minstens één regel"),
        ({"line-1-weight_g": ""}, "niet gewogen is"),
        ({"line-1-quantity_milli": "101"}, "wat er anders is"),
        ({"vehicle_max_g": "100"}, "hoogstens 100"),
        ({"signed_by": "Kees"}, "nog geen handtekening"),
        ({"signed_by": "Kees", "signature": "data:image/png;base64,AAAA"}, "niet te lezen"),
        ({"on_paper": "1"}, "typ de naam"),
        ({"where": "nergens"}, "kies iets uit de lijst"),
        ({"id": "geen"}, "niet goed ingevuld"),
    ],
)
def test_what_cannot_be_is_said_on_the_page_which_keeps_what_was_typed(
    yard, session, changed, said
):
    batch = build.batch(session, state="agreed")
    answer = yard.post(at(batch, "deliveries", "new"), data=filled(**changed))
    assert answer.status_code == 422
    assert said in answer.text.lower()
    assert 'value="Ruben"' in answer.text
    assert session.scalars(select(BatchDelivery)).all() == []


def test_the_weight_is_the_scales_own_only_as_long_as_nobody_typed(yard, session):
    batch = build.batch(session, state="agreed")
    told = filled(**{"line-1-weight_g": "", "line-1-gross_g": "200", "line-1-tare_g": "17,5"})
    yard.post(at(batch, "deliveries", "new"), data={**told, "line-1-by_itself": "200000"})
    line = session.scalars(select(DeliveryLine)).one()
    assert (line.weight_g, line.gross_g, line.weight_source) == (182_500, 200_000, "typed")


def test_a_line_is_inspected_on_a_page(yard, brought, session):
    batch, made = brought
    page = at(batch, "deliveries", made.uuid, "lines", batch.lines[0].uuid)
    assert "100\u00a0stuks" in yard.get(page).text
    told = {
        "part-0-outcome": "stock",
        "part-0-quantity_milli": "80",
        "part-0-treatments": ["cleaned", "denailed"],
        "part-1-outcome": "back",
    }
    answer = yard.post(page, data=told)
    assert answer.status_code == 422
    assert "Zeg waarom" in answer.text
    assert yard.post(page, data={**told, "part-1-reason": "nat"}).status_code == 303
    found = session.scalars(select(Inspection).order_by(Inspection.id)).all()
    assert [(each.outcome, each.quantity_milli, each.treatment) for each in found] == [
        ("stock", 80_000, "schoongemaakt, ontspijkerd"),
        ("back", 20_000, ""),
    ]
    session.rollback()
    answer = yard.post(page, data={"part-0-outcome": "stock"})
    assert answer.status_code == 409
    assert "al gekeurd" in answer.text


def test_findings_go_into_stock_on_a_page_with_the_advised_price(yard, brought, session):
    batch, made = brought
    look(session, batch, made.lines[0], Found("stock", 60_000), Found("residue", reason="stuk"))
    one, two = (each.id for each in waiting(session, batch))
    stock, tab = at(batch, "stock"), at(batch, "deliveries")
    session.rollback()
    page = yard.get(stock).text
    assert re.search(rf'name="put-{one}-price_cents"[^>]*value="\d+,\d\d"', page)
    told = {
        f"put-{one}-now": "y",
        f"put-{one}-shape": "lots",
        f"put-{one}-lot_milli": "25",
        f"put-{one}-price_cents": "0,75",
        f"put-{one}-labels": "2",
        f"put-{two}-now": "y",
        f"put-{two}-shape": "heap",
    }
    refused = yard.post(stock, data={**told, f"put-{one}-lot_milli": "61"})
    assert refused.status_code == 422
    assert "in elke kavel" in refused.text
    assert yard.post(stock, data=told).location == tab
    assert yard.post(stock, data=told).location == tab
    items = session.scalars(select(Item).order_by(Item.id)).all()
    assert [(item.quantity_milli, item.price_cents) for item in items] == [
        (25_000, 75),
        (25_000, 75),
        (10_000, 75),
    ]
    assert state(session, batch) == "in_stock"
    assert "Er wacht niets" in yard.get(stock).text


def test_labels_are_printed_again(yard, brought, session):
    batch, made = brought
    look(session, batch, made.lines[0])
    told = Put(waiting(session, batch)[0].id, "lots", lot_milli=50_000, labels=0)
    put(session, batch, told)
    assert yard.post(at(batch, "findings", told.finding, "labels")).status_code == 303
    jobs = session.scalars(select(PrintJob).where(PrintJob.kind == "label")).all()
    assert [from_json(job.document).copies for job in jobs] == [1, 1]


def test_the_receipt_goes_to_paper_with_the_signature_and_then_as_a_copy(yard, brought, session):
    batch, made = brought
    for _ in range(2):
        assert yard.post(at(batch, "deliveries", made.uuid, "receipt")).status_code == 303
    query = select(PrintJob).where(PrintJob.subject == f"batch_delivery:{made.uuid}")
    first, second = session.scalars(query.order_by(PrintJob.id)).all()
    assert (first.is_copy, second.is_copy) == (False, True)
    lines = from_json(first.document).lines
    assert any(isinstance(line, Picture) for line in lines)
    assert Text("Kees Timmer", align="center") in lines
    told = session.scalars(select(AuditEntry).where(AuditEntry.action == "batch.receipt_printed"))
    assert len(told.all()) == 2


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "Ontvangstbewijs"), ("en", "Receipt of a delivery")]
)
def test_the_sheet_speaks_the_language_of_the_batch(yard, session, config, language, word):
    batch = build.batch(session, state="agreed", language=language)
    told = load(batch, signed_by="Kees Timmer", drawing=drawing(), note="Pallets gaan terug")
    made = bring(session, config.signatures, batch, told)
    answer = yard.get(at(batch, "deliveries", made.uuid, "receipt.pdf"))
    assert answer.mimetype == "application/pdf"
    page = PdfReader(BytesIO(answer.data)).pages[0]
    text = page.extract_text()
    for words in (word, "Kees Timmer", "Pallets gaan terug", "200 kg", "Sloop Vathorst"):
        assert words in text
    assert len(page.images) == 1
    again = yard.get(at(batch, "deliveries", made.uuid, "receipt.pdf"))
    assert again.data == answer.data


def test_a_signature_is_seen_by_who_takes_in_and_by_nobody_else(yard, brought, app):
    batch, made = brought
    path = at(batch, "deliveries", made.uuid, "signature.png")
    assert yard.get(path).mimetype == "image/png"
    assert app.test_client().get(path).status_code == 303
    assert "no-store" in yard.get(path).headers["Cache-Control"]


def test_a_load_without_a_drawing_has_no_picture_of_one(yard, session, config):
    batch = build.batch(session, state="agreed")
    told = load(batch, signed_by="Kees Timmer", on_paper=True)
    made = bring(session, config.signatures, batch, told)
    assert yard.get(at(batch, "deliveries", made.uuid, "signature.png")).status_code == 404
    page = yard.get(at(batch, "deliveries")).text
    assert "op papier getekend" in page
    assert "signature.png" not in page


def test_a_builder_gets_the_receipt_of_an_own_load_and_of_no_other(app, session, config, brought):
    batch, made = brought
    _, token = build.link(session, config, batch.customer)
    _, strange = build.link(session, config, build.builder(session, "Een ander"))
    browser = app.test_client()
    answer = browser.get(f"/builder/{token}/deliveries/{made.uuid}.pdf")
    assert answer.mimetype == "application/pdf"
    assert browser.get(f"/builder/{strange}/deliveries/{made.uuid}.pdf").status_code == 404
    assert browser.get(f"/builder/{token}/deliveries/{uuid4()}.pdf").status_code == 404
    assert browser.get(f"/builder/nonsense/deliveries/{made.uuid}.pdf").status_code == 404


def test_the_builders_part_lists_loads_with_their_receipts(app, session, brought):
    batch, made = brought
    from bouwkringloop.batches.delivery import find

    with app.test_request_context():
        page = app.jinja_env.get_template("batches/_builder_deliveries.html").render(
            deliveries=find.of_batch(session, batch), token="geheim"
        )
    assert "200\u00a0kg" in page
    assert f"/builder/geheim/deliveries/{made.uuid}.pdf" in page


def test_a_load_of_another_batch_is_not_found_under_this_one(yard, session, brought):
    _, made = brought
    other = build.batch(session, state="agreed")
    for path in ("receipt.pdf", "signature.png", f"lines/{other.lines[0].uuid}"):
        assert yard.get(at(other, "deliveries", made.uuid, path)).status_code == 404


def test_the_origin_of_a_thing_is_a_page_that_its_own_page_leads_to(yard, brought, session):
    batch, made = brought
    look(session, batch, made.lines[0])
    put(session, batch)
    code = session.scalars(select(Item.code)).one()
    session.rollback()
    assert f"/items/{code}/origin" in yard.get(f"/items/{code}").text
    page = yard.get(f"/items/{code}/origin").text
    for words in ("Bouwbedrijf De Hamer", "Sloop Vathorst", "Levering 1-1", "Te koop"):
        assert words in page


def test_a_thing_of_which_nobody_wrote_how_it_came_says_so(yard, session):
    code = make.item(session).code
    assert "Niemand schreef op" in yard.get(f"/items/{code}/origin").text


def test_what_waits_and_what_came_is_on_the_tab(yard, session, config):
    batch = build.batch(
        session, build.line(session), build.line(session, "panelled-door"), state="agreed"
    )
    page = yard.get(at(batch, "deliveries")).text
    assert page.count("nog niet binnen") == 2
    made = bring(session, config.signatures, batch)
    look(session, batch, made.lines[0])
    page = yard.get(at(batch, "deliveries")).text
    assert at(batch, "stock") in page
    assert f"lines/{batch.lines[1].uuid}" in page
    assert f"lines/{batch.lines[0].uuid}" not in page


def test_less_than_agreed_is_not_called_all_here(yard, session, config):
    batch = build.batch(session, build.line(session), state="agreed")
    offered = batch.lines[0]
    whole = came(offered)
    part = replace(whole, quantity_milli=whole.quantity_milli - 1000)
    bring(session, config.signatures, batch, load(batch, part))
    page = yard.get(at(batch, "deliveries")).text
    assert "er komt niets meer" in page
    assert "alles is er" not in page
