"""The cookies of the people room, out of reach for scripts and other sites."""

from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response


def put(response: Response, name: str, value: str, lasts: timedelta) -> None:
    """Have the browser keep a cookie so long."""
    response.set_cookie(
        name,
        value,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
