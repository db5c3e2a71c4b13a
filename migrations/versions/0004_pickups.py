"""Pick-ups at home with their photos, and the outbox of mails."""

import sqlalchemy as sa
from alembic import op

revision = "0004_pickups"
down_revision = "0003_stock"
branch_labels = None
depends_on = None

_UNDERWAY = sa.text("state in ('queued', 'sending')")


def upgrade() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('queued', 'sending', 'sent', 'failed')", name=op.f("ck_mail_state_known")
        ),
        sa.CheckConstraint(
            "state in ('queued', 'sending') or (recipient = '' and subject = '' and body = '')",
            name=op.f("ck_mail_ended_is_empty"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index(op.f("ix_mail_about"), "mail", ["about"])
    op.create_index(
        "ix_mail_underway",
        "mail",
        ["next_at"],
        sqlite_where=_UNDERWAY,
        postgresql_where=_UNDERWAY,
    )
    op.create_table(
        "pickup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("groups", sa.String(), nullable=False),
        sa.Column("amount", sa.String(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("postcode4", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("intake_id", sa.Integer(), nullable=True),
        sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('asked', 'planned', 'missed', 'done', 'refused', 'cancelled')",
            name=op.f("ck_pickup_state_known"),
        ),
        sa.CheckConstraint("language in ('nl', 'en')", name=op.f("ck_pickup_language_known")),
        sa.CheckConstraint(
            "(day is null) = (starts is null) and (day is null) = (ends is null)",
            name=op.f("ck_pickup_slot_whole"),
        ),
        sa.CheckConstraint("starts < ends", name=op.f("ck_pickup_slot_forwards")),
        sa.CheckConstraint(
            "state <> 'planned' or day is not null", name=op.f("ck_pickup_planned_has_slot")
        ),
        sa.CheckConstraint(
            "(state in ('done', 'refused', 'cancelled')) = (ended_at is not null)",
            name=op.f("ck_pickup_ended_has_end"),
        ),
        sa.CheckConstraint(
            "intake_id is null or state = 'done'", name=op.f("ck_pickup_only_done_has_delivery")
        ),
        sa.CheckConstraint(
            "forgotten_at is not null or (what <> '' and (phone <> '' or mail <> ''))",
            name=op.f("ck_pickup_reachable"),
        ),
        sa.CheckConstraint(
            "forgotten_at is null or (ended_at is not null and what = '' and amount = ''"
            " and name = '' and street = '' and postcode = '' and town = '' and phone = ''"
            " and mail = '' and access = '' and reason = '' and content_hash = ''"
            " and token_hash is null)",
            name=op.f("ck_pickup_forgotten_is_empty"),
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intake.id"], name=op.f("fk_pickup_intake_id_intake")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pickup_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup")),
        sa.UniqueConstraint("intake_id", name=op.f("uq_pickup_intake_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pickup_token_hash")),
        sa.UniqueConstraint("uuid", name=op.f("uq_pickup_uuid")),
    )
    op.create_index(op.f("ix_pickup_state"), "pickup", ["state"])
    op.create_index(op.f("ix_pickup_day"), "pickup", ["day"])
    op.create_table(
        "pickup_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pickup_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pickup_id"], ["pickup.id"], name=op.f("fk_pickup_photo_pickup_id_pickup")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_photo")),
        sa.UniqueConstraint(
            "pickup_id", "position", name=op.f("uq_pickup_photo_pickup_id_position")
        ),
    )


def downgrade() -> None:
    op.drop_table("pickup_photo")
    op.drop_table("pickup")
    op.drop_table("mail")
