"""Lists of things that were handed in to be imported."""

import sqlalchemy as sa
from alembic import op

revision = "0006_spreadsheets"
down_revision = "0005_intake"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "import_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('open', 'done')", name=op.f("ck_import_file_state_known")),
        sa.CheckConstraint("imported >= 0", name=op.f("ck_import_file_imported_not_negative")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_import_file_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_import_file_site_id_site")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
    )
    op.create_index(
        "ix_import_file_open", "import_file", ["made_at"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )


def downgrade() -> None:
    op.drop_index("ix_import_file_open", "import_file")
    op.drop_table("import_file")
