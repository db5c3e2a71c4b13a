"""What card terminals were asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0011_card_payments"
down_revision = "0010_invoices"
branch_labels = None
depends_on = None

_PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    op.create_table(
        "card_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("sale_uuid", sa.Uuid(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("driver", sa.String(), nullable=False),
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("cancel_wanted", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_note", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_card_payment_amount_positive")),
        sa.CheckConstraint(
            "state in ('pending', 'paid', 'failed', 'unknown')",
            name=op.f("ck_card_payment_state_known"),
        ),
        sa.CheckConstraint(
            "(state = 'pending') = (ended_at is null)",
            name=op.f("ck_card_payment_ended_or_pending"),
        ),
        sa.CheckConstraint(
            "reference = '' or sent_at is not null", name=op.f("ck_card_payment_known_means_sent")
        ),
        sa.CheckConstraint(
            "(settled_by_id is null) = (settled_note = '')",
            name=op.f("ck_card_payment_settled_means_noted"),
        ),
        sa.CheckConstraint(
            "used_at is null or state = 'paid'", name=op.f("ck_card_payment_used_means_paid")
        ),
        sa.ForeignKeyConstraint(
            ["till_id"], ["till.id"], name=op.f("fk_card_payment_till_id_till")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.id"], name=op.f("fk_card_payment_shift_id_shift")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["person.id"], name=op.f("fk_card_payment_started_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_card_payment_settled_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_payment")),
        sa.UniqueConstraint("uuid", name=op.f("uq_card_payment_uuid")),
    )
    op.create_index(op.f("ix_card_payment_shift_id"), "card_payment", ["shift_id"])
    op.create_index(op.f("ix_card_payment_sale_uuid"), "card_payment", ["sale_uuid"])
    op.create_index(
        "uq_card_payment_busy",
        "card_payment",
        ["driver", "terminal"],
        unique=True,
        sqlite_where=_PENDING,
        postgresql_where=_PENDING,
    )


def downgrade() -> None:
    op.drop_table("card_payment")
