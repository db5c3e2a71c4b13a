"""Pages of the reports room."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock, money
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.text import clean
from bouwkringloop.base.web import given
from bouwkringloop.catalogue.vat import RATES
from bouwkringloop.intake import drafts
from bouwkringloop.printing import jobs
from bouwkringloop.reports import (
    carry,
    chart,
    period,
    register,
    register_paper,
    today,
    vat,
    vat_sheet,
    words,
)
from bouwkringloop.reports.period import Period
from bouwkringloop.spreadsheets.export_items import FORMATS
from bouwkringloop.till.collecting import waiting

bp = Blueprint("reports", __name__)


@bp.get("/")
@requires(Permission.OWN)
def home() -> ResponseReturnValue:
    """Greet who came, and show today: the work to do, and the figures for who may see them."""
    now, day = clock.now(), clock.today()
    person = g.person
    return render_template(
        "reports/home.html",
        greeting=words.greeting(person.name, now),
        day=words.whole_day(day),
        tills=today.open_tills(g.session) if person.may(Permission.SELL) else [],
        to_collect=waiting.count(g.session) if person.may(Permission.SELL) else 0,
        things=today.things_in_stock(g.session),
        doubtful=jobs.doubtful(g.session, by=person) if person.may(Permission.PRINT) else 0,
        undescribed=drafts.waiting_long(g.session) if person.may(Permission.INTAKE) else 0,
        taken_in=today.taken_in(g.session),
        sold=today.sold(g.session, day) if person.may(Permission.SEE_FIGURES) else None,
        days=_days() if person.may(Permission.SEE_FIGURES) else [],
    )


def _days() -> list[tuple[today.DayTurnover, chart.Bar, str]]:
    """Give the last days with their bars and the short names under them."""
    listed = today.last_days(g.session, clock.today())
    drawn = chart.bars([entry.cents for entry in listed])
    return [
        (entry, bar, words.short_weekday(entry.day))
        for entry, bar in zip(listed, drawn, strict=True)
    ]


@bp.get("/vat")
@requires(Permission.SEE_FIGURES)
def vat_overview() -> ResponseReturnValue:
    """Show the VAT of a month, a quarter or a year."""
    return _vat_page(_asked_period())


@bp.get("/vat.<form>")
@requires(Permission.SEE_FIGURES)
def vat_file(form: str) -> ResponseReturnValue:
    """Give the VAT of a period as a file."""
    made = vat.overview(g.session, _asked_period())
    form = form if form in FORMATS else "xlsx"
    response = Response(vat_sheet.write(made, form), content_type=FORMATS[form])
    name = vat_sheet.file_name(made, form)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.post("/vat/carry")
@requires(Permission.KEEP_RULES)
def write_decision() -> ResponseReturnValue:
    """Write down what the tax office lets be carried into a year."""
    chosen, sent = _asked_period(), request.form.get
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


def _asked_period() -> Period:
    return period.read(request.args.get("period", ""), clock.today())


def _vat_page(chosen: Period, refusal: Refused | None = None) -> str:
    today_is = clock.today()
    anchor = min(chosen.last, today_is) if chosen.year == today_is.year else chosen.last
    return render_template(
        "reports/vat.html",
        vat=vat.overview(g.session, chosen),
        kinds=[period.holding(kind, anchor) for kind in period.MONTHS],
        rates=[
            (history[0][1], history[0][1] // 100) for history in RATES.values() if history[0][1]
        ],
        outside=vat_sheet.OUTSIDE,
        limit_cents=vat.KOR_CENTS,
        sent=request.form,
        refusal=refusal,
    )


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
