"""The page of today."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.intake import drafts
from bouwkringloop.placements.hours import guided
from bouwkringloop.printing import jobs
from bouwkringloop.reports import chart, today, words
from bouwkringloop.reports.views.blueprint import bp
from bouwkringloop.till.collecting import waiting


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
        guides=guided.anybody(g.session, by=person),
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
