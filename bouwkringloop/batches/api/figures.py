"""What programs ask of what became of a batch: its figures, statements, and closing it."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask import g, request
from pydantic import Field

from bouwkringloop.base import clock
from bouwkringloop.base.api import Answer, Body
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.permissions import Permission
from bouwkringloop.batches import find
from bouwkringloop.batches.api.offers import api
from bouwkringloop.batches.settling import announce, read, statement
from bouwkringloop.batches.settling.models import YieldStatement
from bouwkringloop.batches.settling.yields import Figures, Yield


class FiguresAnswer(Answer):
    """Grams of a batch or of one kind in it.

    What came in is the sum of not inspected, waiting, back, sold, given, material, residue, here
    and the difference, which is that of counted, corrected and reweighed.
    """

    offered_g: int
    accepted_g: int
    came_in_g: int
    not_inspected_g: int
    waiting_g: int
    back_g: int
    sold_g: int
    given_g: int
    material_g: int
    residue_g: int
    here_g: int
    here: dict[str, int]
    difference_g: int
    counted_g: int
    corrected_g: int
    reweighed_g: int


class KindAnswer(FiguresAnswer):
    """One kind of thing of a batch."""

    category: str
    name: str


class AvoidedAnswer(Answer):
    """CO2 that the second life of a material avoided; factors in thousandths of kg per tonne."""

    material: str
    weight_g: int
    co2_g: int
    primary_milli: int
    reused_milli: int
    displacement_milli: int
    source: str
    year: int


class YieldAnswer(FiguresAnswer):
    """What became of a batch up to and including a day."""

    upto: date
    revenue_cents: int
    co2_g: int
    avoided: list[AvoidedAnswer]
    kinds: list[KindAnswer]
    adds_up: bool


class StatementBody(Body):
    """A statement to be issued."""

    id: UUID
    upto: date | None = None
    hours: int = Field(default=0, ge=0, le=statement.MOST_HOURS)
    hours_source: str = Field(default="", max_length=statement.LONGEST_WORDS)


class CloseBatchBody(Body):
    """A batch to be closed, with the words that explain differences."""

    explanation: str = Field(default="", max_length=statement.LONGEST_WORDS)


class StatementAnswer(Answer):
    """A statement as it was issued."""

    id: UUID
    name: str
    upto: date
    final: bool
    hash: str
    figures: YieldAnswer


@api.operation(
    "GET",
    "/batches/<uuid:batch_id>/yield",
    permission=Permission.KEEP_BATCHES,
    summary="What became of a batch up to and including a day, in grams",
    answer=YieldAnswer,
    query={"upto": "The last day that counts, such as 2026-11-21; today without"},
)
def show_yield(batch_id: UUID) -> Any:
    return _yield(read.at(g.session, find.one(g.session, batch_id), _upto()))


@api.operation(
    "POST",
    "/batches/<uuid:batch_id>/statements",
    permission=Permission.KEEP_BATCHES,
    summary="Issue a yield statement; the same id issues one",
    body=StatementBody,
    answer=StatementAnswer,
    status=201,
)
def issue_statement(batch_id: UUID, body: StatementBody) -> Any:
    upto = body.upto or clock.today()
    wanted = statement.Wanted(body.id, upto, body.hours, body.hours_source)
    return _statement(
        again_if_raced(
            g.session, lambda: announce.issue(g.session, g.config, batch_id, wanted, by=g.person)
        )
    )


@api.operation(
    "POST",
    "/batches/<uuid:batch_id>/close",
    permission=Permission.KEEP_BATCHES,
    summary="Close a batch with a last yield statement",
    body=CloseBatchBody,
    answer=StatementAnswer,
)
def close_batch(batch_id: UUID, body: CloseBatchBody) -> Any:
    wanted = statement.Wanted(uuid4(), clock.today())
    return _statement(
        announce.close_batch(
            g.session, g.config, batch_id, wanted, by=g.person, explanation=body.explanation
        )
    )


def _upto() -> date:
    told = request.args.get("upto", "")
    if not told:
        return clock.today()
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise BadInput(what="upto") from None


def _figures(told: Figures) -> dict[str, Any]:
    return {name: getattr(told, name) for name in FiguresAnswer.model_fields}


def _yield(told: Yield) -> YieldAnswer:
    return YieldAnswer(
        upto=told.upto,
        revenue_cents=told.revenue_cents,
        co2_g=told.co2_g,
        avoided=[
            AvoidedAnswer(
                weight_g=each.weight_g,
                co2_g=each.co2_g,
                **{
                    name: getattr(each.factor, name)
                    for name in AvoidedAnswer.model_fields
                    if name not in ("weight_g", "co2_g")
                },
            )
            for each in told.avoided
        ],
        kinds=[
            KindAnswer(category=kind.slug, name=kind.name, **_figures(kind.figures))
            for kind in told.kinds
        ],
        adds_up=told.adds_up,
        **_figures(told.whole),
    )


def _statement(issued: YieldStatement) -> StatementAnswer:
    return StatementAnswer(
        id=issued.uuid,
        name=issued.name,
        upto=issued.upto,
        final=issued.final,
        hash=issued.hash,
        figures=_yield(statement.yield_of(issued)),
    )
