"""The secret that a shop keeps for itself, beside its database."""

from pathlib import Path

from bouwkringloop.base.codes import new_secret


def secret(home: Path) -> str:
    """Give the installation's secret; made once, so that what it signs survives a restart."""
    path = home / "keys" / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(new_secret())
    return path.read_text()
