"""Pages on which a till is chosen, opened, and sold at."""

from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import web
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.config import PRACTICE_ROOT
from bouwkringloop.till import drawer_form, equipment, find, open_shift, overview, practise
from bouwkringloop.till.collecting import waiting
from bouwkringloop.till.count import DENOMINATIONS
from bouwkringloop.till.models import Shift, Till
from bouwkringloop.till.views.asked import sent_id
from bouwkringloop.till.views.blueprint import bp


@bp.get("/till")
@requires(Permission.SELL)
def choose() -> ResponseReturnValue:
    """Show the tills: go on with one that is open, or open one."""
    return render_template(
        "till/choose.html", tills=overview.tills(g.session), to_collect=waiting.count(g.session)
    )


@bp.get("/till/<slug>/open")
@requires(Permission.OPEN_SHIFT)
def opening(slug: str) -> ResponseReturnValue:
    """Ask for the float of a till that is closed."""
    till = open_shift.by_slug(g.session, slug)
    if open_shift.current(g.session, till) is not None:
        return redirect(url_for(".sell", slug=slug))
    return _opening_page(till, uuid4())


@bp.post("/till/<slug>/open")
@requires(Permission.OPEN_SHIFT)
def open_till(slug: str) -> ResponseReturnValue:
    """Open a till; the id in the form lets a double click open it once."""
    till = open_shift.by_slug(g.session, slug)
    shift_id = sent_id()

    def work() -> Shift:
        cents = drawer_form.read(request.form).cents
        return open_shift.start(g.session, shift_id, till, float_cents=cents, by=g.person)

    try:
        again_if_raced(g.session, work)
    except open_shift.TillInUse as refusal:
        flash(refusal.sentence, "info")
    except Refused as refusal:
        return _opening_page(till, shift_id, refusal), refusal.status
    return redirect(url_for(".sell", slug=slug), 303)


def _opening_page(till: Till, shift_id: UUID, refusal: Refused | None = None) -> str:
    return render_template(
        "till/opening.html",
        till=till,
        shift_id=shift_id,
        denominations=DENOMINATIONS,
        sent=request.form,
        refusal=refusal,
    )


@bp.get("/till/<slug>")
@requires(Permission.SELL)
def sell(slug: str) -> ResponseReturnValue:
    """Show the till at which everything is sold."""
    till = open_shift.by_slug(g.session, slug)
    shift = open_shift.current(g.session, till)
    if shift is None:
        return redirect(url_for(".opening", slug=slug))
    return render_template(
        "till/sell.html",
        till=till,
        shift=shift,
        kinds=overview.kinds(g.session),
        last=find.last_of(g.session, till),
        desk=equipment.of(g.session, terminal=_has_terminal(till)),
    )


def _has_terminal(till: Till) -> bool:
    cards = g.config.cards
    return cards is not None and cards.at(till.slug) is not None


@bp.get("/till/practice")
@requires(Permission.SELL)
def practice_first() -> ResponseReturnValue:
    """Let who came to practise by its address, with a till open, say so in that till's journal."""
    tills = [shift.till for shift in practise.open_tills(g.session, g.person)]
    if not tills:
        return redirect(url_for(".choose"))
    return render_template("till/practice_first.html", tills=tills)


@bp.post("/till/<slug>/practice")
@requires(Permission.SELL)
def start_practice(slug: str) -> ResponseReturnValue:
    """Go from the real till to the one to practise at."""
    till = open_shift.by_slug(g.session, slug)
    practise.begin(g.session, till, by=g.person)
    response = redirect(PRACTICE_ROOT + url_for(".sell", slug=slug), 303)
    web.practise_at(response, slug)
    return response


@bp.post("/till/<slug>/practice/stop")
@requires(Permission.SELL)
def stop_practice(slug: str) -> ResponseReturnValue:
    """Come back from practising to the real tills."""
    practise.end(g.session, open_shift.by_slug(g.session, slug), by=g.person)
    response = redirect(url_for(".choose"), 303)
    web.practise_at(response, "")
    return response
