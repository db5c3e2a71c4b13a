"""What the environment tells the program, and what it refuses to be told."""

import pytest
from click.testing import CliRunner

from bouwkringloop import config
from bouwkringloop.cli import main

OURS = ("SMTP", "MAIL_FROM", "URL", "PICKUPS_PER_HALF_DAY")


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


@pytest.mark.parametrize(
    "wrong",
    [
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
