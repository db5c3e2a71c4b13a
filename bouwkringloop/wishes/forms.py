"""What is filled in about wishes."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from wtforms import DateField, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from bouwkringloop.base import clock
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import MoneyField, QuantityField, ShopForm, TextField
from bouwkringloop.base.i18n import N_, UNIT_NAMES, translate
from bouwkringloop.wishes.keep import LONGEST, MOST_MM, Facts
from bouwkringloop.wishes.models import MEASURES, Wish

#: How a whole group is chosen where kinds are listed.
GROUP = "group:"


_UNITS = {unit: many for unit, (_one, many) in UNIT_NAMES.items()}


class _MillimetresField(IntegerField):  # type: ignore[misc]
    """A measure in whole millimetres, or nothing."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, [Optional(), NumberRange(1, MOST_MM)], **kwargs)


class WishForm(ShopForm):
    """What somebody looks for, and how to reach them."""

    id = HiddenField()
    customer = HiddenField()
    kind = SelectField(N_("Kind"), choices={}, validate_choice=False)
    words = TextField(N_("What exactly?"), longest=LONGEST["words"])
    quantity = QuantityField(N_("How much at least"), [InputRequired()])
    unit = SelectField(N_("Unit"), [InputRequired()], choices=_UNITS)
    price_cents = MoneyField(N_("At most for one, VAT included"), [Optional()])
    length_from_mm = _MillimetresField(N_("Length from"))
    length_until_mm = _MillimetresField(N_("until"))
    width_from_mm = _MillimetresField(N_("Width from"))
    width_until_mm = _MillimetresField(N_("until"))
    height_from_mm = _MillimetresField(N_("Height from"))
    height_until_mm = _MillimetresField(N_("until"))
    needed_until = DateField(N_("Needed until"), [InputRequired()])
    name = TextField(N_("Name"), longest=LONGEST["name"])
    phone = TextField(N_("Telephone"), longest=LONGEST["phone"])
    mail = TextField(N_("Mail address"), longest=LONGEST["mail"])
    note = TextField(N_("Note"), longest=LONGEST["note"])

    def validate_price_cents(self, field: MoneyField) -> None:
        """Refuse to look for what costs nothing."""
        if field.data == 0:
            raise ValidationError(translate(N_("Leave this empty, or type an amount above zero.")))

    def facts(self) -> Facts:
        """Give what was filled in; only after the form proved right."""
        kind = self.kind.data or ""
        group = kind.removeprefix(GROUP) if kind.startswith(GROUP) else ""
        bounds: dict[str, Any] = {
            name: self[name].data
            for measure in MEASURES
            for name in (f"{measure}_from_mm", f"{measure}_until_mm")
        }
        texts: dict[str, Any] = {
            name: self[name].data or "" for name in ("words", "name", "phone", "mail", "note")
        }
        return Facts(
            quantity_milli=self.quantity.data or 0,
            unit=self.unit.data,
            needed_until=self.needed_until.data,
            category="" if group else kind,
            group=group,
            price_cents=self.price_cents.data,
            customer=self.customer_uuid(),
            **bounds,
            **texts,
        )

    def crossed(self) -> list[str]:
        """Name the fields whose measure ends before it begins."""
        return [
            f"{measure}_until_mm"
            for measure in MEASURES
            if (self[f"{measure}_until_mm"].data or MOST_MM)
            < (self[f"{measure}_from_mm"].data or 0)
        ]

    def uuid(self) -> UUID:
        """Give the id that was made with the form."""
        try:
            return UUID(self.id.data or "")
        except ValueError:
            raise BadInput(what="id") from None

    def customer_uuid(self) -> UUID | None:
        """Give which customer it is for, if it is one."""
        try:
            return UUID(self.customer.data) if self.customer.data else None
        except ValueError:
            raise BadInput(what="customer") from None


def of_wish(wish: Wish) -> dict[str, Any]:
    """Give what stands in the form of a wish that there is."""
    kind = wish.category.slug if wish.category else ""
    columns = ("words", "unit", "price_cents", "needed_until", "name", "phone", "mail", "note")
    bounds = [f"{measure}_{end}_mm" for measure in MEASURES for end in ("from", "until")]
    return {
        "id": wish.uuid,
        "customer": wish.customer.uuid if wish.customer else "",
        "kind": f"{GROUP}{wish.group.slug}" if wish.group else kind,
        "quantity": wish.quantity_milli,
        **{name: getattr(wish, name) for name in (*columns, *bounds)},
    }


def usual_day(days: int) -> date:
    """Give the day that stands in an empty form."""
    return clock.today() + timedelta(days=days)


#: At which field a refusal is said.
PLACES: Mapping[str, str] = {
    "NothingWished": "kind",
    "NeverSold": "kind",
    "NobodyWishes": "name",
    "BadPhone": "phone",
    "BadMailAddress": "mail",
    "DayPassed": "needed_until",
    "OnlyWhole": "quantity",
    "NoSuchQuantity": "quantity",
}
