"""The first shop: people, catalogue, printing, stock, intake and till."""

import sqlalchemy as sa
from alembic import op


revision = "0001_first_shop"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "category_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("pictogram", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_group")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_group_slug")),
    )
    op.create_table(
        "code_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_code_counter_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_counter")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pin_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_device_secret_hash")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    op.create_index("ix_login_attempt_subject_at", "login_attempt", ["subject", "at"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("pin_hash", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.CheckConstraint("kind in ('yard', 'shop', 'hub')", name=op.f("ck_site_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("slug", name=op.f("uq_site_slug")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_api_token_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_token_secret_hash")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.CheckConstraint("action <> ''", name=op.f("ck_audit_entry_action_named")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_audit_entry_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_table(
        "auth_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_auth_session_device_id_device")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_auth_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_session")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_auth_session_secret_hash")),
    )
    op.create_index(op.f("ix_auth_session_device_id"), "auth_session", ["device_id"], unique=False)
    op.create_index(op.f("ix_auth_session_person_id"), "auth_session", ["person_id"], unique=False)
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("vat_regime", sa.String(), nullable=False),
        sa.Column("vat_rate", sa.String(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("weight_source", sa.String(), nullable=False),
        sa.Column("eural", sa.String(), nullable=False),
        sa.Column("price_low_cents", sa.Integer(), nullable=False),
        sa.Column("price_high_cents", sa.Integer(), nullable=False),
        sa.Column("pictogram", sa.String(), nullable=False),
        sa.Column("unlabelled", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "unit in ('piece', 'm', 'm2', 'm3', 'kg', 'pack')", name=op.f("ck_category_unit_known")
        ),
        sa.CheckConstraint(
            "vat_rate in ('high', 'low', 'zero')", name=op.f("ck_category_vat_rate_known")
        ),
        sa.CheckConstraint(
            "vat_regime in ('normal', 'margin', 'exempt')",
            name=op.f("ck_category_vat_regime_known"),
        ),
        sa.CheckConstraint(
            "price_low_cents > 0 and price_low_cents <= price_high_cents",
            name=op.f("ck_category_price_range"),
        ),
        sa.CheckConstraint("weight_g >= 0", name=op.f("ck_category_weight_not_negative")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["category_group.id"], name=op.f("fk_category_group_id_category_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_slug")),
    )
    op.create_index(op.f("ix_category_group_id"), "category", ["group_id"], unique=False)
    op.create_table(
        "intake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("source_kind", sa.String(), nullable=False),
        sa.Column("source_postcode4", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "source_kind in ('yard', 'shop', 'pickup', 'batch')",
            name=op.f("ck_intake_source_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_intake_person_id_person")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_intake_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
        sa.UniqueConstraint("uuid", name=op.f("uq_intake_uuid")),
    )
    op.create_index(op.f("ix_intake_at"), "intake", ["at"], unique=False)
    op.create_index(op.f("ix_intake_site_id"), "intake", ["site_id"], unique=False)
    op.create_table(
        "photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_photo_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_place_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("site_id", "slug", name=op.f("uq_place_site_id_slug")),
    )
    op.create_table(
        "print_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("printer", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('queued', 'sending', 'done', 'uncertain', 'failed', 'cancelled')",
            name=op.f("ck_print_job_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_print_job_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
    )
    op.create_index(op.f("ix_print_job_subject"), "print_job", ["subject"], unique=False)
    op.create_index(
        "ix_print_job_waiting",
        "print_job",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_table(
        "till",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("last_receipt_number", sa.Integer(), nullable=False),
        sa.Column("last_z_number", sa.Integer(), nullable=False),
        sa.Column("last_journal_number", sa.Integer(), nullable=False),
        sa.Column("last_journal_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_till_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till")),
        sa.UniqueConstraint("slug", name=op.f("uq_till_slug")),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("vat_regime", sa.String(), nullable=False),
        sa.Column("vat_rate", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("condition in ('A', 'B', 'C')", name=op.f("ck_item_condition_known")),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_item_price_not_negative")),
        sa.CheckConstraint("quantity_milli >= 0", name=op.f("ck_item_quantity_not_negative")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_item_category_id_category")
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_item_photo_id_photo")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_item_place_id_place")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_item_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("code", name=op.f("uq_item_code")),
    )
    op.create_index(op.f("ix_item_category_id"), "item", ["category_id"], unique=False)
    op.create_index(op.f("ix_item_site_id"), "item", ["site_id"], unique=False)
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["till_id"], ["till.id"], name=op.f("fk_journal_entry_till_id_till")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("till_id", "number", name=op.f("uq_journal_entry_till_id_number")),
    )
    op.create_table(
        "shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("float_cents", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("counted_cents", sa.Integer(), nullable=True),
        sa.Column("counted", sa.String(), nullable=False),
        sa.Column("expected_cents", sa.Integer(), nullable=True),
        sa.Column("z_number", sa.Integer(), nullable=True),
        sa.Column("report", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(closed_at is null) = (counted_cents is null)",
            name=op.f("ck_shift_closed_means_counted"),
        ),
        sa.CheckConstraint("float_cents >= 0", name=op.f("ck_shift_float_not_negative")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_shift_closed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_shift_opened_by_id_person")
        ),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_shift_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint("till_id", "z_number", name=op.f("uq_shift_till_id_z_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_shift_uuid")),
    )
    op.create_index(op.f("ix_shift_day"), "shift", ["day"], unique=False)
    op.create_index(
        "uq_shift_open",
        "shift",
        ["till_id"],
        unique=True,
        sqlite_where=sa.text("closed_at is null"),
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_table(
        "intake_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intake_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("weight_source", sa.String(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(route = 'sell') = (item_id is not null)",
            name=op.f("ck_intake_line_sold_things_are_items"),
        ),
        sa.CheckConstraint(
            "route <> 'refuse' or reason <> ''", name=op.f("ck_intake_line_refusal_has_reason")
        ),
        sa.CheckConstraint(
            "route in ('sell', 'repair', 'parts', 'material', 'residue', 'refuse')",
            name=op.f("ck_intake_line_route_known"),
        ),
        sa.CheckConstraint(
            "weight_source in ('typed', 'category')",
            name=op.f("ck_intake_line_weight_source_known"),
        ),
        sa.CheckConstraint("quantity_milli > 0", name=op.f("ck_intake_line_quantity_positive")),
        sa.CheckConstraint("weight_g >= 0", name=op.f("ck_intake_line_weight_not_negative")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_intake_line_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intake.id"], name=op.f("fk_intake_line_intake_id_intake")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_intake_line_item_id_item")),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_intake_line_photo_id_photo")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_line")),
        sa.UniqueConstraint(
            "intake_id", "position", name=op.f("uq_intake_line_intake_id_position")
        ),
        sa.UniqueConstraint("item_id", name=op.f("uq_intake_line_item_id")),
    )
    op.create_index(
        op.f("ix_intake_line_category_id"), "intake_line", ["category_id"], unique=False
    )
    op.create_index(op.f("ix_intake_line_intake_id"), "intake_line", ["intake_id"], unique=False)
    op.create_table(
        "movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind in ('received', 'sold', 'corrected')", name=op.f("ck_movement_kind_known")
        ),
        sa.CheckConstraint("quantity_milli <> 0", name=op.f("ck_movement_quantity_not_zero")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_movement_item_id_item")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_movement_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
    )
    op.create_index(op.f("ix_movement_item_id"), "movement", ["item_id"], unique=False)
    op.create_table(
        "sale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("receipt_number", sa.Integer(), nullable=False),
        sa.Column("journal_number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("rounding_cents", sa.Integer(), nullable=False),
        sa.Column("change_cents", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sale_person_id_person")
        ),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_sale_shift_id_shift")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_sale_till_id_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale")),
        sa.UniqueConstraint(
            "till_id", "receipt_number", name=op.f("uq_sale_till_id_receipt_number")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_sale_uuid")),
    )
    op.create_index(op.f("ix_sale_at"), "sale", ["at"], unique=False)
    op.create_index(op.f("ix_sale_shift_id"), "sale", ["shift_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("tendered_cents", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint("method in ('cash', 'pin')", name=op.f("ck_payment_method_known")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_payment_sale_id_sale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("sale_id", "position", name=op.f("uq_payment_sale_id_position")),
    )
    op.create_table(
        "sale_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("unit_price_cents", sa.Integer(), nullable=False),
        sa.Column("discount_cents", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("vat_regime", sa.String(), nullable=False),
        sa.Column("vat_percent", sa.Integer(), nullable=False),
        sa.Column("vat_cents", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.CheckConstraint("discount_cents >= 0", name=op.f("ck_sale_line_discount_not_negative")),
        sa.CheckConstraint("quantity_milli > 0", name=op.f("ck_sale_line_quantity_positive")),
        sa.CheckConstraint("total_cents >= 0", name=op.f("ck_sale_line_total_not_negative")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_sale_line_category_id_category")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_sale_line_item_id_item")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_line_sale_id_sale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale_line")),
        sa.UniqueConstraint("sale_id", "position", name=op.f("uq_sale_line_sale_id_position")),
    )
    op.execute("INSERT INTO code_counter (id, last) VALUES (1, 0)")


def downgrade() -> None:
    op.drop_table("sale_line")
    op.drop_table("payment")
    op.drop_index(op.f("ix_sale_shift_id"), table_name="sale")
    op.drop_index(op.f("ix_sale_at"), table_name="sale")
    op.drop_table("sale")
    op.drop_index(op.f("ix_movement_item_id"), table_name="movement")
    op.drop_table("movement")
    op.drop_index(op.f("ix_intake_line_intake_id"), table_name="intake_line")
    op.drop_index(op.f("ix_intake_line_category_id"), table_name="intake_line")
    op.drop_table("intake_line")
    op.drop_index(
        "uq_shift_open",
        table_name="shift",
        sqlite_where=sa.text("closed_at is null"),
        postgresql_where=sa.text("closed_at is null"),
    )
    op.drop_index(op.f("ix_shift_day"), table_name="shift")
    op.drop_table("shift")
    op.drop_table("journal_entry")
    op.drop_index(op.f("ix_item_site_id"), table_name="item")
    op.drop_index(op.f("ix_item_category_id"), table_name="item")
    op.drop_table("item")
    op.drop_table("till")
    op.drop_index(
        "ix_print_job_waiting",
        table_name="print_job",
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.drop_index(op.f("ix_print_job_subject"), table_name="print_job")
    op.drop_table("print_job")
    op.drop_table("place")
    op.drop_table("photo")
    op.drop_index(op.f("ix_intake_site_id"), table_name="intake")
    op.drop_index(op.f("ix_intake_at"), table_name="intake")
    op.drop_table("intake")
    op.drop_index(op.f("ix_category_group_id"), table_name="category")
    op.drop_table("category")
    op.drop_index(op.f("ix_auth_session_person_id"), table_name="auth_session")
    op.drop_index(op.f("ix_auth_session_device_id"), table_name="auth_session")
    op.drop_table("auth_session")
    op.drop_table("audit_entry")
    op.drop_table("api_token")
    op.drop_table("site")
    op.drop_table("person")
    op.drop_index("ix_login_attempt_subject_at", table_name="login_attempt")
    op.drop_table("login_attempt")
    op.drop_table("device")
    op.drop_table("code_counter")
    op.drop_table("category_group")
