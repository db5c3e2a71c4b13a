"""Bring the database's schema to where this version wants it."""

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

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


def downgrade(database: Database, to: str) -> None:
    """Undo migrations down to this one."""
    command.downgrade(_alembic(database), to)


def is_current(database: Database) -> bool:
    """Tell whether nothing is missing."""
    head = ScriptDirectory.from_config(_alembic(database)).get_current_head()
    with database.reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision() == head
