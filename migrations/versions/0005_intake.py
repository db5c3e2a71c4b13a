"""Intake by a decision tree; scales, slips, drafts, printed codes, and what was paid for."""

import sqlalchemy as sa
from alembic import op

revision = "0005_intake"
down_revision = "0004_pickups"
branch_labels = None
depends_on = None

_OLD_SOURCES = "source_kind in ('yard', 'shop', 'pickup', 'batch')"
_SOURCES = "source_kind in ('yard', 'shop', 'pickup', 'batch', 'municipality', 'workshop')"
_OLD_ROUTES = "route in ('sell', 'repair', 'parts', 'material', 'residue', 'refuse')"
_ROUTES = (
    "route in ('sell', 'repair', 'parts', 'repurpose', 'material', 'residue', 'refuse',"
    " 'quarantine')"
)
_OLD_WEIGHTS = "weight_source in ('typed', 'category')"
_WEIGHTS = "weight_source in ('scale', 'typed', 'dimensions', 'category')"
_TARE = "(gross_g is null) = (tare_g is null) and (tare_g is null or tare_g < gross_g)"
_LEAVES = "route not in ('material', 'residue', 'refuse') or item_id is null"


def upgrade() -> None:
    op.create_table(
        "container",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tare_g", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("tare_g > 0", name=op.f("ck_container_weighs_something")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_container")),
        sa.UniqueConstraint("slug", name=op.f("uq_container_slug")),
    )
    op.create_table(
        "printed_code",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("roll", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_printed_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_printed_code")),
    )
    op.create_index(op.f("ix_printed_code_roll"), "printed_code", ["roll"], unique=False)

    op.create_table(
        "scale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("max_g", sa.Integer(), nullable=False),
        sa.Column("protocol", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("max_g > 0", name=op.f("ck_scale_weighs_something")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_scale_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scale")),
        sa.UniqueConstraint("slug", name=op.f("uq_scale_slug")),
    )
    op.create_index(op.f("ix_scale_site_id"), "scale", ["site_id"], unique=False)

    op.create_table(
        "tree_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_tree_version_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tree_version")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("delivery", sa.Uuid(), nullable=True),
        sa.Column("source_kind", sa.String(), nullable=False),
        sa.Column("source_postcode4", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at is null)", name=op.f("ck_draft_ended_or_open")
        ),
        sa.CheckConstraint(
            "state in ('open', 'used', 'dropped')", name=op.f("ck_draft_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_draft_person_id_person")
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_draft_photo_id_photo")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_draft_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("uuid", name=op.f("uq_draft_uuid")),
    )
    op.create_index(op.f("ix_draft_site_id"), "draft", ["site_id"], unique=False)

    op.create_table(
        "purchase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intake_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("paid_cents", sa.Integer(), nullable=False),
        sa.Column("paid_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intake.id"], name=op.f("fk_purchase_intake_id_intake")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_purchase_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase")),
        sa.UniqueConstraint("intake_id", name=op.f("uq_purchase_intake_id")),
        sa.UniqueConstraint("number", name=op.f("uq_purchase_number")),
    )
    with op.batch_alter_table("intake") as intake:
        intake.add_column(sa.Column("slip", sa.String(), nullable=True))
        intake.create_unique_constraint(op.f("uq_intake_slip"), ["slip"])
        intake.drop_constraint(op.f("ck_intake_source_known"), type_="check")
        intake.create_check_constraint(op.f("ck_intake_source_known"), _SOURCES)
    with op.batch_alter_table("intake_line") as line:
        line.add_column(sa.Column("gross_g", sa.Integer(), nullable=True))
        line.add_column(sa.Column("tare_g", sa.Integer(), nullable=True))
        line.add_column(sa.Column("tree_version_id", sa.Integer(), nullable=True))
        line.add_column(sa.Column("answers", sa.String(), server_default="{}", nullable=False))
        line.add_column(sa.Column("status", sa.String(), server_default="", nullable=False))
        line.add_column(sa.Column("use", sa.String(), server_default="", nullable=False))
        line.add_column(sa.Column("paid_cents", sa.Integer(), server_default="0", nullable=False))
        line.create_foreign_key(
            op.f("fk_intake_line_tree_version_id_tree_version"),
            "tree_version",
            ["tree_version_id"],
            ["id"],
        )
        for name in ("route_known", "weight_source_known", "sold_things_are_items"):
            line.drop_constraint(op.f(f"ck_intake_line_{name}"), type_="check")
        line.create_check_constraint(op.f("ck_intake_line_route_known"), _ROUTES)
        line.create_check_constraint(op.f("ck_intake_line_weight_source_known"), _WEIGHTS)
        line.create_check_constraint(
            op.f("ck_intake_line_sold_things_are_items"), "route <> 'sell' or item_id is not null"
        )
        line.create_check_constraint(op.f("ck_intake_line_what_leaves_is_no_item"), _LEAVES)
        line.create_check_constraint(op.f("ck_intake_line_tare_below_gross"), _TARE)
        line.create_check_constraint(op.f("ck_intake_line_paid_not_negative"), "paid_cents >= 0")


def downgrade() -> None:
    # What the older version has no word for becomes the nearest that it has.
    op.execute("UPDATE intake_line SET item_id = NULL WHERE route <> 'sell'")
    op.execute("UPDATE intake_line SET route = 'repair' WHERE route = 'repurpose'")
    op.execute("UPDATE intake_line SET route = 'residue' WHERE route = 'quarantine'")
    op.execute(
        "UPDATE intake_line SET weight_source = 'typed'"
        " WHERE weight_source in ('scale', 'dimensions')"
    )
    op.execute("UPDATE intake SET source_kind = 'shop' WHERE source_kind = 'workshop'")
    op.execute("UPDATE intake SET source_kind = 'yard' WHERE source_kind = 'municipality'")
    with op.batch_alter_table("intake_line") as line:
        for name in (
            "route_known",
            "weight_source_known",
            "sold_things_are_items",
            "what_leaves_is_no_item",
            "tare_below_gross",
            "paid_not_negative",
        ):
            line.drop_constraint(op.f(f"ck_intake_line_{name}"), type_="check")
        line.drop_constraint(
            op.f("fk_intake_line_tree_version_id_tree_version"), type_="foreignkey"
        )
        for column in (
            "paid_cents",
            "use",
            "status",
            "answers",
            "tree_version_id",
            "tare_g",
            "gross_g",
        ):
            line.drop_column(column)
        line.create_check_constraint(op.f("ck_intake_line_route_known"), _OLD_ROUTES)
        line.create_check_constraint(op.f("ck_intake_line_weight_source_known"), _OLD_WEIGHTS)
        line.create_check_constraint(
            op.f("ck_intake_line_sold_things_are_items"),
            "(route = 'sell') = (item_id is not null)",
        )
    with op.batch_alter_table("intake") as intake:
        intake.drop_constraint(op.f("uq_intake_slip"), type_="unique")
        intake.drop_column("slip")
        intake.drop_constraint(op.f("ck_intake_source_known"), type_="check")
        intake.create_check_constraint(op.f("ck_intake_source_known"), _OLD_SOURCES)
    for table in (
        "purchase",
        "draft",
        "tree_version",
        "scale",
        "printed_code",
        "container",
    ):
        op.drop_table(table)
