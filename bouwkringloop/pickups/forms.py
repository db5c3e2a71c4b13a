"""What people fill in about pick-ups."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from wtforms import DateField, Field, HiddenField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import ShopForm, TextField, TooLong
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.smtp import is_address
from bouwkringloop.base.text import clean
from bouwkringloop.pickups.ask import Told
from bouwkringloop.pickups.plan import Slot

LONGEST_STORY = 600
#: What people write about stairs and parking.
LONGEST_ACCESS = 300

_POSTCODE = re.compile(r"([1-9][0-9]{3}) ?(?!SA|SD|SS)([A-Z]{2})")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{6,22}[0-9]")
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


class StoryField(TextAreaField):  # type: ignore[misc]
    """Lines of text, each of them cleaned."""

    def __init__(self, *args: Any, longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.longest = longest

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Clean every line, drop empty ones, and refuse what does not fit."""
        lines = (clean(line) for line in valuelist[0].splitlines()) if valuelist else ()
        self.data = "\n".join(line for line in lines if line)
        if len(self.data) > self.longest:
            raise ValueError(TooLong(longest=self.longest).sentence)


class SeveralField(Field):  # type: ignore[misc]
    """Any of what is offered. What is no longer offered, such as a day that came, is left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered: Mapping[str, str] = {}

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was chosen, in the order in which it is offered."""
        self.data = list(valuelist)

    @property
    def chosen(self) -> list[str]:
        """What was chosen of what is offered."""
        return [value for value in self.offered if value in (self.data or ())]


class AskForm(ShopForm):
    """A request for a pick-up."""

    id = HiddenField()
    secret = HiddenField()
    what = StoryField(N_("What do you have?"), [DataRequired()], longest=LONGEST_STORY)
    groups = SeveralField(N_("What kind of things?"))
    amount = TextField(N_("How much is it?"))
    days = SeveralField(N_("Which days suit you?"))
    name = TextField(N_("Name"), [DataRequired()], longest=80)
    street = TextField(N_("Street and number"), [DataRequired()], longest=100)
    postcode = TextField(N_("Postcode"), [DataRequired()], longest=12)
    town = TextField(N_("Town"), [DataRequired()], longest=60)
    phone = TextField(N_("Telephone"), longest=24)
    mail = TextField(N_("Mail address"))
    access = StoryField(N_("Floor, lift, parking"), longest=LONGEST_ACCESS)
    photos = Field(N_("Photos"))
    #: People do not see it; machines that fill in everything do.
    website = TextField()

    def __init__(
        self,
        *args: Any,
        groups: Mapping[str, str],
        days: Sequence[date],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.groups.offered = groups
        self.days.offered = {str(day): i18n.weekday(day) for day in days}

    def validate_street(self, field: TextField) -> None:
        """Ask for the number too, since it is forgotten most."""
        if not re.search("[0-9]", field.data):
            raise ValidationError(translate(N_("Type the house number too.")))

    def validate_postcode(self, field: TextField) -> None:
        """Bring `3512ab` into the form `3512 AB`, and refuse what is no Dutch postcode."""
        found = _POSTCODE.fullmatch(field.data.upper())
        if found is None:
            raise ValidationError(translate(N_("A postcode is like 3512 AB.")))
        field.data = f"{found[1]} {found[2]}"

    def validate_phone(self, field: TextField) -> None:
        """Refuse what is no number, and somebody who cannot be reached at all."""
        if field.data and _PHONE.fullmatch(field.data) is None:
            raise ValidationError(translate(N_("A telephone number is like 06 12345678.")))
        if not field.data and not self.mail.data:
            raise ValidationError(
                translate(N_("Give a telephone number or a mail address, so that we can answer."))
            )

    def validate_mail(self, field: TextField) -> None:
        """Refuse what no mail can go to."""
        if field.data and not is_address(field.data):
            raise ValidationError(translate(N_("A mail address is like name@example.nl.")))

    def validate_website(self, field: TextField) -> None:
        """Catch machines; whose browser filled it in unasked can send the form once more."""
        if field.data:
            field.data = ""
            raise ValidationError(
                translate(N_("This looked like a machine. Are you not one? Then send it again."))
            )

    def told(self) -> Told:
        """Give what was filled in; only after it proved right."""
        if _SECRET.fullmatch(self.secret.data or "") is None:
            raise BadInput(what="secret")
        return Told(
            id=_uuid(self.id.data),
            secret=self.secret.data,
            what=self.what.data,
            groups=" ".join(self.groups.chosen),
            amount=self.amount.data,
            days=" ".join(self.days.chosen),
            name=self.name.data,
            street=self.street.data,
            postcode=self.postcode.data,
            town=self.town.data,
            phone=self.phone.data,
            mail=self.mail.data,
            access=self.access.data,
            language=i18n.language(),
        )


class PhonedForm(AskForm):
    """A request that somebody here types in; the donor may have another language."""

    language = Field(N_("Language"))

    def told(self) -> Told:
        """Give what was filled in, with the language in which the donor is written to."""
        told = super().told()
        wanted = self.language.data
        return Told(**{**vars(told), "language": wanted if wanted in i18n.LANGUAGES else "nl"})


class PlanForm(ShopForm):
    """A day, and between which times somebody comes."""

    day = DateField(N_("Day"), [InputRequired()])
    starts = TimeField(N_("From"), [InputRequired()])
    ends = TimeField(N_("Until"), [InputRequired()])

    def slot(self) -> Slot:
        """Give the slot; only after it proved right."""
        return Slot(self.day.data, self.starts.data, self.ends.data)


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise BadInput(what="id") from None


def delivery(text: str) -> UUID | None:
    """Read which delivery was chosen; None for none yet."""
    return _uuid(text) if text else None


def asked_day(text: str) -> date | None:
    """Read the day that a list is asked for; None where it is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


#: With what the form of a plan begins: a morning.
MORNING = {"starts": time(9), "ends": time(12)}
