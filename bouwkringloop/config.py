"""What this installation was told: where its things are kept, and in which database."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.smtp import MailServer, read_settings


class BadSetting(Refused):
    """A setting of the environment cannot be understood."""

    message = N_("%(name)s cannot be used. It is like %(such)s.")


@dataclass(frozen=True)
class Config:
    """Settings read once, at the start of the process."""

    #: The folder of everything stored: database, photos, keys, printers.toml.
    home: Path
    #: A SQLAlchemy URL: `sqlite:///…` or `postgresql+psycopg://…`.
    database_url: str
    #: The mail server; None where the shop sends no mail.
    mail: MailServer | None = None
    #: Where the public reaches the pages, such as `https://shop.example`; empty where unknown.
    public_url: str = ""
    #: How many pick-ups there is room for in one half-day.
    pickups_per_half_day: int = 4
    #: The real shop's folder, where this is the shop in which people practise; None for a real one.
    practises_for: Path | None = None

    @property
    def photos(self) -> Path:
        """The folder that holds the photos of things."""
        return self.home / "photos"

    @property
    def printers_file(self) -> Path:
        """The file that describes this shop's printers; who practises prints on the real ones."""
        return (self.practises_for or self.home) / "printers.toml"


def from_environment() -> Config:
    """Read the BOUWKRINGLOOP_… settings, and make the home folder if need be."""
    default_home = Path.home() / ".local" / "share" / "bouwkringloop"
    home = Path(os.environ.get("BOUWKRINGLOOP_HOME") or default_home).expanduser().resolve()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    url = os.environ.get("BOUWKRINGLOOP_DATABASE") or f"sqlite:///{home / 'bouwkringloop.db'}"
    told = os.environ.get
    return Config(
        home=home,
        database_url=url,
        mail=read_settings(told("BOUWKRINGLOOP_SMTP", ""), told("BOUWKRINGLOOP_MAIL_FROM", "")),
        public_url=_public_url(told("BOUWKRINGLOOP_URL", "")),
        pickups_per_half_day=_places(told("BOUWKRINGLOOP_PICKUPS_PER_HALF_DAY", "")),
    )


def _public_url(text: str) -> str:
    """Read where the public reaches the pages."""
    if text and (not text.isprintable() or urlsplit(text).scheme not in ("http", "https")):
        raise BadSetting(name="BOUWKRINGLOOP_URL", such="https://shop.example")
    return text.rstrip("/")


def _places(text: str) -> int:
    """Read how many pick-ups fit in a half-day."""
    if text and not (text.isdecimal() and text.isascii() and 0 < int(text) < 100):
        raise BadSetting(name="BOUWKRINGLOOP_PICKUPS_PER_HALF_DAY", such="4")
    return int(text or Config.pickups_per_half_day)
