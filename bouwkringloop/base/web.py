"""What every request goes through: who asks, one transaction, strict headers, plain refusals."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import (
    Response,
    current_app,
    g,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import (
    Forbidden,
    NotFound,
    NotLoggedIn,
    NotProved,
    Refused,
)
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import CLOSED, Actor, Permission
from bouwkringloop.base.smtp import Attachment

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


class ClosedDoor(NotFound):
    """Somebody asked for what does not even exist for them; it is told as any missing thing."""

    @classmethod
    def slug(cls) -> str:
        """Give the name that every missing thing has."""
        return NotFound.slug()


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
    if permission in CLOSED and (not actor.may(permission) or actor.session_id is None):
        raise ClosedDoor
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


def given(file: Attachment) -> Response:
    """Give a file to be saved."""
    return send_file(
        BytesIO(file.content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
    )


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
