"""Badges, kiosks, clocked and counted hours, and allowances with their limits."""

import sqlalchemy as sa
from alembic import op

revision = "0034_hours"
down_revision = "0033_pso"
branch_labels = None
depends_on = None

_ONLY_ADDED = (
    "allowance_limit",
    "allowance_paid",
    "day_hours",
    "hours_mark",
)


def upgrade() -> None:
    _allowance_limit()
    _kiosk()
    _badge()
    _allowance_paid()
    _clocking()
    _day_hours()
    _hours_mark()
    for table in _ONLY_ADDED:
        _protect(table)


def _allowance_limit() -> None:
    op.create_table(
        "allowance_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("adult_hour", sa.Integer(), nullable=False),
        sa.Column("young_hour", sa.Integer(), nullable=False),
        sa.Column("adult_age", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "adult_hour > 0 and young_hour > 0", name=op.f("ck_allowance_limit_hours_positive")
        ),
        sa.CheckConstraint(
            "month > 0 and year > 0", name=op.f("ck_allowance_limit_periods_positive")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance_limit")),
        sa.UniqueConstraint("starts_on", name=op.f("uq_allowance_limit_starts_on")),
    )


def _kiosk() -> None:
    op.create_table(
        "kiosk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_kiosk_named")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_kiosk_by_id_person")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_kiosk_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kiosk_token_hash")),
        sa.UniqueConstraint("uuid", name=op.f("uq_kiosk_uuid")),
    )


def _badge() -> None:
    op.create_table(
        "badge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_badge_by_id_person")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_badge_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge")),
        sa.UniqueConstraint("code", name=op.f("uq_badge_code")),
    )
    op.create_index(op.f("ix_badge_participant_id"), "badge", ["participant_id"])


def _allowance_paid() -> None:
    op.create_table(
        "allowance_paid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("cents <> 0", name=op.f("ck_allowance_paid_something")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_allowance_paid_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_allowance_paid_placement_id_placement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance_paid")),
        sa.UniqueConstraint("uuid", name=op.f("uq_allowance_paid_uuid")),
    )
    op.create_index(op.f("ix_allowance_paid_placement_id"), "allowance_paid", ["placement_id"])


def _clocking() -> None:
    op.create_table(
        "clocking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kiosk_id", sa.Integer(), nullable=False),
        sa.Column("begun_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind in ('in', 'out')", name=op.f("ck_clocking_kind_known")),
        sa.ForeignKeyConstraint(
            ["begun_id"], ["clocking.id"], name=op.f("fk_clocking_begun_id_clocking")
        ),
        sa.ForeignKeyConstraint(
            ["kiosk_id"], ["kiosk.id"], name=op.f("fk_clocking_kiosk_id_kiosk")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_clocking_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clocking")),
        sa.UniqueConstraint("begun_id", name=op.f("uq_clocking_begun_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_clocking_uuid")),
    )
    op.create_index("ix_clocking_placement_id_at", "clocking", ["placement_id", "at"])


def _day_hours() -> None:
    op.create_table(
        "day_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("absence", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(source = 'correction') = (reason <> '')",
            name=op.f("ck_day_hours_corrected_for_a_reason"),
        ),
        sa.CheckConstraint(
            "absence in ('', 'told', 'not_told', 'free', 'closed')",
            name=op.f("ck_day_hours_absence_known"),
        ),
        sa.CheckConstraint(
            "source in ('clock', 'hand', 'list', 'correction')",
            name=op.f("ck_day_hours_source_known"),
        ),
        sa.CheckConstraint(
            "minutes >= 0 and minutes <= 1500", name=op.f("ck_day_hours_minutes_of_a_day")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_day_hours_number_positive")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_day_hours_by_id_person")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_day_hours_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_hours")),
        sa.UniqueConstraint(
            "placement_id", "day", "number", name=op.f("uq_day_hours_placement_id_day_number")
        ),
    )


def _hours_mark() -> None:
    op.create_table(
        "hours_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("upto_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('approved', 'signed', 'locked')", name=op.f("ck_hours_mark_kind_known")
        ),
        sa.CheckConstraint("first <= last", name=op.f("ck_hours_mark_forwards")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_hours_mark_by_id_person")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_hours_mark_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_mark")),
        sa.UniqueConstraint("uuid", name=op.f("uq_hours_mark_uuid")),
    )
    op.create_index("ix_hours_mark_placement_id_first", "hours_mark", ["placement_id", "first"])


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
    op.drop_table("hours_mark")
    op.drop_table("day_hours")
    op.drop_table("clocking")
    op.drop_table("allowance_paid")
    op.drop_table("badge")
    op.drop_table("kiosk")
    op.drop_table("allowance_limit")
