"""The page of what customers paid in advance."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.stock import slip
from bouwkringloop.till.deposits import find

bp = Blueprint("deposits", __name__)


@bp.get("/till/deposits")
@requires(Permission.SELL)
def deposits() -> ResponseReturnValue:
    """List the deposits that are not used yet."""
    return render_template(
        "till/deposits.html",
        waiting=find.waiting(g.session),
        held_cents=find.waiting_cents(g.session),
        last_day=slip.last_day,
    )
