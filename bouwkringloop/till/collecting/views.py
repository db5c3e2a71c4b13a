"""Pages of what is to be collected: the list, one receipt's things, and the sheet for a drive."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.i18n import ntranslate as ngettext
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.money import AmbiguousNumber
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.quantity import NoSuchQuantity, NotAQuantity, OnlyWhole
from bouwkringloop.partners.numbers import BadPostcode
from bouwkringloop.people import audit
from bouwkringloop.till.collecting import deliver, hand_over, tag, waiting
from bouwkringloop.till.collecting.forms import (
    HALF_DAYS,
    DeliveryForm,
    NothingChosen,
    amounts,
    asked_day,
    begun,
    chosen,
)

bp = Blueprint("collecting", __name__)

#: What is said on the page itself, where it was typed.
_MISTYPED = (
    NothingChosen,
    AmbiguousNumber,
    NotAQuantity,
    NoSuchQuantity,
    OnlyWhole,
    hand_over.MoreThanWaits,
)


@bp.get("/till/collections")
@requires(Permission.SELL)
def collections() -> ResponseReturnValue:
    """List what waits, what is planned to be brought, and what went lately."""
    words = request.args.get("q", "")
    return render_template(
        "till/collections.html",
        listed=waiting.listed(g.session, words),
        words=words,
        half_days=HALF_DAYS,
        long_days=waiting.LONG_DAYS,
        new_id=uuid4,
    )


@bp.get("/till/collections/<int:number>")
@requires(Permission.SELL)
def collection(number: int) -> ResponseReturnValue:
    """Show what of one receipt waits, with all that can be done about it."""
    one = waiting.one(g.session, number)
    return _page(one, DeliveryForm(data=begun(one)))


def _page(one: waiting.Waits, form: DeliveryForm, refusal: Refused | None = None) -> str:
    things = waiting.beside(g.session, one)
    sent = request.form.getlist("things")
    return render_template(
        "till/collection.html",
        one=one,
        things=things,
        chosen=sent or [str(thing.collection.id) for thing in things],
        parts=waiting.parts(g.session, one),
        id=request.form.get("id") or uuid4(),
        typed=request.form,
        form=form,
        refusal=refusal,
        half_days=HALF_DAYS,
    )


@bp.post("/till/collections/<int:number>/hand-over")
@requires(Permission.SELL)
def give(number: int) -> ResponseReturnValue:
    """Say that things left the shop."""
    try:
        made = _hand_over()
    except _MISTYPED as refusal:
        g.session.rollback()
        one = waiting.one(g.session, number)
        return _page(one, DeliveryForm(data=begun(one)), refusal), refusal.status
    rest = [one for one in made if one.is_here]
    if rest:
        return _back(".collection", _("The rest keeps waiting."), number=rest[0].collection.id)
    said = ngettext("%(num)s thing is handed over.", "%(num)s things are handed over.", len(made))
    return _back(".collections", said % {"num": len(made)})


def _hand_over() -> list[waiting.Waits]:
    """Hand over what was chosen, by the id that the page made."""
    numbers = _chosen()
    told = amounts(request.form, numbers)
    try:
        uuid = UUID(request.form["id"]) if "id" in request.form else None
    except ValueError:
        raise BadInput(what="id") from None
    tagged = "tag" in request.form
    return hand_over.hand_over(
        g.session, numbers, by=g.person, uuid=uuid, amounts=told, tag_rest=tagged
    )


@bp.post("/till/collections/<int:number>/plan")
@requires(Permission.SELL)
def plan(number: int) -> ResponseReturnValue:
    """Plan that we bring things, or plan it anew."""
    form = DeliveryForm(request.form)
    if not form.validate():
        return _page(waiting.one(g.session, number), form), 422
    try:
        deliver.plan(g.session, _chosen(), form.plan(), by=g.person)
    except (NothingChosen, deliver.DeliveryDayGone, BadPostcode) as refusal:
        return _page(waiting.one(g.session, number), form, refusal), refusal.status
    return _back(".collection", _("The delivery is planned."), number=number)


@bp.post("/till/collections/<int:number>/call-off")
@requires(Permission.SELL)
def call_off(number: int) -> ResponseReturnValue:
    """Call a delivery off."""
    deliver.call_off(g.session, [number], by=g.person)
    return _back(".collection", _("It waits to be collected again."), number=number)


@bp.post("/till/collections/<int:number>/tag")
@requires(Permission.SELL)
def print_tag(number: int) -> ResponseReturnValue:
    """Print the tag of a thing once more."""
    job = tag.order_again(g.session, waiting.one(g.session, number), by=g.person)
    audit.note(g.session, g.person, "job.reprinted", f"job:{job}")
    return _back(".collection", _("It is being printed."), number=number)


@bp.get("/till/collections/route")
@requires(Permission.SELL)
def route() -> ResponseReturnValue:
    """Show the sheet of a day's deliveries, to be printed and taken along."""
    day = asked_day(request.args)
    stops = waiting.stops(g.session, day)
    return render_template("till/route.html", day=day, stops=stops, half_days=HALF_DAYS)


def _chosen() -> list[int]:
    return chosen(request.form.getlist("things"))


def _back(endpoint: str, said: str, **where: Any) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for(endpoint, **where), 303)
