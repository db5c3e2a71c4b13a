"""What every request goes through: who asks, one transaction, strict headers, plain refusals."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from bouwkringloop.base import i18n
from bouwkringloop.base.api import InvalidBody
from bouwkringloop.base.db import TooBusy
from bouwkringloop.base.errors import (
    BadInput,
    Forbidden,
    NotFound,
    NotLoggedIn,
    NotProved,
    Refused,
)
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor, Permission

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: The cookie that says at which till a browser practises.
PRACTICE_TILL = "practice-till"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), serial=(self), microphone=(), geolocation=()",
}


class WrongOrigin(Refused):
    """Another site tried to act in the name of who is logged in here."""

    status = 403
    message = N_("This request came from another site, so it was not carried out.")


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


View = TypeVar("View", bound=Callable[..., Any])


def takes(most_bytes: int, *, most_parts: int | None = None) -> Callable[[View], View]:
    """Mark a view whose form carries files: its body may be as large, and of as many parts."""

    def mark(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        if most_parts is not None:
            view.most_parts = most_parts  # type: ignore[attr-defined]
        return view

    return mark


def receive_body() -> None:
    """Let the whole body arrive; files of a form go to disk rather than into memory."""
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = getattr(view, "most_bytes", request.max_content_length)
    request.max_form_parts = getattr(view, "most_parts", request.max_form_parts)
    if request.mimetype == "multipart/form-data":
        request.files.keys()
    else:
        request.get_data()


def check_origin() -> None:
    """Refuse a write that a browser sends from another site.

    Browsers name where a write comes from in Origin or Sec-Fetch-Site; what sends neither is no
    browser and carries no cookie that somebody else could ride on.
    """
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    if origin is not None:
        if origin.partition("://")[2] != request.host:
            raise WrongOrigin
    elif request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise WrongOrigin


def check_permission(actor: Actor | None) -> None:
    """Let only those in whom the view's mark names; a view without a mark lets nobody in."""
    if request.endpoint is None or request.endpoint == "static":
        return
    view = current_app.view_functions[request.endpoint]
    if not hasattr(view, "permission"):
        raise Forbidden
    permission: Permission | None = view.permission
    if permission is None:
        return
    if actor is None:
        raise NotLoggedIn
    if not actor.may(permission):
        raise Forbidden
    if getattr(view, "proved", False) and not actor.proved:
        raise NotProved


def choose_language(actor: Actor | None) -> None:
    """Speak the person's language, else the one this browser chose, else Dutch."""
    if actor is not None and actor.session_id is not None:
        i18n.speak(actor.language)
    elif "language" in request.cookies:
        i18n.speak(request.cookies["language"])
    elif is_api():
        i18n.speak(request.accept_languages.best_match(list(i18n.LANGUAGES), i18n.DEFAULT))
    else:
        i18n.speak(i18n.DEFAULT)


def url_with(endpoint: str, asked: Mapping[str, str]) -> str:
    """Give a page's address with what was asked of it, whatever names an asker made up."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{url_for(endpoint)}?{query}" if query else url_for(endpoint)


def is_api() -> bool:
    """Tell whether a program asks, or a page's script."""
    return request.path.startswith("/api/")


def let_others_write() -> None:
    """End this request's transaction for now, before slow work that needs no database."""
    g.session.rollback()


def keep_despite_refusal() -> None:
    """Keep what this request wrote although its answer is a refusal, such as a failed log-in."""
    g.keep = True


def practise_at(response: BaseResponse, till: str) -> None:
    """Remember in this browser at which till somebody practises; none where `till` is empty."""
    if till:
        response.set_cookie(
            PRACTICE_TILL, till, httponly=True, samesite="Lax", secure=request.is_secure
        )
    else:
        response.delete_cookie(PRACTICE_TILL)


def settle(response: Response) -> Response:
    """Commit a write that succeeded, drop everything else, and set the strict headers."""
    session = g.pop("session", None)
    if session is not None:
        try:
            if request.method not in SAFE_METHODS and (response.status_code < 400 or "keep" in g):
                session.commit()
        finally:
            session.close()
    response.headers.update(_HEADERS)
    if request.endpoint not in ("static", "static_icons", "static_vendor"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def abandon(_error: BaseException | None) -> None:
    """Drop the transaction of a request that broke."""
    session = g.pop("session", None)
    if session is not None:
        session.close()


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
