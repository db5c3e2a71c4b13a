"""The demo shop: lifelike, sound, the same each time, and never mixed with real data."""

import random
import stat
import tomllib
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher, profiles
from sqlalchemy import delete, func, select

from bouwkringloop import proofs
from bouwkringloop.base import clock
from bouwkringloop.base.db import Database
from bouwkringloop.base.permissions import Permission, Role
from bouwkringloop.batches.delivery.models import Stocked
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.settling.models import YieldStatement
from bouwkringloop.catalogue import load
from bouwkringloop.catalogue.models import DANGER
from bouwkringloop.config import Config
from bouwkringloop.counting import overview, review
from bouwkringloop.counting.models import StockCount
from bouwkringloop.demo import premises, shop, titles
from bouwkringloop.intake.models import IntakeLine
from bouwkringloop.people import access, passwords, tokens
from bouwkringloop.people.models import Person
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock import ageing, reserve, transfer
from bouwkringloop.stock.models import Item, Site
from bouwkringloop.tables import METADATA
from bouwkringloop.till.models import Payment, Sale, Shift

ITEMS, SALES = 60, 50


def empty_shop(home, templates):
    """An empty database in a folder of its own."""
    home.mkdir()
    config = Config(home, templates.empty(home / "shop.db"))
    return Database(config.database_url), config


