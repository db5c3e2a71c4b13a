"""Pages of sales with their receipts, and what is printed of shifts."""

from uuid import UUID

from flask import Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.till import copies, find, readers
from bouwkringloop.till.receipt import WAYS
from bouwkringloop.till.receipts import on_paper, picture
from bouwkringloop.till.views.blueprint import bp


@bp.post("/shifts/<uuid:shift_id>/print")
@requires(Permission.PRINT)
def print_shift(shift_id: UUID) -> ResponseReturnValue:
    """Print a Z report once more."""
    readers.shift_for(g.session, shift_id, by=g.person)
    copies.of_z(g.session, shift_id, by=g.person)
    flash(_("It is being printed."), "success")
    return redirect(url_for(".shift", shift_id=shift_id), 303)


@bp.post("/shifts/<uuid:shift_id>/x")
@requires(Permission.SEE_FIGURES)
def print_x(shift_id: UUID) -> ResponseReturnValue:
    """Print the figures of an open shift so far."""
    copies.print_x(g.session, shift_id, by=g.person)
    flash(_("It is being printed."), "success")
    return redirect(url_for(".shift", shift_id=shift_id), 303)


@bp.get("/sales/<uuid:sale_id>")
@requires(Permission.OWN)
def sale(sale_id: UUID) -> ResponseReturnValue:
    """Show a sale with its lines and its receipt."""
    readers.check(g.person)
    return render_template("till/sale.html", sale=find.sale(g.session, sale_id), ways=WAYS)


@bp.post("/sales/<uuid:sale_id>/receipt")
@requires(Permission.PRINT)
def print_receipt(sale_id: UUID) -> ResponseReturnValue:
    """Print the receipt of a sale: once more, or for the first time."""
    readers.check(g.person)
    on_paper.print_out(g.session, g.config, sale_id, by=g.person)
    flash(_("It is being printed."), "success")
    return redirect(url_for(".sale", sale_id=sale_id), 303)


@bp.get("/sales/<uuid:sale_id>/receipt.png")
@requires(Permission.OWN)
def receipt_picture(sale_id: UUID) -> ResponseReturnValue:
    """Give the picture of a receipt as it went to paper, or as it would."""
    readers.check(g.person)
    drawn = picture.of_sale(g.session, g.config, sale_id)
    return Response(drawn, mimetype="image/png")
