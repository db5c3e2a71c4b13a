"""The register of processing tells of every table that holds something about people."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from bouwkringloop import tables
from bouwkringloop.base import i18n
from bouwkringloop.base.permissions import Role
from bouwkringloop.reports import register
from bouwkringloop.reports.of_nobody import OF_NOBODY

pytestmark = pytest.mark.one_database


def test_every_table_is_told_of_or_holds_nobody():
    told = [name for each in register.ACTIVITIES for name in each.tables]
    assert len(told) == len(set(told))
    assert not set(told) & OF_NOBODY
    assert set(told) | OF_NOBODY == set(tables.METADATA.tables)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_how_long_it_is_kept_stands_in_figures(language):
    with i18n.speaking(language):
        for each in register.ACTIVITIES:
            assert "%(" not in each.kept_so_long
            assert any(sign.isdigit() for sign in each.kept_so_long)


def test_the_register_is_a_page_and_a_paper(log_in):
    coordinator = log_in(Role.COORDINATOR)
    page = coordinator.get("/register").text
    assert "hoogstens 24 maanden" in page.lower()
    paper = coordinator.get("/register.pdf").data
    words = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(paper)).pages)
    assert "Deelnemers en hun plaatsingen" in words
    assert log_in(Role.CASHIER).get("/register").status_code == 403
