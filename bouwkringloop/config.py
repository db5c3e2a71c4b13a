"""What this installation was told: where its things are kept, and in which database."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Config:
    """Settings read once, at the start of the process."""

    #: The folder of everything stored: database, photos, keys, printers.toml.
    home: Path
    #: A SQLAlchemy URL: `sqlite:///…` or `postgresql+psycopg://…`.
    database_url: str

    @property
    def photos(self) -> Path:
        """The folder that holds the photos of things."""
        return self.home / "photos"

    @property
    def printers_file(self) -> Path:
        """The file that describes this shop's printers."""
        return self.home / "printers.toml"


def from_environment() -> Config:
    """Read BOUWKRINGLOOP_HOME and BOUWKRINGLOOP_DATABASE, and make the home folder if need be."""
    default_home = Path.home() / ".local" / "share" / "bouwkringloop"
    home = Path(os.environ.get("BOUWKRINGLOOP_HOME") or default_home).expanduser().resolve()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    url = os.environ.get("BOUWKRINGLOOP_DATABASE") or f"sqlite:///{home / 'bouwkringloop.db'}"
    return Config(home=home, database_url=url)
