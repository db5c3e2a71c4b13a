"""Pages of the invoices: made from a sale, looked up, paid, mailed and downloaded."""

from typing import Any
from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock, mail, web
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.web import given
from bouwkringloop.invoicing import basis, find, issue, pay, pdf, send, unbilled
from bouwkringloop.invoicing.forms import METHOD_NAMES, PaymentForm, sent_id
from bouwkringloop.invoicing.views.blueprint import MAIL_STATES, STATES, bp
from bouwkringloop.invoicing.words import IN_COLUMN, TITLES, reasons
from bouwkringloop.partners import find as customers
from bouwkringloop.partners import shop
from bouwkringloop.till import overview


@bp.get("/invoices")
@requires(Permission.KEEP_CUSTOMERS)
def invoices() -> ResponseReturnValue:
    """List invoices, the newest first: all, what is open, or what is overdue."""
    shown = request.args.get("show", "")
    words = request.args.get("q", "")
    rows = find.listed(
        g.session, shown=shown, words=words, before=request.args.get("before", type=int)
    )
    older = ""
    if len(rows) > find.PAGE:
        before = str(rows[find.PAGE - 1].invoice.id)
        older = web.url_with(".invoices", {"show": shown, "q": words, "before": before})
    total, late = find.open_sum(g.session)
    waiting, unbilled_cents = unbilled.total(g.session)
    return render_template(
        "invoicing/invoices.html",
        rows=rows[: find.PAGE],
        show=shown,
        q=words,
        older=older,
        states=STATES,
        open_cents=total,
        late_cents=late,
        waiting=waiting,
        unbilled_cents=unbilled_cents,
    )


@bp.get("/sales/<uuid:sale>/invoice")
@requires(Permission.KEEP_CUSTOMERS)
def new(sale: UUID) -> ResponseReturnValue:
    """Lead to the invoice of a sale, or ask to whom it is to be issued."""
    found = basis.read(g.session, sale)
    known = issue.of_sale(g.session, found.sale_id)
    if known is not None:
        return redirect(url_for(".invoice", uuid=known.uuid))
    return _new_page(sale, found)


@bp.post("/sales/<uuid:sale>/invoice")
@requires(Permission.KEEP_CUSTOMERS)
def make(sale: UUID) -> ResponseReturnValue:
    """Issue the invoice of a sale; the id in the form lets a double click issue one."""
    chosen = request.form.get("customer", "")
    wanted = issue.Wanted(
        id=sent_id(request.form.get("id")),
        customer=sent_id(chosen) if chosen else None,
        reference=request.form.get("reference", ""),
    )
    found = basis.read(g.session, sale)
    try:
        made = again_if_raced(g.session, lambda: issue.issue(g.session, wanted, found, by=g.person))
    except issue.InvoicedAlready as refusal:
        flash(refusal.sentence, "info")
        return redirect(url_for(".new", sale=sale), 303)
    except (issue.BuyerUnknown, issue.ShopUnknown) as refusal:
        return _new_page(sale, found, refusal), refusal.status
    return redirect(url_for(".invoice", uuid=made.uuid), 303)


def _new_page(sale: UUID, found: basis.Basis, refusal: Refused | None = None) -> str:
    chosen = request.values.get("customer", "")
    words = request.args.get("q", "")
    # Where it is known who bought, nobody else can be chosen.
    bought_by = customers.of_sale(g.session, found.customer_id)
    customer = bought_by or (customers.one(g.session, sent_id(chosen)) if chosen else None)
    return render_template(
        "invoicing/new.html",
        sale=sale,
        basis=found,
        form_id=request.form.get("id") or uuid4(),
        reference=request.form.get("reference", ""),
        customer=customer,
        fixed=bought_by is not None,
        found=[] if customer else customers.listed(g.session, words, most=customers.FEW),
        q=words,
        missing=shop.details(g.session).missing,
        refusal=refusal,
    )


@bp.get("/invoices/<uuid:uuid>")
@requires(Permission.KEEP_CUSTOMERS)
def invoice(uuid: UUID) -> ResponseReturnValue:
    """Show an invoice with what came in for it."""
    listed = find.one(g.session, uuid)
    return _invoice_page(listed, _payment_form(listed))


