"""What a builder fills in about an offer: where and when, and a card for every kind of thing."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
)
from wtforms.widgets import TextArea

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.forms import QuantityField, ShopForm, TextField
from bouwkringloop.base.i18n import N_
from bouwkringloop.batches.kinds import Kinds
from bouwkringloop.batches.lists import Read
from bouwkringloop.batches.offer_check import FIELDS, LONGEST, MOST_MM, NoSuchMeasure, Problem
from bouwkringloop.batches.offered import Told, ToldLine

CONDITIONS = {
    "A": N_("A – as new"),
    "B": N_("B – good"),
    "C": N_("C – used hard"),
}
#: How many empty cards a form has for browsers without scripts.
SPARE = 3
_TYPED = (
    "category",
    "quantity",
    "description",
    "weight",
    "length",
    "width",
    "height",
    "packaging",
    "marks",
    "reference",
)
_TEXTS = ("description", "packaging", "marks", "reference")
_MEASURES = ("length", "width", "height")


class NotConfirmed(Refused):
    """A kind that was only guessed."""

    status = 422
    message = N_("We guessed this kind. Say that it is right, or choose another one.")


class UnknownKindTyped(Refused):
    """A kind that is not in the catalogue, or words that fit several."""

    status = 422
    message = N_("We know no kind “%(kind)s”. Choose one of the list.")


class Asked:
    """Marks a field that has to be filled in; whether it is, is looked at with all the rest."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads it so.

    def __call__(self, form: Form, field: Field) -> None:
        """Leave the looking to the verb."""


class MillimetreField(QuantityField):
    """A length in whole millimetres."""

    def read(self, text: str) -> int:
        """Read a measure that a thing can have."""
        typed = text.strip()
        if not (typed.isascii() and typed.isdigit() and 0 < int(typed[:9]) <= MOST_MM):
            raise NoSuchMeasure
        return int(typed)

    def written(self, value: int) -> str:
        """Write it without separating thousands."""
        return str(value)


