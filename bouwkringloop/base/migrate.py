"""Bring the database's schema to where this version wants it."""

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bouwkringloop.base.db import Database
from bouwkringloop.base.paths import MIGRATIONS


def _alembic(database: Database) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database, to: str = "head") -> None:
    """Run the migrations that are missing."""
    if not is_current(database):
        command.upgrade(_alembic(database), to)


def opened(url: str) -> Database:
    """Open a database, brought up to this version."""
    database = Database(url)
    upgrade(database)
    return database


def begin_like(database: Database, other: Database) -> None:
    """Give an empty database the tables of another that is up to date, without what is in them.

    It takes a moment where all migrations take seconds. Only SQLite tells how a table was made, so
    on any other database, or beside one that is not up to date, nothing happens.
    """
    both = (database.url, other.url)
    if any(url.get_backend_name() != "sqlite" for url in both) or not is_current(other):
        return
    with other.reading() as session:
        made = session.scalars(_AS_MADE).all()
        version = session.scalars(_VERSION).one()
    with database.writing() as session:
        if session.scalar(_AS_MADE) is None:
            for statement in made:
                session.connection().exec_driver_sql(statement)
            session.execute(_SET_VERSION, {"version": version})


#: What belongs to a table comes after it. SQLite's own tables come by themselves.
_AS_MADE = text(
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    " ORDER BY type <> 'table', rowid"
)
_VERSION = text("SELECT version_num FROM alembic_version")
_SET_VERSION = text("INSERT INTO alembic_version (version_num) VALUES (:version)")


def downgrade(database: Database, to: str) -> None:
    """Undo migrations down to this one."""
    command.downgrade(_alembic(database), to)


def is_current(database: Database) -> bool:
    """Tell whether nothing is missing."""
    head = ScriptDirectory.from_config(_alembic(database)).get_current_head()
    with database.reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision() == head