def _payment_form(listed: find.Listed) -> PaymentForm:
    """Begin with all that is open, today, by bank."""
    start = {"amount": abs(listed.open_cents), "paid_on": clock.today(), "method": "bank"}
    return PaymentForm(data={"id": uuid4(), **start})


def _invoice_page(listed: find.Listed, form: PaymentForm, refusal: Refused | None = None) -> str:
    shown = listed.invoice
    tills = [(str(shift.uuid), till.name) for till, shift in overview.tills(g.session) if shift]
    form.offer(tills)
    document = find.document(shown) if shown.buyer else None
    payments = find.payments(g.session, shown)
    return render_template(
        "invoicing/invoice.html",
        listed=listed,
        invoice=shown,
        document=document,
        title=_(TITLES[shown.kind]),
        state=STATES[listed.state],
        in_column=IN_COLUMN,
        unit_price=pdf.unit_price,
        reasons=reasons(document.regimes) if document else (),
        payments=payments,
        undone={payment.corrects_id for payment in payments if payment.corrects_id},
        drawers=find.drawers(g.session, payments),
        has_drawer=bool(tills),
        methods=METHOD_NAMES,
        credits=find.credits_of(g.session, shown),
        has_file=document is not None and send.has_file(document),
        by_mail=g.config.mail is not None and shown.customer.email != "",
        mails=mail.about(g.session, shown.subject),
        mail_states=MAIL_STATES,
        problems=mail.PROBLEMS,
        form=form,
        refusal=refusal,
    )


@bp.get("/invoices/<uuid:uuid>.pdf")
@requires(Permission.KEEP_CUSTOMERS)
def paper(uuid: UUID) -> ResponseReturnValue:
    """Give an invoice as a PDF."""
    return given(send.paper(find.document(find.one(g.session, uuid).invoice)))


@bp.get("/invoices/<uuid:uuid>.xml")
@requires(Permission.KEEP_CUSTOMERS)
def books_file(uuid: UUID) -> ResponseReturnValue:
    """Give an invoice as a file for the customer's books."""
    return given(send.file(find.document(find.one(g.session, uuid).invoice)))


@bp.post("/invoices/<uuid:uuid>/mail")
@requires(Permission.KEEP_CUSTOMERS)
def post(uuid: UUID) -> ResponseReturnValue:
    """Send an invoice by mail."""
    found = find.one(g.session, uuid).invoice
    document = find.document(found)
    told: dict[str, Any] = {"to": found.customer.email, "subject": found.subject}
    # Drawing takes a moment, and nobody waits for it.
    web.let_others_write()
    files = send.files(document)
    send.send(g.session, g.config, document, files, by=g.person, **told)
    return _back(uuid, _("The invoice goes by mail."))


@bp.post("/invoices/<uuid:uuid>/payments")
@requires(Permission.KEEP_ACCOUNTS)
def book(uuid: UUID) -> ResponseReturnValue:
    """Book what came in for an invoice, or went back; the id in the form books it once."""
    listed, form = find.one(g.session, uuid), PaymentForm(request.form)
    if not form.validate():
        return _invoice_page(listed, form), 422
    came = form.came(back=listed.open_cents < 0)
    try:
        again_if_raced(g.session, lambda: pay.book(g.session, uuid, came, by=g.person))
    except Refused as refusal:
        g.session.rollback()
        return _invoice_page(find.one(g.session, uuid), form, refusal), refusal.status
    return _back(uuid, _("The payment is booked."))


@bp.post("/invoices/<uuid:uuid>/payments/<int(max=2147483647):number>/undo")
@requires(Permission.KEEP_ACCOUNTS)
def undo(uuid: UUID, number: int) -> ResponseReturnValue:
    """Undo a payment that was booked wrongly."""
    pay.undo(g.session, uuid, number, by=g.person)
    return _back(uuid, _("The payment is undone."))


def _back(uuid: UUID, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for(".invoice", uuid=uuid), 303)
