"""The migrations end where the models begin, and go both ways."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

from bouwkringloop import tables
from bouwkringloop.base import migrate


def test_the_newest_migration_is_what_the_models_say(database):
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, tables.METADATA) == []


def test_migrations_go_down_to_nothing_and_up_again(database):
    assert migrate.is_current(database)
    migrate.downgrade(database, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(database)
    assert migrate.is_current(database)


def test_the_checks_of_the_models_are_in_the_database(database):
    """Autogeneration misses checks, so they are compared by name."""
    found = inspect(database.engine)
    for table in tables.METADATA.sorted_tables:
        wanted = {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
        assert {c["name"] for c in found.get_check_constraints(table.name)} == wanted, table.name
