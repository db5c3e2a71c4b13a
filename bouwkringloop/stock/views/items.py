"""The list of things, the page of one thing, its labels and its photos."""

from uuid import UUID, uuid4

from flask import Blueprint, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from bouwkringloop.base import codes, web
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import ntranslate, translate
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.catalogue import attributes as catalogue
from bouwkringloop.catalogue.models import Category
from bouwkringloop.stock import (
    ageing,
    asked,
    attributes,
    describe,
    details_form,
    find,
    history,
    judge,
    labels,
    photos,
    places,
    reserve,
    slip,
    words,
)
from bouwkringloop.stock.judge import state_name

bp = Blueprint("stock", __name__)


@bp.get("/items")
@requires(Permission.VIEW_STOCK)
def items() -> ResponseReturnValue:
    """List what is there; a scanned code goes straight to its thing."""
    not_found = ""
    if codes.place_number(request.args.get("q", "").strip()) is not None:
        return redirect(url_for("places.place", code=request.args["q"].strip()))
    if code := words.code(request.args.get("q", "")):
        try:
            return redirect(url_for(".item", code=find.facts(g.session, code)["code"]))
        except Refused as refusal:
            not_found = refusal.sentence
    also_gone = request.args.get("gone") == "1"
    offered = asked.offered(g.session, request.args)
    told = asked.read(request.args, offered, only_available=not also_gone)
    wish = find.understood(g.session, told.wish)
    number = max(request.args.get("page", 1, type=int), 1)
    found, many = ([], 0) if told.problems else find.page(g.session, wish, min(number, 100_000))
    sites = find.sites(g.session)
    page = render_template(
        "stock/items.html",
        items=found,
        prices={each.id: ageing.price_today(each) for each in found},
        state_name=state_name,
        many=many,
        wish=wish,
        not_found=not_found,
        also_gone=also_gone,
        is_narrowed=any(value for name, value in request.args.items() if name != "page"),
        typed=request.args,
        problems=told.problems,
        attributes=offered,
        site_places=find.places(g.session, wish.site or (sites[0].slug if len(sites) == 1 else "")),
        states={state: state_name(state) for state in asked.STATES},
        sites=sites,
        categories=g.session.scalars(select(Category).order_by(Category.position)).all(),
        first=(number - 1) * find.PAGE + 1,
        bulk_url=web.url_with(
            "lists.in_bulk", {k: v for k, v in request.args.items() if k != "page"}
        ),
        previous_url=_page_url(number - 1) if number > 1 else "",
        next_url=_page_url(number + 1) if number * find.PAGE < many else "",
    )
    return page, 422 if told.problems else 200


def _page_url(number: int) -> str:
    asked_for = {name: value for name, value in request.args.items() if name != "page"}
    return web.url_with(".items", {**asked_for, "page": str(number)})


@bp.get("/items/<code>")
@requires(Permission.VIEW_STOCK)
def item(code: str) -> ResponseReturnValue:
    """Show a thing: what it is, where it lies, what happened to it, and its label."""
    found = find.by_code(g.session, code)
    return render_template(
        "stock/item.html",
        item=found,
        price=ageing.price_today(found),
        state_name=judge.state_name(found.state),
        where=places.path(g.session, found.place) if found.place else "",
        reservations=reserve.open_of(g.session, found.id),
        last_day=slip.last_day,
        relatives=find.relatives(g.session, found),
        photos=photos.of(g.session, found),
        happenings=history.of(g.session, found),
        known=attributes.of(g.session, found),
        label_job=labels.last_job(g.session, found),
        may_print=g.person.may(Permission.PRINT),
        most_photos=photos.MOST_AT_ONCE,
    )


@bp.get("/items/<code>/details")
@requires(Permission.HANDLE_STOCK)
def details(code: str) -> ResponseReturnValue:
    """Ask what a thing is called, in what state it is, and what it measures."""
    found = find.by_code(g.session, code)
    asked_of = catalogue.of(g.session, found.category)
    form = details_form.form(asked_of, data=details_form.about(g.session, found))
    return render_template("stock/details.html", item=found, form=form)


@bp.post("/items/<code>/details")
@requires(Permission.HANDLE_STOCK)
def change_details(code: str) -> ResponseReturnValue:
    """Describe a thing anew."""
    found = find.by_code(g.session, code)
    form = details_form.form(catalogue.of(g.session, found.category), request.form)
    said = labels.current(g.session, found)
    try:
        if form.validate():
            form.store(g.session, found, by=g.person)
    except describe.NoNewPrice as refusal:
        form.refuse("new_price_cents", refusal)
    if form.errors:
        return render_template("stock/details.html", item=found, form=form), 422
    flash(translate("The change is stored."), "success")
    if labels.current(g.session, found) != said:
        flash(translate("The label says something else now. Print a new one."), "info")
    return redirect(url_for(".item", code=found.code), 303)


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


@bp.post("/items/<code>/photos")
@requires(Permission.HANDLE_STOCK)
@web.takes(photos.MOST_BYTES_AT_ONCE)
def add_photos(code: str) -> ResponseReturnValue:
    """Add photos to a thing; one that cannot be read is said, and the others stay."""
    sent = [_read(file) for file in request.files.getlist("photos") if file.filename]
    # Decoding takes long, and nobody else should wait for it.
    web.let_others_write()
    prepared, refused = photos.prepare_all(sent)
    found = find.by_code(g.session, code)
    for each in prepared:
        kept = photos.keep(g.session, g.config.photos, uuid4(), each, by=g.person)
        photos.add(g.session, found, kept)
    if prepared:
        said = ntranslate("One photo was added.", "%(num)d photos were added.", len(prepared))
        flash(said % {"num": len(prepared)}, "success")
    for sentence in refused:
        flash(sentence, "danger")
    return redirect(url_for(".item", code=code), 303)


def _read(file: FileStorage) -> tuple[str, bytes]:
    """Read a file with its name, as far as tells whether it is too large, and let go of it."""
    with file.stream as stream:
        return file.filename or "", stream.read(photos.MOST_BYTES + 1)


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
