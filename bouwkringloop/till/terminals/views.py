"""The page of a shift's card payments: what is in doubt, and what came in without a sale."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.text import clean
from bouwkringloop.till import card_end, card_payments, close
from bouwkringloop.till.terminals.forms import sentence

bp = Blueprint("cards", __name__)

_LONGEST_NOTE = 120


@bp.get("/shifts/<uuid:shift_id>/cards")
@requires(Permission.CLOSE_SHIFT)
def cards(shift_id: UUID) -> ResponseReturnValue:
    """Show the card payments of a shift, those that need somebody first."""
    return _page(shift_id)


@bp.post("/shifts/<uuid:shift_id>/cards/<uuid:payment_id>/settle")
@requires(Permission.CLOSE_SHIFT)
def settle(shift_id: UUID, payment_id: UUID) -> ResponseReturnValue:
    """Say what became of a payment in doubt."""
    state = request.form.get("state", "")
    if state not in ("paid", "failed"):
        raise BadInput(what="state")
    note = clean(request.form.get("note", ""))[:_LONGEST_NOTE]
    try:
        card_end.settle(
            g.session, payment_id, "paid" if state == "paid" else "failed", note, by=g.person
        )
    except card_end.NoteMissing as refusal:
        return _page(shift_id, payment_id, refusal), refusal.status
    flash(_("It is written down."), "success")
    return redirect(url_for(".cards", shift_id=shift_id), 303)


@bp.post("/shifts/<uuid:shift_id>/cards/<uuid:payment_id>/cancel")
@requires(Permission.CLOSE_SHIFT)
def cancel(shift_id: UUID, payment_id: UUID) -> ResponseReturnValue:
    """Want a payment stopped that the terminal still asks for."""
    card_end.cancel(g.session, payment_id, by=g.person)
    return redirect(url_for(".cards", shift_id=shift_id), 303)


def _page(shift_id: UUID, payment_id: UUID | None = None, refusal: Refused | None = None) -> str:
    shift = close.by_id(g.session, shift_id)
    return render_template(
        "till/cards.html",
        shift=shift,
        unsettled=card_payments.unsettled(g.session, shift),
        unsold=card_payments.unsold(g.session, shift),
        payments=card_payments.of_shift(g.session, shift),
        sentence=sentence,
        refused=payment_id,
        refusal=refusal,
    )
