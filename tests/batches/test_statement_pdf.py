"""The paper that a builder gets of what became of a batch."""

from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.settling import statement, statement_paper
from bouwkringloop.batches.settling.models import YieldStatement
from bouwkringloop.catalogue import impact
from tests import make
from tests.batches import build
from tests.batches.test_payouts import words
from tests.till.counter import holds

pytestmark = pytest.mark.one_database


def issued(session, batch, **facts):
    wanted = statement.Wanted(facts.pop("id", uuid4()), facts.pop("upto", clock.today()), **facts)
    made = statement.issue(session, batch.uuid, wanted, by=make.actor(session, Role.COORDINATOR))
    session.commit()
    return made


@pytest.fixture
def batch(session):
    make.shop_details(session)
    batch, (brick, _beam) = build.in_stock(
        session,
        build.line(session, "brick"),
        build.line(session, "beam", quantity=10, weight_g=100_001),
    )
    build.sold(session, brick, 30)
    return batch


def test_it_says_what_a_builder_wants_to_show(session, batch):
    made = issued(session, batch, hours=120, hours_source="urenlijst")
    said = words(statement_paper.draw(made))
    for wanted in (
        "Opbrengststaat 1-1",
        "Sloop Vathorst",
        "Bouwbedrijf De Hamer",
        "60 kg",
        "van jullie materiaal heeft een tweede leven",
        "20% van de 300 kg",
        "€ 300,00",
        "240,001",
        "300,001 kg",
        "Per soort",
        "241,79",
        "UK Government GHG Conversion Factors 2025",
        "is een aanname",
        "120 uur",
        "urenlijst",
        "Werd toch afval",
    ):
        assert wanted in said, wanted


def test_it_is_one_or_two_sheets(session, batch):
    drawn = statement_paper.draw(issued(session, batch))
    assert len(PdfReader(BytesIO(drawn)).pages) <= 2


def test_the_same_statement_is_the_same_file_whatever_happens_after_it(session, batch):
    made = issued(session, batch)
    drawn = statement_paper.draw(made)
    item = session.scalars(select(build.Stocked)).first().intake_line.item
    build.sold(session, item, 40)
    batch.customer.name = "Anders BV"
    by = make.actor(session, Role.MANAGER)
    newer = impact.Factor("bricks", 1_000_000, 0, 500, "anders", 2026, clock.today())
    impact.add(session, newer, by=by)
    session.commit()
    session.expire_all()
    assert statement_paper.draw(session.get_one(YieldStatement, made.id)) == drawn
    # The next one is of now, with what holds now: 140 kg of brick · 1000 kg/t · a half.
    second = issued(session, batch)
    assert (second.number, statement.yield_of(second).co2_g) == (2, 70_000)
    assert statement.yield_of(made).co2_g == 14_507
    assert holds(session)


def test_it_is_in_the_language_of_the_batch(session):
    make.shop_details(session)
    batch, (brick,) = build.in_stock(session, language="en")
    build.sold(session, brick, 1)
    said = words(statement_paper.draw(issued(session, batch)))
    assert "of your material has a second life" in said
    assert "Yield statement 1-1" in said


def test_sent_twice_it_is_issued_once(session, batch):
    uuid = uuid4()
    assert issued(session, batch, id=uuid).id == issued(session, batch, id=uuid).id


def test_hours_need_a_source_and_nothing_is_stated_of_nothing(session, batch):
    with pytest.raises(statement.HoursFromNowhere):
        issued(session, batch, hours=5)
    with pytest.raises(statement.NothingCameYet):
        issued(session, build.batch(session))
    with pytest.raises(statement.NotOverYet):
        issued(session, batch, upto=clock.today().replace(year=clock.today().year + 1))


def test_a_statement_cannot_be_changed_or_deleted(session, batch):
    issued(session, batch)
    for change in (
        "update yield_statement set content = '{}'",
        "update yield_statement set builder = 'x'",
        "update yield_statement set builder = '', upto = '2020-01-01'",
        "delete from yield_statement",
    ):
        with pytest.raises(DBAPIError):
            session.execute(text(change))
        session.rollback()


def test_a_builder_gets_their_own_statements_and_nobody_elses(app, config, session, batch):
    made = issued(session, batch)
    _, secret = build.link(session, config, batch.customer)
    _, other = build.link(session, config, build.builder(session, "Ander bedrijf"))
    client, uuid = app.test_client(), made.uuid
    page = client.get(f"/builder/{secret}/statements/{uuid}")
    assert "Klopt op de gram" in page.text
    mine = client.get(f"/builder/{secret}/statements/{uuid}.pdf")
    assert (mine.status_code, mine.mimetype) == (200, "application/pdf")
    for form in ("", ".pdf"):
        assert client.get(f"/builder/{other}/statements/{uuid}{form}").status_code == 404
        assert client.get(f"/builder/{'a' * 32}/statements/{uuid}{form}").status_code == 404


def test_builders_find_their_statements_on_their_own_page_and_with_the_batch(
    app, config, session, batch
):
    _, secret = build.link(session, config, batch.customer)
    client, home = app.test_client(), f"/builder/{secret}"
    assert f"{home}/statements/" not in client.get(home).text
    made = issued(session, batch)
    for page in (home, f"{home}/batches/{batch.uuid}"):
        shown = client.get(page).text
        assert "60\u00a0kg" in shown
        assert f"{home}/statements/{made.uuid}" in shown


def test_the_page_shows_the_figures_of_a_day_and_issues_a_statement(log_in, session, batch):
    client, path, uuid = log_in(Role.COORDINATOR), f"/batches/{batch.uuid}", batch.uuid
    page = client.get(f"{path}/figures").text.replace("\xa0", " ")
    for wanted in ("60 kg", "240,001 kg", "€ 300,00", "Klopt op de gram", "Hoe de CO2"):
        assert wanted in page, wanted
    assert "Er is nog niets" in client.get(f"{path}/figures?upto=2020-01-01").text
    sent = {"id": str(uuid4()), "upto": clock.today().isoformat(), "hours": "", "hours_source": ""}
    assert client.post(f"{path}/statements", data={**sent, "hours": "7"}).status_code == 422
    for _ in range(2):
        assert client.post(f"{path}/statements", data=sent).status_code == 303
    (_made,) = session.scalars(select(YieldStatement)).all()
    assert "1-1" in client.get(f"{path}/figures").text
    paper = client.get(f"/batches/{uuid}/statements/{sent['id']}.pdf")
    assert paper.data[:5] == b"%PDF-"
