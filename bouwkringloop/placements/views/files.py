"""Pages of the files: the list, a new one, and what it says of somebody."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock, web
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.people import staff
from bouwkringloop.people.models import Person
from bouwkringloop.placements import find, keep
from bouwkringloop.placements.forms import PLACES, ParticipantForm
from bouwkringloop.placements.models import Participant
from bouwkringloop.placements.views.blueprint import bp, opened
from bouwkringloop.placements.words import LANGUAGES, OUTCOMES, REFERRERS, STATES


@bp.get("/placements")
@requires(Permission.KEEP_PLACEMENTS)
def files() -> ResponseReturnValue:
    """List the files that somebody keeps, by the state of their placements."""
    words, shown = request.args.get("q", ""), request.args.get("shown", "now")
    shown = shown if shown in find.SHOWN else "now"
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    skip = (page - 1) * find.PAGE
    found = find.listed(g.session, words, shown, by=g.person, most=find.PAGE + 1, skip=skip)
    here = found[: find.PAGE]

    def address(number: int) -> str:
        return web.url_with(".files", {"q": words, "shown": shown, "page": str(number)})

    return render_template(
        "placements/files.html",
        files=here,
        placements=find.placements(g.session, here),
        today=clock.today(),
        states=STATES,
        q=words,
        shown=shown,
        newer=address(page - 1) if page > 1 else "",
        older=address(page + 1) if len(found) > find.PAGE else "",
    )


@bp.get("/placements/new")
@requires(Permission.KEEP_PLACEMENTS)
def new_file() -> ResponseReturnValue:
    """Ask who somebody is."""
    return _form_page(ParticipantForm(data={"id": uuid4(), "language": "nl"}), None)


@bp.post("/placements/new")
@requires(Permission.KEEP_PLACEMENTS)
def add_file() -> ResponseReturnValue:
    """Open a file; the id in the form lets a double click open one."""
    form = ParticipantForm(request.form)
    return _store(form, None, lambda: keep.add(g.session, form.uuid(), form.facts(), by=g.person))


@bp.get("/placements/files/<uuid:uuid>")
@requires(Permission.KEEP_PLACEMENTS)
def file(uuid: UUID) -> ResponseReturnValue:
    """Show who somebody is, and the placements."""
    whose = opened(uuid)
    return render_template(
        "placements/file.html",
        whose=whose,
        placements=find.of(g.session, whose),
        never_at_till=find.never_at_till(g.session, whose),
        today=clock.today(),
        states=STATES,
        outcomes=OUTCOMES,
        referrers=REFERRERS,
        languages=LANGUAGES,
    )


@bp.get("/placements/files/<uuid:uuid>/edit")
@requires(Permission.KEEP_PLACEMENTS)
def edit_file(uuid: UUID) -> ResponseReturnValue:
    """Show what is known of somebody, to be changed."""
    whose = opened(uuid)
    data = {"id": whose.uuid, "person": str(whose.person_id or "")}
    return _form_page(ParticipantForm(obj=whose, data=data), whose)


@bp.post("/placements/files/<uuid:uuid>/edit")
@requires(Permission.KEEP_PLACEMENTS)
def change_file(uuid: UUID) -> ResponseReturnValue:
    """Change what is known of somebody."""
    whose, form = opened(uuid), ParticipantForm(request.form)
    return _store(form, whose, lambda: keep.change(g.session, whose, form.facts(), by=g.person))


def _store(
    form: ParticipantForm, whose: Participant | None, work: Callable[[], Participant]
) -> ResponseReturnValue:
    """Store what the form says, or show it again with what is wrong at its field."""
    form.offer(_log_ins())
    if not form.validate():
        return _form_page(form, whose), 422
    try:
        stored = again_if_raced(g.session, work)
    except Refused as refusal:
        field = PLACES.get(type(refusal).__name__)
        if field is None or field not in form:
            raise
        form.refuse(field, refusal)
        return _form_page(form, whose), refusal.status
    flash(_("The file is stored."), "success")
    return redirect(url_for(".file", uuid=stored.uuid), 303)


def _log_ins() -> list[Person]:
    return [
        person for person, _seen in staff.everybody(g.session) if person.active and person.login
    ]


def _form_page(form: ParticipantForm, whose: Participant | None) -> str:
    form.offer(_log_ins())
    return render_template("placements/file_form.html", form=form, whose=whose)
