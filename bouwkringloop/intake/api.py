"""The intake room's part of the API."""

from typing import Any

from flask import g

from bouwkringloop.base.api import Api
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.permissions import Permission
from bouwkringloop.intake import overview
from bouwkringloop.intake.forms import IntakeAnswer, IntakeBody, IntakeLineAnswer, TakenInItem
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.intake.receive import receive
from bouwkringloop.stock.models import Item

api = Api("intake")


@api.operation(
    "POST",
    "/intakes",
    permission=Permission.INTAKE,
    summary="Take in a delivery; the same id and content again give the first answer again",
    body=IntakeBody,
    answer=IntakeAnswer,
    status=201,
)
def make_intake(body: IntakeBody) -> Any:
    """Take in a delivery."""
    told = body.delivery()
    return _answer(again_if_raced(g.session, lambda: receive(g.session, told, by=g.person)))


def _answer(intake: Intake) -> IntakeAnswer:
    jobs = overview.label_jobs(g.session, intake)
    return IntakeAnswer.model_construct(
        id=intake.uuid, lines=[_line(line, jobs) for line in intake.lines]
    )


def _line(line: IntakeLine, jobs: dict[str, int]) -> IntakeLineAnswer:
    item, is_sold = line.item, line.route == "sell"
    return IntakeLineAnswer.model_construct(
        category=line.category.slug,
        description=line.description,
        quantity=line.quantity_milli,
        unit=line.unit,
        weight_g=line.weight_g,
        weight_source=line.weight_source,
        condition=line.condition,
        route=line.route,
        reason=line.reason,
        status=line.status,
        item=_item(line, item) if item and is_sold else None,
        kept_as=item.code if item and not is_sold else None,
        labels=[jobs[item.code]] if item and item.code in jobs else [],
    )


def _item(line: IntakeLine, item: Item) -> TakenInItem:
    """Describe the thing as it came in, whatever was sold of it since."""
    return TakenInItem.model_construct(
        code=item.code,
        title=item.title,
        category=line.category.slug,
        unit=item.unit,
        quantity=line.quantity_milli,
        price_cents=item.price_cents,
        condition=item.condition,
        weight_g=item.weight_g,
        site=item.site.slug,
        place=item.place.slug if item.place else None,
        vat_regime=item.vat_regime,
        vat_rate=item.vat_rate,
        photo=item.photo_id,
    )
