"""The page on which a shop lead says that a clock that went back is right now."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import answers, clock, web
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.text import clean
from bouwkringloop.till import approve, clock_back, journal, open_shift
from bouwkringloop.till.api import pins
from bouwkringloop.till.models import Till
from bouwkringloop.till.views.blueprint import bp


@bp.app_context_processor
def what_stands_still() -> dict[str, object]:
    """Let every page that shows a till say when its clock keeps it from going on."""
    return {"is_behind": clock_back.is_behind}


@bp.app_errorhandler(journal.ClockWentBack)
def behind(refusal: journal.ClockWentBack) -> ResponseReturnValue:
    """Lead from the refusal to its way out; programs get the sentence."""
    if web.is_api():
        return answers.refuse(refusal)
    g.session.rollback()
    return _page(g.session.get_one(Till, refusal.details["till"]), refusal), refusal.status


@bp.get("/till/<slug>/clock")
@requires(Permission.SELL)
def clock_page(slug: str) -> ResponseReturnValue:
    """Show how far the clock is behind the till's newest entry, and ask whether it is right."""
    return _page(open_shift.by_slug(g.session, slug))


@bp.post("/till/<slug>/clock")
@requires(Permission.SELL)
def clock_is_right(slug: str) -> ResponseReturnValue:
    """Let the till go on at the time of now."""
    reason = clean(request.form.get("reason", ""))[:120]
    try:
        approver = _approver()
        clock_back.go_on(g.session, slug, reason, approver_id=approver, by=g.person)
    except clock_back.NotBehind as refusal:
        flash(refusal.sentence, "info")
        return redirect(url_for(".choose"), 303)
    except Refused as refusal:
        return _page(open_shift.by_slug(g.session, slug), refusal), refusal.status
    flash(_("The till goes on. What happened to the clock stands in its journal."), "success")
    return redirect(url_for(".choose"), 303)


def _approver() -> int:
    """Tell who says so: a lead who is logged in, or one who typed their PIN."""
    if g.person.may(Permission.CHANGE_PRICE):
        return int(g.person.id)
    lead = request.form.get("lead", 0, type=int)
    pins.prove(lead, request.form.get("pin", "")[:20])
    return lead


def _page(till: Till, refusal: Refused | None = None) -> str:
    shift = open_shift.current(g.session, till)
    return render_template(
        "till/clock.html",
        till=till,
        now=clock.now(),
        # Sales count on the day of their shift, and this one began on a day that never was.
        wrong_day=shift.day if shift is not None and shift.day > clock.today() else None,
        leads=[] if g.person.may(Permission.CHANGE_PRICE) else approve.who_may(g.session),
        sent=request.form,
        refusal=refusal,
    )
