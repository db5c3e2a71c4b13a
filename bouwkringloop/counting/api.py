"""The counting room's part of the API."""

from typing import Any
from uuid import UUID

from flask import g, request

from bouwkringloop.base import codes
from bouwkringloop.base.api import Api
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.permissions import Permission
from bouwkringloop.counting import begin, overview, standing, tally, within
from bouwkringloop.counting.forms import (
    CountAnswer,
    CountBody,
    CountedPlace,
    TakeBackBody,
    TakenBackAnswer,
    TalliedAnswer,
    TallyAnswer,
    TallyBody,
    ThingToCount,
    ThingToCountAgain,
)
from bouwkringloop.counting.models import CountTally, StockCount
from bouwkringloop.counting.overview import Known
from bouwkringloop.stock import find

api = Api("counting")


@api.operation(
    "POST",
    "/counts",
    permission=Permission.JUDGE_STOCK,
    summary="Begin a count of a place and all within it; the same id again gives the same count",
    body=CountBody,
    answer=CountAnswer,
    status=201,
)
def begin_count(body: CountBody) -> Any:
    def work() -> StockCount:
        place = within.by_code(g.session, body.place)
        return begin.begin(g.session, body.id, place, by=g.person)

    return _count(again_if_raced(g.session, work))


@api.operation(
    "GET",
    "/counts/<uuid:count_id>",
    permission=Permission.HANDLE_STOCK,
    summary="Look how far a count is; it never tells what the books say",
    answer=CountAnswer,
)
def count(count_id: UUID) -> Any:
    return _count(begin.by_id(g.session, count_id))


@api.operation(
    "POST",
    "/counts/<uuid:count_id>/tallies",
    permission=Permission.HANDLE_STOCK,
    summary="Count a thing that somebody sees; the same id again counts it once",
    body=TallyBody,
    answer=TalliedAnswer,
    status=201,
)
def add_tally(count_id: UUID, body: TallyBody) -> Any:
    def work() -> CountTally:
        return tally.tally(g.session, count_id, body.seen(), by=g.person)

    made = again_if_raced(g.session, work)
    things = standing.things_counted(g.session, made.count_id)
    return TalliedAnswer.model_construct(**_fields(made), things_counted=things)


@api.operation(
    "POST",
    "/counts/<uuid:count_id>/tallies/<uuid:tally_id>/undo",
    permission=Permission.HANDLE_STOCK,
    summary="Take one tally back; what was counted of the thing in other bins stays",
    body=TakeBackBody,
    answer=TakenBackAnswer,
    status=201,
)
def take_back(count_id: UUID, tally_id: UUID, body: TakeBackBody) -> Any:
    def work() -> CountTally:
        return tally.take_back(g.session, count_id, tally_id, body.id, by=g.person)

    made = again_if_raced(g.session, work)
    things = standing.things_counted(g.session, made.count_id)
    return TakenBackAnswer(id=made.uuid, tally=tally_id, things_counted=things)


@api.operation(
    "GET",
    "/counts/<uuid:count_id>/things/<code>",
    permission=Permission.HANDLE_STOCK,
    summary="Look up how a thing is counted, without what the books say",
    answer=ThingToCount,
)
def thing_to_count(count_id: UUID, code: str) -> Any:
    found = begin.by_id(g.session, count_id)
    return _thing(overview.known(g.session, found, find.by_code(g.session, code)))


@api.operation(
    "GET",
    "/counts/<uuid:count_id>/things",
    permission=Permission.HANDLE_STOCK,
    summary="Find things whose label is lost by words, without what the books say",
    answer=list[ThingToCount],
    query={"q": "words that all occur in its title, kind or code"},
)
def things_to_count(count_id: UUID) -> Any:
    found = begin.by_id(g.session, count_id)
    listed = overview.search(g.session, found, request.args.get("q", ""))
    return [_thing(known) for known in listed]


def _thing(known: Known) -> ThingToCount:
    item = known.item
    return ThingToCount(
        code=item.code,
        title=item.title,
        unit=item.unit,
        single=known.single,
        counted=known.counted,
    )


def _fields(made: CountTally) -> dict[str, Any]:
    return {
        "id": made.uuid,
        "code": made.item.code,
        "title": made.item.title,
        "unit": made.item.unit,
        "quantity": made.quantity_milli,
        "place": codes.place_code(made.place_id),
        "anew": made.anew,
        "single": standing.is_single(made.item),
        "at": made.at,
    }


def _count(found: StockCount) -> CountAnswer:
    again = overview.to_count_again(g.session, found)
    own = overview.own_tallies(g.session, found, g.person.id)
    return CountAnswer.model_construct(
        id=found.uuid,
        place=found.place.code,
        name=found.place.name,
        site=found.place.site.slug,
        state=found.state,
        begun_at=found.begun_at,
        things_counted=standing.things_counted(g.session, found.id),
        places=[
            CountedPlace(code=place.code, name=place.name, kind=place.kind, depth=depth)
            for place, depth in within.tree(g.session, found.place)
        ],
        tallies=[TallyAnswer.model_construct(**_fields(made)) for made in own],
        again=[ThingToCountAgain(code=line.code, title=line.title) for line in again],
    )
