"""Pages of what builders get: what is open, payout statements, and that they were paid."""

from uuid import UUID, uuid4

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.web import given
from bouwkringloop.batches.settling import owed, pay, payout_paper
from bouwkringloop.batches.settling.forms import PaidForm, PayoutForm, day, sent_id
from bouwkringloop.batches.settling.words import WAYS
from bouwkringloop.batches.views.blueprint import bp
from bouwkringloop.partners import find as customers
from bouwkringloop.spreadsheets import export_items


@bp.get("/partners/<uuid:uuid>/payouts")
@requires(Permission.KEEP_ACCOUNTS)
def payouts(uuid: UUID) -> ResponseReturnValue:
    """Show what is open to a builder, and what was paid out before."""
    start = {"id": uuid4(), "until": day(request.args.get("until"), clock.today())}
    return _page(uuid, PayoutForm(data=start))


@bp.post("/partners/<uuid:uuid>/payouts")
@requires(Permission.KEEP_ACCOUNTS)
def make_payout(uuid: UUID) -> ResponseReturnValue:
    """Make a payout statement; the id in the form lets a double click make one."""
    form = PayoutForm(request.form)
    if not form.validate():
        return _page(uuid, form), 422
    wanted = pay.Wanted(sent_id(form.id.data), uuid, form.until.data)
    try:
        made = again_if_raced(g.session, lambda: pay.make(g.session, wanted, by=g.person))
    except Refused as refusal:
        g.session.rollback()
        return _page(uuid, form, refusal), refusal.status
    flash(_("Payout statement %(name)s is made.") % {"name": made.name}, "success")
    return redirect(url_for(".payouts", uuid=uuid), 303)


@bp.get("/payouts/<uuid:uuid>.pdf")
@requires(Permission.KEEP_ACCOUNTS)
def payout_file(uuid: UUID) -> ResponseReturnValue:
    """Give a payout statement as a PDF."""
    return given(payout_paper.paper(pay.one(g.session, uuid)))


@bp.get("/payouts/<uuid:uuid>/lines.<form>")
@requires(Permission.KEEP_ACCOUNTS)
def payout_lines(uuid: UUID, form: str) -> ResponseReturnValue:
    """Give the lines of a payout for a spreadsheet."""
    found, form = pay.one(g.session, uuid), export_items.form_of(f".{form}")
    response = Response(payout_paper.listing(found, form), content_type=export_items.FORMATS[form])
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.name}.{form}")
    return response


@bp.post("/payouts/<uuid:uuid>/paid")
@requires(Permission.KEEP_ACCOUNTS)
def mark_paid(uuid: UUID) -> ResponseReturnValue:
    """Write down that a payout was paid."""
    form, found = PaidForm(request.form), pay.one(g.session, uuid)
    if not form.validate():
        return _paid_page(found.customer.uuid, form), 422
    paid_on, way, note = form.paid_on.data, form.way.data, form.note.data
    pay.mark_paid(g.session, uuid, paid_on, way, note=note, by=g.person)
    flash(_("The payment is booked."), "success")
    return redirect(url_for(".payouts", uuid=found.customer.uuid), 303)


def _paid_page(uuid: UUID, paid: PaidForm) -> str:
    return _page(uuid, PayoutForm(data={"id": uuid4(), "until": clock.today()}), paid=paid)


def _page(
    uuid: UUID, form: PayoutForm, refusal: Refused | None = None, *, paid: PaidForm | None = None
) -> str:
    customer = customers.one(g.session, uuid)
    until = form.until.data or clock.today()
    open_now = owed.open_to(g.session, customer.id, until)
    return render_template(
        "batches/payouts.html",
        customer=customer,
        until=until,
        open_now=open_now,
        open_cents=sum(each.cents for each in open_now),
        payouts=pay.of_customer(g.session, customer.id),
        ways=WAYS,
        form=form,
        paid=paid or PaidForm(data={"paid_on": clock.today(), "way": "bank"}),
        refusal=refusal,
    )
