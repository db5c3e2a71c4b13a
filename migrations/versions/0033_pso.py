"""Norms of the PSO, each since a day."""

import sqlalchemy as sa
from alembic import op

revision = "0033_pso"
down_revision = "0032_privacy"
branch_labels = None
depends_on = None

_ONLY_ADDED = ("pso_norm",)


def upgrade() -> None:
    _pso_norm()
    for table in _ONLY_ADDED:
        _protect(table)


def _pso_norm() -> None:
    op.create_table(
        "pso_norm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("step_1", sa.Integer(), nullable=False),
        sa.Column("step_2", sa.Integer(), nullable=False),
        sa.Column("step_3", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("source <> ''", name=op.f("ck_pso_norm_says_where_from")),
        sa.CheckConstraint(
            "0 < step_1 and step_1 < step_2 and step_2 < step_3",
            name=op.f("ck_pso_norm_steps_rise"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_pso_norm_size_positive")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pso_norm_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pso_norm")),
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
    op.drop_table("pso_norm")
