"""One practice shop: its file, how it is made at the first need, and how it begins anew."""

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from alembic.util.exc import CommandError
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from bouwkringloop.backups import DATABASE, PRACTICE, is_shop
from bouwkringloop.base import migrate
from bouwkringloop.base.db import Database
from bouwkringloop.base.permissions import Actor
from bouwkringloop.config import Config
from bouwkringloop.people import access
from bouwkringloop.people.models import Person
from bouwkringloop.practice import copy
from bouwkringloop.stock import photos, renew
from bouwkringloop.till import practise

log = logging.getLogger(__name__)


class Practice:
    """The shop in which the people of one real shop practise.

    The real books are only ever read here. Nothing is made before somebody comes to practise, so
    a missing or broken file keeps nobody from selling.
    """

    def __init__(self, config: Config, database: Database) -> None:
        self._real_config, self._real = config, database
        home = config.home / PRACTICE
        self.file = home / DATABASE
        self.config = replace(
            config,
            home=home,
            database_url=f"sqlite:///{self.file}",
            mail=None,
            # No terminal takes anybody's money in practice.
            cards=None,
            practises_for=config.home,
        )
        self.database = Database(self.config.database_url, practice=True)
        self._making = threading.Lock()
        self._made = False

    @property
    def people(self) -> Database:
        """Where it is known who people are."""
        return self._real

    def who(self, secret: str) -> Actor | None:
        """Tell who is logged in at the real shop with this cookie."""
        with self._real.reading() as session:
            return access.by_cookie(session, secret)

    def is_untold(self, person: Actor) -> bool:
        """Tell whether they have a real till open, and did not say there that they practise."""
        with self._real.reading() as session:
            return practise.is_untold(session, person)

    def books(self) -> Sequence[Database]:
        """Give the books whose paper waits for the printers: none while nobody practises."""
        return (self.database,) if self._made else ()

    def open_for(self, person: Actor) -> None:
        """See that the practice shop is there, and knows who comes."""
        if not self._made:
            with self._making:
                if not self._made:
                    self._make(person, self._bring_up_to_date)
                    self._made = True
        with self.database.reading() as session:
            if copy.is_known(session, person):
                return
        with self.database.writing() as session:
            copy.welcome(session, person)

    def begin_anew(self, person: Actor) -> None:
        """Throw everything away and copy the real shop again.

        It is one transaction: who practises meanwhile waits for a moment, and sees the shop either
        as it was or as it begins.
        """
        with self._making:
            self._make(person, self._fill)

    def _make(self, person: Actor, work: Callable[[Actor], None]) -> None:
        """Do this to the books; a file that cannot be used is thrown away."""
        try:
            work(person)
        except (DatabaseError, CommandError) as error:
            # A file of a later version is whole, but of no use to this one.
            if is_shop(self.file) and not isinstance(error, CommandError):
                raise
            log.warning("the practice shop cannot be used and is made anew: %s", error)
            self.database.close()
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.file}{suffix}").unlink(missing_ok=True)
            self._bring_up_to_date(person)

    def _bring_up_to_date(self, person: Actor) -> None:
        self.config.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        migrate.begin_like(self.database, self._real)
        migrate.upgrade(self.database)
        with self.database.writing() as session:
            filled = session.scalar(select(Person.id).limit(1)) is not None
            if filled:
                renew.renew(session)
        if not filled:
            self._fill(person)

    def _fill(self, person: Actor) -> None:
        with self._real.reading() as real, self.database.writing() as session:
            copy.empty(session)
            needed = copy.fill(real, session, by=person)
            _bring_photos(self._real_config.photos, self.config.photos, needed)


def _bring_photos(real: Path, practice: Path, needed: Iterable[UUID]) -> None:
    """Have exactly these photos in the folder, without copying what can be shared."""
    shutil.rmtree(practice, ignore_errors=True)
    practice.mkdir(parents=True, exist_ok=True, mode=0o700)
    for photo in needed:
        for small in (False, True):
            source = photos.path(real, photo, small=small)
            target = photos.path(practice, photo, small=small)
            if not source.is_file():
                continue
            try:
                os.link(source, target)
            except OSError:
                shutil.copyfile(source, target)
