"""Pages of what customers still have to pay, and of what waits for an invoice."""

from uuid import UUID

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock, web
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.smtp import Attachment
from bouwkringloop.invoicing import find, pdf, unbilled
from bouwkringloop.invoicing.forms import sent_id
from bouwkringloop.invoicing.views.blueprint import STATES, bp, given
from bouwkringloop.partners import find as customers
from bouwkringloop.partners import shop

#: So many sales without an invoice stand on a customer's page; the list has all.
_FEW = 10


@bp.get("/customers/<uuid:uuid>")
@requires(Permission.KEEP_CUSTOMERS)
def customer(uuid: UUID) -> ResponseReturnValue:
    """Show a customer with what is open, what waits for an invoice, and the last invoices."""
    found = customers.one(g.session, uuid)
    waiting, cents = unbilled.total(g.session, found)
    return render_template(
        "invoicing/customer.html",
        customer=found,
        open_rows=find.open_of(g.session, found),
        rows=find.of_customer(g.session, found),
        unbilled=unbilled.listed(g.session, found, most=_FEW),
        waiting=waiting,
        unbilled_cents=cents,
        states=STATES,
    )


@bp.get("/customers/<uuid:uuid>/statement.pdf")
@requires(Permission.KEEP_CUSTOMERS)
def statement(uuid: UUID) -> ResponseReturnValue:
    """Give what a customer still has to pay as a PDF."""
    found = customers.one(g.session, uuid)
    rows = find.open_of(g.session, found)
    drawn = pdf.statement(shop.details(g.session), found, rows, clock.today())
    name = _("Statement")
    return given(Attachment(f"{name}-{clock.today()}.pdf", "application/pdf", drawn))


@bp.get("/invoices/waiting")
@requires(Permission.KEEP_CUSTOMERS)
def waiting() -> ResponseReturnValue:
    """List sales on account without an invoice, the oldest first: of all, or of one customer."""
    chosen = request.args.get("customer", "")
    found = customers.one(g.session, sent_id(chosen)) if chosen else None
    rows = unbilled.listed(g.session, found, after=request.args.get("after", 0, type=int))
    newer = ""
    if len(rows) > unbilled.PAGE:
        after = str(rows[unbilled.PAGE - 1].sale_id)
        newer = web.url_with(".waiting", {"customer": chosen, "after": after})
    times, cents = unbilled.total(g.session, found)
    return render_template(
        "invoicing/waiting.html",
        customer=found,
        rows=rows[: unbilled.PAGE],
        newer=newer,
        times=times,
        cents=cents,
    )
