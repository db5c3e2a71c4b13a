"""Coming in and going out: log-in, PIN switch, log-out, and the language spoken."""

from datetime import timedelta

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from bouwkringloop.base import web
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import LANGUAGES, translate
from bouwkringloop.base.permissions import Permission, public, requires
from bouwkringloop.base.seal import SealBroken
from bouwkringloop.people import (
    change,
    devices,
    half_login,
    log_in,
    second_factor,
    sessions,
    throttle,
)
from bouwkringloop.people.forms import CodeForm, LoginForm
from bouwkringloop.people.views import cookies, ways
from bouwkringloop.people.views.blueprint import bp

_YEAR = timedelta(days=365)


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
    if second_factor.has(g.session, number):
        return _ask_for_code(half_login.begin(g.session, number))
    made = log_in.with_password(
        g.session,
        number,
        device_secret=request.cookies.get("device"),
        user_agent=request.user_agent.string,
    )
    return _let_in(made)


@bp.get("/login/code")
@public
def code() -> ResponseReturnValue:
    """Ask for the code of who gave a right password."""
    try:
        half_login.whose(g.session, request.cookies.get("half", ""))
    except half_login.HalfLoginEnded as refusal:
        return _begin_again(refusal)
    return _code_page(CodeForm())


@bp.post("/login/code")
@public
def enter_with_code() -> ResponseReturnValue:
    """Let somebody in who gave a right password before, by a code."""
    form, half = CodeForm(request.form), request.cookies.get("half", "")
    try:
        number = half_login.whose(g.session, half)
        if not form.validate():
            return _code_page(form), 422
        web.let_others_write()
        second_factor.prove(g.database, g.config.home, number, form.code.data)
        made = log_in.with_code(
            g.session,
            half,
            device_secret=request.cookies.get("device"),
            user_agent=request.user_agent.string,
        )
    except half_login.HalfLoginEnded as refusal:
        return _begin_again(refusal)
    except (second_factor.WrongCode, throttle.TooManyAttempts, SealBroken) as refusal:
        return _wait_as_told(_code_page(form, refusal), refusal)
    response = _let_in(made)
    response.delete_cookie("half")
    return response


@bp.get("/switch")
@public
def switch() -> ResponseReturnValue:
    """Show who can switch by PIN on this device."""
    device = devices.for_pins(g.session, request.cookies.get("device"))
    if device is None or not log_in.on_the_tiles(g.session):
        return redirect(url_for(".login", next=ways.asked_next() or None), 303)
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
        return redirect(url_for(".login", next=ways.asked_next() or None), 303)
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
    response = redirect(ways.came_from() or url_for("reports.home"), 303)
    if wanted in LANGUAGES:
        if g.person is not None:
            change.language(g.session, g.person.id, wanted)
        cookies.put(response, "language", wanted, _YEAR)
    return response


def _login_page(form: LoginForm, refusal: Refused | None = None) -> str:
    device = devices.for_pins(g.session, request.cookies.get("device"))
    return render_template(
        "people/login.html",
        form=form,
        refusal=refusal,
        next=ways.asked_next(),
        by_pin=device is not None and bool(log_in.on_the_tiles(g.session)),
    )


def _ask_for_code(half: str) -> Response:
    response = redirect(url_for(".code", next=ways.asked_next() or None), 303)
    cookies.put(response, "half", half, half_login.LASTS)
    return response


def _code_page(form: CodeForm, refusal: Refused | None = None) -> str:
    return render_template(
        "people/code.html", form=form, refusal=refusal, next=ways.asked_next(), asks_password=False
    )


def _begin_again(refusal: Refused) -> ResponseReturnValue:
    flash(refusal.sentence, "info")
    return redirect(url_for(".login", next=ways.asked_next() or None), 303)


def _switch_page(chosen: int = 0, refusal: Refused | None = None) -> str:
    people = log_in.on_the_tiles(g.session)
    return render_template(
        "people/switch.html",
        people=people,
        picked=next((person for person in people if person.id == chosen), None),
        refusal=refusal,
        locked=isinstance(refusal, throttle.TooManyPins),
        next=ways.asked_next() or ways.came_from(),
    )


def _wait_as_told(page: str, refusal: Refused) -> ResponseReturnValue:
    if isinstance(refusal, throttle.TooManyAttempts):
        return page, refusal.status, {"Retry-After": str(refusal.seconds)}
    return page, refusal.status


def _let_in(made: log_in.LoggedIn) -> Response:
    response = redirect(ways.landing(made.person), 303)
    cookies.put(response, "login", made.login_secret, sessions.LASTS)
    cookies.put(response, "device", made.device_secret, _YEAR)
    return response
