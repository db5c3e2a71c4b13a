"""Pages of inspecting what came, and of bringing it into stock."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches import find as batches
from bouwkringloop.batches.delivery import find, inspect, places, stock
from bouwkringloop.batches.delivery.models import OUTCOMES as ROUTES
from bouwkringloop.batches.delivery.models import Inspection
from bouwkringloop.batches.delivery.page_forms import ROWS, FoundForm, PutForm
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.views.blueprint import bp
from bouwkringloop.batches.words import OUTCOMES
from bouwkringloop.intake import suggest
from bouwkringloop.intake.judge import STATES


@bp.get("/batches/<uuid:uuid>/deliveries/<uuid:delivery>/lines/<uuid:line>")
@requires(Permission.INTAKE)
def inspection(uuid: UUID, delivery: UUID, line: UUID) -> ResponseReturnValue:
    """Ask what was found of a line that came."""
    first = {"outcome": "stock"}
    forms = [FoundForm(number, data=first if number == 0 else None) for number in range(ROWS)]
    return _inspect_page(uuid, delivery, line, forms)


@bp.post("/batches/<uuid:uuid>/deliveries/<uuid:delivery>/lines/<uuid:line>")
@requires(Permission.INTAKE)
def make_inspection(uuid: UUID, delivery: UUID, line: UUID) -> ResponseReturnValue:
    """Store what was found of a line."""
    forms = [FoundForm(number, request.form) for number in range(ROWS)]
    # Every part is looked at, so that one sees all mistakes at once.
    right = [form.validate() for form in forms]
    if not all(right):
        return _inspect_page(uuid, delivery, line, forms), 422
    found = [form.found for form in forms if form.outcome.data]
    try:
        inspect.inspect(g.session, uuid, delivery, line, found, by=g.person)
    except Refused as refusal:
        g.session.rollback()
        return _inspect_page(uuid, delivery, line, forms, refusal.sentence), refusal.status
    flash(_("What was found is stored."), "success")
    return redirect(url_for(".deliveries", uuid=uuid), 303)


def _inspect_page(
    uuid: UUID, delivery: UUID, line: UUID, forms: list[FoundForm], refused: str = ""
) -> str:
    batch = batches.one(g.session, uuid)
    one = find.one(g.session, batch, delivery)
    return render_template(
        "batches/inspect.html",
        batch=batch,
        delivery=one,
        line=find.line_of(one, line),
        forms=forms,
        refused=refused,
    )


@bp.get("/batches/<uuid:uuid>/stock")
@requires(Permission.INTAKE)
def into_stock(uuid: UUID) -> ResponseReturnValue:
    """Ask how what was found goes into stock."""
    batch = batches.one(g.session, uuid)
    return _stock_page(batch, _put_forms(batch))


@bp.post("/batches/<uuid:uuid>/stock")
@requires(Permission.INTAKE)
def bring_into_stock(uuid: UUID) -> ResponseReturnValue:
    """Bring what was chosen into stock, and have its labels printed."""
    batch = batches.one(g.session, uuid)
    forms = _put_forms(batch, request.form)
    if not forms:
        # It is all in stock: the page was sent once more.
        return redirect(url_for(".deliveries", uuid=uuid), 303)
    # Every part is looked at, so that one sees all mistakes at once.
    right = [form.validate() for form in forms]
    if not all(right):
        return _stock_page(batch, forms), 422
    told = [form.put for form in forms if form.now.data]
    try:
        again_if_raced(g.session, lambda: stock.bring_in(g.session, uuid, told, by=g.person))
    except Refused as refusal:
        g.session.rollback()
        return _stock_page(batches.one(g.session, uuid), forms, refusal.sentence), refusal.status
    flash(_("It is in stock, and its labels are being printed."), "success")
    return redirect(url_for(".deliveries", uuid=uuid), 303)


def _put_forms(batch: Batch, typed: object = None) -> list[PutForm]:
    on_site = places.of_each(g.session)
    return [
        PutForm(
            finding,
            typed,
            data=_begin(finding),
            places=on_site.get(finding.delivery_line.delivery.site.slug, []),
        )
        for finding in find.waits(find.of_batch(g.session, batch))
    ]


def _begin(finding: Inspection) -> dict[str, object]:
    """Begin with the price that is advised for the kind, for what can have one."""
    if finding.outcome in ("quarantine", "material", "residue"):
        return {}
    kind = find.kind_of(finding.delivery_line.line)
    advice = suggest.advice(g.session, kind, finding.condition)
    return {"price_cents": advice.price_cents}


def _stock_page(batch: Batch, forms: list[PutForm], refused: str = "") -> str:
    return render_template(
        "batches/stock.html",
        batch=batch,
        forms=forms,
        refused=refused,
        outcomes=OUTCOMES,
        becomes_a_thing=[outcome for outcome, route in ROUTES.items() if route in STATES],
    )
