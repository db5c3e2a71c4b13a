"""What programs do with what came of a batch: deliver, inspect, bring into stock, trace back."""

from typing import Any
from uuid import UUID

from flask import g

from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.permissions import Permission
from bouwkringloop.batches import find as batches
from bouwkringloop.batches.api.offers import api
from bouwkringloop.batches.delivery import deliver, find, inspect, stock, trace
from bouwkringloop.batches.delivery.forms import (
    DeliveredLineAnswer,
    DeliveryAnswer,
    DeliveryBody,
    FindingAnswer,
    InspectionBody,
    OriginAnswer,
    StockAnswer,
    StockBody,
)
from bouwkringloop.batches.delivery.models import DeliveryLine, Inspection


@api.operation(
    "POST",
    "/batches/<uuid:batch_id>/deliveries",
    permission=Permission.INTAKE,
    summary="Take in a load of a batch; the same id and content again give the first answer again",
    body=DeliveryBody,
    answer=DeliveryAnswer,
    status=201,
)
def make_batch_delivery(batch_id: UUID, body: DeliveryBody) -> Any:
    """Take in a load."""
    told = body.load()
    folder = g.config.signatures
    made = again_if_raced(
        g.session, lambda: deliver.deliver(g.session, folder, batch_id, told, by=g.person)
    )
    return _answer(batch_id, made.uuid)


@api.operation(
    "GET",
    "/batches/<uuid:batch_id>/deliveries",
    permission=Permission.INTAKE,
    summary="List the loads of a batch, with what was found of them",
    answer=list[DeliveryAnswer],
)
def list_batch_deliveries(batch_id: UUID) -> Any:
    """List the loads of a batch."""
    batch = batches.one(g.session, batch_id)
    return [_answer(batch_id, each.uuid) for each in find.of_batch(g.session, batch)]


@api.operation(
    "POST",
    "/batches/<uuid:batch_id>/deliveries/<uuid:delivery_id>/inspections",
    permission=Permission.INTAKE,
    summary="Write down all that was found of a line; its parts weigh together what came",
    body=InspectionBody,
    answer=DeliveryAnswer,
    status=201,
)
def inspect_batch_line(batch_id: UUID, delivery_id: UUID, body: InspectionBody) -> Any:
    """Inspect a line."""
    found = [each.found() for each in body.findings]
    inspect.inspect(g.session, batch_id, delivery_id, body.line, found, by=g.person)
    return _answer(batch_id, delivery_id)


@api.operation(
    "POST",
    "/batches/<uuid:batch_id>/stock",
    permission=Permission.INTAKE,
    summary="Bring what was found into stock; sent again it gives the first answer again",
    body=StockBody,
    answer=StockAnswer,
    status=201,
)
def stock_batch(batch_id: UUID, body: StockBody) -> Any:
    """Bring findings into stock."""
    told = [each.put() for each in body.findings]
    made = again_if_raced(g.session, lambda: stock.bring_in(g.session, batch_id, told, by=g.person))
    items = [line.item for intake in made for line in intake.lines]
    return StockAnswer(
        batch=batch_id,
        state=batches.one(g.session, batch_id).state,
        intakes=[intake.uuid for intake in made],
        codes=[item.code for item in items if item],
    )


@api.operation(
    "GET",
    "/items/<code>/origin",
    permission=Permission.VIEW_STOCK,
    summary="Where a thing came from: the batch, the delivery and the builder",
    answer=OriginAnswer,
)
def item_origin(code: str) -> Any:
    """Trace a thing back."""
    found = trace.of(g.session, code)
    batch, intake = found.batch, found.intake
    knows = trace.may_know_builder(g.person)
    return OriginAnswer(
        code=found.item.code,
        taken_from=[item.code for item in found.ancestors],
        intake=intake.uuid if intake else None,
        source=intake.source_kind if intake else None,
        batch=batch.uuid if batch else None,
        batch_number=batch.number if batch else None,
        project=batch.project if batch and knows else None,
        builder=batch.customer.name if batch and knows else None,
        delivery=found.delivery.uuid if found.delivery else None,
        finding=found.finding.id if found.finding else None,
    )


def _answer(batch_id: UUID, uuid: UUID) -> DeliveryAnswer:
    batch = batches.one(g.session, batch_id)
    delivery = find.one(g.session, batch, uuid)
    return DeliveryAnswer(
        id=delivery.uuid,
        batch=batch.uuid,
        state=batch.state,
        number=delivery.number,
        weight_g=deliver.weight_of([delivery]),
        lines=[_line(line) for line in delivery.lines],
    )


def _line(line: DeliveryLine) -> DeliveredLineAnswer:
    return DeliveredLineAnswer.model_construct(
        line=line.line.uuid,
        description=line.line.description,
        quantity=line.quantity_milli,
        unit=line.line.unit,
        weight_g=line.weight_g,
        weight_source=line.weight_source,
        difference=line.difference,
        more_follows=line.more_follows,
        findings=[_finding(each) for each in line.inspections],
    )


def _finding(part: Inspection) -> FindingAnswer:
    items = [each.intake_line.item for each in part.stocked]
    return FindingAnswer.model_construct(
        id=part.id,
        outcome=part.outcome,
        quantity=part.quantity_milli,
        weight_g=part.weight_g,
        condition=part.condition,
        reason=part.reason,
        treatment=part.treatment,
        certificate=part.certificate,
        stocked=bool(part.stocked),
        codes=[item.code for item in items if item],
    )
