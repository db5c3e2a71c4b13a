"""Tills, shifts and what a drawer goes through, for programs and for the till's page."""

from uuid import UUID

from flask import g
from sqlalchemy import select

from bouwkringloop.base.api import Answer
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.permissions import Permission
from bouwkringloop.stock.models import Site
from bouwkringloop.till import approve, close, open_shift, readers, report
from bouwkringloop.till.api import pins
from bouwkringloop.till.api.sales import api
from bouwkringloop.till.day import drawer, events, park
from bouwkringloop.till.day.forms import CashBody, DrawerBody, EventBody, ParkBody
from bouwkringloop.till.day.models import ParkedBasket
from bouwkringloop.till.forms import ApprovalBody, CloseBody, ShiftBody
from bouwkringloop.till.models import Shift, Till


class TillAnswer(Answer):
    """A till, and the shift that is open there."""

    slug: str
    name: str
    site: str
    shift: UUID | None


class ShiftAnswer(Answer):
    """A shift that was opened."""

    id: UUID
    till: str
    float_cents: int


@api.operation(
    "GET",
    "/tills",
    permission=Permission.OWN,
    summary="The tills, each with its open shift.",
    answer=list[TillAnswer],
)
def tills() -> list[TillAnswer]:
    rows = g.session.execute(
        select(Till.slug, Till.name, Site.slug, Shift.uuid)
        .join(Site, Site.id == Till.site_id)
        .outerjoin(Shift, (Shift.till_id == Till.id) & Shift.closed_at.is_(None))
        .order_by(Till.id)
    )
    return [TillAnswer(slug=s, name=n, site=site, shift=shift) for s, n, site, shift in rows]


@api.operation(
    "POST",
    "/shifts",
    permission=Permission.OPEN_SHIFT,
    summary="Open a till with its float.",
    body=ShiftBody,
    answer=ShiftAnswer,
    status=201,
)
def start_shift(body: ShiftBody) -> ShiftAnswer:
    def work() -> Shift:
        till = open_shift.by_slug(g.session, body.till)
        return open_shift.start(g.session, body.id, till, float_cents=body.float_cents, by=g.person)

    shift = again_if_raced(g.session, work)
    return ShiftAnswer(id=shift.uuid, till=shift.till.slug, float_cents=shift.float_cents)


@api.operation(
    "POST",
    "/shifts/<uuid:shift_id>/close",
    permission=Permission.CLOSE_SHIFT,
    summary="Close a shift with what was counted, and get its Z report.",
    body=CloseBody,
    answer=report.Report,
)
def close_shift(shift_id: UUID, body: CloseBody) -> report.Report:
    return close.close(g.session, shift_id, body.checked(), by=g.person, reason=body.reason)


@api.operation(
    "GET",
    "/shifts/<uuid:shift_id>/report",
    permission=Permission.SELL,
    summary="The Z report of a closed shift, or an X of an open one for who sees figures.",
    answer=report.Report,
)
def shift_report(shift_id: UUID) -> report.Report:
    return report.of(g.session, readers.shift_for(g.session, shift_id, by=g.person))


class CashAnswer(Answer):
    """Money that moved; below zero out of the drawer."""

    id: UUID
    kind: str
    amount_cents: int
    reason: str


@api.operation(
    "POST",
    "/shifts/<uuid:shift_id>/cash",
    permission=Permission.SELL,
    summary="Move money into the drawer or out of it, with the reason.",
    body=CashBody,
    answer=CashAnswer,
    status=201,
)
def move_cash(shift_id: UUID, body: CashBody) -> CashAnswer:
    made = again_if_raced(
        g.session,
        lambda: drawer.move(
            g.session,
            body.id,
            shift_id,
            kind=body.kind,
            cents=body.amount_cents,
            reason=body.reason,
            by=g.person,
        ),
    )
    return CashAnswer(
        id=made.uuid, kind=made.kind, amount_cents=made.amount_cents, reason=made.reason
    )


