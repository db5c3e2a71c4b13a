"""Pages of customers, and of the shop's own details."""

from urllib.parse import urlencode
from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.partners import find, keep, shop
from bouwkringloop.partners.forms import CustomerForm, DetailsForm
from bouwkringloop.partners.models import Customer
from bouwkringloop.partners.views.blueprint import bp


@bp.get("/customers")
@requires(Permission.KEEP_CUSTOMERS)
def customers() -> ResponseReturnValue:
    """List customers, by words if any, page by page."""
    words = request.args.get("q", "")
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    retired = request.args.get("retired") == "1"
    skip = (page - 1) * find.PAGE
    found = find.listed(g.session, words, retired=retired, most=find.PAGE + 1, skip=skip)

    def address(number: int) -> str:
        asked = {"q": words, "retired": "1" if retired else "", "page": str(number)}
        return f"{url_for('.customers')}?{urlencode({k: v for k, v in asked.items() if v})}"

    return render_template(
        "partners/customers.html",
        customers=found[: find.PAGE],
        q=words,
        retired=retired,
        newer=address(page - 1) if page > 1 else "",
        older=address(page + 1) if len(found) > find.PAGE else "",
    )


@bp.get("/customers/new")
@requires(Permission.KEEP_CUSTOMERS)
def new_customer() -> ResponseReturnValue:
    """Ask who a new customer is; `sale` is the sale that waits for an invoice."""
    start = {"id": uuid4(), "country": "NL", "payment_days": 14, "language": "nl"}
    return _new_page(CustomerForm(data={**start, "kind": request.args.get("kind", "organisation")}))


@bp.post("/customers/new")
@requires(Permission.KEEP_CUSTOMERS)
def add_customer() -> ResponseReturnValue:
    """Add a customer; the id in the form lets a double click add one."""
    form = CustomerForm(request.form)
    if not form.validate():
        return _new_page(form), 422
    facts = form.facts(None if g.person.may(Permission.KEEP_ACCOUNTS) else (False, 0))
    made = again_if_raced(g.session, lambda: keep.add(g.session, form.uuid(), facts, by=g.person))
    flash(_("The customer is stored."), "success")
    sale = request.form.get("sale", type=UUID)
    if sale:
        return redirect(url_for("invoicing.new", sale=sale, customer=made.uuid), 303)
    return redirect(url_for("invoicing.customer", uuid=made.uuid), 303)


def _new_page(form: CustomerForm) -> str:
    sale = request.values.get("sale", type=UUID)
    return render_template("partners/customer.html", form=form, customer=None, sale=sale)


@bp.get("/customers/<uuid:uuid>/edit")
@requires(Permission.KEEP_CUSTOMERS)
def edit_customer(uuid: UUID) -> ResponseReturnValue:
    """Show what is known of a customer, to be changed."""
    found = find.one(g.session, uuid)
    return _edit_page(found, CustomerForm(obj=found, data={"id": uuid}))


@bp.post("/customers/<uuid:uuid>/edit")
@requires(Permission.KEEP_CUSTOMERS)
def change_customer(uuid: UUID) -> ResponseReturnValue:
    """Change what is known of a customer."""
    found, form = find.one(g.session, uuid), CustomerForm(request.form)
    if not form.validate():
        return _edit_page(found, form), 422
    kept, sale = None, request.form.get("sale", type=UUID)
    if not g.person.may(Permission.KEEP_ACCOUNTS):
        kept = (found.may_buy_on_account, found.account_limit_cents)
    keep.change(g.session, uuid, form.facts(kept), by=g.person)
    if sale:
        return redirect(url_for("invoicing.new", sale=sale, customer=uuid), 303)
    return _changed(uuid)


def _edit_page(found: Customer, form: CustomerForm) -> str:
    sale = request.values.get("sale", type=UUID)
    return render_template("partners/customer.html", form=form, customer=found, sale=sale)


@bp.post("/customers/<uuid:uuid>/retire")
@requires(Permission.KEEP_CUSTOMERS)
def retire_customer(uuid: UUID) -> ResponseReturnValue:
    """Offer a customer no more."""
    keep.retire(g.session, uuid, by=g.person)
    return _changed(uuid)


@bp.post("/customers/<uuid:uuid>/return")
@requires(Permission.KEEP_CUSTOMERS)
def take_customer_back(uuid: UUID) -> ResponseReturnValue:
    """Offer a customer again."""
    keep.take_back(g.session, uuid, by=g.person)
    return _changed(uuid)


def _changed(uuid: UUID) -> ResponseReturnValue:
    flash(_("The change is stored."), "success")
    return redirect(url_for("invoicing.customer", uuid=uuid), 303)


@bp.get("/shop")
@requires(Permission.MANAGE_SHOP)
def shop_details() -> ResponseReturnValue:
    """Show what the shop writes about itself."""
    return _details_page(DetailsForm(obj=shop.details(g.session)))


@bp.post("/shop")
@requires(Permission.MANAGE_SHOP)
def write_shop_details() -> ResponseReturnValue:
    """Write down what the shop writes about itself from now on."""
    form = DetailsForm(request.form)
    if not form.validate():
        return _details_page(form), 422
    shop.write(g.session, form.details(), by=g.person)
    flash(_("The change is stored."), "success")
    return redirect(url_for(".shop_details"), 303)


def _details_page(form: DetailsForm) -> str:
    return render_template("partners/shop.html", form=form, missing=shop.details(g.session).missing)
