"""Fingerprints of rows that count, left in the audit trail when they are added.

Whoever changes such a row in the database behind the program's back would have to change the trail
too. Only figures, states, times and who are in a fingerprint: words may name somebody, and the
trail is never wiped.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from bouwkringloop.base.db import Base
from bouwkringloop.base.permissions import Actor
from bouwkringloop.batches.agreements.models import Acceptance, Agreement
from bouwkringloop.batches.delivery.models import BatchDelivery, DeliveryLine, Inspection, Stocked
from bouwkringloop.batches.models import BatchLine, BatchStep, LineDecision
from bouwkringloop.batches.settling.models import (
    Payout,
    PayoutLine,
    PayoutPaid,
    SroiStatement,
    YieldStatement,
)
from bouwkringloop.people import audit

#: What counts of each table; none of it is ever wiped.
COLUMNS: dict[type[Base], str] = {
    Agreement: "uuid customer_id number basis share_milli vat transport ownership leftovers"
    " free_days language made_at person_id content_hash",
    Acceptance: "agreement_id at text_hash link_id",
    BatchLine: "uuid batch_id position category_id unit quantity_milli length_mm width_mm height_mm"
    " condition weight_g weight_source",
    BatchStep: "batch_id number state_before state at person_id link_id",
    LineDecision: "line_id number outcome category_id quantity_milli weight_g price_cents waste at"
    " person_id",
    BatchDelivery: "uuid batch_id number site_id at vehicle_max_g person_id",
    DeliveryLine: "delivery_id line_id quantity_milli weight_g weight_source gross_g tare_g"
    " more_follows",
    Inspection: "delivery_line_id outcome quantity_milli weight_g condition at person_id",
    Stocked: "intake_line_id inspection_id",
    YieldStatement: "uuid batch_id number upto final hash at person_id",
    Payout: "uuid number customer_id until total_cents hash at person_id",
    PayoutLine: "payout_id sale_line_id inspection_id base_cents share_milli cents",
    PayoutPaid: "payout_id paid_on way at person_id",
    SroiStatement: "uuid customer_id number first last total_cents hash at person_id",
}


def note(
    session: Session,
    by: Actor | None,
    action: str,
    subject: str,
    rows: Iterable[Base],
    **detail: Any,
) -> None:
    """Add an entry to the audit trail with the fingerprints of what was added."""
    session.flush()  # A fingerprint names its row by number.
    prints = {name(row): of(row) for row in rows}
    audit.note(session, by, action, subject, **detail, prints=prints)


def name(row: Base) -> str:
    """Say which stored row it is, such as `inspection:12`."""
    (key,) = inspect(row, raiseerr=True).identity or ("new",)
    return f"{row.__tablename__}:{key}"


def of(row: Base) -> str:
    """Work out the fingerprint of a row: 128 bits of SHA-256 over what counts of it."""
    told = {column: _plain(getattr(row, column)) for column in COLUMNS[type(row)].split()}
    written = json.dumps(told, sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:32]


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
