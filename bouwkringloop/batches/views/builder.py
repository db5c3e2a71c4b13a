"""A builder's own page behind their link: what waits for them, and what they agreed on."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import public
from bouwkringloop.base.web import given
from bouwkringloop.batches import find as batches
from bouwkringloop.batches.agreements import accept, find, pdf
from bouwkringloop.batches.agreements.find import Standing
from bouwkringloop.batches.agreements.forms import AcceptForm
from bouwkringloop.batches.agreements.words import OWN_STATES
from bouwkringloop.batches.settling import statement, statement_paper
from bouwkringloop.batches.views.blueprint import bp, come_in
from bouwkringloop.batches.words import STATES as BATCH_STATES
from bouwkringloop.partners import shop


@bp.get("/builder/<token>")
@public
def builder(token: str) -> ResponseReturnValue:
    """Show a builder what waits for them, their batches, and whom they can reach."""
    link = come_in(token)
    standings = find.standings(g.session, link.customer_id)
    return render_template(
        "batches/builder.html",
        token=token,
        link=link,
        waiting=[each for each in standings if each.state == "waiting"],
        accepted=[each for each in standings if each.acceptance is not None],
        batches=batches.of_customer(g.session, link.customer_id),
        statements=statement.listed(statement.of_customer(g.session, link.customer_id)),
        kilos=statement_paper.kilos,
        states=OWN_STATES,
        batch_states=BATCH_STATES,
        shop=shop.details(g.session),
    )


@bp.get("/builder/<token>/agreements/<uuid:uuid>")
@public
def builder_agreement(token: str, uuid: UUID) -> ResponseReturnValue:
    """Let a builder read an agreement, and accept it where it waits."""
    standing = _standing(token, uuid)
    form = AcceptForm(data={"text_hash": standing.agreement.content_hash})
    return _page(token, standing, form)


@bp.post("/builder/<token>/agreements/<uuid:uuid>")
@public
def accept_agreement(token: str, uuid: UUID) -> ResponseReturnValue:
    """Store that somebody accepts an agreement for the builder."""
    link, form = come_in(token), AcceptForm(request.form)
    if not form.validate():
        return _page(token, _standing(token, uuid), form), 422
    again_if_raced(g.session, lambda: accept.accept(g.session, link, uuid, form.signature()))
    flash(_("Thank you. The agreement is accepted, as it stands here."), "success")
    return redirect(url_for(".builder_agreement", token=token, uuid=uuid), 303)


@bp.get("/builder/<token>/agreements/<uuid:uuid>/agreement.pdf")
@public
def builder_agreement_paper(token: str, uuid: UUID) -> ResponseReturnValue:
    """Give a builder their agreement as a PDF."""
    return given(pdf.paper(_standing(token, uuid)))


def _standing(token: str, uuid: UUID) -> Standing:
    return find.standing(g.session, find.of_link(g.session, come_in(token), uuid))


def _page(token: str, standing: Standing, form: AcceptForm) -> str:
    return render_template(
        "batches/builder_agreement.html",
        token=token,
        standing=standing,
        wording=find.wording(standing.agreement),
        signed=pdf.signed(standing),
        mark=pdf.mark(standing),
        form=form,
        states=OWN_STATES,
    )
