"""Builders' surplus: partners, agreements, batches with their decisions, and what came of them."""

import sqlalchemy as sa
from alembic import op

revision = "0018_batches"
down_revision = "0017_display"
branch_labels = None
depends_on = None

_ONLY_ADDED = (
    "agreement",
    "agreement_withdrawal",
    "batch_line",
    "batch_step",
    "batch_stocked",
    "delivery_line",
    "inspection",
    "line_answer",
    "line_decision",
    "shop_terms",
)
#: Those of which who it was may be emptied when it is long over, and nothing else: what stays.
_WIPED = {
    "agreement_acceptance": (("name", "function"), ("agreement_id", "at", "text_hash", "link_id")),
    "batch_delivery": (
        ("driver", "plate", "signed_by", "note"),
        ("id", "uuid", "batch_id", "number", "site_id", "at", "vehicle_max_g", "person_id"),
    ),
}


def upgrade() -> None:
    _contact()
    _partner_role()
    _shop_terms()
    _agreement()
    _builder_link()
    _agreement_acceptance()
    _agreement_withdrawal()
    _batch()
    _batch_delivery()
    _batch_line()
    _batch_step()
    _batch_file()
    _delivery_line()
    _line_decision()
    _inspection()
    _line_answer()
    _batch_stocked()
    for table in _ONLY_ADDED:
        _protect(table)
    for table, (emptied, kept) in _WIPED.items():
        _protect_but(table, emptied, kept)


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("discipline", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(wiped_at is null and name <> '') or (not active and name = '' and function = '' "
            "and email = '' and phone = '')",
            name=op.f("ck_contact_named_or_wiped"),
        ),
        sa.CheckConstraint(
            "discipline in ('site', 'purchasing', 'director', 'economy', 'social', "
            "'education', 'circular', 'waste', 'planning', 'finance', 'other')",
            name=op.f("ck_contact_discipline_known"),
        ),
        sa.CheckConstraint("language in ('nl', 'en')", name=op.f("ck_contact_language_known")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_contact_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("uuid", name=op.f("uq_contact_uuid")),
    )
    op.create_index(op.f("ix_contact_customer_id"), "contact", ["customer_id"])


def _partner_role() -> None:
    op.create_table(
        "partner_role",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint(
            "role in ('demolisher', 'contractor', 'housing_corporation', 'developer', "
            "'wholesaler', 'architect', 'owners_association', 'municipality', 'foundation')",
            name=op.f("ck_partner_role_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_partner_role_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("customer_id", "role", name=op.f("pk_partner_role")),
    )


def _shop_terms() -> None:
    op.create_table(
        "shop_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_nl", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_shop_terms_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_terms")),
    )


def _agreement() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("share_milli", sa.Integer(), nullable=False),
        sa.Column("vat", sa.String(), nullable=False),
        sa.Column("transport", sa.String(), nullable=False),
        sa.Column("ownership", sa.String(), nullable=False),
        sa.Column("leftovers", sa.String(), nullable=False),
        sa.Column("free_days", sa.Integer(), nullable=False),
        sa.Column("norms", sa.String(), nullable=False),
        sa.Column("reporting", sa.String(), nullable=False),
        sa.Column("extra", sa.String(), nullable=False),
        sa.Column("terms_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(basis = 'consigned' and share_milli > 0 and share_milli <= 1000) or (basis <> "
            "'consigned' and share_milli = 0)",
            name=op.f("ck_agreement_share_fits_basis"),
        ),
        sa.CheckConstraint(
            "basis in ('donated', 'bought', 'consigned')", name=op.f("ck_agreement_basis_known")
        ),
        sa.CheckConstraint("language in ('nl', 'en')", name=op.f("ck_agreement_language_known")),
        sa.CheckConstraint(
            "leftovers in ('shop', 'back', 'charged')", name=op.f("ck_agreement_leftovers_known")
        ),
        sa.CheckConstraint(
            "ownership in ('pickup', 'receipt', 'inspection', 'sale')",
            name=op.f("ck_agreement_ownership_known"),
        ),
        sa.CheckConstraint(
            "transport in ('builder', 'shop')", name=op.f("ck_agreement_transport_known")
        ),
        sa.CheckConstraint("vat in ('normal', 'margin')", name=op.f("ck_agreement_vat_known")),
        sa.CheckConstraint("free_days >= 0", name=op.f("ck_agreement_free_days_not_negative")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_agreement_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_agreement_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["terms_id"], ["shop_terms.id"], name=op.f("fk_agreement_terms_id_shop_terms")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("customer_id", "number", name=op.f("uq_agreement_customer_id_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_agreement_uuid")),
    )


def _builder_link() -> None:
    op.create_table(
        "builder_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("language in ('nl', 'en')", name=op.f("ck_builder_link_language_known")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_builder_link_contact_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_builder_link_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_builder_link_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_builder_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_builder_link_token_hash")),
        sa.UniqueConstraint("uuid", name=op.f("uq_builder_link_uuid")),
    )
    op.create_index(op.f("ix_builder_link_customer_id"), "builder_link", ["customer_id"])


def _agreement_acceptance() -> None:
    op.create_table(
        "agreement_acceptance",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_acceptance_agreement_id_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["builder_link.id"],
            name=op.f("fk_agreement_acceptance_link_id_builder_link"),
        ),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_agreement_acceptance")),
    )


