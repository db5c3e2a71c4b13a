"""Money that a drawer takes in for an invoice, or pays back of one."""

from alembic import op

revision = "0016_cash_for_invoices"
down_revision = "0015_deposits"
branch_labels = None
depends_on = None

_BEFORE = {
    "kind_known": "kind in ('in', 'out', 'safe', 'purchase')",
    "sign_fits_kind": "(kind = 'in') = (amount_cents > 0)",
}
_AFTER = {
    "kind_known": "kind in ('in', 'out', 'safe', 'purchase', 'invoice')",
    "sign_fits_kind": "kind = 'invoice' or (kind = 'in') = (amount_cents > 0)",
}


_OF_INVOICE = "uuid IN (SELECT uuid FROM invoice_payment)"


def upgrade() -> None:
    # Only there where this version was left and came back to: see below.
    _check(_AFTER, after=f"UPDATE cash_movement SET kind = 'invoice' WHERE {_OF_INVOICE}")


def downgrade() -> None:
    # An older version knows money for an invoice as money in and out.
    plain = "UPDATE cash_movement SET kind = CASE WHEN amount_cents > 0 THEN 'in' ELSE 'out' END"
    _check(_BEFORE, before=f"{plain} WHERE kind = 'invoice'")


def _check(rules: dict[str, str], *, before: str = "", after: str = "") -> None:
    """Put other checks on the table; SQLite makes it anew for that, without what protects it."""
    _free()
    if before:
        op.execute(before)
    with op.batch_alter_table("cash_movement") as movement:
        for name, rule in rules.items():
            movement.drop_constraint(op.f(f"ck_cash_movement_{name}"), type_="check")
            movement.create_check_constraint(op.f(f"ck_cash_movement_{name}"), rule)
    if after:
        op.execute(after)
    _protect()


def _free() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER cash_movement_only_added ON cash_movement")
        return
    for act in ("update", "delete"):
        op.execute(f"DROP TRIGGER cash_movement_no_{act}")


def _protect() -> None:
    """Let the database itself refuse to change or delete rows that are only ever added."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER cash_movement_only_added BEFORE UPDATE OR DELETE ON cash_movement"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for act in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER cash_movement_no_{act} BEFORE {act.upper()} ON cash_movement"
            " BEGIN SELECT RAISE(ABORT, 'rows of cash_movement are only ever added'); END"
        )
