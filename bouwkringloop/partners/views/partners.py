"""Pages of the organisations in the chain: the list, one of them, and the form about it."""

from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import web
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.partners import find, keep, roles
from bouwkringloop.partners.forms import PartnerForm
from bouwkringloop.partners.models import Customer
from bouwkringloop.partners.views.blueprint import bp
from bouwkringloop.partners.words import DISCIPLINES, ROLES


@bp.get("/partners")
@requires(Permission.KEEP_BATCHES)
def partners() -> ResponseReturnValue:
    """List organisations by words and by what they are in the chain, page by page."""
    words, role = request.args.get("q", ""), request.args.get("role", "")
    role = role if role in ROLES or role == find.NO_ROLE else ""
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    retired = request.args.get("retired") == "1"
    skip = (page - 1) * find.PAGE
    found = find.partners(g.session, words, role, retired=retired, most=find.PAGE + 1, skip=skip)
    shown = [each.id for each in found[: find.PAGE]]

    def address(number: int) -> str:
        asked = {"q": words, "role": role, "retired": "1" if retired else "", "page": str(number)}
        return web.url_with(".partners", asked)

    return render_template(
        "partners/partners.html",
        partners=found[: find.PAGE],
        held=roles.of_all(g.session, shown),
        counts=find.contact_counts(g.session, shown),
        role_names=ROLES,
        no_role=find.NO_ROLE,
        q=words,
        role=role,
        retired=retired,
        newer=address(page - 1) if page > 1 else "",
        older=address(page + 1) if len(found) > find.PAGE else "",
    )


@bp.get("/partners/new")
@requires(Permission.KEEP_BATCHES)
def new_partner() -> ResponseReturnValue:
    """Ask what a new partner is called, and what it is in the chain."""
    start = {"id": uuid4(), "country": "NL", "payment_days": 14, "language": "nl"}
    return _form_page(PartnerForm(data=start), None)


@bp.post("/partners/new")
@requires(Permission.KEEP_BATCHES)
def add_partner() -> ResponseReturnValue:
    """Add an organisation with its roles; the id in the form lets a double click add one."""
    form = PartnerForm(request.form)
    if not form.validate():
        return _form_page(form, None), 422
    if not form.roles.data:
        form.refuse("roles", roles.NoRole())
        return _form_page(form, None), roles.NoRole.status
    try:
        roles.check_new(g.session, form.kvk.data, form.uuid())
    except roles.KnownAlready as refusal:
        form.refuse("kvk", refusal)
        return _form_page(form, None), refusal.status

    def work() -> Customer:
        made = keep.add(g.session, form.uuid(), form.facts(), by=g.person)
        return roles.say(g.session, made.uuid, form.roles.data, by=g.person)

    made = again_if_raced(g.session, work)
    flash(_("The partner is stored."), "success")
    return redirect(url_for(".partner", uuid=made.uuid), 303)


@bp.get("/partners/<uuid:uuid>")
@requires(Permission.KEEP_BATCHES)
def partner(uuid: UUID) -> ResponseReturnValue:
    """Show an organisation: what is known of it, what it is in the chain, and who works there."""
    found = find.partner(g.session, uuid)
    known = find.contacts(g.session, found, retired=True)
    return render_template(
        "partners/partner.html",
        customer=found,
        roles=[ROLES[role] for role in roles.of(g.session, found)],
        by_discipline={
            name: [each for each in known if each.active and each.discipline == key]
            for key, name in DISCIPLINES.items()
        },
        left=[each for each in known if not each.active],
        disciplines=DISCIPLINES,
    )


@bp.get("/partners/<uuid:uuid>/edit")
@requires(Permission.KEEP_BATCHES)
def edit_partner(uuid: UUID) -> ResponseReturnValue:
    """Show what is known of an organisation, to be changed."""
    found = find.partner(g.session, uuid)
    start = {"id": uuid, "roles": roles.of(g.session, found)}
    return _form_page(PartnerForm(obj=found, data=start), found)


@bp.post("/partners/<uuid:uuid>/edit")
@requires(Permission.KEEP_BATCHES)
def change_partner(uuid: UUID) -> ResponseReturnValue:
    """Change what is known of an organisation, and what it is in the chain."""
    found, form = find.partner(g.session, uuid), PartnerForm(request.form)
    if not form.validate():
        return _form_page(form, found), 422
    terms = (found.may_buy_on_account, found.account_limit_cents)
    keep.change(g.session, uuid, form.facts(terms), by=g.person)
    roles.say(g.session, uuid, form.roles.data, by=g.person)
    return _changed(uuid)


@bp.post("/partners/<uuid:uuid>/retire")
@requires(Permission.KEEP_BATCHES)
def retire_partner(uuid: UUID) -> ResponseReturnValue:
    """Offer an organisation no more."""
    find.partner(g.session, uuid)
    keep.retire(g.session, uuid, by=g.person)
    return _changed(uuid)


@bp.post("/partners/<uuid:uuid>/return")
@requires(Permission.KEEP_BATCHES)
def take_partner_back(uuid: UUID) -> ResponseReturnValue:
    """Offer an organisation again."""
    find.partner(g.session, uuid)
    keep.take_back(g.session, uuid, by=g.person)
    return _changed(uuid)


def _changed(uuid: UUID) -> ResponseReturnValue:
    flash(_("The change is stored."), "success")
    return redirect(url_for(".partner", uuid=uuid), 303)


def _form_page(form: PartnerForm, found: Customer | None) -> str:
    return render_template(
        "partners/partner_form.html", form=form, customer=found, role_names=ROLES
    )
