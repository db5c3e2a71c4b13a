"""Refunds, approvals, cards, vouchers, the drawer's own movements, and rows nobody can change."""

import sqlalchemy as sa
from alembic import op

revision = "0009_till_books"
down_revision = "0008_drafts"
branch_labels = None
depends_on = None

#: Rows that are only ever added; the database refuses everything else.
_ONLY_ADDED = (
    "journal_entry",
    "sale",
    "sale_line",
    "payment",
    "approval",
    "till_rules",
    "voucher_entry",
    "cash_movement",
)
_LINE_CHECKS = {
    "kind_known": "kind in ('goods', 'service', 'donation', 'voucher')",
    "goods_have_a_kind": "(kind = 'goods') = (category_id is not null)",
    "vat_regime_known": (
        "vat_regime in ('normal', 'margin', 'pool', 'exempt', 'kor', 'outside')"
    ),
    "sold_or_back": (
        "(quantity_milli > 0 and back_to = '' and returns_id is null and total_cents >= 0"
        " and discount_cents >= 0 and weight_g >= 0 and cost_cents >= 0)"
        " or (quantity_milli < 0 and back_to in ('stock', 'residue', 'repair')"
        " and total_cents <= 0 and discount_cents <= 0 and weight_g <= 0 and cost_cents <= 0)"
    ),
}
_LINE_CHECKS_BEFORE = {
    "quantity_positive": "quantity_milli > 0",
    "total_not_negative": "total_cents >= 0",
    "discount_not_negative": "discount_cents >= 0",
}
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_tables()
    _widen_the_catalogue()
    op.add_column("till", sa.Column("last_journal_at", _MOMENT, nullable=True))
    op.execute(
        "UPDATE till SET last_journal_at ="
        " (SELECT max(at) FROM journal_entry WHERE journal_entry.till_id = till.id)"
    )
    op.add_column(
        "shift", sa.Column("difference_reason", sa.String(), server_default="", nullable=False)
    )
    with op.batch_alter_table("sale") as sale:
        sale.add_column(sa.Column("card_id", sa.Integer(), nullable=True))
        sale.add_column(
            sa.Column("discount_reason", sa.String(), server_default="", nullable=False)
        )
        sale.create_foreign_key(
            op.f("fk_sale_card_id_discount_card"), "discount_card", ["card_id"], ["id"]
        )
    _widen_the_lines()
    with op.batch_alter_table("payment") as payment:
        payment.drop_constraint(op.f("ck_payment_method_known"), type_="check")
        payment.create_check_constraint(
            op.f("ck_payment_method_known"), "method in ('cash', 'pin', 'voucher', 'account')"
        )
    _drop_server_defaults()
    for table in _ONLY_ADDED:
        _protect(table)


def _add_tables() -> None:
    op.create_table(
        "discount_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "percent > 0 and percent <= 10000", name=op.f("ck_discount_card_percent_possible")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discount_card")),
        sa.UniqueConstraint("slug", name=op.f("uq_discount_card_slug")),
    )
    op.create_table(
        "till_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("vat_scheme", sa.String(), nullable=False),
        sa.Column("retention_years", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in (
                "price_percent",
                "price_cents",
                "discount_percent",
                "discount_cents",
                "return_cents",
                "blind_return_cents",
            )
        ),
        sa.Column("sticker_markdown", sa.String(), nullable=False),
        sa.CheckConstraint(
            "vat_scheme in ('normal', 'kor')", name=op.f("ck_till_rules_vat_scheme_known")
        ),
        sa.CheckConstraint(
            "retention_years >= 7", name=op.f("ck_till_rules_kept_for_seven_years")
        ),
        sa.CheckConstraint(
            "price_percent >= 0 and price_cents >= 0 and discount_percent >= 0"
            " and discount_cents >= 0 and return_cents >= 0 and blind_return_cents >= 0",
            name=op.f("ck_till_rules_limits_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_till_rules_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_rules")),
    )
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("sale_uuid", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind in ('price', 'discount', 'return', 'blind_return', 'cash')",
            name=op.f("ck_approval_kind_known"),
        ),
        sa.CheckConstraint("cents > 0", name=op.f("ck_approval_cents_positive")),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.id"], name=op.f("fk_approval_shift_id_shift")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_approval_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_approval_approved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("uuid", name=op.f("uq_approval_uuid")),
    )
    op.create_index(op.f("ix_approval_shift_id"), "approval", ["shift_id"])
    op.create_index(op.f("ix_approval_sale_uuid"), "approval", ["sale_uuid"])
    _add_vouchers()
    _add_the_day()


