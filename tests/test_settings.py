"""What the environment tells the program, and what it refuses to be told."""

import pytest
from click.testing import CliRunner

from bouwkringloop import config
from bouwkringloop.cli import main

CARDS = (
    *("MOLLIE_KEY", "MOLLIE_TERMINAL", "MOLLIE_URL"),
    *("SUMUP_KEY", "SUMUP_MERCHANT", "SUMUP_READER", "SUMUP_AFFILIATE", "SUMUP_URL"),
)
OURS = ("SMTP", "MAIL_FROM", "URL", "PICKUPS_PER_HALF_DAY", *CARDS)
SUMUP = {
    "SUMUP_KEY": "sup_sk_1",
    "SUMUP_MERCHANT": "MC1",
    "SUMUP_READER": "rdr_1",
    "SUMUP_AFFILIATE": "nl.example.shop:sup_afk_1",
}


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Set some of the settings, and no others."""

    def tell(**settings):
        monkeypatch.setenv("BOUWKRINGLOOP_HOME", str(tmp_path))
        for name in OURS:
            monkeypatch.delenv(f"BOUWKRINGLOOP_{name}", raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(f"BOUWKRINGLOOP_{name}", value)

    return tell


def test_without_settings_no_mail_goes_and_four_addresses_fit_in_a_half_day(told):
    told()
    found = config.from_environment()
    assert (found.mail, found.public_url, found.pickups_per_half_day) == (None, "", 4)


def test_the_settings_are_read(told):
    told(
        SMTP="smtp://u:p@mail.example",
        MAIL_FROM="Winkel <w@example.nl>",
        URL="https://shop.example/",
        PICKUPS_PER_HALF_DAY="6",
    )
    found = config.from_environment()
    assert (found.mail.host, found.mail.address) == ("mail.example", "w@example.nl")
    assert (found.public_url, found.pickups_per_half_day) == ("https://shop.example", 6)


def test_without_settings_no_terminal_takes_cards(told):
    told()
    assert config.from_environment().cards is None


def test_one_terminal_of_mollie_is_for_every_till(told):
    told(MOLLIE_KEY="live_1", MOLLIE_TERMINAL="term_1")
    found = config.from_environment().cards
    assert (found.driver, found.key, found.at("till-1"), found.url) == (
        "mollie",
        "live_1",
        "term_1",
        "",
    )
    assert "live_1" not in repr(found)


def test_each_till_has_its_own_reader_of_sumup(told):
    told(**{**SUMUP, "SUMUP_READER": "till-1=rdr_1,till-2=rdr_2"}, SUMUP_URL="http://127.0.0.1:1/")
    found = config.from_environment().cards
    assert [found.at(till) for till in ("till-1", "till-2", "till-3")] == ["rdr_1", "rdr_2", None]
    assert (found.merchant, found.affiliate) == ("MC1", ("nl.example.shop", "sup_afk_1"))
    assert found.url == "http://127.0.0.1:1"
    assert "sup_afk_1" not in repr(found)


@pytest.mark.parametrize(
    "wrong",
    [
        {"MOLLIE_KEY": "live_1", "MOLLIE_TERMINAL": "term_1", **SUMUP},
        {"MOLLIE_KEY": "live_1"},
        {"MOLLIE_TERMINAL": "term_1"},
        {"MOLLIE_KEY": "live 1", "MOLLIE_TERMINAL": "term_1"},
        {"MOLLIE_KEY": "live_1", "MOLLIE_TERMINAL": "till-1=a,till-1=b"},
        {"MOLLIE_KEY": "live_1", "MOLLIE_TERMINAL": "=a"},
        {"MOLLIE_KEY": "live_1", "MOLLIE_TERMINAL": "a,"},
        {"MOLLIE_KEY": "live_1", "MOLLIE_TERMINAL": "term_1", "MOLLIE_URL": "ftp://x"},
        {**SUMUP, "SUMUP_AFFILIATE": "sup_afk_1"},
        {**SUMUP, "SUMUP_MERCHANT": "MC/1"},
        {**SUMUP, "SUMUP_READER": "../rdr_1"},
        {"SMTP": "mail.example", "MAIL_FROM": "w@example.nl"},
        {"SMTP": "smtp://mail.example"},
        {"URL": "shop.example"},
        {"PICKUPS_PER_HALF_DAY": "0"},
        {"PICKUPS_PER_HALF_DAY": "many"},
    ],
)
def test_a_setting_that_cannot_be_is_said_at_the_start(told, wrong):
    told(**wrong)
    answer = CliRunner().invoke(main, ["migrate"])
    assert answer.exit_code == 1
    assert "BOUWKRINGLOOP_" in answer.output
