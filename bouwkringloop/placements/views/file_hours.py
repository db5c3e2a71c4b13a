"""Pages of one participant's hours: what was planned, made and reported, the badge, allowances."""

from datetime import date
from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.placements import find
from bouwkringloop.placements.hours import allow, badges, clock_in, enter, marks, overview, rows
from bouwkringloop.placements.hours.forms import AllowanceForm, DayForm
from bouwkringloop.placements.hours.words import ABSENCES, MARKS, REASONS, SOURCES
from bouwkringloop.placements.models import Participant, Placement
from bouwkringloop.placements.views.blueprint import bp, opened, opened_placement


@bp.get("/placements/files/<uuid:uuid>/hours")
@requires(Permission.KEEP_PLACEMENTS)
def file_hours(uuid: UUID) -> ResponseReturnValue:
    """Show the hours of somebody by placement, and the badge with which they clock."""
    return _hours_page(opened(uuid), None)


@bp.post("/placements/files/<uuid:uuid>/badge")
@requires(Permission.KEEP_PLACEMENTS)
def change_badge(uuid: UUID) -> ResponseReturnValue:
    """Make somebody's badge, print it, or take it out of use."""
    whose = opened(uuid)
    act = request.form.get("act", "")
    if act == "make":
        badges.make(g.session, whose, by=g.person)
        _print(whose)
        flash(_("The badge is being printed. The one before works no longer."), "success")
    elif act == "print":
        _print(whose)
        flash(_("The badge is being printed."), "success")
    elif act == "withdraw":
        badges.withdraw(g.session, whose, by=g.person)
        flash(_("The badge works no longer."), "success")
    else:
        raise BadInput(what="act")
    return redirect(url_for(".file_hours", uuid=whose.uuid), 303)


@bp.post("/placements/<uuid:uuid>/allowance")
@requires(Permission.KEEP_PLACEMENTS)
def pay_allowance(uuid: UUID) -> ResponseReturnValue:
    """Write down that an allowance was paid, or taken back."""
    found, form = opened_placement(uuid), AllowanceForm(request.form)
    whose = found.participant
    if not form.validate():
        return _hours_page(whose, form), 422
    try:
        again_if_raced(
            g.session,
            lambda: allow.pay(
                g.session, found, form.uuid(), form.day.data, form.cents(), by=g.person
            ),
        )
    except Refused as refusal:
        form.refuse("amount", refusal)
        return _hours_page(whose, form), refusal.status
    flash(_("The allowance is written down."), "success")
    return redirect(url_for(".file_hours", uuid=whose.uuid), 303)


@bp.get("/placements/<uuid:uuid>/hours/<day>")
@requires(Permission.KEEP_PLACEMENTS)
def hours_day(uuid: UUID, day: str) -> ResponseReturnValue:
    """Show what was said of a day, and correct it where it was reported."""
    found, when = opened_placement(uuid), _day(day)
    stands = rows.of_one(g.session, found, when, when)[when]
    form = DayForm(data={"seen": stands.number})
    return _day_page(form, found, when)


@bp.post("/placements/<uuid:uuid>/hours/<day>")
@requires(Permission.KEEP_PLACEMENTS)
def correct_day(uuid: UUID, day: str) -> ResponseReturnValue:
    """Correct a day that was reported; what stood there stays to be read."""
    found, when, form = opened_placement(uuid), _day(day), DayForm(request.form)
    if not form.validate():
        return _day_page(form, found, when), 422
    try:
        entry = enter.Entry(when, form.told(when), form.number())
        again_if_raced(
            g.session,
            lambda: enter.write(g.session, found, [entry], by=g.person, reason=form.reason.data),
        )
    except Refused as refusal:
        form.refuse("hours", refusal)
        return _day_page(form, found, when), refusal.status
    flash(_("The day is corrected."), "success")
    return redirect(url_for(".hours_day", uuid=uuid, day=day), 303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(what="day") from None


def _print(whose: Participant) -> None:
    placements = find.of(g.session, whose)
    if not placements:
        raise badges.NoBadge
    badges.order(g.session, whose, placements[0].site, by=g.person)


def _hours_page(whose: Participant, form: AllowanceForm | None) -> str:
    placements = find.of(g.session, whose)
    today = clock.today()
    pays = next((each for each in placements if each.type.allowance), None)
    return render_template(
        "placements/file_hours.html",
        whose=whose,
        lines=[overview.of(g.session, each, today) for each in placements],
        badge=badges.of(g.session, whose),
        is_in=whose.id in clock_in.inside(g.session, placements),
        pays=pays,
        room=allow.room(g.session, whose, today) if pays else None,
        paid=allow.every(g.session, whose),
        form=form or AllowanceForm(data={"id": uuid4(), "day": today}),
        marks=MARKS,
        today=today,
    )


def _day_page(form: DayForm, found: Placement, when: date) -> str:
    return render_template(
        "placements/hours_day.html",
        form=form,
        placement=found,
        day=when,
        stands=rows.of_one(g.session, found, when, when)[when],
        history=rows.history(g.session, found, when),
        sources=SOURCES,
        absences=ABSENCES,
        reasons=REASONS,
        marked=marks.of_day(g.session, found, when),
        mark_words=MARKS,
    )
