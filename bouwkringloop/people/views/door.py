"""Coming in and going out: log-in, PIN switch, log-out, and the language spoken."""

from urllib.parse import urlsplit

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from bouwkringloop.base import web
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import LANGUAGES, translate
from bouwkringloop.base.permissions import Actor, Permission, public, requires
from bouwkringloop.config import PRACTICE_ROOT
from bouwkringloop.people import change, devices, log_in, sessions, throttle
from bouwkringloop.people.forms import LoginForm
from bouwkringloop.people.views.blueprint import bp

_YEAR_S = 365 * 24 * 3600


@bp.get("/login")
@public
def login() -> ResponseReturnValue:
    """Ask for name and password."""
    return _login_page(LoginForm())


@bp.post("/login")
@public
def enter_with_password() -> ResponseReturnValue:
    """Let somebody in by name and password."""
    form = LoginForm(request.form)
    if not form.validate():
        return _login_page(form), 422
    web.let_others_write()
    try:
        number = log_in.prove(
            g.database, form.login.data, form.password.data, request.remote_addr or ""
        )
    except (log_in.WrongPassword, throttle.TooManyAttempts) as refusal:
        return _wait_as_told(_login_page(form, refusal), refusal)
    made = log_in.with_password(
        g.session,
        number,
        device_secret=request.cookies.get("device"),
        user_agent=request.user_agent.string,
    )
    return _let_in(made)


@bp.get("/switch")
@public
def switch() -> ResponseReturnValue:
    """Show who can switch by PIN on this device."""
    device = devices.for_pins(g.session, request.cookies.get("device"))
    if device is None or not log_in.on_the_tiles(g.session):
        return redirect(url_for(".login", next=_asked_next() or None), 303)
    return _switch_page()


@bp.post("/switch")
@public
def enter_with_pin() -> ResponseReturnValue:
    """Let somebody in by PIN, in place of whoever worked here before."""
    device = devices.for_pins(g.session, request.cookies.get("device"))
    if device is None:
        flash(
            translate("Log in with your password first. After that, PINs work here."),
            "info",
        )
        return redirect(url_for(".login", next=_asked_next() or None), 303)
    person_id, device_id = request.form.get("person", 0, type=int), device.id
    web.let_others_write()
    try:
        log_in.prove_pin(g.database, device_id, person_id, request.form.get("pin", "")[:20])
    except (log_in.WrongPin, throttle.TooManyPins) as refusal:
        return _wait_as_told(_switch_page(person_id, refusal), refusal)
    return _let_in(log_in.with_pin(g.session, person_id, request.cookies["device"]))


@bp.post("/logout")
@requires(Permission.OWN)
def logout() -> ResponseReturnValue:
    """End this log-in."""
    if g.person.session_id is not None:
        sessions.end(g.session, g.person.session_id, person_id=g.person.id, by=g.person)
    response = redirect(url_for(".switch"), 303)
    response.delete_cookie("login")
    return response


@bp.post("/language")
@public
def language() -> ResponseReturnValue:
    """Speak another language, with this person or on this device."""
    wanted = request.form.get("language", "")
    response = redirect(_came_from() or url_for("reports.home"), 303)
    if wanted in LANGUAGES:
        if g.person is not None:
            change.language(g.session, g.person.id, wanted)
        _set_cookie(response, "language", wanted, _YEAR_S)
    return response


def _login_page(form: LoginForm, refusal: Refused | None = None) -> str:
    device = devices.for_pins(g.session, request.cookies.get("device"))
    return render_template(
        "people/login.html",
        form=form,
        refusal=refusal,
        next=_asked_next(),
        by_pin=device is not None and bool(log_in.on_the_tiles(g.session)),
    )


def _switch_page(chosen: int = 0, refusal: Refused | None = None) -> str:
    people = log_in.on_the_tiles(g.session)
    return render_template(
        "people/switch.html",
        people=people,
        picked=next((person for person in people if person.id == chosen), None),
        refusal=refusal,
        locked=isinstance(refusal, throttle.TooManyPins),
        next=_asked_next() or _came_from(),
    )


def _wait_as_told(page: str, refusal: Refused) -> ResponseReturnValue:
    if isinstance(refusal, throttle.TooManyAttempts):
        return page, refusal.status, {"Retry-After": str(refusal.seconds)}
    return page, refusal.status


def _let_in(made: log_in.LoggedIn) -> Response:
    response = redirect(_landing(made.person), 303)
    _set_cookie(response, "login", made.login_secret, int(sessions.LASTS.total_seconds()))
    _set_cookie(response, "device", made.device_secret, _YEAR_S)
    return response


def _set_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Lax", secure=request.is_secure
    )


def _landing(person: Actor) -> str:
    """Go where somebody wanted to go, if there is such a page and the role may see it."""
    home = url_for("reports.home")
    wanted = _asked_next()
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


def _asked_next() -> str:
    return _local(request.values.get("next", ""))


def _came_from() -> str:
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
