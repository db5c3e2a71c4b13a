"""What the desk does with trips: look at the days ahead, plan a trip, and add a month up."""

from datetime import timedelta
from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.stock import find as stock
from bouwkringloop.trips import board, drive, find, fits, month, paper, plan, stops, vehicles
from bouwkringloop.trips.forms import (
    MORNING,
    TripForm,
    asked_day,
    asked_month,
    begun,
    made_id,
    numbers,
    size,
)
from bouwkringloop.trips.models import Trip
from bouwkringloop.trips.views.blueprint import bp
from bouwkringloop.trips.views.drive import trip_page

_OF_THE_LOAD = (fits.TooHeavy, fits.TooLarge)
#: Why something cannot be put on a trip.
_NOT_ON_IT = (
    *_OF_THE_LOAD,
    drive.WasteFormMissing,
    stops.OnATrip,
    stops.NotPlanned,
    stops.OtherDay,
)


@bp.get("/trips")
@requires(Permission.INTAKE)
def trips() -> ResponseReturnValue:
    """Show the days ahead: their trips, and what waits for one."""
    return render_template(
        "trips/trips.html",
        days=board.lay_out(g.session),
        acts=paper.ACTS,
        said=paper.said,
        weight=paper.weight,
        room=paper.room,
        any_vehicle=bool(vehicles.in_use(g.session)),
    )


@bp.get("/trips/month")
@requires(Permission.INTAKE)
def trip_figures() -> ResponseReturnValue:
    """Add up the trips of a month."""
    first = asked_month(request.args.get("month", ""))
    return render_template(
        "trips/month.html",
        month=month.add_up(g.session, first),
        first=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=(first + timedelta(days=32)).replace(day=1),
    )


@bp.get("/trips/new")
@requires(Permission.KEEP_BATCHES)
def new_trip() -> ResponseReturnValue:
    """Ask when, with what and with whom."""
    day = asked_day(request.args.get("day", "")) or clock.today()
    return _form_page(None, _form({**MORNING, "day": max(day, clock.today())}))


@bp.post("/trips/new")
@requires(Permission.KEEP_BATCHES)
def plan_trip() -> ResponseReturnValue:
    """Plan a trip."""
    form, by = _form(None), g.person
    if not form.validate():
        return _form_page(None, form), 422
    uuid = made_id(request.form.get("id", ""))

    def work() -> Trip:
        return plan.plan(g.session, uuid, form.wanted(), by=by)

    try:
        again_if_raced(g.session, work)
    except plan.TripDayGone as refusal:
        form.refuse("day", refusal)
        return _form_page(None, form), refusal.status
    flash(_("The trip is planned. Put on it what is to be driven."), "success")
    return redirect(url_for(".trip", uuid=uuid), 303)


@bp.get("/trips/<uuid:uuid>/change")
@requires(Permission.KEEP_BATCHES)
def change_trip(uuid: UUID) -> ResponseReturnValue:
    """Show how a trip is planned."""
    trip = find.one(g.session, uuid)
    return _form_page(trip, _form(begun(trip)))


@bp.post("/trips/<uuid:uuid>/change")
@requires(Permission.KEEP_BATCHES)
def store_trip(uuid: UUID) -> ResponseReturnValue:
    """Change a trip."""
    trip = find.to_change(g.session, uuid)
    form = _form(None)
    if not form.validate():
        return _form_page(trip, form), 422
    try:
        plan.change(g.session, trip, form.wanted(), by=g.person)
    except _OF_THE_LOAD as refusal:
        form.refuse("vehicle", refusal)
        return _form_page(trip, form), refusal.status
    return _back(uuid, _("The change is stored."))


def _form(data: dict[str, object] | None) -> TripForm:
    usable, sites = vehicles.in_use(g.session), stock.sites(g.session)
    sent = request.form if data is None else None
    return TripForm(sent, data=data, vehicles=usable, sites=sites)


def _form_page(trip: Trip | None, form: TripForm) -> str:
    new = request.form.get("id") or uuid4()
    return render_template("trips/plan.html", trip=trip, form=form, id=new)


@bp.post("/trips/<uuid:uuid>/cancel")
@requires(Permission.KEEP_BATCHES)
def cancel_trip(uuid: UUID) -> ResponseReturnValue:
    """Cancel a trip."""
    plan.cancel(g.session, find.to_change(g.session, uuid), by=g.person)
    flash(_("The trip is cancelled. What was on it waits again."), "success")
    return redirect(url_for(".trips"), 303)


@bp.post("/trips/<uuid:uuid>/stops")
@requires(Permission.KEEP_BATCHES)
def put_on(uuid: UUID) -> ResponseReturnValue:
    """Put something on a trip."""
    trip = find.to_change(g.session, uuid)
    kind, keys = request.form.get("kind", ""), request.form.getlist("key")
    try:
        drive.put_on(g.session, trip, kind, keys, by=g.person)
    except _NOT_ON_IT as refusal:
        return _refused(uuid, refusal)
    if trip.state == "underway":
        return _back(uuid, _("It is on the trip, as the last address. Call the driver."))
    return _back(uuid, _("It is on the trip."))


@bp.post("/trips/<uuid:uuid>/stops/off")
@requires(Permission.KEEP_BATCHES)
def take_off(uuid: UUID) -> ResponseReturnValue:
    """Take something off a trip."""
    trip, wanted = find.to_change(g.session, uuid), numbers(request.form.getlist("stop"))
    stops.take_off(g.session, trip, wanted, by=g.person)
    return _back(uuid, _("It is off the trip, and waits again."))


@bp.post("/trips/<uuid:uuid>/stops/move")
@requires(Permission.KEEP_BATCHES)
def move_stop(uuid: UUID) -> ResponseReturnValue:
    """Move an address up or down."""
    trip, (number, *_rest) = find.to_change(g.session, uuid), numbers(request.form.getlist("stop"))
    try:
        stops.move(g.session, trip, number, -1 if request.form.get("way") == "up" else 1)
    except _OF_THE_LOAD as refusal:
        return _refused(uuid, refusal)
    return redirect(url_for(".trip", uuid=uuid), 303)


@bp.post("/trips/<uuid:uuid>/stops/size")
@requires(Permission.KEEP_BATCHES)
def size_stop(uuid: UUID) -> ResponseReturnValue:
    """Say how much something is."""
    trip, (number, *_rest) = find.to_change(g.session, uuid), numbers(request.form.getlist("stop"))
    try:
        grams = size(request.form, number, "kilograms")
        litres = size(request.form, number, "cubic_metres")
        stops.size(g.session, trip, number, grams, litres, by=g.person)
    except Refused as refusal:
        return _refused(uuid, refusal)
    return _back(uuid, _("The change is stored."))


def _refused(uuid: UUID, refusal: Refused) -> ResponseReturnValue:
    """Show the trip as it was, and why it cannot be."""
    g.session.rollback()
    return trip_page(find.one(g.session, uuid), refusal), refusal.status


def _back(uuid: UUID, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for(".trip", uuid=uuid), 303)
