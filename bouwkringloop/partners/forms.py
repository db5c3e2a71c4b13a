"""What is filled in about customers and about the shop itself."""

import re
from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError

from bouwkringloop.base.api import Body
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.forms import MoneyField, ShopForm, TextField
from bouwkringloop.base.i18n import LANGUAGES, N_, translate
from bouwkringloop.base.smtp import is_address
from bouwkringloop.partners import contacts, numbers
from bouwkringloop.partners.keep import LONGEST, MOST_DAYS, BadMailAddress, Facts, NoLimit
from bouwkringloop.partners.shop import Details
from bouwkringloop.partners.words import DISCIPLINES, ROLES

#: What only a customer's own form asks.
_TERMS = ("kind", "may_buy_on_account", "account_limit_cents")
_KINDS = {"person": N_("Private person"), "organisation": N_("Company or organisation")}


def _read(field: TextField, reader: Callable[[str], str]) -> None:
    """Read a number in a field, and say there what is wrong with it."""
    try:
        field.data = reader(field.data)
    except Refused as refusal:
        raise ValidationError(refusal.sentence) from None


def _id(field: HiddenField) -> UUID:
    """Give the id that was made with a form."""
    try:
        return UUID(field.data or "")
    except ValueError:
        raise BadInput(what="id") from None


class _AddressForm(ShopForm):
    """What customers, contacts and the shop have in common."""

    def validate_street(self, field: TextField) -> None:
        """Ask for the number too, since it is forgotten most."""
        if field.data and not re.search("[0-9]", field.data):
            raise ValidationError(translate(N_("Type the house number too.")))

    def validate_kvk(self, field: TextField) -> None:
        """Refuse what is no number of the trade register."""
        _read(field, numbers.kvk)

    def validate_vat_number(self, field: TextField) -> None:
        """Refuse what is no VAT number."""
        _read(field, numbers.vat_number)

    def validate_phone(self, field: TextField) -> None:
        """Refuse what is no telephone number."""
        _read(field, numbers.phone)

    def validate_email(self, field: TextField) -> None:
        """Refuse what no mail can go to."""
        if field.data and not is_address(field.data):
            raise ValidationError(BadMailAddress().sentence)


class _PartyForm(_AddressForm):
    """What is asked of everybody who can get an invoice."""

    id = HiddenField()
    name = TextField(N_("Name"), [DataRequired()], longest=LONGEST["name"])
    kvk = TextField(N_("KvK number"), longest=20)
    vat_number = TextField(N_("VAT number"), longest=30)
    street = TextField(N_("Street and number"), longest=LONGEST["street"])
    postcode = TextField(N_("Postcode"), longest=12)
    city = TextField(N_("Town"), longest=LONGEST["city"])
    country = TextField(N_("Country"), [InputRequired()], longest=4)
    email = TextField(N_("Mail address"))
    phone = TextField(N_("Telephone"), longest=LONGEST["phone"])
    reference = TextField(N_("Reference on invoices"), longest=LONGEST["reference"])
    payment_days = IntegerField(
        N_("Days to pay"), [InputRequired(), NumberRange(min=0, max=MOST_DAYS)]
    )
    language = SelectField(N_("Language"), [InputRequired()], choices=LANGUAGES)

    def validate_country(self, field: TextField) -> None:
        """Refuse what is no country."""
        _read(field, numbers.country)

    def validate_postcode(self, field: TextField) -> None:
        """Refuse what is no Dutch postcode; other countries write theirs as they do."""
        home = (self.country.data or "NL").strip().upper()
        _read(field, lambda text: numbers.postcode(text, home))

    def _told(self) -> dict[str, Any]:
        """Give what was filled in of what is asked of everybody."""
        return {name: self[name].data for name in Facts.__dataclass_fields__ if name not in _TERMS}

    def uuid(self) -> UUID:
        """Give the id that was made with the form."""
        return _id(self.id)


