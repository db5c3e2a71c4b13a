"""Purchases paid out of a drawer, and negative margins that go along into the next year."""

import sqlalchemy as sa
from alembic import op

revision = "0013_day"
down_revision = "0012_sales_on_account"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite adds a column with its key only in the column's own words, which PostgreSQL reads too;
    # made anew, the table would lose what forbids to change its rows.
    op.execute(
        "ALTER TABLE cash_movement ADD COLUMN purchase_id INTEGER"
        " CONSTRAINT fk_cash_movement_purchase_id_purchase REFERENCES purchase (id)"
    )
    op.create_index(
        op.f("ix_cash_movement_purchase_id"), "cash_movement", ["purchase_id"], unique=True
    )
    op.create_table(
        "pool_carry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("vat_percent", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("cents >= 0", name=op.f("ck_pool_carry_cents_not_negative")),
        sa.CheckConstraint("note <> ''", name=op.f("ck_pool_carry_decision_named")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pool_carry_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_carry")),
    )
    _protect("pool_carry")


def downgrade() -> None:
    op.drop_table("pool_carry")
    op.drop_index(op.f("ix_cash_movement_purchase_id"), "cash_movement")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("cash_movement", "purchase_id")
        return
    with op.batch_alter_table("cash_movement") as movement:
        movement.drop_column("purchase_id")
    _protect("cash_movement")


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
