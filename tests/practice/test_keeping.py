"""The practice shop is in no backup, and never in the way of the real one."""

import zipfile

import pytest
from sqlalchemy import text

from bouwkringloop import backups
from bouwkringloop.base.db import Database
from bouwkringloop.base.permissions import Role
from bouwkringloop.config import Config
from bouwkringloop.practice.shop import Practice
from bouwkringloop.practice.views import build
from tests import make

pytestmark = pytest.mark.one_database


def test_a_backup_leaves_the_practice_shop_out_and_a_restored_shop_begins_it_anew(
    tmp_path, templates
):
    url = templates.sqlite(tmp_path / backups.DATABASE)
    config, database = Config(home=tmp_path, database_url=url), Database(url)
    practice = Practice(config, database)
    with database.session(writes=True) as session:
        practice.open_for(make.actor(session, Role.CASHIER))
    assert practice.file.exists()
    practice.database.close()
    database.close()
    copy = tmp_path / "copy.zip"
    backups.write(config, copy)
    with zipfile.ZipFile(copy) as archive:
        assert [name for name in archive.namelist() if "practice" in name] == []
    backups.put_back(config, copy, overwrite=True)
    assert not practice.file.exists()


def test_a_practice_folder_that_cannot_be_made_keeps_nobody_from_selling(
    config, database, tmp_path, client
):
    (tmp_path / "practice").write_text("in the way")
    build(Practice(config, database), testing=True)
    assert client.get("/till").status_code == 200


def test_a_practice_shop_of_a_later_version_is_made_anew(learner, practice):
    client = learner(Role.CASHIER)
    assert client.get("/practice/").status_code == 200
    with practice.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
    practice._made = False  # As after a restart.
    assert client.get("/practice/till").status_code == 200


def test_a_practice_shop_is_found_again_after_a_restart(learner, practice, config, database):
    client = learner(Role.CASHIER)
    client.get("/practice/")
    with practice.database.writing() as session:
        session.execute(text("UPDATE site SET name = 'Geoefend'"))
    practice._made = False  # As after a restart.
    client.get("/practice/")
    with practice.database.reading() as session:
        assert session.scalar(text("SELECT min(name) FROM site")) == "Geoefend"


def test_the_practice_shop_sends_no_mail(practice):
    assert practice.config.mail is None
