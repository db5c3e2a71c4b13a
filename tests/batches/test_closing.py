"""A batch is closed when everything is in its place, and with a last statement."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import find, step
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.settling import close, give_back, owed, read, statement
from bouwkringloop.batches.settling.models import YieldStatement
from bouwkringloop.stock import ledger, write_off
from tests import make
from tests.batches import build
from tests.batches.test_payouts import consigned, words
from tests.till.counter import holds

pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True)
def named_shop(session):
    make.shop_details(session)


def closed(session, batch, explanation=""):
    wanted = statement.Wanted(uuid4(), clock.today())
    by = make.actor(session, Role.COORDINATOR)
    made = close.close(session, batch.uuid, wanted, by=by, explanation=explanation)
    session.commit()
    return made


def state(session, batch):
    session.rollback()
    session.expire_all()
    found = session.scalar(select(Batch.state).where(Batch.id == batch.id))
    session.rollback()
    return found


def refused(session, batch, refusal, explanation=""):
    with pytest.raises(refusal) as told:
        closed(session, batch, explanation)
    assert state(session, batch) == "in_stock"
    assert session.scalars(select(YieldStatement)).all() == []
    session.rollback()
    return told.value.sentence.replace("\xa0", " ")


def test_it_ends_with_a_last_statement(session):
    batch, _things = build.in_stock(session)
    made = closed(session, batch)
    assert (made.final, made.number, made.upto) == (True, 1, clock.today())
    assert state(session, batch) == "closed"
    assert holds(session)


def test_what_is_not_inspected_has_to_be_first(session):
    batch = build.batch(session, state="in_stock")
    line = build.delivered(session, batch).lines[0]
    build.stocked(session, build.inspected(session, line, quantity_milli=50_000, weight_g=99_000))
    assert "101 kg" in refused(session, batch, close.NotInspected)


def test_what_is_inspected_has_to_be_in_stock(session):
    batch = build.batch(session, state="in_stock")
    build.inspected(session, build.delivered(session, batch).lines[0])
    assert "200 kg" in refused(session, batch, close.NotInStock)


def test_what_is_the_builders_may_not_be_here_any_more(session):
    batch, item = consigned(session)
    build.sold(session, item, 60)
    said = refused(session, batch, close.StillHere)
    assert f"“Baksteen” ({item.code})" in said
    assert "Geef het terug, koop het" in said
    build.sold(session, item, 40)
    assert closed(session, batch).final


def test_what_is_the_shops_may_stay_here(session):
    batch, _things = build.in_stock(session, basis="bought")
    assert closed(session, batch).final


def test_giving_back_counts_as_back_and_not_as_given_away(session):
    batch, item = consigned(session)
    build.sold(session, item, 60)
    by = make.actor(session, Role.COORDINATOR)
    give_back.give_back(session, batch.uuid, item.code, by=by)
    session.commit()
    told = read.at(session, find.one(session, batch.uuid), clock.today())
    assert (told.whole.back_g, told.whole.given_g, told.whole.here_g) == (80_000, 0, 0)
    assert told.adds_up
    assert [(each.factor.material, each.weight_g) for each in told.avoided] == [("bricks", 120_000)]
    with pytest.raises(give_back.NotOfThisBatch):
        give_back.give_back(session, batch.uuid, item.code, by=by)
    assert closed(session, batch).final
    assert holds(session)


def test_nothing_else_can_be_given_back_so(session):
    batch, _item = consigned(session)
    _given, (thing,) = build.in_stock(session)
    with pytest.raises(give_back.NotOfThisBatch):
        give_back.give_back(session, batch.uuid, thing.code, by=make.actor(session))


def test_kilograms_that_differ_have_to_be_explained(session):
    batch = build.batch(session, state="in_stock")
    line = build.delivered(session, batch, [190_000]).lines[0]
    build.stocked(session, build.inspected(session, line))
    said = refused(session, batch, close.Unexplained)
    assert "200 kg was aangenomen en 190 kg kwam binnen" in said
    made = closed(session, batch, "een pallet bleef staan")
    assert statement.content_of(made)["explanation"] == "een pallet bleef staan"
    last = find.one(session, batch.uuid).steps[-1]
    assert (last.state, last.reason) == ("closed", "een pallet bleef staan")
    from bouwkringloop.batches.settling import statement_paper

    said = words(statement_paper.draw(made))
    assert "Laatste staat" in said
    assert "een pallet bleef staan" in said


def test_kilograms_that_differ_by_grams_are_told_to_the_gram(session):
    batch = build.batch(session, state="in_stock")
    line = build.delivered(session, batch, [200_040]).lines[0]
    build.stocked(session, build.inspected(session, line))
    said = refused(session, batch, close.Unexplained)
    assert "200 kg was aangenomen en 200,04 kg kwam binnen" in said


@pytest.mark.parametrize(
    ("milli", "grams", "word"), [(-5000, -10_000, "ontbreekt"), (0, 700, "meer")]
)
def test_differences_in_stock_have_to_be_explained_too(session, milli, grams, word):
    batch, (item,) = build.in_stock(session)
    (locked,) = ledger.lock(session, [item.code])
    kind = "counted" if milli else "reweighed"
    entry = ledger.Entry(locked, kind, milli, grams)
    ledger.write(session, [entry], cause="test", by=make.actor(session))
    session.commit()
    assert word in refused(session, batch, close.Unexplained)
    assert closed(session, batch, "geteld").final


def test_what_cannot_be_closed_yet_is_not(session):
    batch = build.batch(session, state="received")
    with pytest.raises(step.NotThatStep):
        closed(session, batch)


def test_what_is_sold_after_closing_still_counts_to_the_live_figures(session):
    batch, (item,) = build.in_stock(session)
    closed(session, batch)
    build.sold(session, item, 10)
    told = read.at(session, find.one(session, batch.uuid), clock.today())
    assert told.whole.sold_g == 20_000


def test_what_is_open_to_the_builder_stays_open_after_closing(session):
    batch, item = consigned(session)
    build.sold(session, item, 100)
    closed(session, batch)
    (found,) = owed.open_to(session, batch.customer_id, clock.today())
    assert found.cents == 40_000


def test_the_page_says_what_hinders_and_closes(log_in, session):
    batch, item = consigned(session)
    client, path, code = log_in(Role.COORDINATOR), f"/batches/{batch.uuid}", item.code
    page = client.get(f"{path}/figures").text
    assert "Teruggeven" in page
    sent = {"id": str(uuid4())}
    answer = client.post(f"{path}/close", data=sent)
    assert answer.status_code == 409
    assert "Van deze bouwer is hier nog iets" in answer.text
    assert client.post(f"{path}/back/{code}").status_code == 303
    assert client.post(f"{path}/close", data=sent).status_code == 303
    page = client.get(f"{path}/figures").text
    assert "laatste staat" in page
    assert "Afgerekend en gesloten" in page


def test_who_may_not_give_back_what_is_kept_apart_reads_so_among_the_figures(log_in, session):
    batch = build.batch(session, state="in_stock", basis="consigned")
    line = build.delivered(session, batch).lines[0]
    found = build.inspected(session, line, "quarantine", reason="asbest?")
    (kept,) = build.stocked(session, found)
    client, code = log_in(Role.COORDINATOR), kept.item.code
    answer = client.post(f"/batches/{batch.uuid}/back/{code}")
    assert answer.status_code == 403
    assert "staat apart voor de veiligheid" in answer.text
    assert "Waar alles is wat binnenkwam" in answer.text


def test_writing_it_off_settles_it_as_well(session):
    batch, item = consigned(session)
    write_off.write_off(session, item.code, 100_000, "material", "kapot", by=make.actor(session))
    session.commit()
    assert closed(session, batch).final
