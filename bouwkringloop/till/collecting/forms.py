"""What people fill in about what is to be collected, and what the API answers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import StrictInt
from wtforms import DateField, SelectField
from wtforms.validators import DataRequired, InputRequired

from bouwkringloop.base import quantity
from bouwkringloop.base.api import Answer, Body, Milli
from bouwkringloop.base.errors import BadInput, Refused
from bouwkringloop.base.forms import ShopForm, TextField
from bouwkringloop.base.i18n import N_
from bouwkringloop.till.collecting.deliver import Plan
from bouwkringloop.till.collecting.waiting import Waits

#: How a half-day is said.
HALF_DAYS = {"morning": N_("Morning"), "afternoon": N_("Afternoon")}


class DeliveryForm(ShopForm):
    """When and where things are brought."""

    day = DateField(N_("Day"), [InputRequired()])
    half_day = SelectField(N_("Part of the day"), [InputRequired()], choices=HALF_DAYS)
    street = TextField(N_("Street and number"), [DataRequired()], longest=100)
    postcode = TextField(N_("Postcode"), [DataRequired()], longest=12)
    city = TextField(N_("Town"), [DataRequired()], longest=60)
    note = TextField(N_("Note for the driver"), longest=120)

    def plan(self) -> Plan:
        """Give the plan; only after it proved right."""
        return Plan(
            self.day.data,
            self.half_day.data,
            self.street.data,
            self.postcode.data,
            self.city.data,
            self.note.data,
        )


def begun(one: Waits) -> dict[str, Any]:
    """Give what the form of a delivery begins with: the plan that it has, or none."""
    kept = one.collection
    if kept.deliver_on is None:
        return {}
    names = ("half_day", "street", "postcode", "city", "note")
    return {"day": kept.deliver_on, **{name: getattr(kept, name) for name in names}}


class NothingChosen(Refused):
    """A button was pressed for nothing."""

    status = 422
    message = N_("Choose at least one thing.")


def chosen(sent: Sequence[str]) -> list[int]:
    """Read which things were chosen."""
    if not sent:
        raise NothingChosen
    if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in sent):
        raise BadInput(what="things")
    return [int(one) for one in sent]


def asked_day(sent: Mapping[str, str]) -> date:
    """Read the day of a route sheet."""
    try:
        return date.fromisoformat(sent.get("day", ""))
    except ValueError:
        raise BadInput(what="day") from None


def amounts(sent: Mapping[str, str], numbers: Sequence[int]) -> dict[int, int]:
    """Read how much of each thing is meant, in thousandths; what is left open means all of it."""
    typed = {number: sent.get(f"amount-{number}", "").strip() for number in numbers}
    return {number: quantity.parse(text) for number, text in typed.items() if text}


class HandOverBody(Body):
    """How much of a line left, under an id that the device made."""

    id: UUID
    quantity: Milli
    #: Whether what stays gets a tag of its own.
    tag: bool = False


class CollectionAnswer(Answer):
    """What is sold and still to be collected: of which sale, for whom, and since when.

    `quantity` is what still waits, or what left where nothing does; `handed_over` what left so far.
    """

    id: StrictInt
    sale: UUID
    line: StrictInt
    receipt_number: StrictInt
    item: str | None
    description: str
    quantity: Milli
    handed_over: Milli
    unit: str
    name: str
    phone: str
    at: datetime
    state: str
    deliver_on: date | None
    half_day: str


def told(one: Waits) -> CollectionAnswer:
    """Describe what waits, for a program."""
    kept = one.collection
    return CollectionAnswer.model_construct(
        id=kept.id,
        sale=one.sale.uuid,
        line=one.line.position,
        receipt_number=one.sale.receipt_number,
        item=one.code,
        description=one.line.description,
        quantity=one.amount_milli,
        handed_over=one.handed_milli,
        unit=one.line.unit,
        name=kept.name,
        phone=kept.phone,
        at=kept.at,
        state=kept.state,
        deliver_on=kept.deliver_on,
        half_day=kept.half_day,
    )
