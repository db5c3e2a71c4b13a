"""Pages of who works at a partner's."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.partners import contacts, find
from bouwkringloop.partners.forms import ContactForm
from bouwkringloop.partners.models import Contact, Customer
from bouwkringloop.partners.views.blueprint import bp


@bp.get("/partners/<uuid:uuid>/contacts/new")
@requires(Permission.KEEP_BATCHES)
def new_contact(uuid: UUID) -> ResponseReturnValue:
    """Ask who works at a partner's."""
    start = {"id": uuid4(), "discipline": "site", "language": "nl"}
    return _page(ContactForm(data=start), find.partner(g.session, uuid), None)


@bp.post("/partners/<uuid:uuid>/contacts/new")
@requires(Permission.KEEP_BATCHES)
def add_contact(uuid: UUID) -> ResponseReturnValue:
    """Add somebody who works at a partner's."""
    form = ContactForm(request.form)
    if not form.validate():
        return _page(form, find.partner(g.session, uuid), None), 422
    again_if_raced(
        g.session,
        lambda: contacts.add(g.session, uuid, form.uuid(), form.facts(), by=g.person),
    )
    return _back(uuid, _("The contact is stored."))


@bp.get("/partners/<uuid:uuid>/contacts/<uuid:contact>")
@requires(Permission.KEEP_BATCHES)
def edit_contact(uuid: UUID, contact: UUID) -> ResponseReturnValue:
    """Show what is known of a contact, to be changed."""
    found = _of(uuid, contact)
    return _page(ContactForm(obj=found, data={"id": contact}), found.customer, found)


@bp.post("/partners/<uuid:uuid>/contacts/<uuid:contact>")
@requires(Permission.KEEP_BATCHES)
def change_contact(uuid: UUID, contact: UUID) -> ResponseReturnValue:
    """Change what is known of a contact."""
    found, form = _of(uuid, contact), ContactForm(request.form)
    if not form.validate():
        return _page(form, found.customer, found), 422
    contacts.change(g.session, contact, form.facts(), by=g.person)
    return _back(uuid, _("The change is stored."))


@bp.post("/partners/<uuid:uuid>/contacts/<uuid:contact>/retire")
@requires(Permission.KEEP_BATCHES)
def retire_contact(uuid: UUID, contact: UUID) -> ResponseReturnValue:
    """Offer a contact no more."""
    return _do(uuid, contact, lambda: contacts.retire(g.session, contact, by=g.person))


@bp.post("/partners/<uuid:uuid>/contacts/<uuid:contact>/return")
@requires(Permission.KEEP_BATCHES)
def take_contact_back(uuid: UUID, contact: UUID) -> ResponseReturnValue:
    """Offer a contact again."""
    return _do(uuid, contact, lambda: contacts.take_back(g.session, contact, by=g.person))


@bp.post("/partners/<uuid:uuid>/contacts/<uuid:contact>/erase")
@requires(Permission.KEEP_BATCHES)
def erase_contact(uuid: UUID, contact: UUID) -> ResponseReturnValue:
    """Erase who a contact is."""
    return _do(uuid, contact, lambda: contacts.erase(g.session, contact, by=g.person))


def _do(uuid: UUID, contact: UUID, act: Callable[[], Contact]) -> ResponseReturnValue:
    """Do one thing about a contact, and show the partner again."""
    _of(uuid, contact)
    act()
    return _back(uuid, _("The change is stored."))


def _of(uuid: UUID, contact: UUID) -> Contact:
    """Find a contact where its address says that it is."""
    found = find.contact(g.session, contact)
    if found.customer.uuid != uuid:
        raise NotFound
    return found


def _back(uuid: UUID, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for(".partner", uuid=uuid), 303)


def _page(form: ContactForm, customer: Customer, contact: Contact | None) -> str:
    return render_template("partners/contact.html", form=form, customer=customer, contact=contact)
