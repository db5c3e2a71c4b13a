"""The secrets that a shop keeps for itself, beside its database."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from bouwkringloop.base.codes import new_secret


def secret(home: Path) -> str:
    """Give the installation's secret; made once, so that what it signs survives a restart."""
    return _kept(home / "keys" / "secret.key")


def sealing(home: Path, *, make: bool) -> str | None:
    """Give the secret with which `base/seal` seals; None where there is none, and none is made.

    It is another than what signs cookies and links, so that those can be ended by throwing theirs
    away, without losing what is sealed.
    """
    path = home / "keys" / "seal.key"
    return _kept(path) if make or path.exists() else None


def _kept(path: Path) -> str:
    if not path.exists():
        _make(path)
    return path.read_text()


def _make(path: Path) -> None:
    """Make a secret, whole and on the disk before it has its name; of two makers one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("w", dir=path.parent) as made:
        made.write(new_secret())
        made.flush()
        os.fsync(made.fileno())
        with suppress(FileExistsError):
            os.link(made.name, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
