"""The catalogue room's part of the API."""

from flask import g

from bouwkringloop.base.api import Answer, Api
from bouwkringloop.base.permissions import Permission
from bouwkringloop.catalogue import find

api = Api("catalogue")


class CategoryAnswer(Answer):
    """A kind of building material; weight and prices are for one unit, VAT included."""

    slug: str
    #: In the language that is asked for.
    name: str
    name_nl: str
    name_en: str
    group: str
    unit: str
    vat_regime: str
    vat_rate: str
    weight_g: int
    price_low_cents: int
    price_high_cents: int
    pictogram: str
    unlabelled: bool


@api.operation(
    "GET",
    "/categories",
    permission=Permission.OWN,
    summary="What the shop deals in, in the order of the catalogue",
    answer=list[CategoryAnswer],
)
def categories() -> list[CategoryAnswer]:
    """List the categories that are in use."""
    # The database holds what was checked on its way in, so it is not checked again.
    return [CategoryAnswer.model_construct(**row) for row in find.active_rows(g.session)]
