"""What this installation was told: where its things are kept, and in which database."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.smtp import MailServer, read_settings


class BadSetting(Refused):
    """A setting of the environment cannot be understood."""

    message = N_("%(name)s cannot be used. It is like %(such)s.")


class TwoCardServices(BadSetting):
    """Two companies were named to take the cards."""

    message = N_(
        "BOUWKRINGLOOP_MOLLIE_… and BOUWKRINGLOOP_SUMUP_… are both set. Only one company can take"
        " the cards."
    )


@dataclass(frozen=True)
class CardTerminals:
    """The company that takes the cards, and which of its terminals stands at which till."""

    #: `mollie` or `sumup`.
    driver: str
    key: str = field(repr=False)
    #: Terminals by the slug of their till; the empty slug stands for every other till.
    terminals: tuple[tuple[str, str], ...]
    #: What only SumUp asks for: the merchant's code, and the affiliate's app and key.
    merchant: str = ""
    affiliate: tuple[str, str] = field(default=("", ""), repr=False)
    #: Another address of the service than its own, to try things out.
    url: str = ""

    def at(self, till: str) -> str | None:
        """Give the terminal of a till; None where it has none."""
        known = dict(self.terminals)
        return known.get(till, known.get(""))


#: Where the shop in which people practise begins, beside the real one.
PRACTICE_ROOT = "/practice"


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
    #: The card terminals; None where amounts are typed on the terminal by hand.
    cards: CardTerminals | None = None
    #: The real shop's folder, where this is the shop in which people practise; None for a real one.
    practises_for: Path | None = None

    @property
    def public_root(self) -> str:
        """Where the public reaches this shop, or the one to practise in; empty where unknown."""
        return self.public_url + (PRACTICE_ROOT if self.public_url and self.practises_for else "")

    @property
    def photos(self) -> Path:
        """The folder that holds the photos of things."""
        return self.home / "photos"

    @property
    def signatures(self) -> Path:
        """The folder that holds the drawings of who signed for a delivery of a batch."""
        return self.home / "batches" / "signatures"

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
        cards=_cards(),
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


def _cards() -> CardTerminals | None:
    """Read which terminals take the cards; None where no setting names any."""
    mollie, sumup = _named("MOLLIE"), _named("SUMUP")
    if mollie and sumup:
        raise TwoCardServices
    if mollie:
        return CardTerminals(
            driver="mollie",
            key=_needed(mollie, "MOLLIE_KEY", "live_…"),
            terminals=_terminals(mollie, "MOLLIE_TERMINAL", "term_…"),
            url=_service(mollie, "MOLLIE_URL"),
        )
    if sumup:
        app, _, affiliate = _needed(sumup, "SUMUP_AFFILIATE", _AFFILIATE).partition(":")
        if not app or not affiliate:
            raise BadSetting(name="BOUWKRINGLOOP_SUMUP_AFFILIATE", such=_AFFILIATE)
        return CardTerminals(
            driver="sumup",
            key=_needed(sumup, "SUMUP_KEY", "sup_sk_…"),
            terminals=_terminals(sumup, "SUMUP_READER", "rdr_…"),
            merchant=_merchant(_needed(sumup, "SUMUP_MERCHANT", _MERCHANT)),
            affiliate=(app, affiliate),
            url=_service(sumup, "SUMUP_URL"),
        )
    return None


_AFFILIATE = "nl.example.shop:sup_afk_…"
_MERCHANT = "MC4VDM4E"


def _named(company: str) -> dict[str, str]:
    """Give what is set for a company, by its name after BOUWKRINGLOOP_."""
    start = "BOUWKRINGLOOP_"
    return {
        name.removeprefix(start): value.strip()
        for name, value in os.environ.items()
        if name.startswith(f"{start}{company}_") and value.strip()
    }


def _needed(settings: dict[str, str], name: str, such: str) -> str:
    """Read a setting that has to be there, without a space or sign that no key has."""
    value = settings.get(name, "")
    if not value.isprintable() or not value.isascii() or " " in value or not value:
        raise BadSetting(name=f"BOUWKRINGLOOP_{name}", such=such)
    return value


def _merchant(code: str) -> str:
    """Read a merchant's code, which stands in addresses of the service."""
    if not code.isalnum():
        raise BadSetting(name="BOUWKRINGLOOP_SUMUP_MERCHANT", such=_MERCHANT)
    return code


def _terminals(settings: dict[str, str], name: str, such: str) -> tuple[tuple[str, str], ...]:
    """Read one terminal for all tills, or pairs such as `till-1=term_a,till-2=term_b`."""
    found: dict[str, str] = {}
    for pair in _needed(settings, name, such).split(","):
        till, equals, terminal = pair.rpartition("=")
        # Whatever stands in an address of the service must not lead to another one.
        if till in found or not re.fullmatch(r"[A-Za-z0-9_-]+", terminal) or (equals and not till):
            such_pairs = f"{such} / till-1={such},till-2={such}"
            raise BadSetting(name=f"BOUWKRINGLOOP_{name}", such=such_pairs)
        found[till] = terminal
    return tuple(found.items())


def _service(settings: dict[str, str], name: str) -> str:
    """Read another address of a service."""
    text = settings.get(name, "")
    if text and (not text.isprintable() or urlsplit(text).scheme not in ("http", "https")):
        raise BadSetting(name=f"BOUWKRINGLOOP_{name}", such="https://api.example")
    return text.rstrip("/")
