"""Pages with which lists of things come in and go out."""

from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import web
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import ntranslate
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.spreadsheets import export_items, import_items, read
from bouwkringloop.spreadsheets import template as blank
from bouwkringloop.spreadsheets.columns import COLUMNS
from bouwkringloop.spreadsheets.export_items import FORMATS
from bouwkringloop.spreadsheets.plan import OUTCOMES
from bouwkringloop.spreadsheets.table import MOST_ROWS
from bouwkringloop.stock import find, sites

bp = Blueprint("spreadsheets", __name__)

#: How many lines of a list one page shows.
PAGE = 100


@bp.get("/items/export")
@requires(Permission.VIEW_STOCK)
def export_stock() -> ResponseReturnValue:
    """Give the stock that fits what is looked for, as a file."""
    asked = request.args.get
    form = asked("format", "xlsx")
    form = form if form in FORMATS else "xlsx"
    only_there = asked("gone") != "1"
    wish = find.Wish(asked("q", "").strip(), asked("category", ""), asked("site", ""), only_there)
    return _file(export_items.write(g.session, form, wish), export_items.file_name(form), form)


@bp.get("/items/import/template.xlsx")
@requires(Permission.JUDGE_STOCK)
def template() -> ResponseReturnValue:
    """Give an empty list to fill in."""
    return _file(blank.write(g.session), "bouwkringloop-import.xlsx", "xlsx")


def _file(content: bytes, name: str, form: str) -> Response:
    response = Response(content, content_type=FORMATS[form])
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.get("/items/import")
@requires(Permission.JUDGE_STOCK)
def choose_list() -> ResponseReturnValue:
    """Ask for a list of things."""
    return _choose()


def _choose(error: str = "") -> str:
    return render_template(
        "spreadsheets/choose_list.html",
        sites=find.sites(g.session),
        columns=COLUMNS,
        most_rows=MOST_ROWS,
        error=error,
    )


@bp.post("/items/import")
@requires(Permission.JUDGE_STOCK)
def hand_in() -> ResponseReturnValue:
    """Read a list, and go on to what it will do."""
    sent = request.files.get("list")
    try:
        # Reading a large file takes seconds, in which others go on.
        web.let_others_write()
        found = read.read(sent.read() if sent else b"")
        site = sites.by_slug(g.session, request.form.get("site", ""))
        name = (sent.filename if sent else "") or ""
        file = import_items.hand_in(g.session, found, name=name, site=site, by=g.person)
    except Refused as refusal:
        return _choose(refusal.sentence), refusal.status
    return redirect(url_for(".preview", file_id=file.id), 303)


@bp.get("/items/import/<uuid:file_id>")
@requires(Permission.JUDGE_STOCK)
def preview(file_id: UUID) -> ResponseReturnValue:
    """Show what a list will do, or what it did."""
    file = import_items.one(g.session, file_id)
    if file.state == "done":
        return render_template("spreadsheets/imported.html", file=file)
    return _preview(file_id)


def _preview(file_id: UUID, error: str = "") -> str:
    looked = import_items.look(g.session, import_items.one(g.session, file_id))
    counts = {outcome: len(looked.plan.of(outcome)) for outcome in OUTCOMES}
    first = next((outcome for outcome in OUTCOMES if counts[outcome]), "new")
    show = request.args.get("show", first)
    show = show if show in OUTCOMES else first
    number = max(request.args.get("page", 1, type=int), 1)
    start = (number - 1) * PAGE
    return render_template(
        "spreadsheets/preview.html",
        file=looked.file,
        table=looked.table,
        unknown=looked.unknown,
        counts=counts,
        show=show,
        lines=looked.plan.of(show)[start : start + PAGE],
        first=start + 1,
        many=counts[show],
        previous_url=_page_url(file_id, show, number - 1) if number > 1 else "",
        next_url=_page_url(file_id, show, number + 1) if start + PAGE < counts[show] else "",
        digest=looked.plan.digest,
        error=error,
    )


def _page_url(file_id: UUID, show: str, number: int) -> str:
    return url_for(".preview", file_id=file_id, show=show, page=number)


@bp.post("/items/import/<uuid:file_id>")
@requires(Permission.JUDGE_STOCK)
def carry_out(file_id: UUID) -> ResponseReturnValue:
    """Import what is new of a list that was looked at."""
    digest, with_labels = request.form.get("digest", ""), request.form.get("labels") == "1"
    try:
        file = again_if_raced(
            g.session,
            lambda: import_items.carry_out(
                g.session, file_id, digest, with_labels=with_labels, by=g.person
            ),
        )
    except (import_items.OtherThanShown, import_items.NothingToImport) as refusal:
        g.session.rollback()  # The page is shown again, with nothing imported.
        return _preview(file_id, refusal.sentence), refusal.status
    flash(
        ntranslate("%(num)d thing was imported.", "%(num)d things were imported.", file.imported)
        % {"num": file.imported},
        "success",
    )
    return redirect(url_for(".preview", file_id=file_id), 303)