def _add_vouchers() -> None:
    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("balance_cents", sa.Integer(), nullable=False),
        sa.Column("issued_at", _MOMENT, nullable=False),
        sa.CheckConstraint("kind in ('gift', 'credit')", name=op.f("ck_voucher_kind_known")),
        sa.CheckConstraint("balance_cents >= 0", name=op.f("ck_voucher_balance_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("code", name=op.f("uq_voucher_code")),
    )
    op.create_table(
        "voucher_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_cents <> 0", name=op.f("ck_voucher_entry_amount_not_zero")),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_voucher_entry_voucher_id_voucher")
        ),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sale.id"], name=op.f("fk_voucher_entry_sale_id_sale")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_entry")),
    )
    op.create_index(op.f("ix_voucher_entry_voucher_id"), "voucher_entry", ["voucher_id"])
    op.create_index(op.f("ix_voucher_entry_sale_id"), "voucher_entry", ["sale_id"])


def _add_the_day() -> None:
    op.create_table(
        "cash_movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('in', 'out', 'safe', 'purchase')", name=op.f("ck_cash_movement_kind_known")
        ),
        sa.CheckConstraint(
            "(kind = 'in') = (amount_cents > 0)", name=op.f("ck_cash_movement_sign_fits_kind")
        ),
        sa.CheckConstraint("amount_cents <> 0", name=op.f("ck_cash_movement_amount_not_zero")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_cash_movement_reason_given")),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.id"], name=op.f("fk_cash_movement_shift_id_shift")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_cash_movement_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_movement")),
        sa.UniqueConstraint("uuid", name=op.f("uq_cash_movement_uuid")),
    )
    op.create_index(op.f("ix_cash_movement_shift_id"), "cash_movement", ["shift_id"])
    op.create_table(
        "parked_basket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(ended_at is null) = (outcome = '')", name=op.f("ck_parked_basket_ended_somehow")
        ),
        sa.CheckConstraint(
            "outcome in ('', 'taken', 'dropped')", name=op.f("ck_parked_basket_outcome_known")
        ),
        sa.ForeignKeyConstraint(
            ["till_id"], ["till.id"], name=op.f("fk_parked_basket_till_id_till")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_parked_basket_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_parked_basket_ended_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_basket")),
        sa.UniqueConstraint("uuid", name=op.f("uq_parked_basket_uuid")),
    )
    op.create_index(op.f("ix_parked_basket_till_id"), "parked_basket", ["till_id"])


