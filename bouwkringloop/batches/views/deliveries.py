"""Pages of what came of a batch: the list, a new load, its receipt, and its labels again."""

from uuid import UUID

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import quantity, web
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches import find as batches
from bouwkringloop.batches.delivery import deliver, find, places, receipt, receipt_pdf, signature
from bouwkringloop.batches.delivery.models import BatchDelivery
from bouwkringloop.batches.delivery.page_forms import CameForm, LoadForm
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.views.blueprint import bp
from bouwkringloop.batches.words import OUTCOMES, STATES, WEIGHED
from bouwkringloop.partners import shop
from bouwkringloop.stock import labels

#: A form with a drawing in it is larger than one of words alone.
_MOST_BYTES = 2 * 1024 * 1024


@bp.get("/batches/<uuid:uuid>/deliveries")
@requires(Permission.INTAKE)
def deliveries(uuid: UUID) -> ResponseReturnValue:
    """Show what came of a batch, and what is still to come."""
    batch = batches.one(g.session, uuid)
    came = find.of_batch(g.session, batch)
    return render_template(
        "batches/deliveries.html",
        batch=batch,
        came=came,
        expected=find.expected(batch, came),
        waits=find.waits(came),
        states=STATES,
        outcomes=OUTCOMES,
        weighed=WEIGHED,
        number=receipt.number,
        weight_of=deliver.weight_of,
    )


@bp.get("/batches/<uuid:uuid>/deliveries/new")
@requires(Permission.INTAKE)
def new_delivery(uuid: UUID) -> ResponseReturnValue:
    """Ask what a load brought; what a trip knows of it is filled in."""
    batch = batches.one(g.session, uuid)
    told = request.args
    most = told.get("max_g", "")
    data = {
        "where": told.get("site", ""),
        "driver": told.get("driver", "")[:80],
        "plate": told.get("plate", "")[:20],
        "vehicle_max_g": int(most)
        if most.isdecimal() and int(most) < quantity.MOST_GRAMS
        else None,
    }
    form = LoadForm(data=data, places=places.everywhere(g.session))
    return _load_page(batch, form, _came_forms(batch))


@bp.post("/batches/<uuid:uuid>/deliveries/new")
@requires(Permission.INTAKE)
@web.takes(_MOST_BYTES)
def make_delivery(uuid: UUID) -> ResponseReturnValue:
    """Store what a load brought, and have its receipt printed where somebody wants it."""
    batch = batches.one(g.session, uuid)
    form = LoadForm(request.form, places=places.everywhere(g.session))
    lines = _came_forms(batch, request.form)
    # Every line is looked at, so that one sees all mistakes at once.
    if not all([form.validate(), *(line.validate() for line in lines)]):
        return _load_page(batch, form, lines), 422
    folder, by = g.config.signatures, g.person
    try:
        told = form.load([line.came for line in lines if line.is_filled])
        made = again_if_raced(
            g.session, lambda: deliver.deliver(g.session, folder, uuid, told, by=by)
        )
        # Who sends the page once more wants no second paper.
        if "paper" in request.form and not receipt.is_on_paper(g.session, made):
            receipt.order(g.session, folder, uuid, made.uuid, by=by)
    except Refused as refusal:
        g.session.rollback()
        again = batches.one(g.session, uuid)
        return _load_page(again, form, lines, refusal.sentence), refusal.status
    flash(_("The delivery is stored: %(number)s.") % {"number": receipt.number(made)}, "success")
    return redirect(url_for(".deliveries", uuid=uuid), 303)


def _came_forms(batch: Batch, typed: object = None) -> list[CameForm]:
    expected = find.expected(batch, find.of_batch(g.session, batch))
    known = {
        "containers": places.containers(g.session),
        "scales": {each["slug"]: each["name"] for each in places.scales(g.session)},
    }
    # A load that is sent once more holds lines of which nothing more is expected since the first.
    return [CameForm(each, typed, **known) for each in expected if each.open or typed is not None]


def _load_page(batch: Batch, form: LoadForm, lines: list[CameForm], refused: str = "") -> str:
    return render_template(
        "batches/delivery_new.html",
        batch=batch,
        form=form,
        lines=[line for line in lines if line.expected.open or line.is_filled],
        refused=refused,
        scales=places.scales(g.session),
    )


def _found(uuid: UUID, delivery: UUID) -> BatchDelivery:
    return find.one(g.session, batches.one(g.session, uuid), delivery)


@bp.post("/batches/<uuid:uuid>/deliveries/<uuid:delivery>/receipt")
@requires(Permission.INTAKE)
def print_receipt(uuid: UUID, delivery: UUID) -> ResponseReturnValue:
    """Have the receipt of a load printed; once more it is a copy."""
    is_copy = receipt.order(g.session, g.config.signatures, uuid, delivery, by=g.person)
    told = _("A copy of the receipt is being printed.") if is_copy else ""
    flash(told or _("The receipt is being printed."), "success")
    return redirect(url_for(".deliveries", uuid=uuid), 303)


@bp.get("/batches/<uuid:uuid>/deliveries/<uuid:delivery>/receipt.pdf")
@requires(Permission.INTAKE)
def receipt_sheet(uuid: UUID, delivery: UUID) -> ResponseReturnValue:
    """Give the receipt of a load as a sheet."""
    return send_receipt(_found(uuid, delivery))


def send_receipt(found: BatchDelivery) -> ResponseReturnValue:
    """Send the receipt of a load as a sheet."""
    drawing = signature.read(g.config.signatures, found.signature_id)
    sheet = receipt_pdf.draw(found, shop.details(g.session), drawing)
    headers = {"Content-Disposition": f'inline; filename="{receipt_pdf.file_name(found)}"'}
    return Response(sheet, mimetype="application/pdf", headers=headers)


@bp.get("/batches/<uuid:uuid>/deliveries/<uuid:delivery>/signature.png")
@requires(Permission.INTAKE)
def signature_picture(uuid: UUID, delivery: UUID) -> ResponseReturnValue:
    """Show the signature under a load."""
    found = _found(uuid, delivery)
    path = signature.existing(g.config.signatures, found.signature_id)
    return Response(path.read_bytes(), mimetype="image/png")


@bp.post("/batches/<uuid:uuid>/findings/<int:finding>/labels")
@requires(Permission.PRINT)
def labels_again(uuid: UUID, finding: int) -> ResponseReturnValue:
    """Have the labels of all things of a part printed once more, one for each thing."""
    came = find.of_batch(g.session, batches.one(g.session, uuid))
    parts = [each for each in find.findings(came) if each.id == finding]
    items = [line.intake_line.item for part in parts for line in part.stocked]
    there = [item for item in items if item is not None and item.quantity_milli > 0]
    for item in there:
        labels.order_again(g.session, item, by=g.person)
    flash(_("Labels being printed: %(many)s.") % {"many": len(there)}, "success")
    return redirect(url_for(".deliveries", uuid=uuid), 303)
