"""Pages of the counting room."""

from uuid import UUID, uuid4

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import i18n
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.counting import begin, book, forms, overview, review, standing, within
from bouwkringloop.counting.models import StockCount

bp = Blueprint("counting", __name__)


@bp.get("/counts")
@requires(Permission.HANDLE_STOCK)
def counts() -> ResponseReturnValue:
    """List the counts, the open ones first."""
    return _counts_page(uuid4())


@bp.post("/counts")
@requires(Permission.JUDGE_STOCK)
def begin_count() -> ResponseReturnValue:
    """Begin a count of a place; the id in the form lets a double click begin it once."""
    count_id = _sent_id()

    def work() -> StockCount:
        place = within.by_code(g.session, request.form.get("place", ""))
        return begin.begin(g.session, count_id, place, by=g.person)

    try:
        again_if_raced(g.session, work)
    except Refused as refusal:
        return _counts_page(count_id, refusal), refusal.status
    return redirect(url_for(".count", count_id=count_id), 303)


def _counts_page(count_id: UUID, refusal: Refused | None = None) -> str:
    return render_template(
        "counting/counts.html",
        rows=overview.counts(g.session),
        places=overview.places(g.session) if g.person.may(Permission.JUDGE_STOCK) else [],
        count_id=count_id,
        refusal=refusal,
        asked=request.values.get("place", ""),
    )


def _sent_id() -> UUID:
    try:
        return UUID(request.form.get("id", ""))
    except ValueError:
        raise BadInput(what="id") from None


@bp.get("/counts/<uuid:count_id>")
@requires(Permission.HANDLE_STOCK)
def count(count_id: UUID) -> ResponseReturnValue:
    """Count on a phone, without seeing what the books say."""
    found = begin.by_id(g.session, count_id)
    if found.state != "open":
        if g.person.may(Permission.JUDGE_STOCK):
            return redirect(url_for(".count_review", count_id=count_id))
        flash(begin.CountEnded(place=found.place.name).sentence, "info")
        return redirect(url_for(".counts"))
    places = within.tree(g.session, found.place)
    return render_template(
        "counting/count.html",
        count=found,
        places=places,
        sheet={
            "units": {
                unit: [i18n.unit_name(unit), i18n.unit_name(unit, 2000)] for unit in i18n.UNIT_NAMES
            },
            "places": {place.code: place.name for place, _depth in places},
            "things": {
                item.code: [item.title, item.unit, standing.is_single(item)]
                for item in overview.names(g.session, found)
            },
        },
    )


@bp.get("/counts/<uuid:count_id>/review")
@requires(Permission.JUDGE_STOCK)
def count_review(count_id: UUID) -> ResponseReturnValue:
    """Show the lead what was counted beside what the books say, or what was booked of it."""
    return _review_page(begin.by_id(g.session, count_id))


def _review_page(found: StockCount, refusal: Refused | None = None) -> str:
    is_open = found.state == "open"
    drawn = review.of(g.session, found) if is_open else overview.booked(g.session, found)
    return render_template(
        "counting/review.html",
        count=found,
        is_open=is_open,
        review=drawn,
        sent=request.form,
        refusal=refusal,
    )


@bp.post("/counts/<uuid:count_id>/book")
@requires(Permission.JUDGE_STOCK)
def book_count(count_id: UUID) -> ResponseReturnValue:
    """Book a count as the lead saw it."""
    try:
        book.book(g.session, count_id, forms.agreed(request.form), by=g.person)
    except begin.CountEnded as refusal:
        flash(refusal.sentence, "warning")
    except Refused as refusal:
        g.session.rollback()
        return _review_page(begin.by_id(g.session, count_id), refusal), refusal.status
    else:
        flash(_("The count is booked. The books now say what was counted."), "success")
    return redirect(url_for(".count_review", count_id=count_id), 303)


@bp.post("/counts/<uuid:count_id>/cancel")
@requires(Permission.JUDGE_STOCK)
def cancel_count(count_id: UUID) -> ResponseReturnValue:
    """End a count without booking it."""
    begin.cancel(g.session, count_id, by=g.person)
    flash(_("The count is cancelled. Nothing was booked."), "info")
    return redirect(url_for(".counts"), 303)