@pytest.fixture(scope="module", autouse=True)
def quick_hashes():
    """Hash passwords cheaply here; that the product does not is a test of its own."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher.from_parameters(profiles.CHEAPEST)
        patch.setattr(passwords, "_passwords", cheap)
        yield


@pytest.fixture
def new(tmp_path, templates):
    """Make empty databases."""
    made = []

    def opened(name):
        made.append(empty_shop(tmp_path / name, templates))
        return made[-1]

    yield opened
    for database, _ in made:
        database.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory, templates):
    """A demo shop that tests only look at, with what was printed when it was made."""
    database, config = empty_shop(tmp_path_factory.mktemp("shops") / "demo", templates)
    said = list(shop.fill(database, config, items=ITEMS, sales=SALES))
    yield database, config, "\n".join(said)
    database.close()


def remembered(database):
    """What two fills have in common: what people brought, with codes and prices, and every sale."""
    of_batches = select(Stocked.intake_line_id)
    with database.reading() as session:
        items = session.execute(
            select(Item.code, Item.title, Item.price_cents, Item.quantity_milli)
            .join(IntakeLine, IntakeLine.item_id == Item.id)
            .where(IntakeLine.route == "sell", IntakeLine.id.not_in(of_batches))
            .order_by(Item.id)
        ).all()
        sales = session.execute(
            # Something may have come back on the last day, which is a sale below zero.
            select(Sale.uuid, Sale.at, Sale.total_cents)
            .where(Sale.total_cents >= 0)
            .order_by(Sale.id)
        ).all()
        return [tuple(row) for row in items], [tuple(row) for row in sales]


def test_the_same_dice_make_the_same_shop(new, standing_clock):
    shops = [new(name) for name in ("one", "two", "other")]
    for (database, config), seed in zip(shops, (1, 1, 2), strict=True):
        list(shop.fill(database, config, items=15, sales=10, seed=seed))
    one, two, other = (remembered(database) for database, _ in shops)
    assert one == two
    assert one != other


def test_it_has_as_many_things_and_sales_as_were_asked_for(filled):
    database, _, _ = filled
    items, sales = remembered(database)
    assert (len(items), len(sales)) == (ITEMS, SALES)


def test_its_books_hold(filled):
    database, _, _ = filled
    with database.reading() as session:
        made = list(proofs.all_of(session))
    assert [proof for proof in made if not proof.holds] == []
    assert sum(proof.looked_at for proof in made) > ITEMS + SALES


def test_it_fills_postgresql_and_sqlite_alike(database, config, session):
    # The shop that all tests find has to go first.
    for table in reversed(METADATA.sorted_tables):
        if table.name not in ("code_counter", "impact_factor", "placement_type"):
            session.execute(delete(table))
    session.commit()
    list(shop.fill(database, config, items=20, sales=15))
    with database.reading() as reader:
        assert all(proof.holds for proof in proofs.all_of(reader))
        assert reader.scalar(select(func.count()).select_from(Sale)) == 15


def test_shifts_of_past_days_are_closed_and_todays_is_open(filled):
    database, _, _ = filled
    with database.reading() as session:
        (still_open,) = session.scalars(select(Shift).where(Shift.closed_at.is_(None)))
        closed = session.scalars(select(Shift).where(Shift.closed_at.is_not(None))).all()
        assert still_open.till.slug == "till-1"
        assert still_open.day == clock.today()
        assert len(closed) > 15
        assert max(shift.day for shift in closed) < clock.today()
        assert any(shift.counted_cents != shift.expected_cents for shift in closed)


def test_nothing_in_it_happens_in_the_future(filled):
    database, _, _ = filled
    with database.reading() as session:
        assert session.scalar(select(func.max(Sale.at))) <= clock.now()
        assert session.scalar(select(func.max(Item.created_at))) <= clock.now()
        assert session.scalar(select(func.max(Shift.opened_at))) <= clock.now()


@pytest.mark.parametrize("hour", [0, 23])
def test_it_can_be_made_at_any_hour_of_the_day(new, standing_clock, hour):
    standing_clock.at = datetime(2026, 11, 22, hour, 5, tzinfo=UTC)
    database, config = new("demo")
    list(shop.fill(database, config, items=15, sales=10))
    with database.reading() as session:
        assert session.scalar(select(func.max(Sale.at))) <= clock.now()
        assert session.scalar(select(Shift.day).where(Shift.closed_at.is_(None))) == clock.today()


def test_it_knows_refusals_residue_and_both_ways_of_paying(filled):
    database, _, _ = filled
    with database.reading() as session:
        routes = set(session.scalars(select(IntakeLine.route)))
        reasons = session.scalars(
            select(IntakeLine.reason).where(IntakeLine.route.in_(("refuse", "residue")))
        ).all()
        assert {"sell", "refuse", "residue"} <= routes
        assert all(reasons)
        assert set(session.scalars(select(Payment.method))) == {"cash", "pin"}


def test_its_old_papers_do_not_wait_for_the_printer(filled):
    database, _, _ = filled
    with database.reading() as session:
        assert set(session.scalars(select(PrintJob.state))) == {"done"}


def test_an_empty_database_is_filled_at_the_start_with_something_on_every_page_of_the_stock_room(
    new,
):
    database, config = new("demo")
    said = list(shop.fill_if_empty(database, config))
    items, sales = remembered(database)
    assert (len(items), len(sales)) == (400, 350)
    assert "API token" in said[-1]
    with database.reading() as session:
        counts = session.scalars(select(StockCount).order_by(StockCount.id)).all()
        booked = overview.booked(session, counts[0])
        open_lines = review.of(session, counts[1])
        (sent,) = transfer.latest(session)
        long_here = ageing.standing(session, at_least_days=ageing.LONG_DAYS)
        assert [count.state for count in counts] == ["booked", "open"]
        assert [len(booked.of(said)) for said in ("missing", "differs")] == [1, 1]
        assert {"missing", "right"} == {line.outcome for line in open_lines.lines}
        assert sent.ended_at is None
        assert len(sent.lines) == 3
        assert len(reserve.all_open(session)) == 2
        assert any(one.percent_off for one in long_here)
        assert session.scalar(
            select(func.count())
            .select_from(Item)
            .where(Item.form == "length", Item.quantity_milli.between(1, Item.first_milli - 1))
        )


def test_everybody_printed_can_log_in(filled):
    database, _, said = filled
    with database.reading() as session:
        staff = session.scalars(select(Person).where(Person.login.is_not(None))).all()
    assert {person.role for person in staff} == set(Role)
    assert len({who.pin for who in premises.STAFF}) == len(premises.STAFF)
    for who in premises.STAFF:
        (person,) = [person for person in staff if person.login == who.login]
        assert passwords.is_right(person.pin_hash, who.pin)
        (line,) = [line for line in said.splitlines() if f" {who.login} " in line]
        assert premises.PASSWORD in line
        assert who.pin in line
    assert len({person.password_hash for person in staff}) == 1
    assert passwords.is_right(staff[0].password_hash, premises.PASSWORD)


def token_in(said):
    return said.splitlines()[-1].rsplit(" ", 1)[1]


def test_the_token_works_and_only_the_owner_can_read_its_file(filled):
    database, config, said = filled
    path = config.home / "demo-token.txt"
    assert path.read_text() == token_in(said)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with database.reading() as session:
        actor = access.by_token(session, token_in(said))
    assert actor is not None
    assert actor.may(Permission.SELL)


def test_a_later_start_prints_the_same_ways_in_and_adds_nothing(filled):
    database, config, said = filled
    before = remembered(database)
    again = list(shop.fill_if_empty(database, config))
    assert again == said.splitlines()[1:]
    assert remembered(database) == before


def test_it_refuses_a_database_with_data(new):
    database, config = new("own")
    with database.writing() as session:
        session.add(Site(slug="mine", name="Mijn winkel", kind="shop"))
        session.flush()
        tokens.issue(session, name="kassa", role=Role.CASHIER)
    with pytest.raises(shop.NotEmpty):
        list(shop.fill(database, config))
    assert remembered(database) == ([], [])
    assert not (config.home / "demo-token.txt").exists()


def test_a_start_leaves_a_shop_of_ones_own_alone(new):
    database, config = new("own")
    with database.writing() as session:
        tokens.issue(session, name="kassa", role=Role.CASHIER)
    assert list(shop.fill_if_empty(database, config)) == [
        "This shop has its own data; the demo shop was not added."
    ]


def test_a_fill_that_breaks_leaves_nothing_and_gives_the_clock_back(
    new, standing_clock, monkeypatch
):
    database, config = new("demo")

    def broken(session):
        raise RuntimeError("the power went")

    monkeypatch.setattr("bouwkringloop.printing.jobs.finish_all", broken)
    with pytest.raises(RuntimeError):
        list(shop.fill(database, config, items=10, sales=5))
    assert clock.now() == standing_clock.at
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0
    monkeypatch.undo()
    list(shop.fill(database, config, items=10, sales=5))
    assert clock.now() == standing_clock.at


def test_an_empty_demo_shop_can_be_made(new):
    database, config = new("demo")
    list(shop.fill(database, config, items=0, sales=5))
    items, sales = remembered(database)
    assert (len(items), len(sales)) == (0, 5)


def test_the_patterns_of_titles_are_those_of_the_kinds_that_get_labels():
    shipped = tomllib.loads(load.DATA_FILE.read_text(encoding="utf-8"))["category"]
    labelled = {
        kind["pictogram"]
        for kind in shipped
        if not kind.get("unlabelled") and kind["group"] != DANGER
    }
    assert set(titles.patterns()) == labelled


def test_a_title_is_drawn_from_the_words_of_its_pattern():
    dice = random.Random(3)
    drawn = {titles.of_kind("ridge-tile", "Nokpan", dice) for _ in range(40)}
    assert drawn == {"Nokvorst rood", "Nokvorst antraciet"}
    assert titles.of_kind("nothing-known", "Nokpan", dice) == "Nokpan"


def test_builders_have_batches_in_many_states(filled):
    database, _, _ = filled
    with database.reading() as session:
        states = session.scalars(select(Batch.state).order_by(Batch.number)).all()
        stated = session.scalar(select(func.count()).select_from(YieldStatement))
    assert states == ["in_stock", "in_stock", "received", "announced"]
    assert stated == 1
