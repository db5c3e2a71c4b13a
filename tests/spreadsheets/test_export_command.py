"""An owner with a terminal takes the stock out as a file."""

import pytest
from click.testing import CliRunner

from bouwkringloop.base.db import Database
from bouwkringloop.cli import main
from tests import make


@pytest.fixture
def run(tmp_path, templates, monkeypatch):
    """Run a command in the home of a shop that has one thing."""
    url = templates.sqlite(tmp_path / "shop.db")
    monkeypatch.setenv("BOUWKRINGLOOP_HOME", str(tmp_path))
    monkeypatch.setenv("BOUWKRINGLOOP_DATABASE", url)
    database = Database(url)
    with database.session(writes=True) as session:
        make.item(session, title="Mooie deur")
    database.close()
    return lambda *words: CliRunner().invoke(main, ["export", "stock", *words])


def test_stock_is_written_in_the_form_that_the_files_name_says(run, tmp_path):
    assert run("-o", str(tmp_path / "stock.csv")).exit_code == 0
    assert "Mooie deur" in (tmp_path / "stock.csv").read_text("utf-8-sig")
    assert run("-o", str(tmp_path / "stock.XLSX")).exit_code == 0
    assert (tmp_path / "stock.XLSX").read_bytes().startswith(b"PK")


def test_another_ending_is_refused_in_a_sentence(run, tmp_path):
    refused = run("-o", str(tmp_path / "stock.pdf"))
    assert refused.exit_code == 1
    assert ".xlsx" in refused.output
    assert not (tmp_path / "stock.pdf").exists()


def test_days_narrow_what_is_written(run, tmp_path):
    target = tmp_path / "stock.csv"
    assert run("--to", "2020-01-01", "-o", str(target)).exit_code == 0
    assert "Mooie deur" not in target.read_text("utf-8-sig")
    assert run("--from", "2020-01-01", "-o", str(target)).exit_code == 0
    assert "Mooie deur" in target.read_text("utf-8-sig")
