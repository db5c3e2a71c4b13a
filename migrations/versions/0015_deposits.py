"""Deposits: money that is taken in advance for what is kept for somebody."""

import sqlalchemy as sa
from alembic import op

revision = "0015_deposits"
down_revision = "0014_collections"
branch_labels = None
depends_on = None

_KIND = "ck_voucher_kind_known"


def upgrade() -> None:
    with op.batch_alter_table("voucher") as voucher:
        voucher.drop_constraint(op.f(_KIND), type_="check")
        voucher.create_check_constraint(op.f(_KIND), "kind in ('gift', 'credit', 'deposit')")
    op.create_table(
        "deposit",
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_deposit_voucher_id_voucher")
        ),
        sa.ForeignKeyConstraint(
            ["reservation_id"],
            ["reservation.id"],
            name=op.f("fk_deposit_reservation_id_reservation"),
        ),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_deposit_sale_id_sale")),
        sa.PrimaryKeyConstraint("voucher_id", name=op.f("pk_deposit")),
        sa.UniqueConstraint("sale_id", "position", name=op.f("uq_deposit_sale_id_position")),
    )
    op.create_index(op.f("ix_deposit_reservation_id"), "deposit", ["reservation_id"])
    _protect("deposit")


def downgrade() -> None:
    op.drop_table("deposit")
    # A shop that goes back keeps what its customers paid in advance, as store credit.
    op.execute("UPDATE voucher SET kind = 'credit' WHERE kind = 'deposit'")
    with op.batch_alter_table("voucher") as voucher:
        voucher.drop_constraint(op.f(_KIND), type_="check")
        voucher.create_check_constraint(op.f(_KIND), "kind in ('gift', 'credit')")


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
