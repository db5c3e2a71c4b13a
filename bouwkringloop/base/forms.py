"""What people fill in on pages: WTForms with our words, our money and our quantities."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, Form, PasswordField, SelectField, StringField
from wtforms.widgets import TextInput

from bouwkringloop.base import bsn, i18n, money, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_, ntranslate, translate
from bouwkringloop.base.text import clean

#: Enough for any name or sentence that fits a screen or a label.
LONGEST_TEXT = 120


class TooLong(Refused):
    """More text than there is room for."""

    status = 422
    message = N_("This is too long. There is room for %(longest)s characters.")


#: What WTForms itself says in our forms, written down so that it is translated with the rest.
WORDS_OF_WTFORMS = (
    N_("This field is required."),
    N_("Not a valid choice."),
    N_("Invalid Choice: could not coerce."),
    N_("Not a valid integer value."),
    N_("Not a valid date value."),
    N_("Number must be between %(min)s and %(max)s."),
)


class _OurWords:
    """Gives the messages of WTForms itself in the language being spoken."""

    @staticmethod
    def gettext(message: str) -> str:
        return translate(message)

    @staticmethod
    def ngettext(one: str, many: str, count: int) -> str:
        return ntranslate(one, many, count)


class ShopForm(Form):  # type: ignore[misc]
    """A form whose labels, choices and messages are in the language being spoken.

    It carries no token against forged requests: every write is checked for its origin.
    """

    class Meta:
        """How WTForms works for us."""

        @staticmethod
        def get_translations(form: Form) -> _OurWords:  # noqa: ARG004 - WTForms calls it so.
            """Give the messages of WTForms in our words."""
            return _OurWords()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            field.label.text = translate(field.label.text)
            if isinstance(field, SelectField) and field.choices:
                field.choices = {value: translate(text) for value, text in field.choices.items()}

    def refuse(self, field: str, refusal: Refused) -> None:
        """Put a refusal at the field that it is about."""
        self[field].errors = [*self[field].errors, refusal.sentence]


class TextField(StringField):  # type: ignore[misc]
    """A line of text, cleaned."""

    def __init__(self, *args: Any, longest: int = LONGEST_TEXT, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.longest = longest

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Clean what was typed, and refuse what does not fit."""
        self.data = clean(valuelist[0]) if valuelist else ""
        if len(self.data) > self.longest:
            raise ValueError(TooLong(longest=self.longest).sentence)


class WordsField(TextField):
    """Words about somebody, in which no citizen service number may stand."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the words; refuse what holds such a number."""
        super().process_formdata(valuelist)
        try:
            bsn.refuse(self.data)
        except Refused as refusal:
            raise ValueError(refusal.sentence) from None


class SecretField(PasswordField):  # type: ignore[misc]
    """A password or PIN: kept as typed, and never sent back to the page."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take it as it is, so that every character counts."""
        self.data = valuelist[0] if valuelist else ""
        if len(self.data) > LONGEST_TEXT:
            raise ValueError(TooLong(longest=LONGEST_TEXT).sentence)


class FigureField(Field):  # type: ignore[misc]
    """A figure that is shown again as it was typed."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the figure; None where nothing was typed."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = self.read(valuelist[0])
        except Refused as refusal:
            raise ValueError(refusal.sentence) from None

    def read(self, text: str) -> int:
        """Read what was typed; raise Refused where it is no such figure."""
        raise NotImplementedError

    def written(self, value: int) -> str:
        """Write the figure as people type it."""
        raise NotImplementedError


class MoneyField(FigureField):
    """An amount in cents, typed as `12,50` or `12.50`; `1.250` is refused as ambiguous."""

    def read(self, text: str) -> int:
        """Read an amount that a thing in the shop can cost."""
        cents = money.parse(text)
        if not 0 <= cents <= money.MOST_CENTS:
            raise money.NotAnAmount(text=text.strip()[:20])
        return cents

    def written(self, value: int) -> str:
        """Write cents as `12,50` in Dutch and `12.50` in English."""
        return f"{value // 100}{decimal_sign()}{value % 100:02d}"


class NotAPercentage(Refused):
    """What was typed is no part of a hundred."""

    status = 422
    message = N_("“%(text)s” is not a percentage. Type it like 10 or 12,5.")


class PercentField(FigureField):
    """A percentage in hundredths, typed as `10` or `12,5`."""

    def read(self, text: str) -> int:
        """Read a percentage from nothing to all."""
        stripped = text.strip().removesuffix("%")
        try:
            hundredths = money.parse(stripped)
        except Refused:
            hundredths = -1
        if not 0 <= hundredths <= 10_000:
            raise NotAPercentage(text=stripped[:20])
        return hundredths

    def written(self, value: int) -> str:
        """Write hundredths with as many places as they need."""
        return i18n.number(value * 10)


def decimal_sign() -> str:
    """Give what stands before the first decimal in the language being spoken."""
    return "," if i18n.language() == "nl" else "."


class QuantityField(FigureField):
    """A quantity in thousandths, or a weight in kilograms counted in grams."""

    def read(self, text: str) -> int:
        """Read a quantity that is not absurd."""
        milli = quantity.parse(text)
        if milli > quantity.MOST_MILLI:
            raise quantity.NoSuchQuantity
        return milli

    def written(self, value: int) -> str:
        """Write thousandths as they are read again, without separating thousands."""
        return quantity.written(value, decimal_sign())
