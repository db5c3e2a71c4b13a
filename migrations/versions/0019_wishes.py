"""Wishes: what people and projects look for."""

import sqlalchemy as sa
from alembic import op

revision = "0019_wishes"
down_revision = "0018_batches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _wish()


def _wish() -> None:
    op.create_table(
        "wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("length_from_mm", sa.Integer(), nullable=True),
        sa.Column("length_until_mm", sa.Integer(), nullable=True),
        sa.Column("width_from_mm", sa.Integer(), nullable=True),
        sa.Column("width_until_mm", sa.Integer(), nullable=True),
        sa.Column("height_from_mm", sa.Integer(), nullable=True),
        sa.Column("height_until_mm", sa.Integer(), nullable=True),
        sa.Column("needed_until", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at is null)", name=op.f("ck_wish_ended_or_open")
        ),
        sa.CheckConstraint(
            "category_id is not null or group_id is not null or words <> ''",
            name=op.f("ck_wish_says_what"),
        ),
        sa.CheckConstraint(
            "forgotten_at is not null or customer_id is not null or (name <> '' and (phone <> "
            "'' or mail <> ''))",
            name=op.f("ck_wish_reachable"),
        ),
        sa.CheckConstraint(
            "forgotten_at is null or (ended_at is not null and name = '' and folded = '' and "
            "phone = '' and mail = '' and note = '' and content_hash = '')",
            name=op.f("ck_wish_forgotten_is_empty"),
        ),
        sa.CheckConstraint(
            "state in ('open', 'found', 'expired', 'withdrawn')", name=op.f("ck_wish_state_known")
        ),
        sa.CheckConstraint(
            "unit in ('piece', 'm', 'm2', 'm3', 'kg', 'pack')", name=op.f("ck_wish_unit_known")
        ),
        sa.CheckConstraint(
            "category_id is null or group_id is null", name=op.f("ck_wish_one_kind")
        ),
        sa.CheckConstraint(
            "height_from_mm > 0 and height_until_mm > 0 and height_from_mm <= height_until_mm",
            name=op.f("ck_wish_height_forwards"),
        ),
        sa.CheckConstraint(
            "length_from_mm > 0 and length_until_mm > 0 and length_from_mm <= length_until_mm",
            name=op.f("ck_wish_length_forwards"),
        ),
        sa.CheckConstraint("price_cents > 0", name=op.f("ck_wish_price_positive")),
        sa.CheckConstraint("quantity_milli > 0", name=op.f("ck_wish_quantity_positive")),
        sa.CheckConstraint(
            "width_from_mm > 0 and width_until_mm > 0 and width_from_mm <= width_until_mm",
            name=op.f("ck_wish_width_forwards"),
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_wish_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_wish_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_wish_ended_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["category_group.id"], name=op.f("fk_wish_group_id_category_group")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_wish_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
        sa.UniqueConstraint("uuid", name=op.f("uq_wish_uuid")),
    )
    op.create_index(op.f("ix_wish_customer_id"), "wish", ["customer_id"])
    op.create_index(op.f("ix_wish_state"), "wish", ["state"])


def downgrade() -> None:
    op.drop_table("wish")