def _widen_the_catalogue() -> None:
    op.create_table(
        "sticker_colour",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sticker_colour")),
        sa.UniqueConstraint("slug", name=op.f("uq_sticker_colour_slug")),
    )
    with op.batch_alter_table("category") as category:
        category.add_column(sa.Column("flat_price_cents", sa.Integer(), nullable=True))
        category.add_column(
            sa.Column("pooled", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        category.create_check_constraint(
            op.f("ck_category_flat_price_positive"), "flat_price_cents > 0"
        )
    with op.batch_alter_table("item") as item:
        item.add_column(sa.Column("bought_cents", sa.Integer(), server_default="0", nullable=False))
        item.create_check_constraint(op.f("ck_item_bought_not_negative"), "bought_cents >= 0")
    # What was bought before this version was taken in by one line each.
    op.execute(
        "UPDATE item SET bought_cents = (SELECT coalesce(max(paid_cents), 0) FROM intake_line"
        " WHERE intake_line.item_id = item.id) WHERE vat_regime = 'margin'"
    )


def _widen_the_lines() -> None:
    with op.batch_alter_table("sale_line") as line:
        for name, default in (
            ("kind", "goods"),
            ("back_to", ""),
            ("measures", ""),
        ):
            line.add_column(
                sa.Column(name, sa.String(), server_default=default, nullable=False)
            )
        for name in ("list_price_cents", "basket_discount_cents", "cost_cents"):
            line.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        line.add_column(sa.Column("returns_id", sa.Integer(), nullable=True))
        line.alter_column("category_id", existing_type=sa.Integer(), nullable=True)
        line.create_foreign_key(
            op.f("fk_sale_line_returns_id_sale_line"), "sale_line", ["returns_id"], ["id"]
        )
        for name in _LINE_CHECKS_BEFORE:
            line.drop_constraint(op.f(f"ck_sale_line_{name}"), type_="check")
        for name, rule in _LINE_CHECKS.items():
            line.create_check_constraint(op.f(f"ck_sale_line_{name}"), rule)
    op.create_index(op.f("ix_sale_line_returns_id"), "sale_line", ["returns_id"])
    op.create_index(op.f("ix_sale_line_item_id"), "sale_line", ["item_id"])
    # Before this version nobody kept what the label said, only whether a price had a reason.
    op.execute("UPDATE sale_line SET list_price_cents = unit_price_cents")


def _drop_server_defaults() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in {
        "shift": ("difference_reason",),
        "sale": ("discount_reason",),
        "sale_line": (
            "kind",
            "back_to",
            "measures",
            "list_price_cents",
            "basket_discount_cents",
            "cost_cents",
        ),
        "category": ("pooled",),
        "item": ("bought_cents",),
    }.items():
        for column in columns:
            op.alter_column(table, column, server_default=None)


def _protect(table: str) -> None:
    """Let the database itself refuse to change or delete rows that are only ever added."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$"
        )
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


def _free(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_only_added ON {table}")
        return
    for act in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_no_{act}")


def downgrade() -> None:
    for table in _ONLY_ADDED:
        _free(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
    for name in ("parked_basket", "cash_movement", "voucher_entry", "voucher", "approval"):
        op.drop_table(name)
    op.drop_table("till_rules")
    with op.batch_alter_table("payment") as payment:
        payment.drop_constraint(op.f("ck_payment_method_known"), type_="check")
        payment.create_check_constraint(
            op.f("ck_payment_method_known"), "method in ('cash', 'pin')"
        )
    op.drop_index(op.f("ix_sale_line_item_id"), "sale_line")
    op.drop_index(op.f("ix_sale_line_returns_id"), "sale_line")
    with op.batch_alter_table("sale_line") as line:
        for name in _LINE_CHECKS:
            line.drop_constraint(op.f(f"ck_sale_line_{name}"), type_="check")
        line.drop_constraint(op.f("fk_sale_line_returns_id_sale_line"), type_="foreignkey")
        for name in (
            "returns_id",
            "cost_cents",
            "basket_discount_cents",
            "list_price_cents",
            "measures",
            "back_to",
            "kind",
        ):
            line.drop_column(name)
        line.alter_column("category_id", existing_type=sa.Integer(), nullable=False)
        for name, rule in _LINE_CHECKS_BEFORE.items():
            line.create_check_constraint(op.f(f"ck_sale_line_{name}"), rule)
    with op.batch_alter_table("sale") as sale:
        sale.drop_constraint(op.f("fk_sale_card_id_discount_card"), type_="foreignkey")
        sale.drop_column("discount_reason")
        sale.drop_column("card_id")
    op.drop_table("discount_card")
    with op.batch_alter_table("shift") as shift:
        shift.drop_column("difference_reason")
    with op.batch_alter_table("till") as till:
        till.drop_column("last_journal_at")
    with op.batch_alter_table("item") as item:
        item.drop_constraint(op.f("ck_item_bought_not_negative"), type_="check")
        item.drop_column("bought_cents")
    with op.batch_alter_table("category") as category:
        category.drop_constraint(op.f("ck_category_flat_price_positive"), type_="check")
        category.drop_column("pooled")
        category.drop_column("flat_price_cents")
    op.drop_table("sticker_colour")
