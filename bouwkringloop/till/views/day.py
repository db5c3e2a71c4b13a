"""Pages on which a drawer is counted and closed, and shifts are looked back at."""

from datetime import date
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.text import clean
from bouwkringloop.till import (
    card_payments,
    close,
    drawer_form,
    open_shift,
    overview,
    readers,
    report,
    report_words,
)
from bouwkringloop.till.count import DENOMINATIONS
from bouwkringloop.till.day import park
from bouwkringloop.till.models import Shift
from bouwkringloop.till.receipt import WAYS
from bouwkringloop.till.views.asked import sent_id
from bouwkringloop.till.views.blueprint import bp

#: Why drawers usually differ, to be said with one touch.
REASONS = (
    N_("Wrong change given"),
    N_("Counting mistake earlier"),
    N_("A receipt is missing"),
    N_("Unknown"),
)


@bp.get("/till/<slug>/close")
@requires(Permission.CLOSE_SHIFT)
def closing(slug: str) -> ResponseReturnValue:
    """Ask what is in the drawer, without telling what should be; then tell what differs."""
    till = open_shift.by_slug(g.session, slug)
    shift = open_shift.current(g.session, till)
    if shift is None:
        return redirect(url_for(".choose"))
    tally = close.last_count(g.session, shift)
    if "again" in request.args and tally is not None:
        return _closing_page(shift, sent=drawer_form.written(tally.counted))
    return _closing_page(shift, tally=tally)


@bp.post("/till/<slug>/close")
@requires(Permission.CLOSE_SHIFT)
def close_till(slug: str) -> ResponseReturnValue:
    """Keep what was counted; a drawer that is right is closed at once."""
    shift = _sent_shift(slug)
    try:
        differs = close.count(g.session, shift.uuid, drawer_form.read(request.form), by=g.person)
    except close.CountedAlready:
        flash(_("This till was closed already. This is its report."), "warning")
        return redirect(url_for(".shift", shift_id=shift.uuid), 303)
    except Refused as refusal:
        return _closing_page(shift, sent=dict(request.form), refusal=refusal), refusal.status
    if shift.closed_at is None and (differs or park.waiting(g.session, shift.till)):
        return redirect(url_for(".closing", slug=slug), 303)
    close.close_counted(g.session, shift.uuid, "", by=g.person)
    return redirect(url_for(".shift", shift_id=shift.uuid), 303)


@bp.post("/till/<slug>/close/anyway")
@requires(Permission.CLOSE_SHIFT)
def close_counted(slug: str) -> ResponseReturnValue:
    """Close the shift with what was counted last, and show its Z report."""
    shift = _sent_shift(slug)
    reason = clean(request.form.get("other", "") or request.form.get("reason", ""))[:120]
    try:
        close.close_counted(g.session, shift.uuid, reason, by=g.person)
    except Refused as refusal:
        tally = close.last_count(g.session, shift)
        return _closing_page(shift, tally=tally, refusal=refusal), refusal.status
    return redirect(url_for(".shift", shift_id=shift.uuid), 303)


@bp.post("/till/<slug>/parked/<uuid:basket_id>/drop")
@requires(Permission.CLOSE_SHIFT)
def give_up(slug: str, basket_id: UUID) -> ResponseReturnValue:
    """Give up a basket that keeps the till from being closed."""
    try:
        basket = park.end(g.session, basket_id, slug, "dropped", by=g.person)
        flash(_("“%(name)s” is given up.") % {"name": basket.name}, "success")
    except (park.TakenElsewhere, park.PaidAlready) as refusal:
        flash(refusal.sentence, "info")
    return redirect(url_for(".closing", slug=slug), 303)


def _sent_shift(slug: str) -> Shift:
    shift = close.by_id(g.session, sent_id())
    if shift.till.slug != slug:
        raise BadInput(what="id")
    return shift


def _closing_page(
    shift: Shift,
    *,
    tally: close.Tally | None = None,
    sent: dict[str, str] | None = None,
    refusal: Refused | None = None,
) -> str:
    return render_template(
        "till/closing.html",
        till=shift.till,
        shift=shift,
        tally=tally,
        waiting=park.waiting(g.session, shift.till),
        reasons=REASONS,
        denominations=DENOMINATIONS,
        sent=sent or {},
        refusal=refusal,
    )


@bp.get("/shifts")
@requires(Permission.SEE_FIGURES)
def shifts() -> ResponseReturnValue:
    """List the shifts, the newest first; or those of a period, with what they come to."""
    first, last = _day("from"), _day("to")
    if first or last:
        rows = overview.shifts_of(g.session, first, last)
        older, sums = "", overview.sums(rows)
    else:
        rows = overview.shifts(g.session, request.args.get("before", type=int))
        sums = None
        older = url_for(".shifts", before=rows[-1].shift.id) if len(rows) == overview.PAGE else ""
    return render_template(
        "till/shifts.html", rows=rows, older_url=older, sums=sums, first=first, last=last
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


@bp.get("/shifts/<uuid:shift_id>")
@requires(Permission.OWN)
def shift(shift_id: UUID) -> ResponseReturnValue:
    """Show the Z report of a shift, or the X of one that is open, and its sales."""
    found = readers.shift_for(g.session, shift_id, by=g.person)
    return render_template(
        "till/shift.html",
        shift=found,
        report=report.of(g.session, found),
        sales=overview.sales_of(g.session, found),
        ways=WAYS,
        moves=report_words.MOVES,
        happenings=report_words.EVENTS,
        has_cards=bool(card_payments.of_shift(g.session, found)),
    )
