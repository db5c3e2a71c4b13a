"""Pages of the wishes: the list, one of them with what fits now, and the form."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import web
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.catalogue import find as catalogue
from bouwkringloop.catalogue.models import DANGER
from bouwkringloop.partners import find as partners
from bouwkringloop.wishes import end, find, keep, match
from bouwkringloop.wishes.forms import GROUP, PLACES, WishForm, of_wish, usual_day
from bouwkringloop.wishes.models import Wish
from bouwkringloop.wishes.words import REASONS, STATES

bp = Blueprint("wishes", __name__)


@bp.get("/wishes")
@requires(Permission.KEEP_WISHES)
def wishes() -> ResponseReturnValue:
    """List what is looked for, with how many things fit now; or what ended, by state."""
    words, state = request.args.get("q", ""), request.args.get("state", "open")
    state = state if state in STATES else "open"
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    skip = (page - 1) * find.PAGE
    found = find.listed(g.session, words, state, most=find.PAGE + 1, skip=skip)
    shown = found[: find.PAGE]

    def address(number: int) -> str:
        return web.url_with(".wishes", {"q": words, "state": state, "page": str(number)})

    return render_template(
        "wishes/wishes.html",
        wishes=shown,
        fits=match.all_in_stock(g.session, shown) if state == "open" else {},
        q=words,
        state=state,
        states=STATES,
        newer=address(page - 1) if page > 1 else "",
        older=address(page + 1) if len(found) > find.PAGE else "",
    )


@bp.get("/wishes/new")
@requires(Permission.KEEP_WISHES)
def new_wish() -> ResponseReturnValue:
    """Ask what somebody looks for; `customer` is who, where that is known."""
    start = {
        "id": uuid4(),
        "customer": request.args.get("customer", ""),
        "unit": "piece",
        "quantity": 1000,
        "needed_until": usual_day(keep.USUAL_DAYS),
    }
    return _form_page(WishForm(data=start), None)


@bp.post("/wishes/new")
@requires(Permission.KEEP_WISHES)
def add_wish() -> ResponseReturnValue:
    """Write a wish down; the id in the form lets a double click write one."""
    form = WishForm(request.form)
    return _store(form, None, lambda: keep.add(g.session, form.uuid(), form.facts(), by=g.person))


@bp.get("/wishes/<uuid:uuid>")
@requires(Permission.KEEP_WISHES)
def wish(uuid: UUID) -> ResponseReturnValue:
    """Show a wish with what is for sale now and fits it."""
    found = find.one(g.session, uuid)
    is_open = found.state == "open"
    fitting = match.all_in_stock(g.session, [found])[found.id] if is_open else []
    return render_template(
        "wishes/wish.html",
        wish=found,
        found=fitting[: match.MOST_SHOWN],
        many=len(fitting),
        state=STATES[found.state],
        reasons=REASONS,
    )


@bp.get("/wishes/<uuid:uuid>/edit")
@requires(Permission.KEEP_WISHES)
def edit_wish(uuid: UUID) -> ResponseReturnValue:
    """Show what is looked for, to be changed."""
    found = find.one(g.session, uuid)
    if found.state != "open":
        raise keep.WishEnded
    return _form_page(WishForm(data=of_wish(found)), found)


@bp.post("/wishes/<uuid:uuid>/edit")
@requires(Permission.KEEP_WISHES)
def change_wish(uuid: UUID) -> ResponseReturnValue:
    """Change what is looked for."""
    form, found = WishForm(request.form), find.one(g.session, uuid)
    return _store(form, found, lambda: keep.change(g.session, uuid, form.facts(), by=g.person))


@bp.post("/wishes/<uuid:uuid>/end")
@requires(Permission.KEEP_WISHES)
def end_wish(uuid: UUID) -> ResponseReturnValue:
    """Say that it was found, or is not needed any more."""
    end.end(g.session, uuid, request.form.get("outcome", ""), by=g.person)
    flash(_("The change is stored."), "success")
    return redirect(url_for(".wish", uuid=uuid), 303)


def _store(form: WishForm, found: Wish | None, work: Callable[[], Wish]) -> ResponseReturnValue:
    """Store what the form says, or show it again with what is wrong at its field."""
    if not form.validate():
        return _form_page(form, found), 422
    try:
        stored = again_if_raced(g.session, work)
    except keep.BoundsBackwards as refusal:
        for name in form.crossed():
            form.refuse(name, refusal)
        return _form_page(form, found), refusal.status
    except Refused as refusal:
        field = PLACES.get(type(refusal).__name__)
        if field is None:
            raise
        form.refuse(field, refusal)
        return _form_page(form, found), refusal.status
    flash(_("The wish is stored."), "success")
    return redirect(url_for(".wish", uuid=stored.uuid), 303)


def _form_page(form: WishForm, found: Wish | None) -> str:
    whose, words = form.customer_uuid(), request.args.get("q", "")
    return render_template(
        "wishes/form.html",
        form=form,
        wish=found,
        customer=partners.one(g.session, whose) if whose else None,
        q=words,
        known=partners.listed(g.session, words, most=partners.FEW) if words else (),
        shelves=[each for each in catalogue.shelves(g.session) if each.group.slug != DANGER],
        group_prefix=GROUP,
    )
