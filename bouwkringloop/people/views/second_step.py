"""One's own second step: switched on and off, its codes on paper, and asked for between pages."""

from flask import current_app, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from bouwkringloop.base import qr, web
from bouwkringloop.base.forms import ShopForm
from bouwkringloop.base.i18n import translate
from bouwkringloop.base.permissions import Permission, requires
from bouwkringloop.people import second_factor, sessions, staff
from bouwkringloop.people.forms import CodeForm, PasswordAndCodeForm, SureForm
from bouwkringloop.people.views import cookies, ways
from bouwkringloop.people.views.blueprint import bp
from bouwkringloop.people.views.own import wrong_with


@bp.get("/me/second-step")
@requires(Permission.OWN)
def second_step() -> ResponseReturnValue:
    """Show how one's second step stands."""
    return _page()


@bp.post("/me/second-step/begin")
@requires(Permission.OWN)
def begin_second_step() -> ResponseReturnValue:
    """Show a new secret for the phone; the password shows that it is really oneself."""
    form = SureForm(request.form)
    wrong = wrong_with(form, "password")
    if wrong:
        return _page(begin_form=form), wrong
    made = second_factor.begin(g.session, g.config.home, shop=_shop(), by=g.person)
    return _set_up_page(made, CodeForm(prefix=""))


@bp.post("/me/second-step/confirm")
@requires(Permission.OWN)
def confirm_second_step() -> ResponseReturnValue:
    """Switch it on with the first code; this log-in has taken the second step by it."""
    form = CodeForm(request.form)
    try:
        waiting = second_factor.begun(g.session, g.config.home, shop=_shop(), by=g.person)
        if not form.validate():
            return _set_up_page(waiting, form), 422
        codes = second_factor.confirm(g.session, g.config.home, form.code.data, by=g.person)
    except second_factor.NotBegun as refusal:
        flash(refusal.sentence, "info")
        return redirect(url_for(".second_step", next=ways.asked_next() or None), 303)
    except second_factor.WrongCode as refusal:
        form.refuse("code", refusal)
        return _set_up_page(waiting, form), refusal.status
    return _proved(make_response(_codes_page(codes, new=True)))


@bp.post("/me/second-step/codes")
@requires(Permission.OWN, proved=True)
def new_recovery_codes() -> ResponseReturnValue:
    """Give new codes for paper in place of the earlier ones."""
    return _codes_page(second_factor.recover(g.session, by=g.person), new=False)


@bp.post("/me/second-step/off")
@requires(Permission.OWN)
def end_second_step() -> ResponseReturnValue:
    """Switch one's own second step off, by password and code."""
    form = PasswordAndCodeForm(request.form)
    wrong = wrong_with(form, "password") or _wrong_code(form)
    if wrong:
        return _page(off_form=form), wrong
    second_factor.drop(g.session, by=g.person)
    flash(translate("The second step is off."), "success")
    return redirect(url_for(".me"), 303)


@bp.get("/prove")
@requires(Permission.OWN)
def prove() -> ResponseReturnValue:
    """Ask for the second step on the way to a page that needs it."""
    if not second_factor.has(g.session, g.person.id):
        return redirect(url_for(".second_step", next=ways.asked_next() or None), 303)
    if g.person.proved:
        return redirect(ways.landing(g.person), 303)
    return _prove_page(_asked(None))


@bp.post("/prove")
@requires(Permission.OWN)
def take_second_step() -> ResponseReturnValue:
    """Take the second step in a log-in that was made without it."""
    form = _asked(request.form)
    wrong = wrong_with(form, "password") or _wrong_code(form)
    if wrong:
        return _prove_page(form), wrong
    return _proved(redirect(ways.landing(g.person), 303))


def _asked(typed: object) -> ShopForm:
    """Ask for the code, and for the password too where only a PIN was typed so far."""
    login = sessions.one(g.session, g.person.session_id)
    return CodeForm(typed) if login.opened_by == "password" else PasswordAndCodeForm(typed)


def _wrong_code(form: CodeForm) -> int | None:
    """Check the code of a form; give the status to answer with, or None where it is right."""
    web.let_others_write()
    try:
        second_factor.prove(g.database, g.config.home, g.person.id, form.code.data)
    except (second_factor.WrongCode, second_factor.TooManyCodes) as refusal:
        form.refuse("code", refusal)
        return refusal.status
    return None


def _proved(response: Response) -> Response:
    secret = sessions.prove(g.session, g.person.session_id, by=g.person)
    cookies.put(response, "login", secret, sessions.LASTS)
    return response


def _shop() -> str:
    name: str = current_app.extensions["shop_name"](g.session)
    return name


def _page(begin_form: ShopForm | None = None, off_form: ShopForm | None = None) -> str:
    staff.one(g.session, g.person.id)  # Programs have no page of their own.
    return render_template(
        "people/second_step.html",
        standing=second_factor.standing(g.session, g.person.id),
        begin_form=begin_form or SureForm(prefix=""),
        off_form=off_form or PasswordAndCodeForm(prefix=""),
        next=ways.asked_next(),
    )


def _set_up_page(waiting: second_factor.SetUp, form: ShopForm) -> str:
    return render_template(
        "people/second_step_phone.html",
        secret=waiting.secret,
        uri=waiting.uri,
        qr=qr.svg(waiting.uri),
        form=form,
        next=ways.asked_next(),
    )


def _codes_page(codes: list[str], *, new: bool) -> str:
    return render_template(
        "people/second_step_codes.html",
        codes=codes,
        shop=_shop(),
        new=new,
        onward=ways.landing(g.person) if ways.asked_next() else url_for(".second_step"),
    )


def _prove_page(form: ShopForm) -> str:
    return render_template("people/prove.html", form=form, next=ways.asked_next())
