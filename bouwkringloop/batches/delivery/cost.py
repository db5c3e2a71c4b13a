"""Tell what the shop pays the builder for what it keeps, and under which scheme it is sold on."""

from bouwkringloop.base import money
from bouwkringloop.batches.delivery.models import KEPT, Inspection
from bouwkringloop.batches.models import Batch


def of_finding(batch: Batch, finding: Inspection) -> int:
    """Tell in cents, VAT excluded, what is paid for a part that was found.

    What a batch costs in all is the sum of this over its findings.
    """
    agreement, decided = batch.agreement, finding.delivery_line.line.decided
    if agreement is None or agreement.basis != "bought" or decided is None:
        return 0
    if finding.outcome not in KEPT:
        return 0
    return money.times(decided.price_cents, finding.quantity_milli)


def is_margin(batch: Batch) -> bool:
    """Tell whether the things of a batch are sold with VAT over the margin alone."""
    agreement = batch.agreement
    return agreement is not None and agreement.basis == "bought" and agreement.vat == "margin"
