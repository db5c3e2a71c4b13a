"""The migrations end where the models begin, and go both ways."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text

from bouwkringloop import tables
from bouwkringloop.base import migrate
from bouwkringloop.base.db import Database
from bouwkringloop.stock.models import Site


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


def test_old_print_jobs_keep_what_their_printer_said_both_ways(database):
    migrate.downgrade(database, "0001_first_shop")
    with database.engine.begin() as connection:
        person = connection.scalar(text("SELECT min(id) FROM person"))
        for number, state, problem in ((1, "done", ""), (2, "failed", "the code needs 51 mm")):
            connection.execute(
                text(
                    "INSERT INTO print_job (id, kind, subject, document, state, attempts, problem,"
                    " person_id, created_at) VALUES (:number, 'label', 'item:00000013', '{}',"
                    " :state, 1, :problem, :person, '2026-11-20 10:00:00')"
                ),
                {"number": number, "state": state, "problem": problem, "person": person},
            )
    migrate.upgrade(database)
    with database.engine.begin() as connection:
        rows = connection.execute(
            text("SELECT state, problem, detail, ack, is_copy, doubts FROM print_job ORDER BY id")
        ).all()
    assert [tuple(row) for row in rows] == [
        ("done", "", "", "sent", False, 0),
        ("failed", "device", "the code needs 51 mm", "", False, 0),
    ]
    migrate.downgrade(database, "0001_first_shop")
    with database.engine.begin() as connection:
        said = connection.scalars(text("SELECT problem FROM print_job ORDER BY id")).all()
    assert said == ["", "the code needs 51 mm"]
    migrate.upgrade(database)


def test_a_database_that_begins_like_another_has_its_tables_and_nothing_of_what_is_in_them(
    tmp_path,
):
    model, new = (Database(f"sqlite:///{tmp_path / name}.db") for name in ("model", "new"))
    migrate.upgrade(model)
    with model.writing() as session:
        session.add(Site(slug="hub", name="Loods", kind="hub"))
    migrate.begin_like(new, model)
    made = text("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
    with model.reading() as theirs, new.reading() as ours:
        assert ours.execute(made).all() == theirs.execute(made).all()
        assert ours.scalar(text("SELECT count(*) FROM site")) == 0
    assert migrate.is_current(new)
    migrate.begin_like(new, model)
    for one in (model, new):
        one.close()