def _agreement_withdrawal() -> None:
    op.create_table(
        "agreement_withdrawal",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_withdrawal_agreement_id_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_agreement_withdrawal_person_id_person")
        ),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_agreement_withdrawal")),
    )


def _batch() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=False),
        sa.Column("contact_phone", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=False),
        sa.Column("available_until", sa.Date(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "agreement_id is not null or state in ('announced', 'under_review', 'declined', "
            "'cancelled')",
            name=op.f("ck_batch_agreed_has_agreement"),
        ),
        sa.CheckConstraint(
            "state in ('announced', 'under_review', 'agreed', 'planned', 'underway', "
            "'received', 'inspected', 'in_stock', 'closed', 'declined', 'cancelled')",
            name=op.f("ck_batch_state_known"),
        ),
        sa.CheckConstraint(
            "(person_id is null) = (link_id is not null)", name=op.f("ck_batch_made_by_one")
        ),
        sa.CheckConstraint(
            "available_from <= available_until", name=op.f("ck_batch_available_forwards")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_batch_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_batch_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["builder_link.id"], name=op.f("fk_batch_link_id_builder_link")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_batch_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_batch_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_batch_uuid")),
    )
    op.create_index(op.f("ix_batch_agreement_id"), "batch", ["agreement_id"])
    op.create_index(op.f("ix_batch_customer_id"), "batch", ["customer_id"])
    op.create_index(op.f("ix_batch_state"), "batch", ["state"])


def _batch_delivery() -> None:
    op.create_table(
        "batch_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("driver", sa.String(), nullable=False),
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("vehicle_max_g", sa.Integer(), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(signed_by = '') = (signature_id is null)",
            name=op.f("ck_batch_delivery_signature_has_name"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_batch_delivery_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_batch_delivery_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_batch_delivery_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_batch_delivery_site_id_site")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_delivery")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_batch_delivery_batch_id_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_batch_delivery_uuid")),
    )


def _batch_line() -> None:
    op.create_table(
        "batch_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("length_mm", sa.Integer(), nullable=True),
        sa.Column("width_mm", sa.Integer(), nullable=True),
        sa.Column("height_mm", sa.Integer(), nullable=True),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("packaging", sa.String(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("weight_source", sa.String(), nullable=False),
        sa.Column("marks", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.CheckConstraint(
            "condition in ('A', 'B', 'C')", name=op.f("ck_batch_line_condition_known")
        ),
        sa.CheckConstraint(
            "weight_source in ('told', 'category')", name=op.f("ck_batch_line_weight_source_known")
        ),
        sa.CheckConstraint(
            "length_mm > 0 and width_mm > 0 and height_mm > 0",
            name=op.f("ck_batch_line_measures_positive"),
        ),
        sa.CheckConstraint("quantity_milli > 0", name=op.f("ck_batch_line_quantity_positive")),
        sa.CheckConstraint("weight_g > 0", name=op.f("ck_batch_line_weighs_something")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_batch_line_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_batch_line_category_id_category")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_line")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_batch_line_batch_id_position")),
        sa.UniqueConstraint("uuid", name=op.f("uq_batch_line_uuid")),
    )


def _batch_step() -> None:
    op.create_table(
        "batch_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state_before", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_batch_step_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["builder_link.id"], name=op.f("fk_batch_step_link_id_builder_link")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_batch_step_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_step")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_batch_step_batch_id_number")),
    )


def _batch_file() -> None:
    op.create_table(
        "batch_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('photo', 'ce', 'dop', 'komo', 'invoice', 'other')",
            name=op.f("ck_batch_file_kind_known"),
        ),
        sa.CheckConstraint(
            "media in ('image/jpeg', 'application/pdf')", name=op.f("ck_batch_file_media_known")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_batch_file_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["batch_line.id"], name=op.f("fk_batch_file_line_id_batch_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_file")),
    )
    op.create_index(op.f("ix_batch_file_batch_id"), "batch_file", ["batch_id"])
    op.create_index(op.f("ix_batch_file_line_id"), "batch_file", ["line_id"])


def _delivery_line() -> None:
    op.create_table(
        "delivery_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("weight_source", sa.String(), nullable=False),
        sa.Column("gross_g", sa.Integer(), nullable=True),
        sa.Column("tare_g", sa.Integer(), nullable=True),
        sa.Column("more_follows", sa.Boolean(), nullable=False),
        sa.Column("difference", sa.String(), nullable=False),
        sa.CheckConstraint(
            "weight_source in ('scale', 'typed', 'category')",
            name=op.f("ck_delivery_line_weight_source_known"),
        ),
        sa.CheckConstraint(
            "(gross_g is null) = (tare_g is null) and (tare_g is null or tare_g < gross_g)",
            name=op.f("ck_delivery_line_tare_below_gross"),
        ),
        sa.CheckConstraint(
            "quantity_milli > 0 and weight_g > 0", name=op.f("ck_delivery_line_something_came")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["batch_delivery.id"],
            name=op.f("fk_delivery_line_delivery_id_batch_delivery"),
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["batch_line.id"], name=op.f("fk_delivery_line_line_id_batch_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_line")),
        sa.UniqueConstraint(
            "delivery_id", "line_id", name=op.f("uq_delivery_line_delivery_id_line_id")
        ),
    )
    op.create_index(op.f("ix_delivery_line_line_id"), "delivery_line", ["line_id"])


def _line_decision() -> None:
    op.create_table(
        "line_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("waste", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome in ('accepted', 'part')) = (quantity_milli > 0)",
            name=op.f("ck_line_decision_taken_is_some"),
        ),
        sa.CheckConstraint(
            "outcome in ('accepted', 'part', 'declined', 'asked')",
            name=op.f("ck_line_decision_outcome_known"),
        ),
        sa.CheckConstraint(
            "outcome not in ('declined', 'asked') or reason <> ''",
            name=op.f("ck_line_decision_says_why"),
        ),
        sa.CheckConstraint(
            "(quantity_milli > 0) = (weight_g > 0) and quantity_milli >= 0",
            name=op.f("ck_line_decision_taken_weighs"),
        ),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_line_decision_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_line_decision_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["batch_line.id"], name=op.f("fk_line_decision_line_id_batch_line")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_line_decision_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_decision")),
        sa.UniqueConstraint("line_id", "number", name=op.f("uq_line_decision_line_id_number")),
    )


def _inspection() -> None:
    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_line_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("treatment", sa.String(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "condition in ('A', 'B', 'C')", name=op.f("ck_inspection_condition_known")
        ),
        sa.CheckConstraint(
            "outcome in ('stock', 'repair', 'parts', 'quarantine', 'material', 'residue', 'back')",
            name=op.f("ck_inspection_outcome_known"),
        ),
        sa.CheckConstraint(
            "outcome not in ('quarantine', 'residue', 'back') or reason <> ''",
            name=op.f("ck_inspection_says_why"),
        ),
        sa.CheckConstraint(
            "quantity_milli > 0 and weight_g > 0", name=op.f("ck_inspection_some_of_it")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_line_id"],
            ["delivery_line.id"],
            name=op.f("fk_inspection_delivery_line_id_delivery_line"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_inspection_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    op.create_index(op.f("ix_inspection_delivery_line_id"), "inspection", ["delivery_line_id"])


def _line_answer() -> None:
    op.create_table(
        "line_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["line_decision.id"],
            name=op.f("fk_line_answer_decision_id_line_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["builder_link.id"], name=op.f("fk_line_answer_link_id_builder_link")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_line_answer_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_answer")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_line_answer_decision_id")),
    )


def _batch_stocked() -> None:
    op.create_table(
        "batch_stocked",
        sa.Column("intake_line_id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_batch_stocked_inspection_id_inspection"),
        ),
        sa.ForeignKeyConstraint(
            ["intake_line_id"],
            ["intake_line.id"],
            name=op.f("fk_batch_stocked_intake_line_id_intake_line"),
        ),
        sa.PrimaryKeyConstraint("intake_line_id", name=op.f("pk_batch_stocked")),
    )
    op.create_index(op.f("ix_batch_stocked_inspection_id"), "batch_stocked", ["inspection_id"])


def _protect(table: str) -> None:
    """Let the database itself refuse to change or delete rows that are only ever added."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for act in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
        )


def _protect_but(table: str, emptied: tuple[str, ...], kept: tuple[str, ...]) -> None:
    """Let the database refuse every change but one: that some columns are emptied."""
    wiped = " AND ".join(
        [f"NEW.{column} = ''" for column in emptied]
        + [f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in kept]
    )
    for act, when in (("update", f"WHEN (NOT ({wiped}))"), ("delete", "")):
        does = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
        if op.get_bind().dialect.name == "postgresql":
            does = "EXECUTE FUNCTION refuse_change()"
        op.execute(
            f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table}"
            f" FOR EACH ROW {when} {does}"
        )


def downgrade() -> None:
    op.drop_table("batch_stocked")
    op.drop_table("line_answer")
    op.drop_table("inspection")
    op.drop_table("line_decision")
    op.drop_table("delivery_line")
    op.drop_table("batch_file")
    op.drop_table("batch_step")
    op.drop_table("batch_line")
    op.drop_table("batch_delivery")
    op.drop_table("batch")
    op.drop_table("agreement_withdrawal")
    op.drop_table("agreement_acceptance")
    op.drop_table("builder_link")
    op.drop_table("agreement")
    op.drop_table("shop_terms")
    op.drop_table("partner_role")
    op.drop_table("contact")
