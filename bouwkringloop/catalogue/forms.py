"""What people fill in about a category."""

import re
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    NumberRange,
    Optional,
    ValidationError,
)

from bouwkringloop.base.forms import MoneyField, QuantityField, ShopForm, TextField
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.quantity import Unit
from bouwkringloop.catalogue import find, impact, markdown
from bouwkringloop.catalogue.change import Facts
from bouwkringloop.catalogue.models import Category, CategoryGroup

#: As much as fits on a tile.
LONGEST_NAME = 28

_UNITS = {
    Unit.PIECE.value: N_("per piece"),
    Unit.M.value: N_("per metre"),
    Unit.M2.value: N_("per m²"),
    Unit.M3.value: N_("per m³"),
    Unit.KG.value: N_("per kg"),
    Unit.PACK.value: N_("per pack"),
}
REGIMES = {
    "normal": N_("VAT over the whole price"),
    "margin": N_("VAT over the margin"),
    "exempt": N_("No VAT: exempt"),
}
RATES = {"high": N_("High (21%)"), "low": N_("Low (9%)"), "zero": N_("Zero (0%)")}


_WEEK = 7
_AFTER, _OFF = N_("After"), N_("Off the price")


class CategoryForm(ShopForm):
    """One category."""

    name_nl = TextField(N_("Name in Dutch"), [DataRequired()], longest=LONGEST_NAME)
    name_en = TextField(N_("Name in English"), [DataRequired()], longest=LONGEST_NAME)
    group = SelectField(N_("Group"), [DataRequired()])
    unit = SelectField(N_("Unit"), [DataRequired()], choices=_UNITS)
    price_low_cents = MoneyField(N_("Lowest price"), [InputRequired()])
    price_high_cents = MoneyField(N_("Highest price"), [InputRequired()])
    flat_price_cents = MoneyField(N_("One price for all"), [Optional()])
    vat_regime = SelectField(N_("VAT scheme"), [DataRequired()], choices=REGIMES)
    vat_rate = SelectField(N_("VAT rate"), [DataRequired()], choices=RATES)
    pooled = BooleanField(N_("Margin over a period (globalisation)"))
    weight_g = QuantityField(N_("Weight of one unit"), [InputRequired()])
    weight_source = TextField(N_("Where the weight comes from"), [DataRequired()])
    eural = TextField(N_("Waste code (EURAL)"), [DataRequired()], longest=12)
    pictogram = RadioField(N_("Picture"), validate_choice=False)
    registered = BooleanField(N_("In the dealer's register"))
    weeks_1, percent_1 = IntegerField(_AFTER, [Optional()]), IntegerField(_OFF, [Optional()])
    weeks_2, percent_2 = IntegerField(_AFTER, [Optional()]), IntegerField(_OFF, [Optional()])
    weeks_3, percent_3 = IntegerField(_AFTER, [Optional()]), IntegerField(_OFF, [Optional()])
    whole_group = BooleanField(N_("Use these steps for the whole group"))
    unlabelled = BooleanField(N_("Sold without a label"))
    active = BooleanField(N_("In use"))

    def __init__(
        self, *args: Any, groups: list[CategoryGroup], unit_fixed: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.group.choices = {group.slug: group.name for group in groups}
        if unit_fixed and not self.unit.raw_data:
            # A unit that cannot be changed is shown greyed out, and then no browser sends it.
            self.unit.data = unit_fixed

    def validate_eural(self, field: TextField) -> None:
        """Bring `170201` into the form `17 02 01`, and refuse what is no such code."""
        digits = re.fullmatch(r"(\d\d) ?(\d\d) ?(\d\d)(\*?)", field.data, re.ASCII)
        if digits is None:
            raise ValidationError(
                translate(N_("A waste code is six digits, such as 17 02 01 or 17 02 04*."))
            )
        field.data = f"{digits[1]} {digits[2]} {digits[3]}{digits[4]}"

    def validate_pictogram(self, field: RadioField) -> None:
        """Take only a picture that is there."""
        if field.data not in find.pictograms():
            raise ValidationError(translate(N_("Choose a picture.")))

    @property
    def markdown_steps(self) -> list[tuple[IntegerField, IntegerField]]:
        """Give the fields of the markdown, a step at a time."""
        return [
            (self[f"weeks_{at}"], self[f"percent_{at}"]) for at in range(1, markdown.MOST_STEPS + 1)
        ]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Check every field, and then whether each step of the markdown follows on the last."""
        right: bool = super().validate(*args, **kwargs)
        wanted: list[tuple[int, int]] = []
        for weeks, percent in self.markdown_steps:
            if weeks.errors or percent.errors or (weeks.data is None and percent.data is None):
                continue
            if weeks.data is None or percent.data is None:
                empty = weeks if weeks.data is None else percent
                empty.errors = [translate(N_("Fill in both, or neither."))]
                right = False
                continue
            wanted.append((weeks.data * _WEEK, percent.data))
            try:
                markdown.write(wanted)
            except markdown.StepsGoBack as refusal:
                self.refuse(weeks.name, refusal)
                wanted.pop()
                right = False
        return right

    def facts(self) -> Facts:
        """Give what was filled in; only after it proved right."""
        steps = [
            (weeks.data * _WEEK, percent.data)
            for weeks, percent in self.markdown_steps
            if weeks.data is not None
        ]
        filled_in = {key: self[key].data for key in Facts.__dataclass_fields__ if key in self}
        return Facts(markdown=markdown.write(steps), **filled_in)


class ImpactForm(ShopForm):
    """A newer factor of a material."""

    material = SelectField(N_("Material"), [InputRequired()], validate_choice=False)
    primary_milli = QuantityField(N_("Made new"), [InputRequired()])
    reused_milli = QuantityField(N_("Used again"), [InputRequired()])
    displacement_milli = QuantityField(N_("Part that it replaces"), [InputRequired()])
    source = TextField(N_("Source"), [DataRequired()], longest=impact.LONGEST_SOURCE)
    year = IntegerField(N_("Year"), [InputRequired(), NumberRange(1990, 2999)])
    valid_from = DateField(N_("Valid from"), [InputRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.material.choices = {slug: impact.name(slug) for slug in impact.materials()}

    def told(self) -> impact.Factor:
        """Give what was filled in; only after it proved right."""
        fields = impact.Factor.__dataclass_fields__
        return impact.Factor(**{name: self[name].data for name in fields})


def about(category: Category) -> dict[str, Any]:
    """Tell with what the form begins."""
    steps: dict[str, Any] = {}
    for at, (days, percent) in enumerate(markdown.steps(category.markdown), 1):
        # What was set in days that are no weeks takes effect in the week in which they end.
        steps |= {f"weeks_{at}": -(-days // _WEEK), f"percent_{at}": percent}
    return steps | {
        "group": category.group.slug,
        **{key: getattr(category, key) for key in Facts.__dataclass_fields__ if key != "group"},
    }
