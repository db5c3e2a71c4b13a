"""Every proof of every room's books, for the `check` command and for tests."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.counting import check as counting
from bouwkringloop.intake import check as intake
from bouwkringloop.invoicing import check as invoicing
from bouwkringloop.printing import check as printing
from bouwkringloop.stock import check as stock
from bouwkringloop.till import card_check as cards
from bouwkringloop.till import check as till
from bouwkringloop.till.collecting import check as collecting
from bouwkringloop.till.deposits import check as deposits


def all_of(session: Session) -> Iterator[Proof]:
    """Prove stock, counts, intake, till, deposits, invoices and printing, one after the other."""
    yield from stock.proofs(session)
    yield from counting.proofs(session)
    yield from intake.proofs(session)
    yield from till.proofs(session)
    yield from collecting.proofs(session)
    yield from deposits.proofs(session)
    yield from invoicing.proofs(session)
    yield from cards.proofs(session)
    yield from printing.proofs(session)
