"""Printers that say how they are: where a job is wanted, how sure its paper is, and its printer."""

import sqlalchemy as sa
from alembic import op

revision = "0002_printers"
down_revision = "0001_first_shop"
branch_labels = None
depends_on = None

_OPEN = sa.text("state in ('queued', 'sending', 'uncertain', 'failed')")


def upgrade() -> None:
    with op.batch_alter_table("print_job") as job:
        job.add_column(sa.Column("site", sa.String(), nullable=True))
        job.add_column(sa.Column("till", sa.String(), nullable=True))
        job.add_column(
            sa.Column("is_copy", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        job.add_column(sa.Column("doubts", sa.Integer(), server_default="0", nullable=False))
        job.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        job.add_column(sa.Column("detail", sa.String(), server_default="", nullable=False))
        job.add_column(sa.Column("ack", sa.String(), server_default="", nullable=False))
        job.drop_column("not_before")
    # Until now `problem` held the words of the device.
    op.execute("UPDATE print_job SET detail = problem WHERE problem <> ''")
    op.execute("UPDATE print_job SET problem = 'device' WHERE problem <> ''")
    op.execute("UPDATE print_job SET ack = 'sent' WHERE state = 'done'")
    op.create_index(
        "ix_print_job_open", "print_job", ["id"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_table(
        "printer_state",
        sa.Column("printer", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("paper_low", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("printer", name=op.f("pk_printer_state")),
    )


def downgrade() -> None:
    op.drop_table("printer_state")
    op.drop_index("ix_print_job_open", "print_job")
    op.execute("UPDATE print_job SET problem = detail WHERE detail <> ''")
    with op.batch_alter_table("print_job") as job:
        job.add_column(sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
        for column in ("ack", "detail", "expires_at", "doubts", "is_copy", "till", "site"):
            job.drop_column(column)
