"""What builders get, what they are told, and the factors and values of it."""

import sqlalchemy as sa
from alembic import op

revision = "0021_settling"
down_revision = "0020_agreement_words"
branch_labels = None
depends_on = None

_ONLY_ADDED = ("impact_factor", "payout_line", "payout_paid", "sroi_value")
#: Papers, with all columns that stay; for whom they were made may be emptied.
_PAPERS = {
    "payout": ("number", "customer_id", "until", "total_cents"),
    "sroi_statement": ("customer_id", "number", "first", "last", "total_cents"),
    "yield_statement": ("batch_id", "number", "upto", "final"),
}
_OF_ALL = ("id", "uuid", "content", "hash", "at", "person_id")


def upgrade() -> None:
    _impact_factor()
    _payout()
    _sroi_statement()
    _sroi_value()
    _payout_paid()
    _yield_statement()
    _payout_line()
    for table in _ONLY_ADDED:
        _protect(table)
    for table, columns in _PAPERS.items():
        _protect_but(table, "builder", (*_OF_ALL, *columns))


def _impact_factor() -> None:
    op.create_table(
        "impact_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("material", sa.String(), nullable=False),
        sa.Column("primary_milli", sa.Integer(), nullable=False),
        sa.Column("reused_milli", sa.Integer(), nullable=False),
        sa.Column("displacement_milli", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("source <> ''", name=op.f("ck_impact_factor_says_where_from")),
        sa.CheckConstraint(
            "displacement_milli between 0 and 1000",
            name=op.f("ck_impact_factor_displacement_is_a_part"),
        ),
        sa.CheckConstraint(
            "primary_milli >= 0 and reused_milli >= 0",
            name=op.f("ck_impact_factor_factors_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_impact_factor_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_factor")),
    )
    op.create_index(op.f("ix_impact_factor_material"), "impact_factor", ["material"])


def _payout() -> None:
    op.create_table(
        "payout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("builder", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_payout_number_positive")),
        sa.CheckConstraint("total_cents > 0", name=op.f("ck_payout_something_is_paid")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_payout_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_payout_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("number", name=op.f("uq_payout_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_payout_uuid")),
    )
    op.create_index(op.f("ix_payout_customer_id"), "payout", ["customer_id"])


def _sroi_statement() -> None:
    op.create_table(
        "sroi_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("builder", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_sroi_statement_period_forwards")),
        sa.CheckConstraint("number > 0", name=op.f("ck_sroi_statement_number_positive")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_sroi_statement_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sroi_statement_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sroi_statement")),
        sa.UniqueConstraint(
            "customer_id", "number", name=op.f("uq_sroi_statement_customer_id_number")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_sroi_statement_uuid")),
    )


def _sroi_value() -> None:
    op.create_table(
        "sroi_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("from_age", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "region <> '' and source <> ''", name=op.f("ck_sroi_value_says_where_from")
        ),
        sa.CheckConstraint("cents >= 0", name=op.f("ck_sroi_value_cents_not_negative")),
        sa.CheckConstraint(
            "from_age is null or from_age between 1 and 99", name=op.f("ck_sroi_value_age_possible")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sroi_value_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sroi_value")),
    )
    op.create_index(op.f("ix_sroi_value_region"), "sroi_value", ["region"])


def _payout_paid() -> None:
    op.create_table(
        "payout_paid",
        sa.Column("payout_id", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "way in ('bank', 'settled', 'other')", name=op.f("ck_payout_paid_way_known")
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payout.id"], name=op.f("fk_payout_paid_payout_id_payout")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_payout_paid_person_id_person")
        ),
        sa.PrimaryKeyConstraint("payout_id", name=op.f("pk_payout_paid")),
    )


def _yield_statement() -> None:
    op.create_table(
        "yield_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("upto", sa.Date(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("builder", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_yield_statement_number_positive")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_yield_statement_batch_id_batch")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_yield_statement_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yield_statement")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_yield_statement_batch_id_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_yield_statement_uuid")),
    )


def _payout_line() -> None:
    op.create_table(
        "payout_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payout_id", sa.Integer(), nullable=False),
        sa.Column("sale_line_id", sa.Integer(), nullable=True),
        sa.Column("inspection_id", sa.Integer(), nullable=True),
        sa.Column("base_cents", sa.Integer(), nullable=False),
        sa.Column("share_milli", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(sale_line_id is null) <> (inspection_id is null)",
            name=op.f("ck_payout_line_for_one_thing"),
        ),
        sa.CheckConstraint(
            "share_milli > 0 and share_milli <= 1000", name=op.f("ck_payout_line_share_is_a_part")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_payout_line_inspection_id_inspection"),
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payout.id"], name=op.f("fk_payout_line_payout_id_payout")
        ),
        sa.ForeignKeyConstraint(
            ["sale_line_id"], ["sale_line.id"], name=op.f("fk_payout_line_sale_line_id_sale_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_line")),
        sa.UniqueConstraint("inspection_id", name=op.f("uq_payout_line_inspection_id")),
        sa.UniqueConstraint("sale_line_id", name=op.f("uq_payout_line_sale_line_id")),
    )
    op.create_index(op.f("ix_payout_line_payout_id"), "payout_line", ["payout_id"])


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


def _protect_but(table: str, emptied: str, kept: tuple[str, ...]) -> None:
    """Let the database refuse every change but one: that a column is emptied."""
    wiped = " AND ".join(
        [f"NEW.{emptied} = ''"]
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
    op.drop_table("payout_line")
    op.drop_table("yield_statement")
    op.drop_table("payout_paid")
    op.drop_table("sroi_value")
    op.drop_table("sroi_statement")
    op.drop_table("payout")
    op.drop_table("impact_factor")
