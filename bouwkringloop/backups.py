"""Copy a whole shop into one file while it sells, and put it back."""

import shutil
import sqlite3
import tempfile
import zipfile
from pathlib import Path

from sqlalchemy.engine import make_url

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.config import Config
from bouwkringloop.printing import worker

DATABASE = "bouwkringloop.db"
#: What else belongs to a shop, beside its database.
FOLDERS = ("photos", "batches", "keys")
FILES = ("printers.toml",)
#: The folder of the shop in which people practise; it is in no copy.
PRACTICE = "practice"


class OnlySqlite(Refused):
    """PostgreSQL brings better tools of its own."""

    message = N_("This shop is on PostgreSQL: back it up with pg_dump, and copy the home folder.")


class NotABackup(Refused):
    """The file is no backup of a shop."""

    message = N_("This file is not a backup of a shop.")


class ShopIsThere(Refused):
    """Restoring would replace what is there now."""

    message = N_("There is a shop here already. Say --overwrite to replace it by the backup.")


class NotThere(Refused):
    """The copy would replace something that is no copy."""

    message = N_("There is another file under this name already. Choose a name of its own.")


class NoShop(Refused):
    """There is nothing to copy."""

    message = N_("There is no shop here to copy. Look at BOUWKRINGLOOP_HOME.")


class ShopIsServing(Refused):
    """Sales made into the old file would be lost."""

    message = N_("The program is serving this shop. Stop it first, then restore.")


def _database_file(config: Config) -> Path:
    url = make_url(config.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise OnlySqlite
    return Path(url.database)


def write(config: Config, target: Path) -> None:
    """Write a consistent copy of database, photos, papers, keys and printers into one zip file.

    SQLite's own backup copies the database page by page while others write to it. The file
    appears under its name only when it is whole.
    """
    source = _database_file(config)
    if not is_shop(source):
        raise NoShop
    if target.is_dir() or (target.exists() and not zipfile.is_zipfile(target)):
        raise NotThere
    unfinished = target.with_name(target.name + ".unfinished")
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        copy = Path(folder) / DATABASE
        with sqlite3.connect(source) as live, sqlite3.connect(copy) as kept:
            live.backup(kept)
        live.close()
        kept.close()
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, DATABASE)
            for path in _others(config):
                archive.write(path, path.relative_to(config.home))
    unfinished.chmod(0o600)
    unfinished.replace(target)


def _others(config: Config) -> list[Path]:
    found = [path for name in FOLDERS for path in (config.home / name).rglob("*")]
    found += [config.home / name for name in FILES]
    return [path for path in found if path.is_file()]


def put_back(config: Config, source: Path, *, overwrite: bool) -> None:
    """Restore a shop from a backup; refuse while the program serves it."""
    target = _database_file(config)
    if is_shop(target) and not overwrite:
        raise ShopIsThere
    with worker.nobody_prints(config) as stopped:
        if not stopped:
            raise ShopIsServing
        _replace(config, source, target)


def _replace(config: Config, source: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=config.home) as folder:
        unpacked = Path(folder)
        try:
            with zipfile.ZipFile(source) as archive:
                archive.extractall(unpacked)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            raise NotABackup from None
        if not is_shop(unpacked / DATABASE):
            raise NotABackup
        _close_keys(unpacked / "keys")
        for suffix in ("-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        shutil.move(unpacked / DATABASE, target)
        # Who practises begins anew, in a shop that is like this one.
        for name in (*FOLDERS, PRACTICE):
            shutil.rmtree(config.home / name, ignore_errors=True)
        for name in (*FOLDERS, *FILES):
            if (unpacked / name).exists():
                shutil.move(unpacked / name, config.home / name)


def _close_keys(folder: Path) -> None:
    """Let only the owner read the keys; a zip file forgets who may."""
    if folder.exists():
        folder.chmod(0o700)
        for path in folder.iterdir():
            path.chmod(0o600)


def is_shop(database: Path) -> bool:
    """See whether a file is a whole SQLite database with a shop's tables in it."""
    if not database.is_file():
        return False
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        names = {name for (name,) in connection.execute("select name from sqlite_master")}
        sound = connection.execute("pragma integrity_check").fetchone() == ("ok",)
        return sound and {"alembic_version", "person", "item", "sale"} <= names
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
