"""What was sold and is still to be collected."""

import sqlalchemy as sa
from alembic import op

revision = "0014_collections"
down_revision = "0013_day"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sale_line_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("deliver_on", sa.Date(), nullable=True),
        sa.Column("half_day", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_by_id", sa.Integer(), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_by_id", sa.Integer(), nullable=True),
        sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'planned', 'handed_over')",
            name=op.f("ck_collection_state_known"),
        ),
        sa.CheckConstraint(
            "half_day in ('', 'morning', 'afternoon')", name=op.f("ck_collection_half_day_known")
        ),
        sa.CheckConstraint(
            "(deliver_on is null) = (half_day = '') and (deliver_on is null) = (planned_at is null)"
            " and (planned_at is null) = (planned_by_id is null)",
            name=op.f("ck_collection_plan_whole"),
        ),
        sa.CheckConstraint(
            "(state <> 'planned' or deliver_on is not null)"
            " and (state <> 'waiting' or deliver_on is null)",
            name=op.f("ck_collection_planned_has_day"),
        ),
        sa.CheckConstraint(
            "(state = 'handed_over') = (handed_over_at is not null)"
            " and (handed_over_at is null) = (handed_over_by_id is null)",
            name=op.f("ck_collection_handed_over_has_moment"),
        ),
        sa.CheckConstraint(
            "(wiped_at is null and name <> '') or (wiped_at is not null and name = ''"
            " and phone = '' and street = '' and postcode = '' and city = '' and note = '')",
            name=op.f("ck_collection_named_or_wiped"),
        ),
        sa.ForeignKeyConstraint(
            ["sale_line_id"], ["sale_line.id"], name=op.f("fk_collection_sale_line_id_sale_line")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_collection_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["planned_by_id"], ["person.id"], name=op.f("fk_collection_planned_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["handed_over_by_id"],
            ["person.id"],
            name=op.f("fk_collection_handed_over_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("sale_line_id", name=op.f("uq_collection_sale_line_id")),
    )
    op.create_index("ix_collection_state_deliver_on", "collection", ["state", "deliver_on"])


def downgrade() -> None:
    op.drop_table("collection")
