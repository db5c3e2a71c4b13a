"""The page of the shop's own terms for builders."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches.agreements import terms as shop_terms
from bouwkringloop.batches.agreements.forms import TermsForm
from bouwkringloop.batches.views.blueprint import bp


@bp.get("/batches/terms")
@requires(Permission.MANAGE_SHOP)
def terms() -> ResponseReturnValue:
    """Show the terms that count, or those to begin with, and all earlier ones."""
    newest = shop_terms.newest(g.session)
    if newest is not None:
        return _page(TermsForm(obj=newest))
    shipped = shop_terms.shipped()
    return _page(TermsForm(data={"text_nl": shipped["nl"], "text_en": shipped["en"]}))


@bp.post("/batches/terms")
@requires(Permission.MANAGE_SHOP)
def write_terms() -> ResponseReturnValue:
    """Let other terms count from now on."""
    form = TermsForm(request.form)
    if not form.validate():
        return _page(form), 422
    shop_terms.write(g.session, form.text_nl.data, form.text_en.data, by=g.person)
    flash(_("The terms are stored. They stand in every agreement from now on."), "success")
    return redirect(url_for(".terms"), 303)


def _page(form: TermsForm) -> str:
    return render_template("batches/terms.html", form=form, versions=shop_terms.every(g.session))
