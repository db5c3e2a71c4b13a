"""The form that goes along with waste: filled in, complete, frozen, and drawn on one sheet."""

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.transport import carrier, find, paper, plan, waste
from bouwkringloop.partners import shop
from tests import make
from tests.batches import build
from tests.trips import rides
from tests.turns import app, log_in

__all__ = ["app", "log_in"]

TYPED = {"vihb": "123456VXXX", "stream_number": "012345678901"}


def filled(session, batch, eurals=("17 01 02",), **typed):
    return waste.filled(waste.begin(session, batch), {**TYPED, **typed}, eurals)


def made(session, batch, uuid=None, content=None):
    form = waste.make(
        session,
        uuid or make.uuid4(),
        batch,
        content or filled(session, batch),
        by=rides.by(session),
    )
    session.commit()
    return form


@pytest.fixture
def batch(session):
    """A batch of bricks that are waste, and of tiles that are not, planned for tomorrow."""
    make.shop_details(session)
    bricks = build.line(session, description="Bakstenen, gesorteerd")
    of_it = build.batch(session, bricks, build.line(session), state="agreed")
    build.decide(session, bricks, waste=True)
    plan.plan(session, build.NO_MAIL, of_it, rides.slot(), by=rides.by(session))
    session.commit()
    return of_it


def test_it_is_filled_in_from_what_is_known_and_names_what_is_missing(session, batch):
    content = waste.begin(session, batch)
    assert content.fields["discarder"] == "Bouwbedrijf De Hamer"
    assert content.fields["discarder_kvk"] == "87654321"
    assert content.fields["origin"] == "Bouwweg 1, 3825 AB Amersfoort"
    assert content.fields["carrier"] == content.fields["receiver"] == "Bouwkringloop Amersfoort"
    assert content.day == rides.day()
    assert [(line.eural, line.description, line.weight_g) for line in content.lines] == [
        ("17 01 02", "Bakstenen, gesorteerd", 200_000)
    ]
    assert content.missing == ["VIHB-nummer van de vervoerder", "Afvalstroomnummer"]
    carrier.write(session, "123456 vxxx", by=rides.by(session))
    assert waste.begin(session, batch).fields["vihb"] == "123456VXXX"
    session.rollback()


def test_where_the_builder_drives_the_builder_is_the_carrier(session):
    customer = build.builder(session)
    agreed = build.agreement(session, customer, transport="builder")
    batch = rides.batch(session, waste=True, customer=customer, agreed=agreed)
    fields = waste.begin(session, batch).fields
    assert (fields["carrier"], fields["vihb"]) == (customer.name, "")
    session.rollback()


def test_what_is_incomplete_is_refused_and_no_form_is_made(session, batch):
    with pytest.raises(waste.FormIncomplete, match="Afvalstroomnummer"):
        made(session, batch, content=filled(session, batch, stream_number=" "))
    with pytest.raises(waste.FormIncomplete, match="Bakstenen"):
        made(session, batch, content=filled(session, batch, [""]))
    with pytest.raises(waste.NotAnEural):
        filled(session, batch, ["bakstenen"])
    assert list(find.forms(session, batch)) == []
    session.rollback()


def test_it_is_frozen_with_a_hash_and_numbered(session, batch):
    uuid = make.uuid4()
    form = made(session, batch, uuid)
    assert (form.number, form.content_hash) == (1, waste.fingerprint(form.content))
    assert json.loads(form.content)["fields"]["stream_number"] == "012345678901"
    assert made(session, batch, uuid).id == form.id
    with pytest.raises(OtherContentUnderThisId):
        made(session, batch, uuid, filled(session, batch, stream_number="999"))
    session.rollback()
    batch.customer.name = "Anders"
    session.commit()
    assert waste.read(form).fields["discarder"] == "Bouwbedrijf De Hamer"
    assert made(session, batch).number == 2
    with pytest.raises(DBAPIError):
        session.execute(text("update waste_form set content = '{}'"))


def test_another_slot_needs_another_form(session, batch):
    assert waste.needed(session, batch)
    made(session, batch)
    assert not waste.needed(session, batch)
    plan.plan(session, build.NO_MAIL, batch, rides.slot(rides.day(2)), by=rides.by(session))
    assert waste.needed(session, batch)
    session.rollback()


def test_what_is_no_waste_needs_no_form(session):
    batch = rides.batch(session)
    assert not waste.needed(session, batch)
    with pytest.raises(waste.NoWaste):
        made(session, batch, content=waste.begin(session, batch))
    session.rollback()


def test_a_number_of_a_carrier_is_six_digits_and_four_letters(session):
    for wrong in ("12345VXXX", "123456VXX", "onbekend"):
        with pytest.raises(carrier.NotAVihbNumber):
            carrier.write(session, wrong, by=rides.by(session))
    carrier.write(session, "123456VIHB", by=rides.by(session))
    carrier.write(session, "", by=rides.by(session))
    assert find.vihb(session) == ""
    session.rollback()


def test_the_sheet_is_one_page_and_always_the_same(session, batch):
    form, own = made(session, batch), shop.details(session)
    drawn = paper.draw(form, own)
    assert drawn.startswith(b"%PDF")
    assert drawn.count(b"/Type /Page\n") == 1
    assert drawn == paper.draw(form, own)
    session.rollback()


def test_the_page_says_it_is_no_legal_advice_and_what_is_missing(session, log_in, batch):
    path, worker = f"/batches/{batch.uuid}/waste-form", log_in(Role.INTAKE_WORKER)
    page = worker.get(path).text
    assert "geen juridisch advies" in page
    assert "Ontbreekt nog" in page
    sent = {"id": str(make.uuid4()), "eural": "17 01 02", **TYPED}
    refused = worker.post(path, data={**sent, "stream_number": ""})
    assert refused.status_code == 422
    assert "Op de begeleidingsbrief ontbreekt: Afvalstroomnummer" in refused.text
    assert worker.post(path, data={**sent, "eural": "x"}).status_code == 422
    assert worker.post(path, data=sent).status_code == 303
    pdf = worker.get(f"/batches/{batch.uuid}/waste-forms/1.pdf")
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    assert worker.get(f"/batches/{batch.uuid}/waste-forms/2.pdf").status_code == 404
    assert "Begeleidingsbrief 1" in worker.get(f"/batches/{batch.uuid}/transport").text
