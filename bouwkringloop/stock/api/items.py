"""What programs ask of things: look them up, describe them, print their labels, send photos."""

from typing import Any
from uuid import UUID

from flask import g, request, url_for
from sqlalchemy import RowMapping

from bouwkringloop.base import clock, web
from bouwkringloop.base.api import Api, from_milli
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.permissions import Permission
from bouwkringloop.catalogue import markdown
from bouwkringloop.printing import setup
from bouwkringloop.stock import (
    asked,
    attributes,
    find,
    labels,
    photos,
)
from bouwkringloop.stock.forms import (
    AttributesBody,
    ItemAnswer,
    ItemsAnswer,
    JobsAnswer,
    KnownAnswer,
    LabelsBody,
    PhotoAnswer,
    SiteAnswer,
)

api = Api("stock")


@api.operation(
    "GET", "/sites", permission=Permission.OWN, summary="List the sites", answer=list[SiteAnswer]
)
def sites() -> Any:
    """List the sites."""
    return [SiteAnswer.model_validate(site) for site in find.sites(g.session)]


def _answer(row: RowMapping) -> ItemAnswer:
    """Answer with a thing as it is today: what its age takes off is off its price."""
    facts = dict(row)
    off = markdown.percent(facts.pop("markdown"), facts.pop("priced_at"), clock.today())
    facts["price_cents"] = markdown.marked_down(facts["full_price_cents"], off)
    # The row comes from our own columns, so checking it again would only cost the till time.
    return ItemAnswer.model_construct(**facts, markdown_percent=off)


@api.operation(
    "GET",
    "/items/<code>",
    permission=Permission.VIEW_STOCK,
    summary="Look up a thing by the code on its label",
    answer=ItemAnswer,
)
def item(code: str) -> Any:
    """Look up a thing by the code on its label."""
    return _answer(find.facts(g.session, code))


@api.operation(
    "GET",
    "/items/<code>/attributes",
    permission=Permission.VIEW_STOCK,
    summary="What is known of a thing's measures and marks",
    answer=list[KnownAnswer],
)
def item_attributes(code: str) -> Any:
    """Tell what is known of a thing's measures and marks."""
    return _known(attributes.of(g.session, find.by_code(g.session, code)))


@api.operation(
    "PUT",
    "/items/<code>/attributes",
    permission=Permission.HANDLE_STOCK,
    summary="Say all that is known of a thing's measures and marks; what is not named is cleared",
    body=AttributesBody,
    answer=list[KnownAnswer],
)
def put_item_attributes(code: str, body: AttributesBody) -> Any:
    """Say all that is known of a thing's measures and marks."""
    found = find.by_code(g.session, code)
    values = attributes.read_all(g.session, found, body.values)
    return _known(attributes.set_all(g.session, found, values, by=g.person))


def _known(facts: list[attributes.Fact]) -> list[KnownAnswer]:
    return [
        KnownAnswer(
            attribute=fact.attribute.slug,
            name=fact.attribute.name,
            unit=fact.attribute.unit,
            value=fact.choice if fact.value_milli is None else from_milli(fact.value_milli),
            said=fact.said,
        )
        for fact in facts
    ]


@api.operation(
    "GET",
    "/items",
    permission=Permission.VIEW_STOCK,
    summary="List things in the order in which they came in, 50 a page",
    answer=ItemsAnswer,
    query={
        "q": "words and figures that it is found by; accents and small typing errors do not matter",
        "category": "slug of a category",
        "group": "slug of a group of categories",
        "site": "slug of a site",
        "place": "slug of a place; what lies within it counts",
        "state": "a state of things, such as `for_sale` or `quarantined`",
        "form": "`unique`, `heap`, `length` or `area`",
        "condition": "`A`, `B` or `C`",
        "available": "1: only what is there",
        "price_min_cents": "least price on its label, in cents",
        "price_max_cents": "highest price on its label, in cents",
        "older_than": "came in more than so many days ago",
        "width_min": "least width in mm; likewise every attribute with a unit of `GET /attributes`",
        "width_max": "greatest width in mm; likewise every other one",
        "hinge-side": "`left`, `right` or `both`; likewise every attribute with choices",
        "after": "the `next` of the page before",
    },
)
def items() -> Any:
    """List things, a page at a time."""
    wish = find.understood(g.session, asked.for_programs(g.session, request.args))
    rows, following = find.facts_after(g.session, wish, request.args.get("after", ""))
    return ItemsAnswer.model_construct(
        items=[_answer(row) for row in rows], next=following, read_as=wish.read_as
    )


@api.operation(
    "POST",
    "/items/<code>/labels",
    permission=Permission.PRINT,
    summary="Print labels of a thing",
    body=LabelsBody,
    answer=JobsAnswer,
    status=202,
)
def item_labels(code: str, body: LabelsBody) -> Any:
    """Print labels of a thing."""
    found = find.by_code(g.session, code)
    if body.printer:
        setup.by_name(g.config, body.printer)
    job = labels.order_again(
        g.session, found, by=g.person, copies=body.copies, printer=body.printer or None
    )
    return JobsAnswer(jobs=[job])


@api.operation(
    "POST",
    "/photos",
    permission=Permission.INTAKE,
    summary="Send a photo, as the body or as a file of a form; at most 12 MB and 40 megapixels",
    answer=PhotoAnswer,
    status=201,
    query={"id": "the UUID that the device made for this photo"},
)
def photo() -> Any:
    """Keep a photo under the id that the device made for it."""
    person, folder = g.person, g.config.photos
    # A phone at the yard sends slowly and the decoding takes long; nobody waits for either.
    web.let_others_write()
    try:
        photo_id = UUID(request.args.get("id", ""))
    except ValueError:
        raise BadInput(what="id") from None
    prepared = photos.prepare(_sent())
    kept = photos.keep(g.session, folder, photo_id, prepared, by=person)
    url = url_for("stock.photo", photo_id=kept.id)
    return PhotoAnswer(id=kept.id, width=kept.width, height=kept.height, url=url)


def _sent() -> bytes:
    for file in request.files.values():
        return bytes(file.read())
    return request.get_data()
