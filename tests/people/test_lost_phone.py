"""Who lost phone and paper is helped by a manager, or by the owner at the terminal."""

import shutil
import sqlite3

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from bouwkringloop import backups
from bouwkringloop.base.db import Database
from bouwkringloop.base.permissions import Role
from bouwkringloop.cli import main
from bouwkringloop.config import Config
from bouwkringloop.people import second_factor
from bouwkringloop.people.models import AuditEntry, Person
from tests import make
from tests.people.phone import with_phone


@pytest.fixture
def noor(session):
    return make.person(session)


@pytest.fixture
def phone(session, config, noor, standing_clock):
    return with_phone(session, config.home, noor)[0]


def trail(session):
    session.rollback()
    query = select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.id.desc())
    return session.execute(query).all()


def test_a_manager_switches_it_off_and_every_log_in_ends(
    browser, enter, log_in, phone, noor, session
):
    enter()
    browser.post("/login/code", data={"code": phone.code()})
    manager = log_in(Role.MANAGER)
    assert "Tweede stap uitzetten" in manager.get(f"/staff/{noor.id}").text
    answer = manager.post(f"/staff/{noor.id}/second-step/off")
    assert answer.status_code == 303
    assert ("second_factor.dropped", f"person:{noor.id}") in [
        tuple(each) for each in trail(session)
    ]
    assert browser.get("/me").status_code == 303
    assert enter().location == "/"
    assert "Tweede stap uitzetten" not in manager.get(f"/staff/{noor.id}").text


def test_a_half_log_in_does_not_outlive_it(browser, enter, log_in, phone, noor):
    enter()
    log_in(Role.MANAGER).post(f"/staff/{noor.id}/second-step/off")
    assert browser.post("/login/code", data={"code": phone.code()}).location == "/login"


def test_where_there_is_none_there_is_nothing_to_switch_off(log_in, noor):
    assert log_in(Role.MANAGER).post(f"/staff/{noor.id}/second-step/off").status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
def test_nobody_else_does_that(log_in, phone, noor, session, role):
    assert log_in(role).post(f"/staff/{noor.id}/second-step/off").status_code == 403
    session.rollback()
    assert second_factor.has(session, noor.id)


def test_not_even_a_manager_does_it_for_themselves_without_a_code(log_in, session, config):
    own = session.scalars(select(Person).where(Person.login == "manager")).one()
    with_phone(session, config.home, own)
    manager = log_in(Role.MANAGER)
    page = manager.get(f"/staff/{own.id}").text
    assert "Codes en uitzetten" in page
    assert "Tweede stap uitzetten" not in page
    answer = manager.post(f"/staff/{own.id}/second-step/off")
    assert answer.status_code == 409
    assert "Daar is een code voor nodig" in answer.text
    session.rollback()
    assert second_factor.has(session, own.id)


@pytest.mark.one_database
def test_the_managers_page_speaks_english_too(log_in, phone, noor):
    page = log_in(Role.MANAGER, "en").get(f"/staff/{noor.id}").text
    assert "Switch the second step off" in page


@pytest.mark.one_database
def test_the_trail_says_it_in_words_and_tells_no_secret(
    log_in, browser, enter, phone, noor, session
):
    enter()
    browser.post("/login/code", data={"code": phone.wrong()})
    browser.post("/login/code", data={"code": phone.code()})
    manager = log_in(Role.MANAGER)
    manager.post(f"/staff/{noor.id}/second-step/off")
    page = manager.get("/audit").text
    for said in (
        "De tweede stap aangezet",
        "Een verkeerde code ingetypt bij de tweede stap",
        "Tweede stap: ja",
        "De tweede stap uitgezet",
    ):
        assert said in page
    assert phone.secret not in page
    assert phone.code() not in page


@pytest.fixture
def owner(tmp_path, templates, monkeypatch, standing_clock):
    """A shop of its own with a manager who has a phone, as the owner at its terminal has it."""
    home = tmp_path / "own"
    home.mkdir()
    url = templates.sqlite(home / "bouwkringloop.db")
    monkeypatch.setenv("BOUWKRINGLOOP_HOME", str(home))
    monkeypatch.delenv("BOUWKRINGLOOP_DATABASE", raising=False)
    shop = Config(home=home, database_url=url)
    database = Database(url)
    with database.session(writes=True) as session:
        boss = make.person(session, "Mo Baas", Role.MANAGER)
        phone, _ = with_phone(session, home, boss)
    yield shop, database, boss, phone
    database.close()


def command(*words, typed=None):
    return CliRunner().invoke(main, list(words), input=typed)


@pytest.mark.one_database
def test_an_owner_who_is_locked_out_switches_it_off_at_the_terminal(owner):
    _, books, boss, _ = owner
    no = command("user", "second-factor-off", "mo.baas", typed="n\n")
    assert no.exit_code == 1
    with books.reading() as session:
        assert second_factor.has(session, boss.id)
    yes = command("user", "second-factor-off", "Mo.Baas", typed="y\n")
    assert yes.exit_code == 0, yes.output
    with books.reading() as session:
        assert not second_factor.has(session, boss.id)
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (last.action, last.person_id) == ("second_factor.dropped", None)
    again = command("user", "second-factor-off", "mo.baas", typed="y\n")
    assert again.exit_code == 1
    assert "without a second step" in again.output
    nobody = command("user", "second-factor-off", "nobody", typed="y\n")
    assert "Niemand logt in als “nobody”" in nobody.output


@pytest.mark.one_database
def test_the_secret_is_nowhere_in_the_database_file(owner):
    shop, books, _, phone = owner
    books.close()
    with sqlite3.connect(shop.home / "bouwkringloop.db") as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()
    raw = (shop.home / "bouwkringloop.db").read_bytes()
    assert b"mo.baas" in raw
    assert phone.secret.encode() not in raw
    assert phone.secret.lower().encode() not in raw


@pytest.mark.one_database
def test_a_shop_that_is_put_back_from_a_backup_takes_the_codes_of_before(owner, tmp_path):
    shop, books, boss, phone = owner
    books.close()
    backups.write(shop, tmp_path / "copy.zip")
    shutil.rmtree(shop.home)
    shop.home.mkdir()
    backups.put_back(shop, tmp_path / "copy.zip", overwrite=False)
    again = Database(shop.database_url)
    second_factor.prove(again, shop.home, boss.id, phone.code())
    again.close()
    assert (shop.home / "keys" / "seal.key").stat().st_mode & 0o077 == 0
