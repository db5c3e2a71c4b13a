"""What people fill in about people."""

from wtforms import SelectField
from wtforms.validators import DataRequired

from bouwkringloop.base.forms import SecretField, ShopForm, TextField
from bouwkringloop.base.i18n import LANGUAGES, N_
from bouwkringloop.base.permissions import ROLE_NAMES

_ROLES = {role.value: name for role, name in ROLE_NAMES.items()}


class LoginForm(ShopForm):
    """Who somebody says they are."""

    login = TextField(N_("Log-in name"), [DataRequired()])
    password = SecretField(N_("Password"), [DataRequired()])


class CodeForm(ShopForm):
    """A code of somebody's phone, or one from paper."""

    code = TextField(N_("Code"), [DataRequired()], longest=40)


class SureForm(ShopForm):
    """One's password, before something that matters."""

    password = SecretField(N_("Your password"), [DataRequired()])


class PasswordAndCodeForm(SureForm, CodeForm):
    """Both of what shows that it is oneself."""


class PersonForm(ShopForm):
    """Somebody who works here."""

    name = TextField(N_("Name"), [DataRequired()], longest=60)
    login = TextField(N_("Log-in name"), longest=60)
    role = SelectField(N_("Role"), [DataRequired()], choices=_ROLES)
    language = SelectField(N_("Language"), [DataRequired()], choices=LANGUAGES)


class NewPersonForm(PersonForm):
    """Somebody who begins to work here."""

    password = SecretField(N_("Password"), [DataRequired()])
    pin = SecretField(N_("PIN"))


class SecretsForm(ShopForm):
    """A new password or PIN that a manager gives somebody."""

    password = SecretField(N_("New password"))
    pin = SecretField(N_("New PIN"))


class OwnPasswordForm(ShopForm):
    """A new password for oneself."""

    old = SecretField(N_("Your password now"), [DataRequired()])
    new = SecretField(N_("New password"), [DataRequired()])


class OwnPinForm(ShopForm):
    """A new PIN for oneself."""

    password = SecretField(N_("Your password"), [DataRequired()])
    pin = SecretField(N_("New PIN"), [DataRequired()])


class TokenForm(ShopForm):
    """A program that is to speak to the API."""

    program = TextField(N_("Name of the program"), [DataRequired()], longest=60)
    role = SelectField(N_("What it may do"), [DataRequired()], choices=_ROLES)
