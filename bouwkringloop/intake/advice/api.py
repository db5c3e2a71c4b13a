"""The price advice as programs ask for it."""

from typing import Any

from flask import g, request
from sqlalchemy import select

from bouwkringloop.base.api import Answer, Api
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.money import MOST_CENTS
from bouwkringloop.base.permissions import Permission
from bouwkringloop.catalogue.models import Category
from bouwkringloop.intake import suggest
from bouwkringloop.intake.decide import NoSuchCategory

api = Api("advice")

#: A hundred metres; nothing in the shop is longer.
_MOST_MM = 100_000
_MEASURES = ("width", "height", "length")


class PriceAdvice(Answer):
    """A price for one unit, VAT included, and in words what speaks for it."""

    price_cents: int
    reasons: list[str]


@api.operation(
    "GET",
    "/price-advice",
    permission=Permission.INTAKE,
    summary="Advise a price for a thing of a category, and say why",
    answer=PriceAdvice,
    query={
        "category": "slug of a category",
        "condition": "A, B or C",
        "new_price_cents": "what one unit costs new, if known",
        "width": "in millimetres, if known; likewise `height` and `length`",
    },
)
def price_advice() -> Any:
    """Advise a price."""
    slug, condition = request.args.get("category", ""), request.args.get("condition", "B")
    category = g.session.scalar(select(Category).where(Category.slug == slug, Category.active))
    if category is None:
        raise NoSuchCategory(category=slug[:40])
    if condition not in suggest.CONDITIONS:
        raise BadInput(what="condition")
    measures = {name: _figure(name, _MOST_MM) for name in _MEASURES}
    advised = suggest.advice(
        g.session,
        category,
        condition,
        new_price_cents=_figure("new_price_cents", MOST_CENTS),
        measures_mm={name: value for name, value in measures.items() if value is not None},
    )
    return PriceAdvice(price_cents=advised.price_cents, reasons=list(advised.reasons))


def _figure(name: str, most: int) -> int | None:
    """Read a whole number above zero; None where it is not given."""
    text = request.args.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and 0 < int(text) <= most):
        raise BadInput(what=name)
    return int(text)
