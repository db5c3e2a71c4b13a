"""The practice shop as an application of its own, beside the real one at one address."""

from urllib.parse import urlencode

from flask import Blueprint, Flask, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from bouwkringloop.app import create_app, move_in
from bouwkringloop.base import web
from bouwkringloop.base.errors import Forbidden, NotFound, NotLoggedIn
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import REAL_ONLY, Actor, Permission, requires
from bouwkringloop.config import PRACTICE_ROOT
from bouwkringloop.practice.shop import Practice

bp = Blueprint("practice", __name__)

#: What is sent on to the real shop also where it is no mere look: nobody is logged in here.
_SENT_ON = ("people.logout", "people.language", "people.stop_practice")


class NoTokensHere(Forbidden):
    """A program cannot practise."""

    message = N_("Programs cannot practise. Leave /practice out of the address.")


class TillStillOpen(Forbidden):
    """Somebody practises while a till of theirs is open, and its journal does not say so."""

    message = N_("You have a real till open. Press “Practise” there first, so that it is known.")


@bp.post("/anew")
@requires(Permission.OWN)
def begin_anew() -> ResponseReturnValue:
    """Begin the practice shop anew."""
    web.let_others_write()
    current_app.extensions["practice"].begin_anew(g.person)
    flash(_("The practice shop is as new."), "success")
    return redirect(url_for("reports.home"), 303)


def build(practice: Practice, *, testing: bool = False) -> Flask:
    """Build the application in which people practise."""
    app = create_app(practice.config, practice.database, testing=testing, who=_who)
    # Beside the real shop's cookie of this kind, which another key signs.
    app.config.update(SESSION_COOKIE_NAME="practice", SESSION_COOKIE_PATH=PRACTICE_ROOT)
    app.register_blueprint(bp)
    serve_in(app, practice)
    return app


def serve_in(app: Flask, practice: Practice) -> None:
    """Let a built application serve this practice shop from the next request on."""
    move_in(app, practice.config, practice.database)
    app.extensions.update(practice=practice, people=practice.people)


def beside(real: Flask, practice: Flask) -> DispatcherMiddleware:
    """Serve the practice shop beside the real one, under an address of its own."""
    return DispatcherMiddleware(real, {PRACTICE_ROOT: practice})


def _who() -> Actor | None:
    """Tell who comes to practise, by the real shop's log-in; make the shop ready for them."""
    practice: Practice = current_app.extensions["practice"]
    _send_on_what_is_real()
    if "Authorization" in request.headers:
        raise NoTokensHere
    person = practice.who(request.cookies.get("login", ""))
    if person is not None:
        _have_it_told(practice, person)
        practice.open_for(person)
    elif request.endpoint != "healthz":
        raise NotLoggedIn
    return person


def _have_it_told(practice: Practice, person: Actor) -> None:
    """Lead who has a real till open to the button that says in its journal that they practise.

    The button is in the real shop: nothing that is asked here writes in its books.
    """
    if request.endpoint == "healthz" or not practice.is_untold(person):
        return
    if request.method not in web.SAFE_METHODS or request.path.startswith("/api/"):
        raise TillStillOpen
    abort(redirect("/till/practice", 303))


def _send_on_what_is_real() -> None:
    """Lead to the real shop where people, printers and the audit trail are looked after."""
    endpoint = request.endpoint or ""
    view = current_app.view_functions.get(endpoint)
    if endpoint in ("till.practice_first", "till.start_practice", "till.stop_practice"):
        raise NotFound
    if not endpoint.startswith("people.") and getattr(view, "permission", None) not in REAL_ONLY:
        return
    looks = request.method in web.SAFE_METHODS
    if not looks and endpoint not in _SENT_ON:
        raise NotFound
    asked = f"?{urlencode(list(request.args.items(multi=True)))}" if request.args else ""
    abort(redirect(request.path + asked, 303 if looks else 307))
