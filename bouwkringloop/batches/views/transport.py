"""Pages of when a batch is fetched or brought, and of the form that goes along with waste."""

from uuid import UUID, uuid4

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches import find, words
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.transport import find as transport_of
from bouwkringloop.batches.transport import paper, plan, to_come, waste
from bouwkringloop.batches.transport.forms import MORNING, SlotForm, made_id
from bouwkringloop.batches.views.blueprint import bp
from bouwkringloop.partners import shop
from bouwkringloop.pickups.plan import DayGone, SlotBackwards
from bouwkringloop.stock import find as stock

_MISTYPED = (DayGone, SlotBackwards, plan.NotAvailable, plan.NoReasonWhy)


@bp.get("/batches/<uuid:uuid>/transport")
@requires(Permission.INTAKE)
def transport(uuid: UUID) -> ResponseReturnValue:
    """Show when a batch is fetched or brought, and plan that."""
    batch = find.one(g.session, uuid)
    slot = transport_of.slot(g.session, batch)
    start = vars(slot) if slot else MORNING
    return _page(batch, SlotForm(data=start))


def _page(batch: Batch, form: SlotForm, refusal: Refused | None = None) -> str:
    rest = to_come.rest(g.session, batch) if batch.agreement else []
    return render_template(
        "batches/transport.html",
        batch=batch,
        states=words.STATES,
        transports=words.TRANSPORTS,
        form=form,
        refusal=refusal,
        slot=transport_of.slot(g.session, batch),
        slots=transport_of.slots(g.session, batch),
        rest=rest,
        may_be_planned=plan.may_be_planned(batch),
        grams=to_come.grams(rest),
        litres=to_come.litres(rest),
        waste=[each for each in rest if each.decision.waste],
        form_needed=bool(rest) and waste.needed(g.session, batch),
        forms=transport_of.forms(g.session, batch),
    )


@bp.post("/batches/<uuid:uuid>/transport")
@requires(Permission.KEEP_BATCHES)
def plan_transport(uuid: UUID) -> ResponseReturnValue:
    """Plan a day and times, or others."""
    batch, form = find.one(g.session, uuid), SlotForm(request.form)
    if not form.validate():
        return _page(batch, form), 422
    told = {"anyway": form.anyway.data, "reason": form.reason.data}
    try:
        plan.plan(g.session, g.config, batch, form.slot(), by=g.person, **told)
    except _MISTYPED as refusal:
        return _page(batch, form, refusal), refusal.status
    flash(_("The transport is planned."), "success")
    return redirect(url_for(".transport", uuid=uuid), 303)


@bp.post("/batches/<uuid:uuid>/transport/call-off")
@requires(Permission.KEEP_BATCHES)
def call_off_transport(uuid: UUID) -> ResponseReturnValue:
    """Call the slot off."""
    plan.call_off(g.session, find.one(g.session, uuid), by=g.person)
    flash(_("The transport is called off."), "success")
    return redirect(url_for(".transport", uuid=uuid), 303)


@bp.get("/batches/<uuid:uuid>/waste-form")
@requires(Permission.INTAKE)
def waste_form(uuid: UUID) -> ResponseReturnValue:
    """Show what stands on the waste form already, and ask for what is missing."""
    batch = find.one(g.session, uuid)
    slug, plate = request.args.get("site", ""), request.args.get("plate", "")
    site = next((each for each in stock.sites(g.session) if each.slug == slug), None)
    content = waste.begin(g.session, batch, plate=plate, site=site)
    if not content.lines:
        raise waste.NoWaste
    return _form_page(batch, content)


def _form_page(batch: Batch, content: waste.Content, refusal: Refused | None = None) -> str:
    return render_template(
        "batches/waste_form.html",
        batch=batch,
        content=content,
        names=waste.FIELDS,
        optional=waste.OPTIONAL,
        id=request.form.get("id") or uuid4(),
        refusal=refusal,
    )


@bp.post("/batches/<uuid:uuid>/waste-form")
@requires(Permission.INTAKE)
def make_waste_form(uuid: UUID) -> ResponseReturnValue:
    """Make the form, or say what is still missing."""
    batch = find.one(g.session, uuid)
    content = waste.begin(g.session, batch)
    try:
        eurals = (request.form.getlist("eural") + [""] * len(content.lines))[: len(content.lines)]
        content = waste.filled(content, request.form, eurals)
        waste.make(g.session, made_id(request.form.get("id", "")), batch, content, by=g.person)
    except (waste.FormIncomplete, waste.NotAnEural) as refusal:
        return _form_page(batch, content, refusal), refusal.status
    flash(_("The waste form is made. Print it, and let it go along."), "success")
    return redirect(url_for(".transport", uuid=uuid), 303)


@bp.get("/batches/<uuid:uuid>/waste-forms/<int:number>.pdf")
@requires(Permission.INTAKE)
def waste_form_pdf(uuid: UUID, number: int) -> ResponseReturnValue:
    """Give a waste form as a sheet."""
    batch = find.one(g.session, uuid)
    form = waste.one(g.session, batch, number)
    pdf = paper.draw(form, shop.details(g.session))
    name = f"begeleidingsbrief-{form.number}.pdf"
    return Response(
        pdf,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
