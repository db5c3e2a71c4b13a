"""Who bought: the customer of a sale on account, or of one that gets an invoice."""

import sqlalchemy as sa
from alembic import op

revision = "0012_sales_on_account"
down_revision = "0011_card_payments"
branch_labels = None
depends_on = None

_KEY = "fk_sale_customer_id_customer"


def upgrade() -> None:
    # Made anew, as SQLite otherwise changes a table, the sales would lose what protects them.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE sale ADD COLUMN customer_id INTEGER CONSTRAINT {_KEY}"
            " REFERENCES customer (id)"
        )
    else:
        op.add_column("sale", sa.Column("customer_id", sa.Integer(), nullable=True))
        op.create_foreign_key(op.f(_KEY), "sale", "customer", ["customer_id"], ["id"])
    op.create_index(op.f("ix_sale_customer_id"), "sale", ["customer_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sale_customer_id"), "sale")
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER sale_no_{act}")
    with op.batch_alter_table("sale") as sale:
        if op.get_bind().dialect.name == "postgresql":
            sale.drop_constraint(op.f(_KEY), type_="foreignkey")
        sale.drop_column("customer_id")
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER sale_no_{act} BEFORE {act.upper()} ON sale"
                " BEGIN SELECT RAISE(ABORT, 'rows of sale are only ever added'); END"
            )
