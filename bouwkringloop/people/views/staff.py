"""The manager's pages: staff, their log-ins, and tokens for programs."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bouwkringloop.base import web
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import translate
from bouwkringloop.base.permissions import ROLE_NAMES, Permission, Role, requires
from bouwkringloop.people import change, passwords, second_factor, sessions, staff, tokens
from bouwkringloop.people.forms import NewPersonForm, PersonForm, SecretsForm, TokenForm
from bouwkringloop.people.views.blueprint import bp

#: At which field a refusal is shown.
_FIELDS: dict[type[Refused], str] = {
    staff.LoginTaken: "login",
    staff.NoName: "name",
    change.LastManager: "role",
    passwords.WeakPassword: "password",
    passwords.BadPin: "pin",
}


@bp.get("/staff", endpoint="staff")
@requires(Permission.MANAGE_PEOPLE)
def staff_list() -> ResponseReturnValue:
    """List who works here."""
    people = staff.everybody(g.session)
    return render_template("people/staff.html", people=people, role_names=ROLE_NAMES)


@bp.get("/staff/new")
@requires(Permission.MANAGE_PEOPLE)
def new_person() -> ResponseReturnValue:
    """Ask who begins to work here."""
    return render_template("people/new_person.html", form=NewPersonForm())


@bp.post("/staff/new")
@requires(Permission.MANAGE_PEOPLE)
def add_person() -> ResponseReturnValue:
    """Add somebody who begins to work here."""
    form = NewPersonForm(request.form)
    if not form.validate():
        return render_template("people/new_person.html", form=form), 422
    web.let_others_write()
    try:
        person = staff.add(
            g.session,
            name=form.name.data,
            login=form.login.data or None,
            role=Role(form.role.data),
            language=form.language.data,
            password=form.password.data,
            pin=form.pin.data or None,
            by=g.person,
        )
    except Refused as refusal:
        form.refuse(_FIELDS.get(type(refusal), "name"), refusal)
        return render_template("people/new_person.html", form=form), refusal.status
    sentence = translate("%(name)s logs in as “%(login)s”.")
    flash(sentence % {"name": person.name, "login": person.login}, "success")
    return redirect(url_for(".staff"), 303)


@bp.get("/staff/<int(max=2147483647):number>")
@requires(Permission.MANAGE_PEOPLE)
def person(number: int) -> ResponseReturnValue:
    """Show somebody who works here."""
    return _person_page(number)


@bp.post("/staff/<int(max=2147483647):number>")
@requires(Permission.MANAGE_PEOPLE)
def change_person(number: int) -> ResponseReturnValue:
    """Change somebody's name, log-in name, role or language."""
    form = PersonForm(request.form)
    if not form.validate():
        return _person_page(number, form=form), 422
    try:
        change.details(
            g.session,
            number,
            name=form.name.data,
            login=form.login.data,
            role=Role(form.role.data),
            language=form.language.data,
            by=g.person,
        )
    except (staff.LoginTaken, staff.NoName, change.LastManager) as refusal:
        form.refuse(_FIELDS[type(refusal)], refusal)
        return _person_page(number, form=form), refusal.status
    return _changed(number)


@bp.post("/staff/<int(max=2147483647):number>/secrets")
@requires(Permission.MANAGE_PEOPLE)
def reset_secrets(number: int) -> ResponseReturnValue:
    """Give somebody a new password, a new PIN, or both."""
    form = SecretsForm(request.form)
    if not form.validate():
        return _person_page(number, secrets=form), 422
    web.let_others_write()
    try:
        if form.password.data:
            change.password(g.session, number, form.password.data, by=g.person)
        if form.pin.data:
            change.pin(g.session, number, form.pin.data, by=g.person)
    except (passwords.WeakPassword, passwords.BadPin) as refusal:
        g.session.rollback()  # The page is shown again, with nothing changed.
        form.refuse(_FIELDS[type(refusal)], refusal)
        return _person_page(number, secrets=form), refusal.status
    return _changed(number)


@bp.post("/staff/<int(max=2147483647):number>/pin/remove")
@requires(Permission.MANAGE_PEOPLE)
def remove_pin(number: int) -> ResponseReturnValue:
    """Take somebody's PIN away, so that only the password lets them in."""
    change.pin(g.session, number, "", by=g.person)
    return _changed(number)


@bp.post("/staff/<int(max=2147483647):number>/second-step/off")
@requires(Permission.MANAGE_PEOPLE)
def drop_second_step(number: int) -> ResponseReturnValue:
    """Switch the second step off for somebody who lost the phone."""
    second_factor.drop_of(g.session, number, by=g.person)
    return _changed(number)


@bp.post("/staff/<int(max=2147483647):number>/dismiss")
@requires(Permission.MANAGE_PEOPLE)
def dismiss(number: int) -> ResponseReturnValue:
    """Let somebody in no more."""
    change.dismiss(g.session, number, by=g.person)
    return _changed(number)


@bp.post("/staff/<int(max=2147483647):number>/return")
@requires(Permission.MANAGE_PEOPLE)
def welcome_back(number: int) -> ResponseReturnValue:
    """Let somebody in again."""
    change.welcome_back(g.session, number, by=g.person)
    return _changed(number)


@bp.post("/staff/<int(max=2147483647):number>/logins/<int(max=2147483647):login>/end")
@requires(Permission.MANAGE_PEOPLE)
def end_login(number: int, login: int) -> ResponseReturnValue:
    """End one log-in of somebody."""
    sessions.end(g.session, login, person_id=number, by=g.person)
    return _changed(number)


@bp.get("/tokens")
@requires(Permission.MANAGE_PEOPLE)
def token_list() -> ResponseReturnValue:
    """List the programs that may speak to the API."""
    return _tokens_page(TokenForm())


@bp.post("/tokens")
@requires(Permission.MANAGE_PEOPLE)
def issue_token() -> ResponseReturnValue:
    """Give a program a token; this answer is the only place where it is shown."""
    form = TokenForm(request.form)
    if not form.validate():
        return _tokens_page(form), 422
    secret = tokens.issue(g.session, name=form.program.data, role=Role(form.role.data), by=g.person)
    return _tokens_page(TokenForm(), secret=secret, program=form.program.data), 201


@bp.post("/tokens/<int(max=2147483647):number>/revoke")
@requires(Permission.MANAGE_PEOPLE)
def revoke_token(number: int) -> ResponseReturnValue:
    """Let a program in no more."""
    tokens.revoke(g.session, number, by=g.person)
    flash(translate("The token no longer works."), "success")
    return redirect(url_for(".token_list"), 303)


def _person_page(
    number: int, form: PersonForm | None = None, secrets: SecretsForm | None = None
) -> str:
    found = staff.one(g.session, number)
    return render_template(
        "people/person.html",
        them=found,
        form=form or PersonForm(obj=found),
        secrets=secrets or SecretsForm(),
        logins=sessions.of(g.session, number),
        second_step=second_factor.has(g.session, number),
    )


def _tokens_page(form: TokenForm, secret: str = "", program: str = "") -> str:
    return render_template(
        "people/tokens.html",
        form=form,
        secret=secret,
        program=program,
        tokens=tokens.every(g.session),
        role_names=ROLE_NAMES,
    )


def _changed(number: int) -> ResponseReturnValue:
    flash(translate("The change is stored."), "success")
    return redirect(url_for(".person", number=number), 303)
