"""Prove what came of batches: found, stocked, and weighed alike from hand to hand."""

import json
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base.proof import Proof
from bouwkringloop.batches.delivery.models import OUTCOMES, DeliveryLine, Inspection, Stocked
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.people.models import AuditEntry


def proofs(session: Session) -> Iterator[Proof]:
    """Prove what was found of what came, and what of it went into stock."""
    yield _found(session)
    yield _stocked(session)
    yield _belongs(session)


def _found(session: Session) -> Proof:
    """Compare what was found of every delivered line with what came of it."""
    rows = session.execute(
        select(
            DeliveryLine.id,
            DeliveryLine.quantity_milli,
            DeliveryLine.weight_g,
            func.sum(Inspection.quantity_milli),
            func.sum(Inspection.weight_g),
        )
        .join(Inspection, Inspection.delivery_line_id == DeliveryLine.id)
        .group_by(DeliveryLine.id, DeliveryLine.quantity_milli, DeliveryLine.weight_g)
        .order_by(DeliveryLine.id)
    ).all()
    breaks = []
    for line, milli, grams, found_milli, found_g in rows:
        if found_g > grams:
            breaks.append(f"delivered line {line}: {grams} g came and {found_g} g were found")
        if found_milli > milli:
            breaks.append(f"delivered line {line}: {milli} came and {found_milli} were found")
    return Proof("no more is found of a batch than came", len(rows), tuple(breaks))


def _stocked(session: Session) -> Proof:
    """Compare what went into stock of every part with what was found."""
    rows = session.execute(
        select(Inspection, IntakeLine)
        .join(Stocked, Stocked.inspection_id == Inspection.id)
        .join(IntakeLine, IntakeLine.id == Stocked.intake_line_id)
        .order_by(Inspection.id, IntakeLine.id)
    )
    found: dict[Inspection, list[IntakeLine]] = {}
    for part, line in rows:
        found.setdefault(part, []).append(line)
    breaks = []
    for part, lines in found.items():
        grams = sum(line.weight_g for line in lines)
        milli = sum(line.quantity_milli for line in lines)
        if grams != part.weight_g:
            breaks.append(f"inspection {part.id}: {part.weight_g} g found and {grams} g stocked")
        if milli != part.quantity_milli:
            breaks.append(f"inspection {part.id}: {part.quantity_milli} found and {milli} stocked")
        if any(line.route != OUTCOMES.get(part.outcome) for line in lines):
            breaks.append(f"inspection {part.id}: it is {part.outcome} and went another way")
    return Proof(
        "what is in stock of a batch weighs what was found of it", len(found), tuple(breaks)
    )


def _belongs(session: Session) -> Proof:
    """See that every line of an intake that was made of a batch belongs to what was found."""
    told = session.scalars(select(AuditEntry.detail).where(AuditEntry.action == "batch.stocked"))
    intakes = {UUID(each) for detail in told for each in json.loads(detail)["intakes"]}
    stocked = select(Stocked.intake_line_id)
    of_batches = select(IntakeLine.intake_id).where(IntakeLine.id.in_(stocked))
    rows = session.execute(
        select(Intake.uuid, Intake.source_kind, IntakeLine.id, Stocked.inspection_id)
        .join(IntakeLine, IntakeLine.intake_id == Intake.id)
        .outerjoin(Stocked, Stocked.intake_line_id == IntakeLine.id)
        .where((Intake.source_kind == "batch") | Intake.id.in_(of_batches))
        .order_by(IntakeLine.id)
    ).all()
    looked_at, breaks, there = 0, [], set()
    of_a_batch = {row.uuid for row in rows if row.inspection_id} | intakes
    for uuid, source, line, inspection in rows:
        if uuid not in of_a_batch:
            continue  # Somebody took it in by hand, as what a builder brought.
        looked_at += 1
        there.add(uuid)
        if inspection is None:
            breaks.append(f"intake line {line} of intake {uuid} belongs to nothing that was found")
        if source != "batch":
            breaks.append(f"intake {uuid} was made of a batch and says that it is of {source}")
    breaks += [f"intake {uuid} of a batch is gone" for uuid in sorted(intakes - there, key=str)]
    return Proof("what was taken in of a batch belongs to what was found", looked_at, tuple(breaks))
