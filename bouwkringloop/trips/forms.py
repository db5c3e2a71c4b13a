"""What people fill in about vehicles and trips."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from wtforms import BooleanField, DateField, SelectField, TimeField
from wtforms.validators import DataRequired, InputRequired

from bouwkringloop.base import clock, quantity
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import QuantityField, ShopForm, TextField
from bouwkringloop.base.i18n import N_
from bouwkringloop.stock.models import Site
from bouwkringloop.trips.models import Trip, TripStop, Vehicle
from bouwkringloop.trips.plan import LONGEST_DRIVER, Wanted
from bouwkringloop.trips.vehicles import Facts

#: With what the form of a trip begins: a morning.
MORNING = {"starts": time(8, 30)}


class VehicleForm(ShopForm):
    """A van or lorry."""

    name = TextField(N_("Name"), [DataRequired()], longest=60)
    plate = TextField(N_("Number plate"), longest=12)
    max_g = QuantityField(N_("Carries at most"), [InputRequired()])
    max_litres = QuantityField(N_("Holds at most"), [InputRequired()])
    emission_free = BooleanField(N_("Emission-free (electric or hydrogen)"))

    def facts(self) -> Facts:
        """Give what was filled in; only after it proved right."""
        return Facts(
            self.name.data,
            self.plate.data,
            self.max_g.data or 0,
            # A thousandth of a cubic metre is a litre.
            self.max_litres.data or 0,
            self.emission_free.data,
        )


class TripForm(ShopForm):
    """When, with what, from where and with whom."""

    day = DateField(N_("Day"), [InputRequired()])
    starts = TimeField(N_("Departure"), [InputRequired()])
    vehicle = SelectField(N_("Vehicle"), [DataRequired()], choices={})
    site = SelectField(N_("From and to"), [DataRequired()], choices={})
    driver = TextField(N_("Driver"), [DataRequired()], longest=LONGEST_DRIVER)

    def __init__(
        self, *args: Any, vehicles: Sequence[Vehicle], sites: Sequence[Site], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.vehicle.choices = {each.slug: each.name for each in vehicles}
        self.site.choices = {site.slug: site.name for site in sites}

    def wanted(self) -> Wanted:
        """Give what was filled in; only after it proved right."""
        return Wanted(
            self.day.data,
            self.starts.data,
            self.vehicle.data,
            self.site.data,
            self.driver.data,
        )


class SizeForm(ShopForm):
    """How much one stop is; there are several on a page, so each is told apart by its stop."""

    kilograms = QuantityField(N_("Weight"))
    cubic_metres = QuantityField(N_("Volume"))


def size_form(stop: TripStop) -> SizeForm:
    """Begin with what is known of the size of a stop."""
    known = {"kilograms": stop.load_g, "cubic_metres": stop.load_litres}
    return SizeForm(prefix=f"stop{stop.id}-", data=known)


def begun(trip: Trip) -> dict[str, Any]:
    """Tell with what the form of a trip begins."""
    return {
        "day": trip.day,
        "starts": trip.starts,
        "vehicle": trip.vehicle.slug,
        "site": trip.site.slug,
        "driver": trip.driver,
    }


def made_id(text: str) -> UUID:
    """Read the id that the page made."""
    try:
        return UUID(text)
    except ValueError:
        raise BadInput(what="id") from None


def numbers(sent: Sequence[str]) -> list[int]:
    """Read which stops are meant."""
    if not sent or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in sent):
        raise BadInput(what="stop")
    return [int(one) for one in sent]


def size(sent: Mapping[str, str], number: int, name: str) -> int | None:
    """Read kilograms as grams or cubic metres as litres; None where nothing was typed."""
    text = sent.get(f"stop{number}-{name}", "").strip()
    return quantity.parse(text) if text else None


def kilometres(sent: Mapping[str, str]) -> int | None:
    """Read whole kilometres; None where nothing was typed."""
    text = sent.get("kilometres", "").strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def asked_day(text: str) -> date | None:
    """Read the day that a trip is wanted for; None where it is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def asked_month(text: str) -> date:
    """Read a month like 2026-11, or take this one."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return clock.today().replace(day=1)
