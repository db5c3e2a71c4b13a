"""Who ended a draft and in which delivery it was described; a draft that ended may lose its photo."""

import sqlalchemy as sa
from alembic import op

revision = "0008_drafts"
down_revision = "0007_counting"
branch_labels = None
depends_on = None

_CHECKS = {
    "ended_by_somebody": "(ended_at is null) = (ended_by_id is null)",
    "used_in_a_delivery": "(state = 'used') = (intake_id is not null)",
    "open_has_photo": "state <> 'open' or photo_id is not null",
}


def upgrade() -> None:
    # Nothing ever wrote a draft before this version.
    with op.batch_alter_table("draft") as draft:
        draft.add_column(sa.Column("ended_by_id", sa.Integer(), nullable=True))
        draft.add_column(sa.Column("intake_id", sa.Integer(), nullable=True))
        draft.alter_column("photo_id", existing_type=sa.Uuid(), nullable=True)
        draft.create_foreign_key(
            op.f("fk_draft_ended_by_id_person"), "person", ["ended_by_id"], ["id"]
        )
        draft.create_foreign_key(op.f("fk_draft_intake_id_intake"), "intake", ["intake_id"], ["id"])
        for name, rule in _CHECKS.items():
            draft.create_check_constraint(op.f(f"ck_draft_{name}"), rule)


def downgrade() -> None:
    # What has no photo any more ended long ago, and the version before needs one.
    op.execute("DELETE FROM draft WHERE photo_id IS NULL")
    with op.batch_alter_table("draft") as draft:
        for name in _CHECKS:
            draft.drop_constraint(op.f(f"ck_draft_{name}"), type_="check")
        draft.drop_constraint(op.f("fk_draft_intake_id_intake"), type_="foreignkey")
        draft.drop_constraint(op.f("fk_draft_ended_by_id_person"), type_="foreignkey")
        draft.alter_column("photo_id", existing_type=sa.Uuid(), nullable=False)
        draft.drop_column("intake_id")
        draft.drop_column("ended_by_id")
