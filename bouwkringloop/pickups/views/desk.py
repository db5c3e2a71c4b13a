"""What the desk does with pick-ups: list, enter, plan, refuse, and say how they went."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock, i18n, mail, web
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.pickups import ask, decide, find, letters, photos, plan, thank
from bouwkringloop.pickups.forms import MORNING, AskForm, PhonedForm, PlanForm, asked_day, delivery
from bouwkringloop.pickups.models import Pickup
from bouwkringloop.pickups.views.blueprint import (
    STATES,
    bp,
    empty_form,
    group_names,
    pictures,
    read_form,
    send_photo,
    sent_photos,
)

#: Why nobody comes, most often; these words are sent as they are shown.
REASONS = (
    N_("We cannot sell this."),
    N_("It is damaged too much."),
    N_("It may hold asbestos."),
    N_("It is too little for a ride."),
    N_("You live outside our area."),
    N_("We have enough of this."),
)
#: What a mail tells, and how it stands with it.
MAILS = {
    "received": N_("Confirmation of the request"),
    "planned": N_("When we come"),
    "refused": N_("Refusal"),
    "cancelled": N_("Cancellation"),
    "missed": N_("Nobody was at home"),
    "thanks": N_("Thank-you"),
}
MAIL_STATES = {
    "queued": (N_("Waiting"), "wait"),
    "sending": (N_("Waiting"), "wait"),
    "sent": (N_("Sent"), "good"),
    "failed": (N_("Not sent"), "bad"),
}


@bp.get("/pickups")
@requires(Permission.INTAKE)
def pickups() -> ResponseReturnValue:
    """List what waits, what is planned by day, and, when asked for, what ended."""
    state = request.args.get("state", "")
    day = asked_day(request.args.get("day", ""))
    return render_template(
        "pickups/pickups.html",
        shown=find.listed(g.session, state if state in STATES else "", day),
        state=state,
        day=day,
        states=STATES,
        full=2 * g.config.pickups_per_half_day,
    )


@bp.get("/pickups/new")
@requires(Permission.INTAKE)
def new() -> ResponseReturnValue:
    """Ask what somebody on the telephone has."""
    return _form_page(empty_form(PhonedForm, language="nl"))


@bp.post("/pickups/new")
@requires(Permission.INTAKE)
@web.takes(photos.MOST_BYTES)
def enter() -> ResponseReturnValue:
    """Store what somebody on the telephone has."""
    form, by = read_form(PhonedForm), g.person
    if not form.validate():
        return _form_page(form), 422
    told = form.told()
    web.let_others_write()
    try:
        kept = photos.write(g.config.photos, photos.prepare(sent_photos()))
    except (photos.TooManyPhotos, photos.ThisPhoto) as refusal:
        form.refuse("photos", refusal)
        return _form_page(form), refusal.status
    path = url_for(".own", token=told.secret)
    link = f"{g.config.public_url}{path}" if g.config.public_url else ""

    def work() -> Pickup:
        return ask.record(g.session, g.config, told, kept, by=by, link=link)

    made = again_if_raced(g.session, work)
    flash(_("The pick-up is stored."), "success")
    return redirect(url_for(".pickup", uuid=made.uuid), 303)


def _form_page(form: AskForm) -> str:
    return render_template("pickups/new.html", form=form, pictures=pictures())


@bp.get("/pickups/<uuid:uuid>")
@requires(Permission.INTAKE)
def pickup(uuid: UUID) -> ResponseReturnValue:
    """Show one pick-up with all that can be done about it now."""
    found = find.one(g.session, uuid)
    return _pickup_page(found, _plan_form(found))


def _plan_form(found: Pickup) -> PlanForm:
    """Begin with the slot that it has, or else with the first day that suits."""
    if found.day is not None:
        return PlanForm(data={"day": found.day, "starts": found.starts, "ends": found.ends})
    coming = [day for day in plan.suiting(found) if day > clock.today()]
    return PlanForm(data={**MORNING, "day": coming[0] if coming else None})


def _pickup_page(
    found: Pickup, form: PlanForm, refusal: Refused | None = None, where: str = ""
) -> str:
    return render_template(
        "pickups/pickup.html",
        pickup=found,
        state=STATES[found.state],
        groups=group_names(found),
        suiting=plan.suiting(found),
        form=form,
        counts=plan.counts(g.session),
        room=g.config.pickups_per_half_day,
        reasons=REASONS,
        deliveries=find.deliveries(g.session) if found.can or found.state == "done" else (),
        by_mail=letters.can_go(g.config, found),
        mails=mail.about(g.session, found.subject),
        mail_kinds=MAILS,
        mail_states=MAIL_STATES,
        problems=mail.PROBLEMS,
        grams=thank.weights(found.intake) if found.intake else {},
        for_sale=thank.for_sale(found.intake) if found.intake else 0,
        refusal=refusal,
        where=where,
    )


@bp.post("/pickups/<uuid:uuid>/plan")
@requires(Permission.INTAKE)
def plan_one(uuid: UUID) -> ResponseReturnValue:
    """Plan a pick-up, or move it."""
    found, form = find.to_change(g.session, uuid), PlanForm(request.form)
    if not form.validate():
        return _pickup_page(found, form, where="plan"), 422
    anyway = request.form.get("anyway") == "1"
    try:
        plan.plan(g.session, g.config, found, form.slot(), by=g.person, anyway=anyway)
    except (plan.DayGone, plan.SlotBackwards, plan.HalfDayFull) as refusal:
        return _pickup_page(found, form, refusal, "plan"), refusal.status
    return _back(uuid, _("The pick-up is planned."))


@bp.post("/pickups/<uuid:uuid>/refuse")
@requires(Permission.INTAKE)
def refuse(uuid: UUID) -> ResponseReturnValue:
    """Refuse a pick-up, with the reason that was chosen and what was written beside it."""
    found = find.to_change(g.session, uuid)
    reason, words = request.form.get("reason", ""), request.form.get("words", "")
    with i18n.speaking(found.language):
        said = f"{_(reason) if reason in REASONS else ''} {words}"
    try:
        decide.refuse(g.session, g.config, found, reason=said, by=g.person)
    except (decide.NoReason, decide.ReasonTooLong) as refusal:
        return _pickup_page(found, _plan_form(found), refusal, "refuse"), refusal.status
    return _back(uuid, _("The pick-up is refused."))


@bp.post("/pickups/<uuid:uuid>/done")
@requires(Permission.INTAKE)
def done(uuid: UUID) -> ResponseReturnValue:
    """Say that the things are here, and which delivery they became if that is known."""
    intake = delivery(request.form.get("intake", ""))
    return _do(uuid, lambda it: decide.finish(g.session, it, intake=intake, by=g.person))


@bp.post("/pickups/<uuid:uuid>/delivery")
@requires(Permission.INTAKE)
def link(uuid: UUID) -> ResponseReturnValue:
    """Say which delivery a pick-up became."""
    intake = delivery(request.form.get("intake", ""))
    if intake is None:
        raise decide.NotAPickup
    return _do(uuid, lambda it: decide.link(g.session, it, intake, by=g.person))


@bp.post("/pickups/<uuid:uuid>/missed")
@requires(Permission.INTAKE)
def missed(uuid: UUID) -> ResponseReturnValue:
    """Say that nobody was at home."""
    return _do(uuid, lambda it: decide.miss(g.session, g.config, it, by=g.person))


@bp.post("/pickups/<uuid:uuid>/cancel")
@requires(Permission.INTAKE)
def cancel(uuid: UUID) -> ResponseReturnValue:
    """Call a pick-up off."""
    return _do(uuid, lambda it: decide.cancel(g.session, g.config, it, by=g.person))


@bp.post("/pickups/<uuid:uuid>/thanks")
@requires(Permission.INTAKE)
def thanks(uuid: UUID) -> ResponseReturnValue:
    """Thank the donor by mail, or print a card."""
    found = find.to_change(g.session, uuid)
    mailed = thank.thank(g.session, g.config, found, by=g.person)
    sent = _("The thank-you goes by mail.") if mailed else _("The thank-you card is being printed.")
    return _back(uuid, sent)


def _do(uuid: UUID, act: Callable[[Pickup], None]) -> ResponseReturnValue:
    """Do one thing to a pick-up, and show it again."""
    act(find.to_change(g.session, uuid))
    return _back(uuid, _("The change is stored."))


def _back(uuid: UUID, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for(".pickup", uuid=uuid), 303)


@bp.get("/pickups/<uuid:uuid>/photos/<uuid:photo_id>.jpg")
@requires(Permission.INTAKE)
def pickup_photo(uuid: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Give a photo of a pick-up."""
    return send_photo(find.one(g.session, uuid), photo_id)
