"""Every proof of every room's books, for the `check` command and for tests."""

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.batches import check as batches
from bouwkringloop.batches.agreements import check as agreements
from bouwkringloop.batches.delivery import check as deliveries
from bouwkringloop.batches.settling import check as settling
from bouwkringloop.counting import check as counting
from bouwkringloop.intake import check as intake
from bouwkringloop.invoicing import check as invoicing
from bouwkringloop.placements.hours import check as hours
from bouwkringloop.printing import check as printing
from bouwkringloop.stock import check as stock
from bouwkringloop.till import card_check as cards
from bouwkringloop.till import check as till
from bouwkringloop.till.collecting import check as collecting
from bouwkringloop.till.deposits import check as deposits
from bouwkringloop.trips import check as trips

#: Tables whose rows are only ever added; the database itself refuses everything else.
ONLY_ADDED = (
    "agreement",
    "agreement_acceptance",
    "agreement_withdrawal",
    "agreement_words",
    "allowance_limit",
    "allowance_paid",
    "approval",
    "batch_delivery",
    "batch_line",
    "batch_slot",
    "batch_step",
    "batch_stocked",
    "carrier_number",
    "cash_movement",
    "consent",
    "day_hours",
    "delivery_line",
    "deposit",
    "erasure",
    "hand_over",
    "hours_mark",
    "impact_factor",
    "inspection",
    "invoice",
    "invoice_payment",
    "journal_entry",
    "line_answer",
    "line_decision",
    "payment",
    "payout",
    "payout_line",
    "payout_paid",
    "pool_carry",
    "pso_norm",
    "sale",
    "sale_line",
    "shop_terms",
    "sroi_statement",
    "sroi_value",
    "till_rules",
    "voucher_entry",
    "waste_form",
    "yield_statement",
)
#: Those of which some columns may be emptied, whose triggers are made by other words.
_WIPED = (
    "agreement_acceptance",
    "agreement_words",
    "batch_delivery",
    "invoice",
    "invoice_payment",
    "payout",
    "sroi_statement",
    "yield_statement",
)
_TRIGGERS = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
    ),
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    ),
}


def all_of(session: Session) -> Iterator[Proof]:
    """Prove the books of every room, one after the other."""
    yield guards(session)
    yield from stock.proofs(session)
    yield from counting.proofs(session)
    yield from intake.proofs(session)
    yield from till.proofs(session)
    yield from collecting.proofs(session)
    yield from deposits.proofs(session)
    yield from invoicing.proofs(session)
    yield from batches.proofs(session)
    yield from agreements.proofs(session)
    yield from settling.proofs(session)
    yield from cards.proofs(session)
    yield from deliveries.proofs(session)
    yield from trips.proofs(session)
    yield from hours.proofs(session)
    yield from printing.proofs(session)


def guards(session: Session) -> Proof:
    """See that the database still refuses to change or delete what is only ever added."""
    dialect = session.get_bind().dialect.name
    there = set(session.scalars(text(_TRIGGERS[dialect])))
    breaks = [
        f"the database no longer guards {table}: {name} is missing"
        for table in ONLY_ADDED
        for name in _names(table, dialect)
        if name not in there
    ]
    return Proof("the database guards what is only ever added", len(ONLY_ADDED), tuple(breaks))


def _names(table: str, dialect: str) -> tuple[str, ...]:
    if dialect == "postgresql" and table not in _WIPED:
        return (f"{table}_only_added",)
    return (f"{table}_no_update", f"{table}_no_delete")
