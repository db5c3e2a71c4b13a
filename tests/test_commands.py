"""The commands of an owner who has a terminal and little time."""

import io
import json
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from bouwkringloop.app import move_in
from bouwkringloop.base.db import Database
from bouwkringloop.cli import main
from bouwkringloop.config import Config
from bouwkringloop.stock import find
from tests import make
from tests.conftest import Program


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in an empty home."""
    monkeypatch.setenv("BOUWKRINGLOOP_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BOUWKRINGLOOP_DATABASE", raising=False)

    def command(*words, typed=None):
        return CliRunner().invoke(main, list(words), input=typed)

    return command


@pytest.fixture
def home(tmp_path):
    path = tmp_path / "home"
    return Config(home=path, database_url=f"sqlite:///{path / 'bouwkringloop.db'}")


@pytest.fixture
def migrated(home, templates):
    """A home in which a database is ready; a test of what it takes to make it does without."""
    home.home.mkdir()
    templates.empty(home.home / "bouwkringloop.db")


def test_a_fresh_home_is_migrated_and_its_books_hold(run):
    assert run("migrate").exit_code == 0
    checked = run("check")
    assert checked.exit_code == 0
    assert "ok" in checked.output
    assert "BREAK" not in checked.output


@pytest.mark.usefixtures("migrated")
def test_check_fails_on_a_break_and_names_it(run, home):
    database = Database(home.database_url)
    with database.writing() as session:
        make.shop(session)
    with database.session(writes=True) as session:
        make.item(session).quantity_milli = 7000
        session.commit()
    database.close()
    checked = run("check")
    assert checked.exit_code == 1
    assert "BREAK" in checked.output


@pytest.mark.usefixtures("migrated")
def test_somebody_who_was_added_logs_in_with_the_password(run, home, built_app):
    added = run("user", "add", "Noor de Vries", "--role", "manager", typed="brick by brick\n")
    assert added.exit_code == 0, added.output
    assert "noor.de.vries" in added.output
    database = Database(home.database_url)
    move_in(built_app, home, database)
    sent = {"login": "noor.de.vries", "password": "brick by brick"}
    assert built_app.test_client().post("/login", data=sent).status_code == 303
    database.close()


def test_a_real_shop_is_set_up_and_sells_on_its_first_day(run, home, built_app):
    assert run("setup", "--shop", "Bouwkringloop De Hoek", "--address", "Hoek 1").exit_code == 0
    assert run("site", "add", "Milieustraat", "--kind", "yard").output.strip() == "milieustraat"
    assert run("till", "add", "Kassa 2", "--site", "bouwkringloop-de-hoek").exit_code == 0
    assert run("till", "add", "Kassa 3", "--site", "nowhere").exit_code == 1
    secret = run("token", "add", "kassa", "--role", "shop_lead").output.strip()
    database = Database(home.database_url)
    move_in(built_app, home, database)
    program = Program(built_app.test_client(), secret)
    assert [till["slug"] for till in program.get("/tills").json] == ["kassa-1", "kassa-2"]
    shift, door = str(uuid4()), {"category": "panelled-door", "unit_price_cents": 2500}
    program.post("/shifts", {"id": shift, "till": "kassa-1", "float_cents": 0})
    paid = [{"method": "pin", "tendered_cents": 2500}]
    sale = {"id": str(uuid4()), "shift": shift, "lines": [door], "payments": paid}
    assert program.post("/sales", sale).status_code == 201
    database.close()


@pytest.mark.usefixtures("migrated")
def test_a_weak_password_is_refused_with_a_sentence(run):
    added = run("user", "add", "Noor", "--role", "manager", typed="short\n")
    assert added.exit_code == 1
    assert "tien tekens" in added.output


@pytest.mark.usefixtures("migrated")
def test_a_token_is_printed_once_and_works(run, home, built_app):
    secret = run("token", "add", "boekhouding", "--role", "manager").output.strip()
    database = Database(home.database_url)
    move_in(built_app, home, database)
    headers = {"Authorization": f"Bearer {secret}"}
    assert built_app.test_client().get("/api/v1/tills", headers=headers).status_code == 200
    database.close()


def test_printers_are_listed_and_tested(run):
    assert "bonnen: virtual:" in run("printers").output
    assert run("printers", "test", "bonnen").exit_code == 0
    assert run("printers", "test", "none").exit_code == 1


@pytest.mark.usefixtures("migrated")
def test_a_backup_holds_the_shop_and_restores_it(run, home, tmp_path):
    run("token", "add", "eerste", "--role", "manager")
    (home.home / "photos").mkdir()
    (home.home / "photos" / "a.jpg").write_bytes(b"picture")
    copy = tmp_path / "copy.zip"
    assert run("backup", str(copy)).exit_code == 0
    run("token", "add", "tweede", "--role", "manager")
    (home.home / "photos" / "a.jpg").unlink()
    assert run("restore", str(copy)).exit_code == 1
    assert run("restore", str(copy), "--overwrite").exit_code == 0
    assert (home.home / "photos" / "a.jpg").read_bytes() == b"picture"
    database = Database(home.database_url)
    from sqlalchemy import select

    from bouwkringloop.people.models import Person

    with database.reading() as session:
        assert session.scalars(select(Person.name)).all() == ["eerste"]
    database.close()
    assert run("check").exit_code == 0


@pytest.mark.usefixtures("migrated")
def test_a_shop_that_is_serving_is_not_restored_over(run, home, tmp_path):
    from bouwkringloop.printing import worker

    copy = tmp_path / "copy.zip"
    run("backup", str(copy))
    with worker.nobody_prints(home):
        refused = run("restore", str(copy), "--overwrite")
    assert refused.exit_code == 1
    assert "Stop het eerst" in refused.output


@pytest.mark.usefixtures("migrated")
def test_a_backup_never_replaces_what_is_no_backup(run, home):
    own = home.home / "bouwkringloop.db"
    before = own.read_bytes()
    assert run("backup", str(own)).exit_code == 1
    assert own.read_bytes() == before


def test_an_empty_home_has_nothing_to_copy(run, tmp_path):
    copy = tmp_path / "copy.zip"
    assert run("backup", str(copy)).exit_code == 1
    assert not copy.exists()


@pytest.mark.usefixtures("migrated")
def test_a_database_of_somebody_else_is_no_backup(run, tmp_path):
    import sqlite3
    import zipfile

    with sqlite3.connect(tmp_path / "bouwkringloop.db") as other:
        other.execute("create table recipes (id integer)")
    other.close()
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.write(tmp_path / "bouwkringloop.db", "bouwkringloop.db")
    assert run("restore", str(tmp_path / "other.zip"), "--overwrite").exit_code == 1
    assert run("check").exit_code == 0


@pytest.mark.parametrize(
    "url", ["nonsense", "postgres://x", "mysql://x/y", "sqlite:////no/such/f.db"]
)
def test_a_wrong_address_of_the_database_is_said_in_one_sentence(run, monkeypatch, url):
    monkeypatch.setenv("BOUWKRINGLOOP_DATABASE", url)
    answer = run("migrate")
    assert answer.exit_code == 1
    assert "The database cannot be used" in answer.output
    assert "Traceback" not in answer.output


@pytest.mark.parametrize("name", ["", "😀", "x" * 61])
@pytest.mark.usefixtures("migrated")
def test_a_name_that_cannot_be_said_is_refused(run, name):
    assert run("site", "add", name, "--kind", "yard").exit_code == 1
    assert run("token", "add", name, "--role", "manager").exit_code == 1


@pytest.mark.usefixtures("migrated")
def test_a_shop_is_set_up_once(run):
    assert run("setup", "--shop", "De Hoek").exit_code == 0
    assert run("setup", "--shop", "Nog een").exit_code == 1


@pytest.mark.usefixtures("migrated")
def test_what_is_no_backup_is_refused_and_changes_nothing(run, home, tmp_path):
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(b"no zip")
    before = (home.home / "bouwkringloop.db").read_bytes()
    assert run("restore", str(wrong), "--overwrite").exit_code == 1
    assert (home.home / "bouwkringloop.db").read_bytes() == before


def test_the_bench_gives_medians_percentiles_and_ratios(run, monkeypatch):
    # How many things lie around it is no part of what is proved here.
    monkeypatch.setattr("bouwkringloop.bench.run.ITEMS", 50)
    monkeypatch.setattr("bouwkringloop.bench.run.WARM_UP", 1)
    answer = run("bench", "--json", "--rounds", "20")
    assert answer.exit_code == 0, answer.output
    figures = json.load(io.StringIO(answer.output))
    assert len(figures) == 4
    for figure in figures:
        assert 0 < figure["median_ms"] <= figure["p95_ms"]
        assert figure["ratio"] > 0


def test_the_bench_finds_things_in_many_ways(run, monkeypatch):
    monkeypatch.setattr("bouwkringloop.bench.run.WARM_UP", 1)
    answer = run("bench", "--search", "--items", "100", "--json", "--rounds", "20")
    assert answer.exit_code == 0, answer.output
    figures = json.load(io.StringIO(answer.output))
    assert {"a code looked up", "a mistyped word", "a word and a range"} <= {
        figure["name"] for figure in figures
    }
    assert all(figure["ratio"] > 0 for figure in figures)


@pytest.mark.usefixtures("migrated")
def test_migrating_an_older_shop_makes_its_stock_searchable(run, home):
    database = Database(home.database_url)
    with database.writing() as session:
        make.shop(session)
    with database.session(writes=True) as session:
        make.item(session, title="Wastafel")
        session.execute(text("DELETE FROM search_word"))
        session.execute(text("UPDATE item SET search_text = ''"))
        session.commit()
    assert run("migrate").exit_code == 0
    with database.reading() as session:
        wish = find.understood(session, find.Wish(words="wastavel"))
        assert [item.title for item in find.page(session, wish, 1)[0]] == ["Wastafel"]
    database.close()
