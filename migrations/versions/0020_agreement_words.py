"""The very words of an agreement, kept as they were drawn up."""

import sqlalchemy as sa
from alembic import op

revision = "0020_agreement_words"
down_revision = "0019_wishes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement_words",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("shop", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_words_agreement_id_agreement"),
        ),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_agreement_words")),
    )
    _protect()


def _protect() -> None:
    """Let the database refuse every change but one: that the words are emptied."""
    wiped = (
        "NEW.words = '' AND NEW.shop IS NOT DISTINCT FROM OLD.shop"
        " AND NEW.agreement_id IS NOT DISTINCT FROM OLD.agreement_id"
    )
    for act, when in (("update", f"WHEN (NOT ({wiped}))"), ("delete", "")):
        does = "BEGIN SELECT RAISE(ABORT, 'rows of agreement_words are only ever added'); END"
        if op.get_bind().dialect.name == "postgresql":
            does = "EXECUTE FUNCTION refuse_change()"
        op.execute(
            f"CREATE TRIGGER agreement_words_no_{act} BEFORE {act.upper()} ON agreement_words"
            f" FOR EACH ROW {when} {does}"
        )


def downgrade() -> None:
    op.drop_table("agreement_words")
