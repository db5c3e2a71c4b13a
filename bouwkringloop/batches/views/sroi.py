"""Pages of social return: statements for a builder, and the values that municipalities count."""

from datetime import date
from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.web import given
from bouwkringloop.batches.settling import sroi, sroi_paper, sroi_values
from bouwkringloop.batches.settling.forms import SroiForm, ValueForm
from bouwkringloop.batches.settling.words import TARGETS
from bouwkringloop.batches.views.blueprint import bp
from bouwkringloop.partners import find as customers


@bp.get("/partners/<uuid:uuid>/sroi")
@requires(Permission.KEEP_BATCHES)
def sroi_page(uuid: UUID) -> ResponseReturnValue:
    """Ask for what an SROI statement of a builder is to say, and list those that were issued."""
    today = clock.today()
    start = {"id": uuid4(), "first": date(today.year, 1, 1), "last": today}
    form = SroiForm(regions=sroi_values.regions(g.session), data=start)
    return _page(uuid, form)


@bp.post("/partners/<uuid:uuid>/sroi")
@requires(Permission.KEEP_BATCHES)
def issue_sroi(uuid: UUID) -> ResponseReturnValue:
    """Issue an SROI statement; the id in the form lets a double click issue one."""
    form = SroiForm(request.form, regions=sroi_values.regions(g.session))
    if not form.validate():
        return _page(uuid, form), 422
    wanted = form.wanted(uuid)
    try:
        again_if_raced(g.session, lambda: sroi.issue(g.session, wanted, by=g.person))
    except Refused as refusal:
        g.session.rollback()
        return _page(uuid, form, refusal), refusal.status
    flash(_("The statement is issued."), "success")
    return redirect(url_for(".sroi_page", uuid=uuid), 303)


@bp.get("/sroi/<uuid:uuid>.pdf")
@requires(Permission.KEEP_BATCHES)
def sroi_file(uuid: UUID) -> ResponseReturnValue:
    """Give an SROI statement as a PDF."""
    return given(sroi_paper.paper(sroi.one(g.session, uuid)))


@bp.get("/sroi/values")
@requires(Permission.KEEP_BATCHES)
def sroi_table() -> ResponseReturnValue:
    """Show what municipalities count for social return."""
    return _values_page(ValueForm(data={"valid_from": clock.today()}))


@bp.post("/sroi/values")
@requires(Permission.KEEP_BATCHES)
def add_sroi_value() -> ResponseReturnValue:
    """Store a newer value, or that of another region."""
    form = ValueForm(request.form)
    if not form.validate():
        return _values_page(form), 422
    try:
        sroi_values.add(g.session, form.told(), by=g.person)
    except Refused as refusal:
        return _values_page(form, refusal), refusal.status
    flash(_("The value is stored."), "success")
    return redirect(url_for(".sroi_table"), 303)


def _page(uuid: UUID, form: SroiForm, refusal: Refused | None = None) -> str:
    customer = customers.one(g.session, uuid)
    first, last = form.first.data, form.last.data
    known = first and last and first <= last
    bought = sroi.bought(g.session, customer.id, first, last) if known else []
    return render_template(
        "batches/sroi.html",
        customer=customer,
        form=form,
        bought_cents=sum(each.cents for each in bought),
        many=len(bought),
        issued=sroi.of_customer(g.session, customer.id),
        refusal=refusal,
    )


def _values_page(form: ValueForm, refusal: Refused | None = None) -> str:
    today = clock.today()
    tables = [
        (region, sroi_values.on(g.session, region, today))
        for region in sroi_values.regions(g.session)
    ]
    return render_template(
        "batches/sroi_values.html", tables=tables, targets=TARGETS, form=form, refusal=refusal
    )
