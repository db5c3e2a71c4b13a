"""What people fill in about a thing: what it is called, its condition, and its measures."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session
from wtforms import SelectField
from wtforms.validators import DataRequired

from bouwkringloop.base.forms import MoneyField, QuantityField, ShopForm, TextField
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import Actor
from bouwkringloop.catalogue.models import Attribute
from bouwkringloop.stock import attributes, describe
from bouwkringloop.stock.models import Item

_PREFIX = "attribute-"
_CONDITIONS = {"A": N_("A – as new"), "B": N_("B – good"), "C": N_("C – used hard")}


class MeasureField(QuantityField):
    """A figure of an attribute, in the attribute's own unit."""

    def __init__(self, *args: Any, attribute: Attribute, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = attribute.unit
        self._attribute = attribute

    def read(self, text: str) -> int:
        """Read a figure that such a measure can be."""
        milli = super().read(text)
        attributes.checked(self._attribute, milli)
        return milli


class DetailsForm(ShopForm):
    """What is the same for every thing; `form` adds what its category has."""

    title = TextField(N_("What it is"), [DataRequired()], longest=describe.LONGEST_TITLE)
    condition = SelectField(N_("Condition"), [DataRequired()], choices=_CONDITIONS)
    new_price_cents = MoneyField(N_("Price when new"))

    @property
    def measures(self) -> list[Any]:
        """The fields of the category's attributes."""
        return [field for field in self if field.name.startswith(_PREFIX)]

    def store(self, session: Session, item: Item, *, by: Actor) -> None:
        """Have the thing described as it was filled in; only after it proved right."""
        describe.change(
            session,
            item,
            title=self.title.data,
            condition=self.condition.data,
            new_price_cents=self.new_price_cents.data,
            by=by,
        )
        values = {field.name.removeprefix(_PREFIX): field.data for field in self.measures}
        attributes.set_all(session, item, values, by=by)


def form(
    asked: Sequence[Attribute],
    filled: Mapping[str, str] | None = None,
    data: Mapping[str, Any] | None = None,
) -> DetailsForm:
    """Make the form for a thing with these attributes, as it was filled in or as it begins."""
    fields = {f"{_PREFIX}{each.slug}": _field(each) for each in asked}
    made: DetailsForm = type("DetailsForm", (DetailsForm,), fields)(filled, data=data)
    return made


def about(session: Session, item: Item) -> dict[str, Any]:
    """Tell with what the form begins."""
    facts = {f"{_PREFIX}{f.attribute.slug}": f.value for f in attributes.of(session, item)}
    return {
        "title": item.title,
        "condition": item.condition,
        "new_price_cents": item.new_price_cents,
        **facts,
    }


def _field(attribute: Attribute) -> Any:
    if attribute.choices:
        choices = {"": translate(N_("not known")), **attribute.choice_names}
        return SelectField(attribute.name, choices=choices)
    return MeasureField(attribute.name, attribute=attribute)
