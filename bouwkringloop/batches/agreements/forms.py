"""What is filled in about agreements, their acceptance, and the shop's terms."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError

from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import PercentField, ShopForm, TextField, TooLong
from bouwkringloop.base.i18n import LANGUAGES, N_, translate
from bouwkringloop.base.text import clean
from bouwkringloop.batches import words
from bouwkringloop.batches.agreements import accept, draw_up, terms
from bouwkringloop.batches.agreements import words as own_words
from bouwkringloop.batches.agreements.accept import Signature
from bouwkringloop.batches.agreements.draw_up import Told


class SharesInTenths(draw_up.NoShare):
    """A part that is finer than can be paid out."""

    message = N_("Type at most one place behind the comma, such as 37,5.")


class WordsField(TextAreaField):  # type: ignore[misc]
    """Paragraphs with an empty line between them, each line cleaned."""

    def __init__(self, *args: Any, longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.longest = longest

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Clean every line, keep one empty line between paragraphs, and refuse what is too long."""
        lines = (clean(line) for line in valuelist[0].splitlines()) if valuelist else ()
        self.data = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        if len(self.data) > self.longest:
            raise ValueError(TooLong(longest=self.longest).sentence)


class AgreementForm(ShopForm):
    """What is agreed on with a builder."""

    id = HiddenField()
    basis = SelectField(N_("On what basis?"), [InputRequired()], choices=words.BASES)
    share = PercentField(N_("Part for the builder"))
    vat = SelectField(
        N_("How does the builder deliver?"), [InputRequired()], choices=own_words.VATS
    )
    transport = SelectField(
        N_("Who sees to transport?"), [InputRequired()], choices=words.TRANSPORTS
    )
    ownership = SelectField(
        N_("When do things change hands?"), [InputRequired()], choices=words.OWNERSHIPS
    )
    leftovers = SelectField(
        N_("What happens to what cannot be sold?"), [InputRequired()], choices=words.LEFTOVERS
    )
    free_days = IntegerField(
        N_("Days of storage free of charge"),
        [InputRequired(), NumberRange(min=0, max=draw_up.MOST_FREE_DAYS)],
    )
    norms = WordsField(N_("What do things have to be like?"), longest=draw_up.LONGEST)
    reporting = WordsField(N_("What does the builder want to be told?"), longest=draw_up.LONGEST)
    extra = WordsField(N_("What else was agreed?"), longest=draw_up.LONGEST)
    language = SelectField(N_("Language"), [InputRequired()], choices=LANGUAGES)

    def validate_share(self, field: PercentField) -> None:
        """Ask for the part only where things are sold for the builder."""
        if self.basis.data != "consigned":
            return
        if not field.data:
            raise ValidationError(draw_up.NoShare().sentence)
        if field.data % 10:
            raise ValidationError(SharesInTenths().sentence)

    def told(self) -> Told:
        """Give what was filled in; only after it proved right."""
        share = (self.share.data or 0) // 10 if self.basis.data == "consigned" else 0
        names = set(Told.__dataclass_fields__) - {"share_milli"}
        return Told(**{name: self[name].data for name in names}, share_milli=share)

    def uuid(self) -> UUID:
        """Give the id that was made with the form."""
        try:
            return UUID(self.id.data or "")
        except ValueError:
            raise BadInput(what="id") from None


def filled_with(told: Told) -> dict[str, Any]:
    """Give what a form begins with that goes on from an earlier agreement."""
    return {**vars(told), "share": told.share_milli * 10 or None}


#: With what the form of a first agreement begins.
FIRST = {
    "basis": "donated",
    "vat": "normal",
    "transport": "shop",
    "ownership": "receipt",
    "leftovers": "shop",
    "free_days": 90,
}


class AcceptForm(ShopForm):
    """Who accepts an agreement, and what they read."""

    text_hash = HiddenField()
    name = TextField(N_("Your name"), [DataRequired()], longest=accept.LONGEST_NAME)
    function = TextField(N_("Your function"), [DataRequired()], longest=accept.LONGEST_NAME)
    may_sign = BooleanField(N_("I may sign for the builder, and I agree to all of this."))

    def validate_may_sign(self, field: BooleanField) -> None:
        """Refuse whoever does not say so."""
        if not field.data:
            raise ValidationError(translate(accept.MayNotSign.message))

    def signature(self) -> Signature:
        """Give what was filled in; only after it proved right."""
        return Signature(
            self.name.data, self.function.data, self.may_sign.data, self.text_hash.data or ""
        )


class TermsForm(ShopForm):
    """The shop's terms in both languages."""

    text_nl = WordsField(N_("Terms in Dutch"), [DataRequired()], longest=terms.LONGEST)
    text_en = WordsField(N_("Terms in English"), [DataRequired()], longest=terms.LONGEST)
