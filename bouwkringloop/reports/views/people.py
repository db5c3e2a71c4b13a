"""Pages of figures about people: placements of a period, and the register of processing."""

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.web import given
from bouwkringloop.batches.settling import sroi_values
from bouwkringloop.reports import placed, placed_sheet, pso, register, register_paper
from bouwkringloop.reports.forms import NormForm, WorkForm
from bouwkringloop.reports.placed import Placed
from bouwkringloop.reports.views.blueprint import asked_period, bp, kinds_of
from bouwkringloop.spreadsheets.export_items import FORMATS


@bp.get("/figures/placements")
@requires(Permission.SEE_PLACEMENT_FIGURES)
def placed_figures() -> ResponseReturnValue:
    """Show the placements of a period in figures, without anybody in them."""
    form = WorkForm(request.args)
    refused = not form.validate()
    told = _told(form)
    return render_template(
        "reports/placed.html",
        told=told,
        kinds=kinds_of(told.period),
        facts=placed_sheet.facts(told),
        few=placed_sheet.FEW,
        regions=sroi_values.regions(g.session),
        form=form,
    ), 422 if refused else 200


@bp.get("/figures/placements.<form>")
@requires(Permission.SEE_PLACEMENT_FIGURES)
def placed_file(form: str) -> ResponseReturnValue:
    """Give the placements of a period in figures as a file."""
    asked = WorkForm(request.args)
    asked.validate()
    told = _told(asked)
    if form == "pdf":
        return given(placed_sheet.draw(g.session, told))
    form = form if form in FORMATS else "xlsx"
    response = Response(placed_sheet.write(told, form), content_type=FORMATS[form])
    name = placed_sheet.file_name(told, form)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _told(form: WorkForm) -> Placed:
    regions = sroi_values.regions(g.session)
    region = request.args.get("region", "")
    chosen = region if region in regions else next(iter(regions), "")
    return placed.placed(g.session, asked_period(), chosen, form.staff.data)


@bp.get("/figures/pso")
@requires(Permission.SEE_PLACEMENT_FIGURES)
def pso_norms() -> ResponseReturnValue:
    """List the norms of the PSO."""
    return _norms_page(NormForm(data={"valid_from": clock.today().replace(month=1, day=1)}))


@bp.post("/figures/pso")
@requires(Permission.MANAGE_SHOP)
def add_norm() -> ResponseReturnValue:
    """Store a newer norm."""
    form = NormForm(request.form)
    if not form.validate():
        return _norms_page(form), 422
    try:
        pso.add(g.session, form.told(), by=g.person)
    except Refused as refusal:
        form.refuse("step_1", refusal)
        return _norms_page(form), refusal.status
    flash(_("The change is stored."), "success")
    return redirect(url_for(".pso_norms"), 303)


def _norms_page(form: NormForm) -> str:
    return render_template("reports/pso.html", norms=pso.every(g.session), form=form)


@bp.get("/register")
@requires(Permission.SEE_PLACEMENT_FIGURES)
def processing() -> ResponseReturnValue:
    """Show the register of processing."""
    return render_template(
        "reports/register.html", activities=register.ACTIVITIES, measures=register.MEASURES
    )


@bp.get("/register.pdf")
@requires(Permission.SEE_PLACEMENT_FIGURES)
def register_pdf() -> Response:
    """Give the register of processing as a PDF."""
    return given(register_paper.paper(g.session))
