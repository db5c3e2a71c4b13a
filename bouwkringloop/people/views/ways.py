"""Where a page leads that was on the way to another one; never to another site."""

from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

from bouwkringloop.base.permissions import Actor
from bouwkringloop.config import PRACTICE_ROOT


def landing(person: Actor) -> str:
    """Go where somebody wanted to go, if there is such a page and the role may see it."""
    home = url_for("reports.home")
    wanted = asked_next()
    if not wanted:
        return home
    try:
        endpoint, _ = current_app.create_url_adapter(request).match(  # type: ignore[union-attr]
            urlsplit(wanted).path.removeprefix(PRACTICE_ROOT) or "/", method="GET"
        )
    except HTTPException:
        return home
    needed = getattr(current_app.view_functions[endpoint], "permission", None)
    return wanted if needed is not None and person.may(needed) else home


def asked_next() -> str:
    """Tell where somebody wanted to go; nothing where that is no page of ours."""
    return _local(request.values.get("next", ""))


def came_from() -> str:
    """Tell the page of ours that led here, or nothing where another site did."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    if parts.netloc != request.host:
        return ""
    return _local(parts.path + (f"?{parts.query}" if parts.query else ""))


def _local(path: str) -> str:
    """Give the path back if it leads to a page of ours, and nothing otherwise.

    Browsers read `//host` and a backslash as another site, and skip control characters.
    """
    plain = path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else ""
