"""Pages of hours: a week of everybody, typed with the keyboard, and approved."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock, i18n
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import ntranslate as ngettext
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.placements import find
from bouwkringloop.placements.hours import cells, clock_in, marks, total, week
from bouwkringloop.placements.hours.words import ABSENCES, LETTERS
from bouwkringloop.placements.models import Placement
from bouwkringloop.placements.views.blueprint import bp, opened_all


@bp.get("/placements/hours")
@requires(Permission.KEEP_PLACEMENTS)
def hours_week() -> ResponseReturnValue:
    """Show a week of everybody whose file somebody keeps."""
    monday = week.read_week(request.args.get("week", ""))
    return _week_page(monday, {}, {})


@bp.post("/placements/hours")
@requires(Permission.KEEP_PLACEMENTS)
def store_week() -> ResponseReturnValue:
    """Write down what was typed; what is wrong stands at its cell, and then nothing is stored."""
    monday = week.read_week(request.args.get("week", ""))
    typed = _typed()
    shown = _shown(monday)

    def work() -> dict[week.Key, Refused]:
        return week.store(g.session, shown, monday, typed, by=g.person)

    problems = again_if_raced(g.session, work)
    if problems:
        return _week_page(monday, typed, problems), 422
    flash(_("The hours are stored."), "success")
    return redirect(_address(monday), 303)


@bp.post("/placements/hours/approve")
@requires(Permission.KEEP_PLACEMENTS)
def approve_week() -> ResponseReturnValue:
    """Approve weeks as they were shown; of one that changed meanwhile nothing is approved."""
    monday = week.read_week(request.args.get("week", ""))
    last = min(monday + timedelta(days=6), clock.today())
    # One line is what was pressed; else all that were complete.
    asked = request.form.getlist("line") or request.form.getlist("whole")
    seen = dict(_line(line) for line in asked)
    done = 0
    for placement in _shown(monday):
        if placement.uuid not in seen:
            continue
        try:
            marks.approve(
                g.session, placement, uuid4(), monday, last, seen[placement.uuid], by=g.person
            )
        except Refused as refusal:
            flash(f"{placement.participant.name}: {refusal.sentence}", "danger")
        else:
            done += 1
    if done:
        text = ngettext("%(num)s week is approved.", "%(num)s weeks are approved.", done)
        flash(text % {"num": done}, "success")
    return redirect(_address(monday), 303)


def _shown(monday: date) -> list[Placement]:
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    last = monday + timedelta(days=6)
    skip = (page - 1) * find.PAGE
    return list(week.placements(g.session, monday, last, by=g.person, most=find.PAGE, skip=skip))


def _address(monday: date) -> str:
    return url_for(".hours_week", week=f"{monday:%G-W%V}", page=request.args.get("page", type=int))


def _typed() -> dict[week.Key, week.Typed]:
    """Read the cells: `h.PLACEMENT.DAY` is what stands there, `s.…` what stood there."""
    typed = {}
    for name, text in request.form.items():
        if not name.startswith("h."):
            continue
        try:
            _h, placement, day = name.split(".")
            seen, _colon, was = request.form[f"s.{placement}.{day}"].partition(":")
            key = UUID(placement), date.fromisoformat(day)
            typed[key] = week.Typed(text[:60], was, int(seen))
        except (ValueError, KeyError):
            raise BadInput(what="cell") from None
    return typed


def _line(text: str) -> tuple[UUID, int]:
    try:
        placement, minutes = text.split(":")
        return UUID(placement), int(minutes)
    except ValueError:
        raise BadInput(what="line") from None


def _week_page(
    monday: date, typed: dict[week.Key, week.Typed], problems: dict[week.Key, Refused]
) -> str:
    shown = _shown(monday)
    opened_all([each.participant for each in shown])
    lines = week.lines(g.session, shown, monday)
    sunday = monday + timedelta(days=6)
    return render_template(
        "placements/hours_week.html",
        monday=monday,
        days=[day.day for day in lines[0].days] if lines else [],
        lines=lines,
        added=sum((line.total for line in lines), total.Total()),
        ready=[line for line in lines if line.over and line.is_told and not line.is_approved],
        typed=typed,
        problems=problems,
        written=cells.written,
        letters=[(letter, ABSENCES[kind]) for letter, kind in LETTERS[i18n.language()].items()],
        loose=clock_in.loose(g.session, shown, monday, sunday),
        inside=clock_in.inside(g.session, shown),
        today=clock.today(),
        before=_address(monday - timedelta(days=7)),
        after=_address(monday + timedelta(days=7)),
        here=_address(monday),
        page=request.args.get("page", type=int),
        more=len(shown) == find.PAGE,
    )
