"""Customers, the shop's own details, invoices with what is paid of them, and attachments of mails.

The database itself refuses to change or delete invoices and payments. Who makes the table
`invoice` or `invoice_payment` anew on SQLite (`batch_alter_table`) has to make its triggers anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_invoices"
down_revision = "0009_till_books"
branch_labels = None
depends_on = None

_PERSONAL = (
    "name",
    "kvk",
    "vat_number",
    "street",
    "postcode",
    "city",
    "email",
    "phone",
    "reference",
    "folded",
    "content_hash",
)
_ENDED = "state in ('queued', 'sending') or (recipient = '' and subject = '' and body = ''"
#: All that stays when the buyer of an old invoice is emptied.
_KEPT = (
    "id",
    "uuid",
    "kind",
    "year",
    "number",
    "customer_id",
    "sale_id",
    "corrects_id",
    "person_id",
    "at",
    "issued_on",
    "supplied_on",
    "due_on",
    "language",
    "reference",
    "receipt",
    "seller",
    "lines",
    "total_cents",
    "vat_cents",
    "prepaid_cents",
    "rounding_cents",
    "due_cents",
)
_SAID = "invoices and their payments are only ever added"


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def upgrade() -> None:
    with op.batch_alter_table("mail") as mail:
        mail.add_column(
            sa.Column("attachments", sa.String(), nullable=False, server_default=sa.text("''"))
        )
        mail.drop_constraint(op.f("ck_mail_ended_is_empty"), type_="check")
        mail.create_check_constraint(
            op.f("ck_mail_ended_is_empty"), f"{_ENDED} and attachments = '')"
        )
    with op.batch_alter_table("mail") as mail:
        mail.alter_column("attachments", existing_type=sa.String(), server_default=None)
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        *_text("content_hash", "kind", "name", "kvk", "vat_number", "street", "postcode", "city"),
        *_text("country", "email", "phone", "reference"),
        sa.Column("may_buy_on_account", sa.Boolean(), nullable=False),
        sa.Column("account_limit_cents", sa.Integer(), nullable=False),
        sa.Column("open_cents", sa.Integer(), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_invoiced_on", sa.Date(), nullable=True),
        sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('person', 'organisation')", name=op.f("ck_customer_kind_known")
        ),
        sa.CheckConstraint("language in ('nl', 'en')", name=op.f("ck_customer_language_known")),
        sa.CheckConstraint("account_limit_cents >= 0", name=op.f("ck_customer_limit_not_negative")),
        sa.CheckConstraint(
            "payment_days between 0 and 120", name=op.f("ck_customer_payment_days_sane")
        ),
        sa.CheckConstraint("wiped_at is not null or name <> ''", name=op.f("ck_customer_named")),
        sa.CheckConstraint(
            "wiped_at is null or (not active and "
            + " and ".join(f"{column} = ''" for column in _PERSONAL)
            + ")",
            name=op.f("ck_customer_wiped_is_empty"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("uuid", name=op.f("uq_customer_uuid")),
    )
    op.create_table(
        "shop_detail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *_text("name", "street", "postcode", "city", "kvk", "vat_number", "iban", "bic", "email"),
        *_text("phone"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_shop_detail_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_detail")),
    )
    op.create_table(
        "invoice_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_invoice_year")),
    )
    _make_invoice()
    _make_payment()
    _make_triggers()


def _make_invoice() -> None:
    op.create_table(
        "invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("year", "number")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("customer_id", "sale_id")),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("supplied_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *_text("language", "reference", "receipt", "seller", "buyer", "lines"),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("total_cents", "vat_cents", "prepaid_cents", "rounding_cents", "due_cents")
        ),
        sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('invoice', 'credit')", name=op.f("ck_invoice_kind_known")),
        sa.CheckConstraint("language in ('nl', 'en')", name=op.f("ck_invoice_language_known")),
        sa.CheckConstraint(
            "(kind = 'credit') = (corrects_id is not null)",
            name=op.f("ck_invoice_credit_corrects"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_invoice_number_positive")),
        sa.CheckConstraint(
            "total_cents + rounding_cents = prepaid_cents + due_cents",
            name=op.f("ck_invoice_adds_up"),
        ),
        sa.CheckConstraint(
            "(wiped_at is not null) = (buyer = '')", name=op.f("ck_invoice_wiped_is_empty")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["invoice.id"], name=op.f("fk_invoice_corrects_id_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_invoice_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invoice_person_id_person")
        ),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_invoice_sale_id_sale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("sale_id", "kind", name=op.f("uq_invoice_sale_id_kind")),
        sa.UniqueConstraint("uuid", name=op.f("uq_invoice_uuid")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_invoice_year_number")),
    )
    for column in ("customer_id", "corrects_id", "issued_on"):
        op.create_index(op.f(f"ix_invoice_{column}"), "invoice", [column])


def _make_payment() -> None:
    op.create_table(
        "invoice_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        *_text("method", "note"),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "method in ('bank', 'cash', 'pin', 'other')",
            name=op.f("ck_invoice_payment_method_known"),
        ),
        sa.CheckConstraint("amount_cents <> 0", name=op.f("ck_invoice_payment_amount_not_zero")),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["invoice_payment.id"],
            name=op.f("fk_invoice_payment_corrects_id_invoice_payment"),
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_payment_invoice_id_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invoice_payment_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_payment")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_invoice_payment_corrects_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_invoice_payment_uuid")),
    )
    op.create_index(op.f("ix_invoice_payment_invoice_id"), "invoice_payment", ["invoice_id"])


def _make_triggers() -> None:
    """Refuse every change but one: emptying the buyer after the seventh whole year (AWR, art. 52)."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(
            "CREATE FUNCTION refuse_invoice_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation';"
            " END $$"
        )
    same = "IS" if sqlite else "IS NOT DISTINCT FROM"
    year = (
        "CAST(strftime('%Y', NEW.wiped_at) AS INTEGER)"
        if sqlite
        else "extract(year from NEW.wiped_at)"
    )
    wipes = " AND ".join(
        [
            "OLD.wiped_at IS NULL",
            "NEW.wiped_at IS NOT NULL",
            f"{year} > OLD.year + 7",
            *(f"NEW.{column} {same} OLD.{column}" for column in _KEPT),
        ]
    )
    for table, act, unless in (
        ("invoice", "update", wipes),
        ("invoice", "delete", ""),
        ("invoice_payment", "update", ""),
        ("invoice_payment", "delete", ""),
    ):
        when = f"WHEN (NOT ({unless}))" if unless else ""
        does = (
            f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
            if sqlite
            else "EXECUTE FUNCTION refuse_invoice_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} FOR EACH ROW {when} {does}"
        )


def downgrade() -> None:
    op.drop_table("invoice_payment")
    op.drop_table("invoice")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_invoice_change()")
    op.drop_table("invoice_year")
    op.drop_table("shop_detail")
    op.drop_table("customer")
    with op.batch_alter_table("mail") as mail:
        mail.drop_constraint(op.f("ck_mail_ended_is_empty"), type_="check")
        mail.drop_column("attachments")
        mail.create_check_constraint(op.f("ck_mail_ended_is_empty"), f"{_ENDED})")
