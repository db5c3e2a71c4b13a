"""What the shop does with agreements: list those of a builder, draw up, look, withdraw."""

from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.base.web import given
from bouwkringloop.batches.agreements import accept, draw_up, find, pdf, terms
from bouwkringloop.batches.agreements.forms import FIRST, AgreementForm, filled_with
from bouwkringloop.batches.agreements.words import STATES
from bouwkringloop.batches.views.blueprint import bp
from bouwkringloop.partners import find as partners
from bouwkringloop.partners import shop
from bouwkringloop.partners.models import Customer


@bp.get("/partners/<uuid:uuid>/agreements/new")
@requires(Permission.KEEP_BATCHES)
def new_agreement(uuid: UUID) -> ResponseReturnValue:
    """Ask what is agreed on, filled in as it was last time."""
    customer = partners.one(g.session, uuid)
    earlier = find.of_customer(g.session, customer.id)
    start = {**FIRST, "language": customer.language}
    if earlier:
        start = filled_with(draw_up.told_by(earlier[0]))
    return _form_page(customer, AgreementForm(data={**start, "id": uuid4()}))


@bp.post("/partners/<uuid:uuid>/agreements/new")
@requires(Permission.KEEP_BATCHES)
def draw_agreement_up(uuid: UUID) -> ResponseReturnValue:
    """Draw an agreement up; the id in the form lets a double click do so once."""
    form = AgreementForm(request.form)
    if form.validate():
        told, number = form.told(), form.uuid()
        try:
            made = again_if_raced(
                g.session, lambda: draw_up.record(g.session, number, uuid, told, by=g.person)
            )
        except draw_up.DoesNotFit as refusal:
            form.refuse(refusal.field, refusal)
        except draw_up.ShopUnknown as refusal:
            # The page says so at its top, and keeps what was typed.
            return _form_page(partners.one(g.session, uuid), form), refusal.status
        else:
            flash(_("The agreement waits for the builder now."), "success")
            return redirect(url_for(".agreement", uuid=made.uuid), 303)
    return _form_page(partners.one(g.session, uuid), form), 422


def _form_page(customer: Customer, form: AgreementForm) -> str:
    return render_template(
        "batches/new_agreement.html",
        customer=customer,
        form=form,
        versions=len(find.of_customer(g.session, customer.id)),
        has_terms=terms.newest(g.session) is not None,
        shop_known=shop.details(g.session).name != "",
    )


@bp.get("/agreements/<uuid:uuid>")
@requires(Permission.KEEP_BATCHES)
def agreement(uuid: UUID) -> ResponseReturnValue:
    """Show an agreement as the builder reads it, and how it is with it."""
    found = find.one(g.session, uuid)
    standing = find.standing(g.session, found)
    return render_template(
        "batches/agreement.html",
        standing=standing,
        wording=find.wording(found),
        signed=pdf.signed(standing),
        mark=pdf.mark(standing),
        states=STATES,
    )


@bp.get("/agreements/<uuid:uuid>/agreement.pdf")
@requires(Permission.KEEP_BATCHES)
def agreement_paper(uuid: UUID) -> ResponseReturnValue:
    """Give an agreement as a PDF."""
    return given(pdf.paper(find.standing(g.session, find.one(g.session, uuid))))


@bp.post("/agreements/<uuid:uuid>/withdraw")
@requires(Permission.KEEP_BATCHES)
def withdraw_agreement(uuid: UUID) -> ResponseReturnValue:
    """Take no new batch under an agreement any more."""
    accept.withdraw(g.session, uuid, request.form.get("reason", ""), by=g.person)
    flash(_("The agreement is withdrawn. Batches that were agreed on stay under it."), "success")
    return redirect(url_for(".agreement", uuid=uuid), 303)
