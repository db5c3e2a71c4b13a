"""The page of a drawer: money in and out without a sale, and opening it."""

from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import money
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.text import clean
from bouwkringloop.till import open_shift
from bouwkringloop.till.day import drawer, purchases
from bouwkringloop.till.models import Shift
from bouwkringloop.till.report_words import BY_HAND, MOVES
from bouwkringloop.till.views.asked import sent_id
from bouwkringloop.till.views.blueprint import bp


@bp.get("/till/<slug>/drawer")
@requires(Permission.SELL)
def drawer_page(slug: str) -> ResponseReturnValue:
    """Show what moved in and out of a drawer without a sale, and ask what moves now."""
    shift = _shift(slug)
    if shift is None:
        return redirect(url_for(".opening", slug=slug))
    return _page(shift)


@bp.post("/till/<slug>/drawer")
@requires(Permission.SELL)
def move_cash(slug: str) -> ResponseReturnValue:
    """Move money, or take out what a purchase was paid with; a double click does it once."""
    shift = _shift(slug)
    if shift is None:
        return redirect(url_for(".opening", slug=slug), 303)
    uuid = sent_id()
    try:
        again_if_raced(g.session, lambda: _move(uuid, shift.uuid))
    except Refused as refusal:
        g.session.rollback()
        return _page(_shift(slug) or shift, refusal), refusal.status
    flash(_("It is written down."), "success")
    return redirect(url_for(".drawer_page", slug=slug), 303)


@bp.post("/till/<slug>/drawer/open")
@requires(Permission.SELL)
def open_drawer(slug: str) -> ResponseReturnValue:
    """Open the drawer without a sale."""
    shift = _shift(slug)
    if shift is None:
        return redirect(url_for(".opening", slug=slug), 303)
    reason = clean(request.form.get("why", ""))[:120]
    try:
        drawer.open_without_sale(g.session, shift.uuid, reason, by=g.person, uuid=sent_id())
    except Refused as refusal:
        return _page(shift, refusal), refusal.status
    flash(_("The drawer opens."), "success")
    return redirect(url_for(".drawer_page", slug=slug), 303)


def _move(uuid: UUID, shift_uuid: UUID) -> None:
    sent = request.form.get
    if number := sent("purchase", type=int):
        purchases.take_out(g.session, uuid, shift_uuid, number, by=g.person)
        return
    kind = sent("kind", "")
    if kind not in BY_HAND:
        raise BadInput(what=_("what happens"))
    drawer.move(
        g.session,
        uuid,
        shift_uuid,
        kind=kind,
        cents=money.parse(sent("amount", "")),
        reason=clean(sent("reason", ""))[:120],
        by=g.person,
    )


def _shift(slug: str) -> Shift | None:
    return open_shift.current(g.session, open_shift.by_slug(g.session, slug))


def _page(shift: Shift, refusal: Refused | None = None) -> str:
    return render_template(
        "till/drawer.html",
        till=shift.till,
        shift=shift,
        moves=drawer.moves(g.session, shift),
        kinds=BY_HAND,
        names=MOVES,
        bought=[(each, uuid4()) for each in purchases.waiting(g.session)],
        move_id=uuid4(),
        open_id=uuid4(),
        sent=request.form,
        refusal=refusal,
    )
