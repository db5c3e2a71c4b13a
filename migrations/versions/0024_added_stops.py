"""Stops that are put on a trip which has departed."""

import sqlalchemy as sa
from alembic import op

revision = "0024_added_stops"
down_revision = "0023_second_factor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("trip_stop", sa.Column("added_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("trip_stop", "added_at")
