"""The page on which a builder offers what is left of a project."""

from flask import render_template
from flask.typing import ResponseReturnValue

from bouwkringloop.base.permissions import public
from bouwkringloop.batches.views.blueprint import bp, come_in


@bp.get("/builder/<token>/offer")
@public
def builder_offer(token: str) -> ResponseReturnValue:
    """Ask a builder what there is."""
    return render_template("batches/builder_offer.html", token=token, link=come_in(token))
