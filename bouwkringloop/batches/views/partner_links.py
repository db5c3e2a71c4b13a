"""The page of what is agreed with a builder, and of the links by which they come in."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import mail, qr
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.i18n import LANGUAGES
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.batches import letters, links
from bouwkringloop.batches.agreements import find
from bouwkringloop.batches.agreements.words import STATES
from bouwkringloop.batches.models import BuilderLink
from bouwkringloop.batches.views.blueprint import bp
from bouwkringloop.partners import find as partners
from bouwkringloop.partners.models import Contact, Customer
from bouwkringloop.till.receipts import address


@dataclass(frozen=True)
class Shown:
    """A link that works, as the page shows it."""

    link: BuilderLink
    address: str
    qr: str
    can_mail: bool
    #: What became of the last mail with it; None where none went.
    mail: mail.Mail | None


@bp.get("/partners/<uuid:uuid>/agreements")
@requires(Permission.KEEP_BATCHES)
def partner_agreements(uuid: UUID) -> ResponseReturnValue:
    """Show what is agreed with a builder, and the links to their own page."""
    customer = partners.one(g.session, uuid)
    every = links.of_customer(g.session, customer.id)
    working = [_shown(link) for link in every if links.works(link)]
    return render_template(
        "batches/partner_agreements.html",
        customer=customer,
        standings=find.standings(g.session, customer.id),
        states=STATES,
        working=working,
        ended=[link for link in every if not links.works(link)],
        people=links.people_of(g.session, customer.id),
        reach=address.reach(working[0].address) if working else "everywhere",
        opened=request.args.get("link", ""),
        problems=mail.PROBLEMS,
    )


def _shown(link: BuilderLink) -> Shown:
    """Work out the address of a link: the public one, else by which the shop was asked."""
    path = url_for(".builder", token=links.token(g.config, link))
    whole = links.address(g.config, link) or f"{request.host_url.rstrip('/')}{path}"
    sent = mail.about(g.session, link.subject)
    can_mail = letters.can_go(g.config, link)
    return Shown(link, whole, qr.svg(whole), can_mail, sent[0] if sent else None)


@bp.post("/partners/<uuid:uuid>/links")
@requires(Permission.KEEP_BATCHES)
def make_link(uuid: UUID) -> ResponseReturnValue:
    """Make a link for a builder, or for one of their people."""
    customer = partners.to_change(g.session, uuid)
    contact, language = _for_whom(customer)
    made = links.make(
        g.session, g.config, customer, by=g.person, contact=contact, language=language
    )
    flash(_("The link is made. Give its address to the builder."), "success")
    return _back(uuid, made.uuid)


def _for_whom(customer: Customer) -> tuple[Contact | None, str]:
    chosen = request.form.get("contact", "")
    language = request.form.get("language", customer.language)
    people = {str(each.uuid): each for each in links.people_of(g.session, customer.id)}
    if (chosen and chosen not in people) or language not in LANGUAGES:
        raise BadInput(what=_("For whom?"))
    return people.get(chosen), language


@bp.post("/partners/<uuid:uuid>/links/<uuid:link>/withdraw")
@requires(Permission.KEEP_BATCHES)
def withdraw_link(uuid: UUID, link: UUID) -> ResponseReturnValue:
    """Let a link lead nowhere from now on."""
    links.withdraw(g.session, _of_partner(uuid, link), by=g.person)
    flash(_("The link is withdrawn."), "success")
    return _back(uuid)


@bp.post("/partners/<uuid:uuid>/links/<uuid:link>/mail")
@requires(Permission.KEEP_BATCHES)
def mail_link(uuid: UUID, link: UUID) -> ResponseReturnValue:
    """Mail a link to whom it was made for."""
    letters.send_link(g.session, g.config, _of_partner(uuid, link), by=g.person)
    flash(_("The link goes by mail."), "success")
    return _back(uuid, link)


def _of_partner(uuid: UUID, link: UUID) -> BuilderLink:
    return links.one(g.session, partners.to_change(g.session, uuid).id, link)


def _back(uuid: UUID, opened: UUID | None = None) -> ResponseReturnValue:
    page = url_for(".partner_agreements", uuid=uuid, link=opened, _anchor="links")
    return redirect(page, 303)
