"""One's own page: language, password, PIN and log-ins."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import web
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.forms import ShopForm
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.config import PRACTICE_ROOT
from bouwkringloop.people import audit, change, log_in, second_factor, sessions, staff
from bouwkringloop.people.forms import OwnPasswordForm, OwnPinForm
from bouwkringloop.people.views.blueprint import bp


class NotYourPassword(Refused):
    """The password that was asked for to be sure is another one."""

    status = 422
    message = N_("This is not your password.")


@bp.get("/me")
@requires(Permission.OWN)
def me() -> ResponseReturnValue:
    """Show one's own page."""
    return _page()


@bp.post("/me/password")
@requires(Permission.OWN)
def change_own_password() -> ResponseReturnValue:
    """Set another password for oneself, knowing the old one."""
    form = OwnPasswordForm(request.form)
    wrong = wrong_with(form, "old")
    if wrong:
        return _page(password_form=form), wrong
    try:
        change.password(g.session, g.person.id, form.new.data, by=g.person)
    except Refused as weak:
        form.refuse("new", weak)
        return _page(password_form=form), weak.status
    return _done(translate("Your new password works from now on."))


@bp.post("/me/pin")
@requires(Permission.OWN)
def change_own_pin() -> ResponseReturnValue:
    """Set another PIN for oneself; the password shows that it is really oneself."""
    form = OwnPinForm(request.form)
    wrong = wrong_with(form, "password")
    if wrong:
        return _page(pin_form=form), wrong
    try:
        change.pin(g.session, g.person.id, form.pin.data, by=g.person)
    except Refused as bad:
        form.refuse("pin", bad)
        return _page(pin_form=form), bad.status
    return _done(translate("Your new PIN works from now on."))


@bp.post("/me/logins/<int(max=2147483647):number>/end")
@requires(Permission.OWN)
def end_own_login(number: int) -> ResponseReturnValue:
    """End a log-in of one's own, on whatever device it is."""
    sessions.end(g.session, number, person_id=g.person.id, by=g.person)
    return _done(translate("That log-in has ended."))


@bp.post("/me/practice")
@requires(Permission.OWN)
def start_practice() -> ResponseReturnValue:
    """Go from the real shop to the one to practise in, without a till."""
    audit.note(g.session, g.person, "practice.on", f"person:{g.person.id}")
    response = redirect(f"{PRACTICE_ROOT}/", 303)
    web.practise_at(response, "")
    return response


@bp.post("/me/practice/stop")
@requires(Permission.OWN)
def stop_practice() -> ResponseReturnValue:
    """Come back from practising to the real shop."""
    audit.note(g.session, g.person, "practice.off", f"person:{g.person.id}")
    response = redirect(url_for("reports.home"), 303)
    web.practise_at(response, "")
    return response


def wrong_with(form: ShopForm, field: str) -> int | None:
    """Check a form, and one's own password in a field of it; give the status to answer with.

    None where all is well. A form without that field does not ask for the password.
    """
    if not form.validate():
        return 422
    password = form.data.get(field)
    refusal = _doubted(password) if password is not None else None
    if refusal is None:
        return None
    form.refuse(field, refusal)
    return refusal.status


def _doubted(password: str) -> Refused | None:
    """Check one's own password, with the same patience as the log-in has; tell what is wrong."""
    login = staff.one(g.session, g.person.id).login or ""
    web.let_others_write()
    try:
        log_in.prove(g.database, login, password, request.remote_addr or "")
    except log_in.WrongPassword:
        return NotYourPassword()
    except Refused as refusal:
        return refusal
    return None


def _page(password_form: ShopForm | None = None, pin_form: ShopForm | None = None) -> str:
    return render_template(
        "people/me.html",
        me=staff.one(g.session, g.person.id),
        logins=sessions.of(g.session, g.person.id),
        second_step=second_factor.has(g.session, g.person.id),
        password_form=password_form or OwnPasswordForm(prefix=""),
        pin_form=pin_form or OwnPinForm(prefix=""),
    )


def _done(sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for(".me"), 303)
