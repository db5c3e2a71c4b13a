"""What people fill in on the pages of the stock room."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from wtforms import HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import MoneyField, QuantityField, ShopForm, TextField
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.catalogue.models import Category
from bouwkringloop.stock import reserve, write_off
from bouwkringloop.stock.dismantle import Part

WAYS = {
    "given": N_("Give away"),
    "material": N_("To material recycling"),
    "residue": N_("To residual waste"),
}


class IdField(HiddenField):  # type: ignore[misc]
    """The id that a page made for what it will send, so that sending twice does it once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, default=lambda: str(uuid4()), **kwargs)

    @property
    def uuid(self) -> UUID:
        """The id, if it is one."""
        try:
            return UUID(self.data or "")
        except ValueError:
            raise BadInput(what="id") from None


class _HowMuchForm(ShopForm):
    """A form that asks how much of a thing it is about."""

    quantity = QuantityField(N_("How much"), [InputRequired()])

    @property
    def milli(self) -> int:
        """How much, in thousandths; only after the form proved right."""
        return self.quantity.data or 0


class MoveForm(_HowMuchForm):
    """Where something goes on its site: a place from the list, or the code on its label."""

    place = SelectField(N_("Place"), choices={}, validate_choice=False)
    code = TextField(N_("Or scan the label of the place"), longest=12)

    def __init__(self, *args: Any, places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place.choices = {"": "–", **places}

    @property
    def wanted(self) -> str:
        """The code of the place that was scanned, or else chosen."""
        return str(self.code.data or self.place.data or "")


class ReserveForm(_HowMuchForm):
    """For whom something is kept, and until when."""

    id = IdField()
    name = TextField(N_("Name"), [DataRequired()], longest=60)
    days = IntegerField(
        N_("How many days"),
        [InputRequired(), NumberRange(1, reserve.MOST_DAYS)],
        default=reserve.USUAL_DAYS,
    )


class LeaveForm(_HowMuchForm):
    """Where something goes that is not sold, and why."""

    way = RadioField(N_("Where does it go?"), [DataRequired()], choices=WAYS)
    reason = TextField(N_("Why?"), [DataRequired()])

    def validate_way(self, field: RadioField) -> None:
        """Take only a way that there is."""
        if field.data not in write_off.WAYS:
            raise ValidationError(translate(N_("Choose where it goes.")))


class JudgeForm(ShopForm):
    """What a thing is for from now on, and why."""

    state = RadioField(N_("What is it for now?"), [DataRequired()], validate_choice=False)
    price_cents = MoneyField(N_("Price"), [Optional()])
    reason = TextField(N_("Why?"), [DataRequired()])


class PriceForm(ShopForm):
    """Another price, and why."""

    price_cents = MoneyField(N_("New price"), [InputRequired()])
    reason = TextField(N_("Why?"), [DataRequired()])

    @property
    def cents(self) -> int:
        """The price; only after the form proved right."""
        return self.price_cents.data or 0


class PlaceForm(ShopForm):
    """A new place on a site."""

    name = TextField(N_("Name"), [DataRequired()], longest=60)
    kind = SelectField(
        N_("What is it?"),
        [DataRequired()],
        choices={
            "zone": N_("Zone: a shed, a yard, a corner"),
            "rack": N_("Rack: shelves, a bay, a stand"),
            "bin": N_("Bin: a box or crate"),
        },
    )
    parent = SelectField(N_("Within"), choices={}, validate_choice=False)

    def __init__(self, *args: Any, parents: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent.choices = {"": "–", **parents}


#: How many kinds of parts one can name at once.
PARTS = 6


class TakeApartForm(_HowMuchForm):
    """How much of a thing is taken apart, and where goes what is in no part."""

    rest_way = SelectField(
        N_("Where does the rest go?"),
        choices={"material": WAYS["material"], "residue": WAYS["residue"]},
        default="material",
    )


class PartForm(ShopForm):
    """One kind of part that came out; a row in which no kind is chosen says nothing."""

    kind = SelectField(N_("Part"), choices={}, validate_choice=False)
    quantity = QuantityField(N_("How much"), [InputRequired()])
    weight_g = QuantityField(N_("Weight of it all"), [InputRequired()])
    price_cents = MoneyField(N_("Price for one"), [InputRequired()])

    def __init__(self, *args: Any, kinds: Mapping[str, Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = {"": "–", **{slug: kind.name for slug, kind in kinds.items()}}

    @property
    def is_filled(self) -> bool:
        """Whether somebody chose a kind."""
        return bool(self.kind.data)

    def part(self, kinds: Mapping[str, Category]) -> Part:
        """Give the part; only after the form proved right."""
        if self.kind.data not in kinds:
            raise BadInput(what=self.kind.label.text)
        return Part(
            category=kinds[self.kind.data],
            quantity_milli=self.quantity.data or 0,
            weight_g=self.weight_g.data or 0,
            price_cents=self.price_cents.data or 0,
        )
