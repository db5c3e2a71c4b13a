"""The empty list that a builder can fill in and send instead of typing every line."""

from flask import Response, g
from flask.typing import ResponseReturnValue

from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, public, requires
from bouwkringloop.batches import list_blank
from bouwkringloop.batches.kinds import Kinds
from bouwkringloop.batches.views.blueprint import bp, come_in
from bouwkringloop.spreadsheets.export_items import FORMATS


@bp.get("/builder/<token>/offer/list.<any(xlsx, csv):form>")
@public
def builder_blank_list(token: str, form: str) -> ResponseReturnValue:
    """Give a builder the empty list."""
    come_in(token)
    return _blank(form)


@bp.get("/batches/new/list.<any(xlsx, csv):form>")
@requires(Permission.KEEP_BATCHES)
def blank_list(form: str) -> ResponseReturnValue:
    """Give the desk the empty list."""
    return _blank(form)


def _blank(form: str) -> Response:
    response = Response(list_blank.write(form, Kinds(g.session)), content_type=FORMATS[form])
    name = _("offer")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{form}")
    return response
