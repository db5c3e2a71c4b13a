"""A code on paper receipts, what is handed over in parts, and what a van brings back."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0017_display"
down_revision = "0016_cash_for_invoices"
branch_labels = None
depends_on = None

_OUTCOME = "ck_transfer_line_outcome_known"
_PLACE = "fk_transfer_line_place_before_id_place"


def upgrade() -> None:
    # A table made anew would lose what forbids to change its rows; a column is only added.
    op.add_column(
        "till_rules",
        sa.Column("receipt_code", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _hand_overs()
    with op.batch_alter_table("transfer_line") as line:
        line.add_column(sa.Column("place_before_id", sa.Integer(), nullable=True))
        line.create_foreign_key(op.f(_PLACE), "place", ["place_before_id"], ["id"])
        line.drop_constraint(op.f(_OUTCOME), type_="check")
        line.create_check_constraint(
            op.f(_OUTCOME), "outcome in ('', 'arrived', 'missing', 'came_back')"
        )


def _hand_overs() -> None:
    op.create_table(
        "hand_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("quantity_milli", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity_milli > 0", name=op.f("ck_hand_over_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collection.id"],
            name=op.f("fk_hand_over_collection_id_collection"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hand_over_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
        sa.UniqueConstraint(
            "uuid", "collection_id", name=op.f("uq_hand_over_uuid_collection_id")
        ),
    )
    op.create_index(op.f("ix_hand_over_collection_id"), "hand_over", ["collection_id"])
    _write_down_what_left()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER hand_over_only_added BEFORE UPDATE OR DELETE ON hand_over"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for act in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER hand_over_no_{act} BEFORE {act.upper()} ON hand_over"
            " BEGIN SELECT RAISE(ABORT, 'rows of hand_over are only ever added'); END"
        )


def _write_down_what_left() -> None:
    """Give what was handed over before its row: all that had not come back by then."""
    rows = op.get_bind().execute(
        sa.text(
            "SELECT collection.id, collection.handed_over_at, collection.handed_over_by_id,"
            " sale_line.quantity_milli + coalesce((SELECT sum(back.quantity_milli)"
            " FROM sale_line AS back JOIN sale ON sale.id = back.sale_id"
            " WHERE back.returns_id = sale_line.id AND sale.at <= collection.handed_over_at), 0)"
            " FROM collection JOIN sale_line ON sale_line.id = collection.sale_line_id"
            " WHERE collection.state = 'handed_over'"
        ).columns(
            sa.column("id", sa.Integer()),
            sa.column("handed_over_at", sa.DateTime(timezone=True)),
            sa.column("handed_over_by_id", sa.Integer()),
            sa.column("milli", sa.Integer()),
        )
    ).all()
    names = ("uuid", "collection_id", "quantity_milli", "at", "person_id")
    kinds = (sa.Uuid(), sa.Integer(), sa.Integer(), sa.DateTime(timezone=True), sa.Integer())
    table = sa.table("hand_over", *map(sa.column, names, kinds))
    left = [
        dict(zip(names, (uuid4(), number, milli, at, person), strict=True))
        for number, at, person, milli in rows
        if milli > 0
    ]
    if left:
        op.bulk_insert(table, left)


def downgrade() -> None:
    op.drop_table("hand_over")
    # What came back had arrived, as far as an older shop could say it.
    op.execute("UPDATE transfer_line SET outcome = 'arrived' WHERE outcome = 'came_back'")
    with op.batch_alter_table("transfer_line") as line:
        line.drop_constraint(op.f(_OUTCOME), type_="check")
        line.create_check_constraint(op.f(_OUTCOME), "outcome in ('', 'arrived', 'missing')")
        line.drop_constraint(op.f(_PLACE), type_="foreignkey")
        line.drop_column("place_before_id")
    op.drop_column("till_rules", "receipt_code")
