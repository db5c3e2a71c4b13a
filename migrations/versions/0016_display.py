"""A code on paper receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0016_display"
down_revision = "0014_collections"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A table made anew would lose what forbids to change its rows; a column is only added.
    op.add_column(
        "till_rules",
        sa.Column("receipt_code", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("till_rules", "receipt_code")
