"""How refusals are said, and what else can go wrong: as problem+json, or as a page."""

from flask import Flask, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from werkzeug.exceptions import HTTPException

from bouwkringloop.base.api import InvalidBody
from bouwkringloop.base.db import TooBusy
from bouwkringloop.base.errors import BadInput, NotFound, NotLoggedIn, NotProved, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.web import SAFE_METHODS, is_api


class TooLarge(Refused):
    """More was sent than anything here needs."""

    status = 413
    message = N_("This file is too large. It can have at most 12 MB.")


class ShopTooBusy(Refused):
    """No turn to write came in time."""

    status = 503
    message = N_("The shop's computer is too busy just now. Nothing was stored; try again.")


class StoredMeanwhile(Refused):
    """Somebody else stored the same name or number at the same moment."""

    message = N_("Somebody else stored the same thing just now. Look again, and try once more.")


class Unstorable(Refused):
    """A number beyond every column, or a sign that text cannot hold."""

    status = 422
    message = N_("There is a number or a sign in this that cannot be stored. Check it, please.")


class Broken(Refused):
    """Something went wrong in the program itself."""

    status = 500
    message = N_(
        "Something went wrong in the program. Nothing was stored. Try again, or ask for help."
    )


#: The pages that ask for what a refusal misses.
_DOORS: dict[type[Refused], str] = {NotLoggedIn: "people.login", NotProved: "people.prove"}


def refuse(refusal: Refused) -> ResponseReturnValue:
    """Say a refusal: as problem+json to programs (RFC 9457), as a page to people."""
    if is_api():
        return _problem(refusal)
    door = next((page for kind, page in _DOORS.items() if isinstance(refusal, kind)), None)
    if door is not None:
        back = request.script_root + request.full_path if request.method == "GET" else None
        return redirect(url_for(door, next=back), 303)
    return render_template("base/refused.html", refusal=refusal), refusal.status


def _problem(refusal: Refused) -> Response:
    body: dict[str, object] = {
        "type": f"/problems/{refusal.slug()}",
        "title": refusal.slug().replace("-", " "),
        "status": refusal.status,
        "detail": refusal.sentence,
        **refusal.facts,
    }
    if isinstance(refusal, InvalidBody):
        body["errors"] = refusal.problems
    text = current_app.json.dumps(body)
    return Response(text, status=refusal.status, mimetype="application/problem+json")


def _from_http(error: HTTPException) -> ResponseReturnValue:
    if error.code == 404:
        return refuse(NotFound())
    if error.code == 413:
        return refuse(TooLarge())
    if error.code is None or error.code < 400:
        return error.get_response()
    refusal = BadInput(what=error.name)
    refusal.status = error.code
    return refuse(refusal)


def _from_database(error: DBAPIError) -> ResponseReturnValue:
    if "database is locked" in str(error.orig):
        return refuse(ShopTooBusy())
    if isinstance(error, DataError):
        return _unstorable(error)
    if isinstance(error, IntegrityError):
        return refuse(StoredMeanwhile())
    return _from_bug(error)


def _unstorable(_error: Exception) -> ResponseReturnValue:
    """Refuse a number or a sign that no column can hold; nothing that exists has such a name."""
    return refuse(NotFound() if request.method in SAFE_METHODS else Unstorable())


def _from_bug(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("a request broke", exc_info=error)
    return refuse(Broken())


def handle_errors(app: Flask) -> None:
    """Turn everything that can go wrong into a refusal in the user's language."""
    app.register_error_handler(Refused, refuse)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(TooBusy, lambda _: refuse(ShopTooBusy()))
    app.register_error_handler(DBAPIError, _from_database)
    app.register_error_handler(OverflowError, _unstorable)
    if not app.testing:
        app.register_error_handler(Exception, _from_bug)
