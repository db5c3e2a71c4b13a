"""Pages of the till room."""

from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import BadInput, Forbidden, Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.people import audit
from bouwkringloop.printing import preview
from bouwkringloop.printing.submit import submit
from bouwkringloop.till import (
    card_payments,
    close,
    drawer_form,
    equipment,
    find,
    open_shift,
    overview,
    receipt,
    report,
    z_paper,
)
from bouwkringloop.till.collecting import waiting
from bouwkringloop.till.count import DENOMINATIONS
from bouwkringloop.till.models import Shift, Till

bp = Blueprint("till", __name__)


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
    shift_id = _sent_id()

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


def _sent_id() -> UUID:
    try:
        return UUID(request.form.get("id", ""))
    except ValueError:
        raise BadInput(what="id") from None


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
        desk=equipment.of(g.session),
    )


@bp.get("/till/<slug>/close")
@requires(Permission.CLOSE_SHIFT)
def closing(slug: str) -> ResponseReturnValue:
    """Ask what is in the drawer, without telling what should be."""
    till = open_shift.by_slug(g.session, slug)
    shift = open_shift.current(g.session, till)
    if shift is None:
        return redirect(url_for(".choose"))
    return _closing_page(shift)


@bp.post("/till/<slug>/close")
@requires(Permission.CLOSE_SHIFT)
def close_till(slug: str) -> ResponseReturnValue:
    """Close the shift that was counted, and show its Z report."""
    shift = close.by_id(g.session, _sent_id())
    if shift.till.slug != slug:
        raise BadInput(what="id")
    try:
        close.close(g.session, shift.uuid, drawer_form.read(request.form), by=g.person)
    except close.CountedAlready:
        flash(_("This till was closed already. This is its report."), "warning")
    except Refused as refusal:
        return _closing_page(shift, refusal), refusal.status
    return redirect(url_for(".shift", shift_id=shift.uuid), 303)


def _closing_page(shift: Shift, refusal: Refused | None = None) -> str:
    return render_template(
        "till/closing.html",
        till=shift.till,
        shift=shift,
        denominations=DENOMINATIONS,
        sent=request.form,
        refusal=refusal,
    )


@bp.get("/shifts")
@requires(Permission.SEE_FIGURES)
def shifts() -> ResponseReturnValue:
    """List the shifts, the newest first."""
    rows = overview.shifts(g.session, request.args.get("before", type=int))
    older = ""
    if len(rows) == overview.PAGE:
        older = url_for(".shifts", before=rows[-1].shift.id)
    return render_template("till/shifts.html", rows=rows, older_url=older)


def _check_reader(*, secret: bool = False) -> None:
    """Let cashiers and readers of figures in; into figures of an open drawer only the latter."""
    if g.person.may(Permission.SEE_FIGURES):
        return
    if secret or not g.person.may(Permission.SELL):
        raise Forbidden


@bp.get("/shifts/<uuid:shift_id>")
@requires(Permission.OWN)
def shift(shift_id: UUID) -> ResponseReturnValue:
    """Show the Z report of a shift, or the X of one that is open, and its sales."""
    found = close.by_id(g.session, shift_id)
    _check_reader(secret=found.closed_at is None)
    return render_template(
        "till/shift.html",
        shift=found,
        report=report.of(g.session, found),
        sales=overview.sales_of(g.session, found),
        has_cards=bool(card_payments.of_shift(g.session, found)),
    )


@bp.post("/shifts/<uuid:shift_id>/print")
@requires(Permission.PRINT)
def print_shift(shift_id: UUID) -> ResponseReturnValue:
    """Print a Z report once more."""
    found = close.by_id(g.session, shift_id)
    _check_reader(secret=found.closed_at is None)
    document = z_paper.document(report.of(g.session, found))
    _print_again(document, "report", f"shift:{shift_id}")
    return redirect(url_for(".shift", shift_id=shift_id), 303)


def _print_again(document: str, kind: str, subject: str) -> None:
    job = submit(g.session, document, kind=kind, subject=subject, by=g.person, is_copy=True)
    audit.note(g.session, g.person, "job.reprinted", f"job:{job}")
    flash(_("It is being printed."), "success")


@bp.get("/sales/<uuid:sale_id>")
@requires(Permission.OWN)
def sale(sale_id: UUID) -> ResponseReturnValue:
    """Show a sale with its lines and its receipt."""
    _check_reader()
    return render_template("till/sale.html", sale=find.sale(g.session, sale_id))


@bp.post("/sales/<uuid:sale_id>/receipt")
@requires(Permission.PRINT)
def print_receipt(sale_id: UUID) -> ResponseReturnValue:
    """Print the receipt of a sale once more."""
    _check_reader()
    sold = find.sale(g.session, sale_id)
    _print_again(receipt.document(sold), "receipt", f"sale:{sale_id}")
    return redirect(url_for(".sale", sale_id=sale_id), 303)


@bp.get("/sales/<uuid:sale_id>/receipt.png")
@requires(Permission.OWN)
def receipt_picture(sale_id: UUID) -> ResponseReturnValue:
    """Give the picture of a receipt as it went to paper."""
    _check_reader()
    picture = preview.of_subject(g.session, g.config, f"sale:{sale_id}")
    return Response(picture, mimetype="image/png")