class CustomerForm(_PartyForm):
    """A customer."""

    kind = SelectField(N_("Who is it?"), [InputRequired()], choices=_KINDS)
    may_buy_on_account = BooleanField(N_("May buy on account"))
    account_limit_cents = MoneyField(N_("At most open on account"))

    def validate_account_limit_cents(self, field: MoneyField) -> None:
        """Ask how much, where somebody may buy on account."""
        if self.may_buy_on_account.data and not field.data:
            raise ValidationError(NoLimit().sentence)

    def facts(self, terms: tuple[bool, int] | None) -> Facts:
        """Give what was filled in, with these terms in place of those in the form if any."""
        may, limit = terms or (self.may_buy_on_account.data, self.account_limit_cents.data or 0)
        return Facts(
            **self._told(),
            kind=self.kind.data,
            may_buy_on_account=may,
            account_limit_cents=limit,
        )


class PartnerForm(_PartyForm):
    """An organisation with its roles in the chain; an account is given on the customer's form."""

    roles = SelectMultipleField(N_("What are they in the chain?"), choices=ROLES)

    def facts(self, terms: tuple[bool, int] = (False, 0)) -> Facts:
        """Give what was filled in, with these terms of an account."""
        may, limit = terms
        return Facts(
            **self._told(),
            kind="organisation",
            may_buy_on_account=may,
            account_limit_cents=limit,
        )


class ContactForm(_AddressForm):
    """Somebody who works at a partner's."""

    id = HiddenField()
    name = TextField(N_("Name"), [DataRequired()], longest=LONGEST["name"])
    function = TextField(N_("Function"), longest=LONGEST["name"])
    discipline = SelectField(N_("What are they about?"), [InputRequired()], choices=DISCIPLINES)
    email = TextField(N_("Mail address"))
    phone = TextField(N_("Telephone"), longest=LONGEST["phone"])
    language = SelectField(N_("Language"), [InputRequired()], choices=LANGUAGES)

    def facts(self) -> contacts.Facts:
        """Give what was filled in."""
        names = contacts.Facts.__dataclass_fields__
        return contacts.Facts(**{name: self[name].data for name in names})

    def uuid(self) -> UUID:
        """Give the id that was made with the form."""
        return _id(self.id)


class DetailsForm(_AddressForm):
    """The shop as it stands on its papers."""

    name = TextField(N_("Name"), [DataRequired()], longest=100)
    street = TextField(N_("Street and number"), [DataRequired()], longest=100)
    postcode = TextField(N_("Postcode"), [DataRequired()], longest=12)
    city = TextField(N_("Town"), [DataRequired()], longest=60)
    kvk = TextField(N_("KvK number"), [DataRequired()], longest=20)
    vat_number = TextField(N_("VAT number"), [DataRequired()], longest=30)
    iban = TextField(N_("IBAN"), [DataRequired()], longest=50)
    bic = TextField(N_("BIC"), longest=20)
    email = TextField(N_("Mail address"))
    phone = TextField(N_("Telephone"), longest=24)

    def validate_postcode(self, field: TextField) -> None:
        """Refuse what is no Dutch postcode."""
        _read(field, numbers.postcode)

    def validate_iban(self, field: TextField) -> None:
        """Refuse what is no bank account."""
        _read(field, numbers.iban)

    def validate_bic(self, field: TextField) -> None:
        """Refuse what is no code of a bank."""
        _read(field, numbers.bic)

    def details(self) -> Details:
        """Give what was filled in."""
        return Details(**{name: self[name].data for name in Details.__dataclass_fields__})


class CustomerBody(Body):
    """A customer as a till adds one. Terms of an account are set on the customer's page."""

    id: UUID
    name: str = Field(min_length=1, max_length=100)
    kind: Literal["person", "organisation"] = "person"
    kvk: str = Field("", max_length=20)
    vat_number: str = Field("", max_length=30)
    street: str = Field("", max_length=100)
    postcode: str = Field("", max_length=12)
    city: str = Field("", max_length=60)
    country: str = Field("NL", max_length=4)
    email: str = Field("", max_length=120)
    phone: str = Field("", max_length=24)
    reference: str = Field("", max_length=60)
    language: Literal["nl", "en"] = "nl"

    def facts(self) -> Facts:
        """Give what was sent."""
        return Facts(**self.model_dump(exclude={"id"}))
