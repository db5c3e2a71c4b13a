"""Pages of what customers still have to pay, and of what waits for an invoice."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import mail, web
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.web import given
from bouwkringloop.invoicing import find, send, unbilled
from bouwkringloop.invoicing.forms import sent_id
from bouwkringloop.invoicing.views.blueprint import MAIL_STATES, STATES, bp
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
        by_mail=g.config.mail is not None and found.email != "",
        mails=mail.about(g.session, found.subject),
        mail_states=MAIL_STATES,
        problems=mail.PROBLEMS,
    )


@bp.get("/customers/<uuid:uuid>/statement.pdf")
@requires(Permission.KEEP_CUSTOMERS)
def statement(uuid: UUID) -> ResponseReturnValue:
    """Give what a customer still has to pay as a PDF."""
    found = customers.one(g.session, uuid)
    rows = find.open_of(g.session, found)
    return given(send.statement(shop.details(g.session), found, rows))


@bp.post("/customers/<uuid:uuid>/statement")
@requires(Permission.KEEP_CUSTOMERS)
def mail_statement(uuid: UUID) -> ResponseReturnValue:
    """Send a customer by mail what is still to be paid."""
    found, seller = customers.one(g.session, uuid), shop.details(g.session)
    rows = find.open_of(g.session, found)
    if not rows:
        raise send.NothingToSend
    # Drawing takes a moment, and nobody waits for it; what was read stays as it is.
    g.session.expunge_all()
    web.let_others_write()
    paper = send.statement(seller, found, rows)
    send.send_statement(g.session, g.config, found, seller, paper, by=g.person)
    flash(_("The statement goes by mail."), "success")
    return redirect(url_for(".customer", uuid=uuid), 303)


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
