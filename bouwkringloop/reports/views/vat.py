"""Pages of the VAT of a period."""

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import money
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.text import clean
from bouwkringloop.catalogue.vat import RATES
from bouwkringloop.reports import carry, vat, vat_sheet
from bouwkringloop.reports.period import Period
from bouwkringloop.reports.views.blueprint import asked_period, bp, kinds_of
from bouwkringloop.spreadsheets.export_items import FORMATS


@bp.get("/vat")
@requires(Permission.SEE_FIGURES)
def vat_overview() -> ResponseReturnValue:
    """Show the VAT of a month, a quarter or a year."""
    return _vat_page(asked_period())


@bp.get("/vat.<form>")
@requires(Permission.SEE_FIGURES)
def vat_file(form: str) -> ResponseReturnValue:
    """Give the VAT of a period as a file."""
    made = vat.overview(g.session, asked_period())
    form = form if form in FORMATS else "xlsx"
    response = Response(vat_sheet.write(made, form), content_type=FORMATS[form])
    name = vat_sheet.file_name(made, form)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.post("/vat/carry")
@requires(Permission.KEEP_RULES)
def write_decision() -> ResponseReturnValue:
    """Write down what the tax office lets be carried into a year."""
    chosen, sent = asked_period(), request.form.get
    try:
        carry.write_down(
            g.session,
            chosen.year,
            sent("rate", 0, type=int),
            money.parse(sent("amount", "")),
            clean(sent("note", ""))[:120],
            by=g.person,
        )
    except Refused as refusal:
        return _vat_page(chosen, refusal), refusal.status
    flash(_("The change is stored."), "success")
    return redirect(url_for(".vat_overview", period=chosen.key), 303)


def _vat_page(chosen: Period, refusal: Refused | None = None) -> str:
    return render_template(
        "reports/vat.html",
        vat=vat.overview(g.session, chosen),
        kinds=kinds_of(chosen),
        rates=[
            (history[0][1], history[0][1] // 100) for history in RATES.values() if history[0][1]
        ],
        outside=vat_sheet.OUTSIDE,
        limit_cents=vat.KOR_CENTS,
        sent=request.form,
        refusal=refusal,
    )
