"""Pages of the stock room."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import ntranslate
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.catalogue.models import Category
from bouwkringloop.stock import find, history, labels, photos

bp = Blueprint("stock", __name__)


@bp.get("/items")
@requires(Permission.VIEW_STOCK)
def items() -> ResponseReturnValue:
    """List what is there; a scanned code goes straight to its thing."""
    asked = request.args.get
    words = asked("q", "").strip()
    not_found = ""
    if len(words) == 8 and words.isdigit():
        try:
            return redirect(url_for(".item", code=find.facts(g.session, words)["code"]))
        except Refused as refusal:
            not_found = refusal.sentence
    also_gone = asked("gone") == "1"
    wish = find.Wish(words, asked("category", ""), asked("site", ""), not also_gone)
    number = max(asked("page", 1, type=int), 1)
    found, many = find.page(g.session, wish, min(number, 100_000))
    return render_template(
        "stock/items.html",
        items=found,
        many=many,
        wish=wish,
        not_found=not_found,
        also_gone=also_gone,
        sites=find.sites(g.session),
        categories=g.session.scalars(select(Category).order_by(Category.position)).all(),
        first=(number - 1) * find.PAGE + 1,
        previous_url=_page_url(number - 1) if number > 1 else "",
        next_url=_page_url(number + 1) if number * find.PAGE < many else "",
    )


def _page_url(number: int) -> str:
    asked = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for(".items", **asked, page=number)  # type: ignore[arg-type]


@bp.get("/items/<code>")
@requires(Permission.VIEW_STOCK)
def item(code: str) -> ResponseReturnValue:
    """Show a thing: what it is, where it lies, what happened to it, and its label."""
    found = find.by_code(g.session, code)
    return render_template(
        "stock/item.html",
        item=found,
        happenings=history.of(g.session, found),
        label_job=labels.last_job(g.session, found),
        may_print=g.person.may(Permission.PRINT),
    )


@bp.post("/items/<code>/labels")
@requires(Permission.PRINT)
def print_labels(code: str) -> ResponseReturnValue:
    """Print labels of a thing."""
    found = find.by_code(g.session, code)
    copies = request.form.get("copies", 0, type=int)
    labels.order_again(g.session, found, by=g.person, copies=copies)
    flash(
        ntranslate("The label is being printed.", "%(num)d labels are being printed.", copies)
        % {"num": copies},
        "success",
    )
    return redirect(url_for(".item", code=found.code), 303)


@bp.get("/photos/<uuid:photo_id>.jpg")
@requires(Permission.OWN)
def photo(photo_id: UUID) -> ResponseReturnValue:
    """Give a photo, whole or (with `size=small`) for a list."""
    small = request.args.get("size") == "small"
    found = photos.existing(g.config.photos, photo_id, small=small)
    response = send_file(found, mimetype="image/jpeg")
    # A photo never changes, but only who is logged in may see it.
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
