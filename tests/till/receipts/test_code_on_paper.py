"""A code on the paper receipt leads to its page, where the shop wants that and it can be reached."""

from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select

from bouwkringloop.app import move_in
from bouwkringloop.base.permissions import Role
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.till import rules, sell
from bouwkringloop.till.forms import SaleBody
from printers import QR, from_json
from tests import make
from tests.till.receipts.sold import path_of, sold
from tests.till.test_rules_page import SENT
from tests.till.test_selling import basket, of
from tests.till.test_statements import MOST, counted

PUBLIC = "https://winkel.example"
WORDS = "Scan: deze bon op je telefoon"


@pytest.fixture
def reached(app, config, database):
    """A shop that customers reach from home."""
    move_in(app, replace(config, public_url=PUBLIC), database)


def switch_on(session):
    rules.change(session, rules.Rules(receipt_code=True), by=make.actor(session))
    session.commit()


def papers(session):
    """The receipts that were printed, each with the addresses on it and whether it is a copy."""
    session.rollback()
    jobs = session.scalars(select(PrintJob).where(PrintJob.kind == "receipt").order_by(PrintJob.id))
    found = [
        ([line.data for line in from_json(job.document).lines if isinstance(line, QR)], job)
        for job in jobs
    ]
    told = [(codes, job.is_copy, WORDS in job.document) for codes, job in found]
    session.rollback()
    return told


def test_the_paper_ends_with_a_code_that_leads_to_this_receipt(reached, api, session, client):
    switch_on(session)
    sale = sold(api, session)
    address = f"{PUBLIC}{path_of(api, sale)}"
    assert papers(session) == [([address], False, True)]
    drawn = client.get(f"/sales/{sale}/receipt.png").data
    (read,) = zxingcpp.read_barcodes(Image.open(BytesIO(drawn)))
    assert read.text == address
    assert "Paneeldeur" in client.get(read.text.removeprefix(PUBLIC)).text


def test_a_copy_and_a_paper_that_is_wanted_later_carry_it_as_well(reached, api, session, client):
    switch_on(session)
    shift = make.shift(session)
    first = sold(api, session, shift=shift)
    api.post(f"/sales/{first}/prints", {})
    later = sold(api, session, shift=shift, title="Lamp", receipt="none")
    drawn = client.get(f"/sales/{later}/receipt.png").data
    assert zxingcpp.read_barcodes(Image.open(BytesIO(drawn)))
    api.post(f"/sales/{later}/prints", {})
    one, other = (f"{PUBLIC}{path_of(api, sale)}" for sale in (first, later))
    assert papers(session) == [
        ([one], False, True),
        ([one], True, True),
        ([other], False, True),
    ]


def test_the_paper_of_what_comes_back_leads_to_its_own_receipt(reached, api, session):
    switch_on(session)
    sale = sold(api, session)
    back = {
        "id": str(make.uuid4()),
        "lines": [{"line": 1, "quantity": 1, "back_to": "stock"}],
        "method": "pin",
    }
    assert api.post(f"/sales/{sale}/refunds", back).status_code == 201
    of_it = f"{PUBLIC}{path_of(api, back['id'])}"
    assert papers(session)[-1] == ([of_it], False, True)


def test_a_shop_that_did_not_ask_for_it_has_none(reached, api, session):
    sale = sold(api, session)
    api.post(f"/sales/{sale}/prints", {})
    assert papers(session) == [([], False, False), ([], True, False)]


@pytest.mark.parametrize("url", ["", "http://192.168.1.20:8000", "http://localhost:8000"])
def test_no_code_goes_home_that_only_works_in_the_shop(
    app, config, database, api, session, log_in, url
):
    move_in(app, replace(config, public_url=url), database)
    switch_on(session)
    sold(api, session)
    assert papers(session) == [([], False, False)]
    assert "BOUWKRINGLOOP_URL" in log_in(Role.MANAGER).get("/till/rules").text


def test_the_manager_switches_it_on_and_off(reached, log_in, session):
    manager = log_in(Role.MANAGER)
    page = manager.get("/till/rules").text
    assert 'name="receipt_code"' in page
    assert "BOUWKRINGLOOP_URL" not in page
    manager.post("/till/rules", data={**SENT, "receipt_code": "y"})
    session.rollback()
    assert rules.current(session).receipt_code
    session.rollback()
    page = manager.get("/till/rules").text
    assert "voor de bon op een telefoon: Nee → Ja" in page
    manager.post("/till/rules", data=SENT)
    session.rollback()
    assert not rules.current(session).receipt_code


def test_a_code_of_practice_leads_to_practice(config):
    real = replace(config, public_url=PUBLIC)
    assert real.public_root == PUBLIC
    assert replace(real, practises_for=config.home).public_root == f"{PUBLIC}/practice"
    assert replace(config, practises_for=config.home).public_root == ""


def test_the_code_takes_no_further_question_of_the_sale(database, config, session):
    switch_on(session)
    shift, door = make.shift(session), make.item(session, price_cents=100)
    sent = SaleBody(**basket(shift, of(door), pin=100)).checked()
    by = make.actor(session)
    session.commit()
    with counted(database) as said:
        sell.record(session, sent, by=by, config=replace(config, public_url=PUBLIC))
        session.commit()
    assert len(said) <= MOST, "\n".join(said)
    assert papers(session)[0][2]