class LineForm(ShopForm):
    """One kind of thing that is offered."""

    #: Its name, since that is what people type; the picture picker fills it in too.
    category = TextField(FIELDS["category"])
    guessed = HiddenField()
    confirmed = BooleanField(N_("Yes, this is the right kind"))
    quantity = QuantityField(FIELDS["quantity"])
    description = TextField(FIELDS["description"], longest=LONGEST["description"])
    weight = QuantityField(FIELDS["weight"])
    length = MillimetreField(FIELDS["length"])
    width = MillimetreField(FIELDS["width"])
    height = MillimetreField(FIELDS["height"])
    condition = SelectField(FIELDS["condition"], choices=CONDITIONS, default="B")
    packaging = TextField(FIELDS["packaging"], longest=LONGEST["packaging"])
    marks = TextField(FIELDS["marks"], longest=LONGEST["marks"])
    reference = TextField(FIELDS["reference"], longest=LONGEST["reference"])

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed on the card."""
        return not any(self[name].data or self[name].errors or _raw(self[name]) for name in _TYPED)

    @property
    def is_guess(self) -> bool:
        """Whether the kind is still the one that was guessed."""
        return bool(self.guessed.data) and self.guessed.data == self.category.data

    def told(self, kinds: Kinds) -> ToldLine:
        """Give what was typed; a name that no kind has stays as it is."""
        found = kinds.named(self.category.data or "")
        texts: dict[str, Any] = {name: self[name].data or "" for name in _TEXTS}
        sides: dict[str, Any] = {f"{side}_mm": self[side].data for side in _MEASURES}
        return ToldLine(
            category=found.slug if found else self.category.data or "",
            quantity_milli=self.quantity.data,
            weight_g=self.weight.data,
            condition=self.condition.data or "",
            **texts,
            **sides,
        )


#: In the names of the fields of a card that the page copies when one more is asked for.
COPIED = "lines-NEW"


class OfferForm(ShopForm):
    """An offer as a whole."""

    id = HiddenField()
    project = TextField(FIELDS["project"], [Asked()], longest=LONGEST["project"])
    street = TextField(FIELDS["street"], [Asked()], longest=LONGEST["street"])
    postcode = TextField(FIELDS["postcode"], [Asked()], longest=LONGEST["postcode"])
    city = TextField(FIELDS["city"], [Asked()], longest=LONGEST["city"])
    available_from = DateField(FIELDS["available_from"], [Asked()])
    available_until = DateField(FIELDS["available_until"], [Asked()])
    contact_name = TextField(FIELDS["contact_name"], longest=LONGEST["contact_name"])
    contact_phone = TextField(FIELDS["contact_phone"], longest=LONGEST["contact_phone"])
    contact_email = TextField(FIELDS["contact_email"], longest=LONGEST["contact_email"])
    access = TextField(FIELDS["access"], longest=LONGEST["access"], widget=TextArea())
    lines = FieldList(FormField(LineForm))

    @property
    def cards(self) -> list[FormField]:
        """The cards of the form, each with its name."""
        return list(self.lines.entries)

    def drop_empty(self, carrying: Collection[str] = ()) -> None:
        """Leave the cards out on which nothing was typed, and that carry no file."""
        self.lines.entries = [
            card for card in self.cards if card.name in carrying or not card.form.is_empty
        ]

    def add_empty(self, many: int = SPARE) -> None:
        """Add empty cards."""
        for _ in range(many):
            self.lines.append_entry()

    def add_read(self, read: Sequence[Read], kinds: Kinds) -> None:
        """Add a card for every line of a list."""
        names = {category.slug: category.name for category in kinds.all}
        for one in read:
            name = names.get(one.line.category, "")
            facts = vars(one.line) | {
                "category": name,
                "guessed": name if one.guessed else "",
                "quantity": one.line.quantity_milli,
                "weight": one.line.weight_g,
                **{side: getattr(one.line, f"{side}_mm") for side in _MEASURES},
            }
            self.lines.append_entry(facts)

    def told(self, customer: UUID, kinds: Kinds) -> Told:
        """Give what was filled in."""
        texts = (
            *("project", "street", "postcode", "city"),
            *("contact_name", "contact_phone", "contact_email", "access"),
        )
        return Told(
            id=_uuid(self.id.data),
            customer=customer,
            available_from=self.available_from.data,
            available_until=self.available_until.data,
            lines=tuple(card.form.told(kinds) for card in self.cards),
            language=i18n.language(),
            **{name: self[name].data or "" for name in texts},
        )

    def put(self, problems: Sequence[Problem]) -> None:
        """Put every problem at its place; what could not even be read is said there already."""
        for problem in problems:
            form, field = self, problem.field
            if problem.line is not None:
                form = self.cards[problem.line].form
                field = "quantity" if field == "unit" else field
            refusal = problem.refusal
            if field == "category" and form.category.data and "category" in refusal.details:
                refusal = _of_kind(refusal, form.category.data)
            if field != "lines" and not form[field].errors:
                form.refuse(field, refusal)

    def check_guesses(self) -> None:
        """Ask about kinds that were guessed and that nobody confirmed."""
        for card in self.cards:
            if card.form.is_guess and not card.form.confirmed.data:
                card.form.refuse("confirmed", NotConfirmed())

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with any field."""
        fields = [field for field in self if field is not self.lines]
        fields += [field for card in self.cards for field in card.form]
        return not any(field.errors for field in fields)


def _raw(field: Field) -> str:
    return str(field.raw_data[0]).strip() if field.raw_data else ""


def _of_kind(refusal: Refused, typed: str) -> Refused:
    return refusal if refusal.slug() != "unknown-kind" else UnknownKindTyped(kind=typed[:40])


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise BadInput(what="id") from None