class DoneAnswer(Answer):
    """It is done and written down."""

    done: bool = True


@api.operation(
    "POST",
    "/shifts/<uuid:shift_id>/drawer",
    permission=Permission.SELL,
    summary="Open the drawer without a sale, with the reason.",
    body=DrawerBody,
    answer=DoneAnswer,
)
def open_drawer(shift_id: UUID, body: DrawerBody) -> DoneAnswer:
    drawer.open_without_sale(g.session, shift_id, body.reason, by=g.person, uuid=body.id)
    return DoneAnswer()


class ApprovedAnswer(Answer):
    """The approvals, to be sent with the sale."""

    approvals: list[UUID]


@api.operation(
    "POST",
    "/approvals",
    permission=Permission.SELL,
    summary="Let a shop lead allow, by their PIN, what goes too far for who is at the till.",
    body=ApprovalBody,
    answer=ApprovedAnswer,
    status=201,
)
def allow(body: ApprovalBody) -> ApprovedAnswer:
    pins.prove(body.person, body.pin)
    made = approve.approve(
        g.session,
        body.shift,
        body.sale,
        [approve.Allowed(one.kind, one.about, one.cents) for one in body.allowed],
        approver_id=body.person,
        by=g.person,
    )
    return ApprovedAnswer(approvals=made)


class ParkedAnswer(Answer):
    """A basket that waits; its content is only told to who goes on with it."""

    id: UUID
    till: str
    name: str
    total_cents: int
    by: str
    at: str
    content: str = ""


def _parked(basket: ParkedBasket, *, content: bool = False) -> ParkedAnswer:
    return ParkedAnswer(
        id=basket.uuid,
        till=basket.till.name,
        name=basket.name,
        total_cents=basket.total_cents,
        by=basket.person.name,
        at=basket.at.isoformat(),
        content=basket.content if content else "",
    )


@api.operation(
    "GET",
    "/parked",
    permission=Permission.SELL,
    summary="The baskets that wait, at whichever till they were parked.",
    answer=list[ParkedAnswer],
)
def parked() -> list[ParkedAnswer]:
    return [_parked(basket) for basket in park.waiting(g.session)]


@api.operation(
    "POST",
    "/tills/<slug>/parked",
    permission=Permission.SELL,
    summary="Park a basket under a name.",
    body=ParkBody,
    answer=ParkedAnswer,
    status=201,
)
def park_basket(slug: str, body: ParkBody) -> ParkedAnswer:
    basket = again_if_raced(
        g.session,
        lambda: park.park(
            g.session,
            body.id,
            slug,
            name=body.name,
            content=body.content,
            total_cents=body.total_cents,
            by=g.person,
        ),
    )
    return _parked(basket)


@api.operation(
    "POST",
    "/tills/<slug>/parked/<uuid:basket_id>/take",
    permission=Permission.SELL,
    summary="Go on with a parked basket at this till.",
    answer=ParkedAnswer,
)
def take_parked(slug: str, basket_id: UUID) -> ParkedAnswer:
    return _parked(park.end(g.session, basket_id, slug, "taken", by=g.person), content=True)


@api.operation(
    "POST",
    "/tills/<slug>/parked/<uuid:basket_id>/drop",
    permission=Permission.SELL,
    summary="Give a parked basket up.",
    answer=ParkedAnswer,
)
def drop_parked(slug: str, basket_id: UUID) -> ParkedAnswer:
    return _parked(park.end(g.session, basket_id, slug, "dropped", by=g.person))


@api.operation(
    "POST",
    "/tills/<slug>/events",
    permission=Permission.SELL,
    summary="Write down in the journal what happened at the till without a sale.",
    body=EventBody,
    answer=DoneAnswer,
)
def note_event(slug: str, body: EventBody) -> DoneAnswer:
    events.note(g.session, slug, body.kind, by=g.person, lines=body.lines)
    return DoneAnswer()
