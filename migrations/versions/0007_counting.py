"""Tallies that are taken back, and what a booked count said of each thing."""

import sqlalchemy as sa
from alembic import op

revision = "0007_counting"
down_revision = "0006_spreadsheets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stock_count", sa.Column("booked_hash", sa.String(), nullable=True))
    with op.batch_alter_table("count_tally") as tally:
        tally.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        tally.create_foreign_key(
            op.f("fk_count_tally_undoes_id_count_tally"), "count_tally", ["undoes_id"], ["id"]
        )
        tally.create_unique_constraint(op.f("uq_count_tally_undoes_id"), ["undoes_id"])
    op.create_table(
        "count_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("counted_milli", sa.Integer(), nullable=True),
        sa.Column("book_milli", sa.Integer(), nullable=False),
        sa.Column("difference_milli", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("value_cents", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('right', 'differs', 'missing', 'came', 'part', 'away')",
            name=op.f("ck_count_line_outcome_known"),
        ),
        sa.CheckConstraint(
            "(outcome in ('differs', 'missing')) = (difference_milli <> 0)",
            name=op.f("ck_count_line_difference_fits_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["count_id"], ["stock_count.id"], name=op.f("fk_count_line_count_id_stock_count")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_count_line_item_id_item")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_count_line_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_line")),
        sa.UniqueConstraint("count_id", "item_id", name=op.f("uq_count_line_count_id_item_id")),
    )
    op.create_index(op.f("ix_count_line_item_id"), "count_line", ["item_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_count_line_item_id"), "count_line")
    op.drop_table("count_line")
    # What was taken back would count again without the column that says so.
    op.execute(
        "DELETE FROM count_tally WHERE undoes_id IS NOT NULL"
        " OR id IN (SELECT undoes_id FROM count_tally WHERE undoes_id IS NOT NULL)"
    )
    with op.batch_alter_table("count_tally") as tally:
        tally.drop_constraint(op.f("uq_count_tally_undoes_id"), type_="unique")
        tally.drop_constraint(op.f("fk_count_tally_undoes_id_count_tally"), type_="foreignkey")
        tally.drop_column("undoes_id")
    op.drop_column("stock_count", "booked_hash")
