"""Pages of one placement: what was agreed, changing it, and its end."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.people import staff
from bouwkringloop.placements import agree, agreed, keepers, referrers, types
from bouwkringloop.placements.forms import PLACES, EndForm, PlacementForm, of_placement
from bouwkringloop.placements.models import Participant, Placement
from bouwkringloop.placements.views.blueprint import bp, opened, opened_placement
from bouwkringloop.placements.words import FACTS
from bouwkringloop.stock import find as stock


@bp.get("/placements/files/<uuid:uuid>/new")
@requires(Permission.KEEP_PLACEMENTS)
def new_placement(uuid: UUID) -> ResponseReturnValue:
    """Ask what was agreed."""
    start = {
        "id": uuid4(),
        "starts_on": clock.today(),
        "coordinator": str(g.person.id),
        "referrer_kind": "municipality",
    }
    return _form_page(PlacementForm(data=start), opened(uuid), None)


@bp.post("/placements/files/<uuid:uuid>/new")
@requires(Permission.KEEP_PLACEMENTS)
def add_placement(uuid: UUID) -> ResponseReturnValue:
    """Write a placement down."""
    whose, form = opened(uuid), PlacementForm(request.form)
    return _store(
        form,
        whose,
        None,
        lambda: agree.add(g.session, whose, form.uuid(), form.facts(), by=g.person),
    )


@bp.get("/placements/<uuid:uuid>/edit")
@requires(Permission.KEEP_PLACEMENTS)
def edit_placement(uuid: UUID) -> ResponseReturnValue:
    """Show what was agreed, to be changed."""
    found = opened_placement(uuid)
    if found.ended_on is not None:
        raise agreed.PlacementEnded
    data = {"id": found.uuid, **of_placement(found)}
    return _form_page(PlacementForm(data=data), found.participant, found)


@bp.post("/placements/<uuid:uuid>/edit")
@requires(Permission.KEEP_PLACEMENTS)
def change_placement(uuid: UUID) -> ResponseReturnValue:
    """Change what was agreed."""
    found, form = opened_placement(uuid), PlacementForm(request.form)
    return _store(
        form,
        found.participant,
        found,
        lambda: agree.change(g.session, found, form.facts(), by=g.person),
    )


@bp.get("/placements/<uuid:uuid>/end")
@requires(Permission.KEEP_PLACEMENTS)
def ask_end(uuid: UUID) -> ResponseReturnValue:
    """Ask how a placement ended."""
    found = opened_placement(uuid)
    if found.ended_on is not None:
        raise agreed.PlacementEnded
    last = min(found.ends_on or clock.today(), clock.today())
    return _end_page(EndForm(data={"day": max(last, found.starts_on)}), found)


@bp.post("/placements/<uuid:uuid>/end")
@requires(Permission.KEEP_PLACEMENTS)
def end_placement(uuid: UUID) -> ResponseReturnValue:
    """End a placement."""
    found, form = opened_placement(uuid), EndForm(request.form)
    if not form.validate():
        return _end_page(form, found), 422
    try:
        agree.end(
            g.session,
            found,
            form.day.data,
            form.outcome.data,
            form.next_place.data,
            by=g.person,
        )
    except agreed.EndedLater as refusal:
        form.refuse("day", refusal)
        return _end_page(form, found), refusal.status
    flash(_("The placement has ended."), "success")
    return redirect(url_for(".file", uuid=found.participant.uuid), 303)


def _store(
    form: PlacementForm,
    whose: Participant,
    found: Placement | None,
    work: Callable[[], Placement],
) -> ResponseReturnValue:
    """Store what the form says, or show it again with what is wrong at its field."""
    _offer(form, found)
    if not form.validate():
        return _form_page(form, whose, found), 422
    try:
        again_if_raced(g.session, work)
    except Refused as refusal:
        field = PLACES.get(type(refusal).__name__)
        if field is None or field not in form:
            raise
        form.refuse(field, refusal)
        return _form_page(form, whose, found), refusal.status
    flash(_("The placement is stored."), "success")
    return redirect(url_for(".file", uuid=whose.uuid), 303)


def _offer(form: PlacementForm, found: Placement | None) -> None:
    kinds = types.every(g.session, active=True)
    chosen = [found.type] if found and found.type not in kinds else []
    workers = [each for each, _seen in staff.everybody(g.session) if each.active and each.login]
    form.offer(
        kinds=[*kinds, *chosen],
        sites=stock.sites(g.session),
        referrers=referrers.listed(g.session, found),
        mentors=workers,
        coordinators=keepers.possible(g.session),
    )


def _form_page(form: PlacementForm, whose: Participant, found: Placement | None) -> str:
    _offer(form, found)
    return render_template(
        "placements/placement_form.html",
        form=form,
        whose=whose,
        placement=found,
        kinds=types.every(g.session),
        facts=FACTS,
    )


def _end_page(form: EndForm, found: Placement) -> str:
    return render_template("placements/end.html", form=form, placement=found)
