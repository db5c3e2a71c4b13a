"""What is done on the way: the route, departing, each stop, and coming back."""

from uuid import UUID

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches.transport import find as transport
from bouwkringloop.batches.transport import waste
from bouwkringloop.trips import board, drive, find, fits, paper, things
from bouwkringloop.trips.forms import kilometres, numbers, size_form
from bouwkringloop.trips.models import Trip
from bouwkringloop.trips.stops import NotPlanned, OtherDay
from bouwkringloop.trips.views.blueprint import bp

#: How a state is said, and what colour its word has.
STATES = {
    "planned": (N_("Planned"), "brick"),
    "underway": (N_("Underway"), "wait"),
    "done": (N_("Driven"), "good"),
    "cancelled": (N_("Cancelled"), "plain"),
}


@bp.get("/trips/<uuid:uuid>")
@requires(Permission.INTAKE)
def trip(uuid: UUID) -> ResponseReturnValue:
    """Show the route of a trip, with what is to be done at every stop."""
    return trip_page(find.one(g.session, uuid))


def trip_page(found: Trip, refusal: Refused | None = None) -> str:
    """Show a trip, perhaps with why something about it cannot be."""
    doors, loads = things.doors(g.session, found.stops), find.loads(found)
    ends = [sum(len(door.stops) for door in doors[: at + 1]) for at in range(len(doors))]
    route = [
        (number, door, loads[end])
        for number, (door, end) in enumerate(zip(doors, ends, strict=True), 1)
    ]
    takes_more = found.state == "planned" or (
        found.state == "underway" and g.person.may(Permission.KEEP_BATCHES)
    )
    return render_template(
        "trips/trip.html",
        trip=found,
        state=STATES[found.state],
        route=[each for each in route if found.state != "underway" or each[1].waits],
        over=[each for each in route if found.state == "underway" and not each[1].waits],
        first_load=loads[0],
        shown=board.shown(g.session, found),
        waiting=board.of_day(g.session, found.day) if takes_more else [],
        acts=paper.ACTS,
        said=paper.said,
        size_form=size_form,
        weight=paper.weight,
        room=paper.room,
        papers=_papers(found),
        refusal=refusal,
        form_for=refusal.batch if isinstance(refusal, drive.WasteFormMissing) else None,
    )


def _papers(found: Trip) -> dict[UUID, tuple[bool, int | None]]:
    """Tell of each batch whether its waste form is missing, and the number of its newest one."""
    told = {}
    for stop in found.stops:
        if stop.batch is not None:
            needed = found.state == "planned" and waste.needed(g.session, stop.batch)
            forms = transport.forms(g.session, stop.batch)
            told[stop.batch.uuid] = (needed, forms[0].number if forms else None)
    return told


@bp.post("/trips/<uuid:uuid>/depart")
@requires(Permission.INTAKE)
def depart(uuid: UUID) -> ResponseReturnValue:
    """Depart."""
    try:
        drive.depart(g.session, find.to_change(g.session, uuid), by=g.person)
    except (
        drive.EmptyTrip,
        drive.WasteFormMissing,
        NotPlanned,
        OtherDay,
        fits.TooHeavy,
        fits.TooLarge,
    ) as refusal:
        g.session.rollback()
        return trip_page(find.one(g.session, uuid), refusal), refusal.status
    return _back(uuid, _("Have a good trip!"))


@bp.post("/trips/<uuid:uuid>/stops/done")
@requires(Permission.INTAKE)
def stop_done(uuid: UUID) -> ResponseReturnValue:
    """Say that something was loaded or handed over."""
    found, wanted = find.to_change(g.session, uuid), numbers(request.form.getlist("stop"))
    drive.done(g.session, found, wanted, by=g.person)
    waits = any(stop.outcome == "" for stop in found.stops)
    return _back(uuid, _("Done. On to the next.") if waits else _("That was the last. Drive back."))


@bp.post("/trips/<uuid:uuid>/stops/not-done")
@requires(Permission.INTAKE)
def stop_not_done(uuid: UUID) -> ResponseReturnValue:
    """Say that a batch was not loaded after all."""
    found, wanted = find.to_change(g.session, uuid), numbers(request.form.getlist("stop"))
    drive.not_done(g.session, found, wanted, by=g.person)
    return _back(uuid, _("It is not loaded, and waits on the route again."))


@bp.post("/trips/<uuid:uuid>/stops/missed")
@requires(Permission.INTAKE)
def stop_missed(uuid: UUID) -> ResponseReturnValue:
    """Say that nobody or nothing was there."""
    found, wanted = find.to_change(g.session, uuid), numbers(request.form.getlist("stop"))
    drive.missed(g.session, g.config, found, wanted, by=g.person)
    return _back(uuid, _("It waits to be planned anew."))


@bp.post("/trips/<uuid:uuid>/finish")
@requires(Permission.INTAKE)
def finish(uuid: UUID) -> ResponseReturnValue:
    """Come back."""
    try:
        found = find.to_change(g.session, uuid)
        drive.finish(g.session, found, kilometres(request.form), by=g.person)
    except drive.AbsurdDistance as refusal:
        return trip_page(found, refusal), refusal.status
    return _back(uuid, _("The trip is finished."))


@bp.post("/trips/<uuid:uuid>/print")
@requires(Permission.INTAKE)
def print_route(uuid: UUID) -> ResponseReturnValue:
    """Have the route printed as a receipt."""
    paper.order(g.session, find.one(g.session, uuid), by=g.person)
    return _back(uuid, _("It is being printed."))


@bp.get("/trips/<uuid:uuid>.pdf")
@requires(Permission.INTAKE)
def route_pdf(uuid: UUID) -> ResponseReturnValue:
    """Give the route as sheets."""
    found = find.one(g.session, uuid)
    response = Response(paper.draw(g.session, found), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"rit-{found.day}.pdf")
    return response


def _back(uuid: UUID, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for(".trip", uuid=uuid), 303)
