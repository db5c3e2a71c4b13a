"""The pages on which a batch is offered: the builder's own, and that of the desk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import clock, web
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import BadInput, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import ntranslate as ngettext
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, public, requires
from bouwkringloop.batches import files, find, lists, offer, offer_check, step
from bouwkringloop.batches.forms_offer import OfferForm
from bouwkringloop.batches.kinds import Kinds
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.offered import Told
from bouwkringloop.batches.views.blueprint import bp, come_in
from bouwkringloop.batches.views.offer_page import OfferPage, carrying, sent_files
from bouwkringloop.partners import find as partners
from bouwkringloop.partners.models import Customer
from bouwkringloop.people import throttle
from bouwkringloop.people.throttle import Limit

_HOUR = timedelta(hours=1)
#: How often an hour one link and one address may send an offer or a list.
LIMITS = {"offer-link": Limit(30, _HOUR), "offer-address": Limit(60, _HOUR)}
#: Two hundred lines have so many fields, and some files.
_MOST_PARTS = 4_000


class TooManyOffers(throttle.TooManyAttempts):
    """More offers and lists than a builder sends."""

    @property
    def sentence(self) -> str:
        """The refusal, with how long to wait."""
        minutes = int(str(self.details["minutes"]))
        return (
            ngettext(
                "Too much was sent just now. Wait %(minutes)s minute, then send it again.",
                "Too much was sent just now. Wait %(minutes)s minutes, then send it again.",
                minutes,
            )
            % self.details
        )


@bp.get("/builder/<token>/offer")
@public
def builder_offer(token: str) -> ResponseReturnValue:
    """Ask a builder what there is, where, and until when."""
    link = come_in(token)
    contact = link.contact
    known = {
        "contact_name": contact.name if contact else "",
        "contact_phone": contact.phone if contact else "",
        "contact_email": contact.email if contact else "",
    }
    return OfferPage(_empty(**known), Kinds(g.session), link.customer, token).shown()


@bp.post("/builder/<token>/offer")
@public
@web.takes(files.MOST_BYTES, most_parts=_MOST_PARTS)
def send_builder_offer(token: str) -> ResponseReturnValue:
    """Store what a builder offers, or read a list into the form."""
    link = come_in(token)
    page = OfferPage(OfferForm(request.form), Kinds(g.session), link.customer, token)

    subjects = (f"offer-link:{link.id}", f"offer-address:{request.remote_addr}")

    def count() -> None:
        throttle.count(g.database, *subjects, limits=LIMITS, refusal=TooManyOffers)

    # Who offers is looked up again, since unpacking files ends the first look.
    return _sent(page, count, lambda: step.By(link=come_in(token)))


@bp.get("/batches/new")
@requires(Permission.KEEP_BATCHES)
def new() -> ResponseReturnValue:
    """Ask what a builder tells on the telephone."""
    customer = _customer(request.args.get("customer", ""))
    return OfferPage(_empty(), Kinds(g.session), customer).shown()


@bp.post("/batches/new")
@requires(Permission.KEEP_BATCHES)
@web.takes(files.MOST_BYTES, most_parts=_MOST_PARTS)
def enter() -> ResponseReturnValue:
    """Store what a builder told on the telephone."""
    customer = _customer(request.form.get("customer", ""))
    by = step.By(person=g.person)
    page = OfferPage(OfferForm(request.form), Kinds(g.session), customer)
    return _sent(page, lambda: None, lambda: by)


def _empty(**known: str) -> OfferForm:
    form = OfferForm(data={"id": str(uuid4()), "available_from": clock.today(), **known})
    form.add_empty()
    return form


def _customer(text: str) -> Customer | None:
    """Find the builder that the desk chose; None for none yet."""
    try:
        return partners.one(g.session, UUID(text)) if text else None
    except ValueError:
        raise BadInput(what="customer") from None


def _sent(
    page: OfferPage, count: Callable[[], None], by: Callable[[], step.By]
) -> ResponseReturnValue:
    """Do what was asked with a form: read a list, add cards, or store the offer."""
    asked = request.form.get("do", "")
    page.form.drop_empty(carrying(page.form))
    try:
        if asked == "list":
            return _read_list(page, count)
        if asked == "more":
            page.form.add_empty()
            return page.shown()
        return _store(page, count, by)
    except throttle.TooManyAttempts as refusal:
        page.refusal = refusal
        return page.shown(), refusal.status, {"Retry-After": str(refusal.seconds)}


def _read_list(page: OfferPage, count: Callable[[], None]) -> ResponseReturnValue:
    """Fill the form with the lines of a list; nothing of it is stored."""
    chosen = request.files.get("list")
    data = chosen.stream.read(lists.MOST_BYTES + 1) if chosen else b""
    web.let_others_write()
    count()
    try:
        table = lists.opened(data)
        page.kinds = Kinds(g.session)
        found = lists.take(table, page.kinds)
        if len(found.lines) + len(page.form.cards) > offer_check.MOST_LINES:
            raise offer_check.TooManyLines(most=offer_check.MOST_LINES)
    except lists.NotRightInList as refusal:
        page.list_problems = [refusal.sentence, *refusal.problems]
        return page.shown(), refusal.status
    except Refused as refusal:
        page.list_problems = [refusal.sentence]
        return page.shown(), refusal.status
    page.found = found
    page.form.add_read(found.lines, page.kinds)
    return page.shown()


def _store(
    page: OfferPage, count: Callable[[], None], by: Callable[[], step.By]
) -> ResponseReturnValue:
    told = _checked(page)
    if told is None:
        return page.shown(), 422
    try:
        first = offer.earlier(g.session, told)
    except OtherContentUnderThisId:
        return _to_earlier(page, told)
    if first is not None:
        return _done(page, told)
    # Unpacking photos and papers takes long, and nobody waits for it.
    web.let_others_write()
    count()
    try:
        written = files.write(g.config.home, files.prepare(sent_files(page.form)))
    except files.ThisFile as refusal:
        page.blame(refusal)
        return page.shown(), refusal.status

    def work() -> Batch:
        return offer.take(g.session, g.config, told, by=by(), written=written)

    again_if_raced(g.session, work)
    flash(_("The offer is stored."), "success")
    return _done(page, told)


def _checked(page: OfferPage) -> Told | None:
    """Give what was filled in; None where something is wrong, which the form then says."""
    form = page.form
    form.validate()
    form.check_guesses()
    if page.customer is None:
        page.refusal = partners.UnknownCustomer()
        return None
    told = form.told(page.customer.uuid, page.kinds)
    if not page.token:
        language = page.customer.language
        told = replace(told, language=language)
    found = offer_check.problems(g.session, told)
    form.put(found)
    whole = [one for one in found if one.field == "lines"]
    if whole:
        page.refusal = whole[0].refusal
    return None if whole or not form.is_right else told


def _to_earlier(page: OfferPage, told: Told) -> ResponseReturnValue:
    """Lead whoever sends again to what was sent first, if it was theirs; nothing of it changes."""
    first = find.one(g.session, told.id)
    if first.customer_id != getattr(page.customer, "id", None):
        raise OtherContentUnderThisId
    flash(_("This offer was sent before, as it stands here. Nothing was changed."), "warning")
    return _done(page, told)


def _done(page: OfferPage, told: Told) -> ResponseReturnValue:
    if page.token:
        return redirect(url_for(".builder_batch", token=page.token, uuid=told.id), 303)
    return redirect(url_for(".batch", uuid=told.id), 303)
