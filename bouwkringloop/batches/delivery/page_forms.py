"""What people fill in about loads, inspections and stock: big fields, one row a thing."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import Optional

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import MoneyField, QuantityField, ShopForm, TextField
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.batches.delivery import signature
from bouwkringloop.batches.delivery.came import Came
from bouwkringloop.batches.delivery.deliver import Load
from bouwkringloop.batches.delivery.find import Expected
from bouwkringloop.batches.delivery.inspect import Found
from bouwkringloop.batches.delivery.models import Inspection
from bouwkringloop.batches.delivery.stock import Put
from bouwkringloop.batches.words import DIFFERENCES, OUTCOMES, TREATMENTS
from bouwkringloop.intake.brought import Weighed

SHAPES = {
    "heap": N_("One heap"),
    "single": N_("Every piece by itself"),
    "lots": N_("Lots of equal size"),
}
CONDITIONS = {"A": N_("A – as new"), "B": N_("B – good"), "C": N_("C – used hard")}
#: Into so many parts a line can be divided on the page.
ROWS = 6


class LoadForm(ShopForm):
    """Who came with what, and who signed."""

    id = HiddenField()
    where = SelectField(N_("Where is it now?"))
    driver = TextField(N_("Driver"), longest=80)
    plate = TextField(N_("Number plate"), longest=20)
    vehicle_max_g = QuantityField(N_("The vehicle carries at most"))
    note = TextField(N_("Remark"), longest=300)
    signed_by = TextField(N_("Name of who hands it over"), longest=80)
    signature = HiddenField()
    on_paper = BooleanField(N_("Signed on paper"))

    def __init__(self, *args: Any, places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.where.choices = places
        self.id.data = self.id.data or str(uuid4())

    def load(self, came: Sequence[Came]) -> Load:
        """Give it as the shop knows it; only after the form proved right."""
        try:
            uuid = UUID(self.id.data)
        except ValueError:
            raise BadInput(what="id") from None
        site, _, place = self.where.data.partition("/")
        drawn = self.signature.data or ""
        return Load(
            id=uuid,
            site=site,
            place=place or None,
            lines=tuple(came),
            driver=self.driver.data,
            plate=self.plate.data,
            vehicle_max_g=self.vehicle_max_g.data,
            signed_by=self.signed_by.data,
            drawing=signature.from_page(drawn) if drawn and not self.on_paper.data else None,
            on_paper=self.on_paper.data,
            note=self.note.data,
        )


class CameForm(ShopForm):
    """What came of one line: how much, how heavy, and what is different."""

    quantity_milli = QuantityField(N_("How much came"), [Optional()])
    weight_g = QuantityField(N_("Weight of all"), [Optional()])
    gross_g = QuantityField(N_("What the scales show"), [Optional()])
    tare_g = QuantityField(N_("Pallet or crate"), [Optional()])
    container = SelectField(N_("What stands on the scales too?"), default="")
    scale = SelectField(N_("Scales"), default="")
    by_itself = HiddenField()
    by_offer = BooleanField(N_("Not weighed: count with the offer"))
    words = SelectMultipleField(N_("What is different?"), choices={w: w for w in DIFFERENCES})
    difference = TextField(N_("In your own words"), longest=120)
    more_follows = BooleanField(N_("More follows with another load"))

    def __init__(
        self,
        expected: Expected,
        *args: Any,
        containers: dict[str, str],
        scales: dict[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, prefix=f"line-{expected.line.position}-", **kwargs)
        self.expected = expected
        self.container.choices = {"": translate(N_("Nothing")), **containers}
        self.scale.choices = {"": translate(N_("Other scales")), **scales}
        self._take_from_scales()

    def _take_from_scales(self) -> None:
        """Take what the scales told to the gram, as long as the field shows it.

        Typed by hand, three digits behind the comma could be read in two ways.
        """
        told, shown = self.by_itself.data or "", self.gross_g.raw_data
        if told.isascii() and told.isdecimal() and len(told) < 10 and shown:
            grams = int(told)
            kilograms = f"{grams // 1000}.{grams % 1000:03d}".rstrip("0").rstrip(".")
            if shown[0].replace(",", ".") == kilograms:
                self.gross_g.data, self.gross_g.process_errors = grams, []

    @property
    def is_filled(self) -> bool:
        """Whether something of it came."""
        figures = (self.quantity_milli, self.weight_g, self.gross_g)
        return any(field.data is not None for field in figures) or bool(self.more_follows.data)

    @property
    def came(self) -> Came:
        """Give it as the shop knows it; only after the form proved right."""
        # The builder reads them on the receipt.
        with i18n.speaking(self.expected.line.batch.language):
            said = [translate(word) for word in self.words.data or ()]
        said += [self.difference.data] if self.difference.data else []
        return Came(
            line=self.expected.line.uuid,
            quantity_milli=self.quantity_milli.data or 0,
            weight_g=self.weight_g.data,
            weighed=self._weighed(),
            by_offer=self.by_offer.data,
            difference=", ".join(said),
            more_follows=self.more_follows.data,
        )

    def _weighed(self) -> Weighed | None:
        if self.gross_g.data is None:
            return None
        # What the scales told stands in the page beside the field: equal as long as nobody typed.
        by_itself = bool(self.scale.data) and self.by_itself.data == str(self.gross_g.data)
        return Weighed(
            gross_g=self.gross_g.data,
            container=self.container.data or "",
            tare_g=self.tare_g.data or 0,
            scale=self.scale.data or "",
            by_itself=by_itself,
        )


class FoundForm(ShopForm):
    """What was found of one part of a line."""

    outcome = SelectField(
        N_("What is it good for?"), choices={"": N_("Choose"), **OUTCOMES}, default=""
    )
    quantity_milli = QuantityField(N_("How much"), [Optional()])
    weight_g = QuantityField(N_("Weight"), [Optional()])
    condition = SelectField(N_("Condition"), choices=CONDITIONS, default="B")
    reason = TextField(N_("Why"), longest=200)
    treatments = SelectMultipleField(N_("What was done to it"), choices={w: w for w in TREATMENTS})
    treatment = TextField(N_("Something else"), longest=120)
    certificate = TextField(N_("Test or certificate"), longest=200)

    def __init__(self, number: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"part-{number}-", **kwargs)

    @property
    def found(self) -> Found:
        """Give it as the shop knows it; only after the form proved right."""
        done = [translate(word) for word in self.treatments.data or ()]
        done += [self.treatment.data] if self.treatment.data else []
        return Found(
            outcome=self.outcome.data,
            quantity_milli=self.quantity_milli.data,
            weight_g=self.weight_g.data,
            condition=self.condition.data,
            reason=self.reason.data,
            treatment=", ".join(done),
            certificate=self.certificate.data,
        )


class PutForm(ShopForm):
    """How one part goes into stock."""

    now = BooleanField(N_("Bring in now"), default=True)
    shape = RadioField(N_("As what?"), choices=SHAPES, default="heap")
    lot_milli = QuantityField(N_("In each lot"), [Optional()])
    price_cents = MoneyField(N_("Price per unit"), [Optional()])
    place = SelectField(N_("Place"), default="")
    labels = IntegerField(N_("Labels for each thing"), [Optional()])

    def __init__(
        self, finding: Inspection, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, prefix=f"put-{finding.id}-", **kwargs)
        self.finding = finding
        self.place.choices = {"": translate(N_("No place yet")), **dict(places)}

    @property
    def put(self) -> Put:
        """Give it as the shop knows it; only after the form proved right."""
        return Put(
            finding=self.finding.id,
            shape=self.shape.data,
            lot_milli=self.lot_milli.data,
            price_cents=self.price_cents.data,
            place=self.place.data or None,
            labels=self.labels.data,
        )
