"""Transport of batches: slots, waste forms, vehicles and trips."""

import sqlalchemy as sa
from alembic import op

revision = "0022_transport"
down_revision = "0021_settling"
branch_labels = None
depends_on = None

_ONLY_ADDED = ("batch_slot", "carrier_number", "waste_form")


def upgrade() -> None:
    _vehicle()
    _carrier_number()
    _trip()
    _batch_slot()
    _waste_form()
    _trip_stop()
    for table in _ONLY_ADDED:
        _protect(table)


def _vehicle() -> None:
    op.create_table(
        "vehicle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("max_g", sa.Integer(), nullable=False),
        sa.Column("max_litres", sa.Integer(), nullable=False),
        sa.Column("emission_free", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "max_g > 0 and max_litres > 0", name=op.f("ck_vehicle_carries_something")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("slug", name=op.f("uq_vehicle_slug")),
    )


def _carrier_number() -> None:
    op.create_table(
        "carrier_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vihb", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_carrier_number_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_number")),
    )


def _trip() -> None:
    op.create_table(
        "trip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("driver", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("went_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kilometres", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'planned') = (went_at is null)", name=op.f("ck_trip_went_has_moment")
        ),
        sa.CheckConstraint(
            "(state in ('done', 'cancelled')) = (ended_at is not null)",
            name=op.f("ck_trip_ended_has_moment"),
        ),
        sa.CheckConstraint(
            "state in ('planned', 'underway', 'done', 'cancelled')",
            name=op.f("ck_trip_state_known"),
        ),
        sa.CheckConstraint("kilometres > 0", name=op.f("ck_trip_kilometres_positive")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_trip_person_id_person")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_trip_site_id_site")),
        sa.ForeignKeyConstraint(
            ["vehicle_id"], ["vehicle.id"], name=op.f("fk_trip_vehicle_id_vehicle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip")),
        sa.UniqueConstraint("uuid", name=op.f("uq_trip_uuid")),
    )
    op.create_index(op.f("ix_trip_day"), "trip", ["day"])
    op.create_index(op.f("ix_trip_state"), "trip", ["state"])


def _batch_slot() -> None:
    op.create_table(
        "batch_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts < ends", name=op.f("ck_batch_slot_slot_forwards")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_batch_slot_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_batch_slot_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_slot")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_batch_slot_batch_id_number")),
    )


def _waste_form() -> None:
    op.create_table(
        "waste_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_waste_form_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_waste_form_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["batch_slot.id"], name=op.f("fk_waste_form_slot_id_batch_slot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waste_form")),
        sa.UniqueConstraint("number", name=op.f("uq_waste_form_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_waste_form_uuid")),
    )
    op.create_index(op.f("ix_waste_form_batch_id"), "waste_form", ["batch_id"])


def _trip_stop() -> None:
    op.create_table(
        "trip_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("pickup_id", sa.Integer(), nullable=True),
        sa.Column("collection_id", sa.Integer(), nullable=True),
        sa.Column("load_g", sa.Integer(), nullable=True),
        sa.Column("load_litres", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome = '') = (done_at is null)", name=op.f("ck_trip_stop_outcome_has_moment")
        ),
        sa.CheckConstraint(
            "outcome in ('', 'done', 'missed', 'off')", name=op.f("ck_trip_stop_outcome_known")
        ),
        sa.CheckConstraint(
            "(case when batch_id is null then 0 else 1 end) + (case when pickup_id is null "
            "then 0 else 1 end) + (case when collection_id is null then 0 else 1 end) = 1",
            name=op.f("ck_trip_stop_one_thing"),
        ),
        sa.CheckConstraint("load_g > 0", name=op.f("ck_trip_stop_weighs_something")),
        sa.CheckConstraint("load_litres > 0", name=op.f("ck_trip_stop_takes_room")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_trip_stop_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_trip_stop_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(
            ["pickup_id"], ["pickup.id"], name=op.f("fk_trip_stop_pickup_id_pickup")
        ),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_trip_stop_trip_id_trip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip_stop")),
    )
    op.create_index(op.f("ix_trip_stop_trip_id"), "trip_stop", ["trip_id"])
    op.create_index(
        "uq_trip_stop_batch_waits",
        "trip_stop",
        ["batch_id"],
        unique=True,
        sqlite_where=sa.text("outcome = ''"),
        postgresql_where=sa.text("outcome = ''"),
    )
    op.create_index(
        "uq_trip_stop_collection_waits",
        "trip_stop",
        ["collection_id"],
        unique=True,
        sqlite_where=sa.text("outcome = ''"),
        postgresql_where=sa.text("outcome = ''"),
    )
    op.create_index(
        "uq_trip_stop_pickup_waits",
        "trip_stop",
        ["pickup_id"],
        unique=True,
        sqlite_where=sa.text("outcome = ''"),
        postgresql_where=sa.text("outcome = ''"),
    )


def _protect(table: str) -> None:
    """Let the database itself refuse to change or delete rows that are only ever added."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for act in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
        )


def downgrade() -> None:
    op.drop_table("trip_stop")
    op.drop_table("waste_form")
    op.drop_table("batch_slot")
    op.drop_table("trip")
    op.drop_table("carrier_number")
    op.drop_table("vehicle")
