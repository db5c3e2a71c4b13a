"""The catalogue room's part of the API."""

from flask import g, request

from bouwkringloop.base.api import Answer, Api
from bouwkringloop.base.permissions import Permission
from bouwkringloop.catalogue import attributes, find

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


class ChoiceAnswer(Answer):
    """One of what can be chosen."""

    slug: str
    name: str


class AttributeAnswer(Answer):
    """A measure or mark: a figure in a unit, or one of some choices."""

    slug: str
    #: In the language that is asked for.
    name: str
    name_nl: str
    name_en: str
    #: Empty where one chooses.
    unit: str
    choices: list[ChoiceAnswer]
    #: The categories whose things have it.
    categories: list[str]


@api.operation(
    "GET",
    "/attributes",
    permission=Permission.OWN,
    summary="The measures and marks that things of each category have",
    answer=list[AttributeAnswer],
    query={"category": "slug of a category: only what its things have"},
)
def all_attributes() -> list[AttributeAnswer]:
    """List the attributes and the categories that have them."""
    having = attributes.categories_by_attribute(g.session)
    asked = request.args.get("category", "")
    return [
        AttributeAnswer(
            slug=each.slug,
            name=each.name,
            name_nl=each.name_nl,
            name_en=each.name_en,
            unit=each.unit,
            choices=[ChoiceAnswer(slug=s, name=name) for s, name in each.choice_names.items()],
            categories=having.get(each.id, []),
        )
        for each in attributes.all_of(g.session)
        if not asked or asked in having.get(each.id, [])
    ]
