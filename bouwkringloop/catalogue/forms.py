"""What people fill in about a category."""

import re
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from bouwkringloop.base.forms import MoneyField, QuantityField, ShopForm, TextField
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.quantity import Unit
from bouwkringloop.catalogue import find
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


class CategoryForm(ShopForm):
    """One category."""

    name_nl = TextField(N_("Name in Dutch"), [DataRequired()], longest=LONGEST_NAME)
    name_en = TextField(N_("Name in English"), [DataRequired()], longest=LONGEST_NAME)
    group = SelectField(N_("Group"), [DataRequired()])
    unit = SelectField(N_("Unit"), [DataRequired()], choices=_UNITS)
    price_low_cents = MoneyField(N_("Lowest price"), [InputRequired()])
    price_high_cents = MoneyField(N_("Highest price"), [InputRequired()])
    vat_regime = SelectField(N_("VAT scheme"), [DataRequired()], choices=REGIMES)
    vat_rate = SelectField(N_("VAT rate"), [DataRequired()], choices=RATES)
    weight_g = QuantityField(N_("Weight of one unit"), [InputRequired()])
    weight_source = TextField(N_("Where the weight comes from"), [DataRequired()])
    eural = TextField(N_("Waste code (EURAL)"), [DataRequired()], longest=12)
    pictogram = RadioField(N_("Picture"), validate_choice=False)
    registered = BooleanField(N_("In the dealer's register"))
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

    def facts(self) -> Facts:
        """Give what was filled in; only after it proved right."""
        return Facts(**{field.name: field.data for field in self})


def about(category: Category) -> dict[str, Any]:
    """Tell with what the form begins."""
    return {
        "group": category.group.slug,
        **{key: getattr(category, key) for key in Facts.__dataclass_fields__ if key != "group"},
    }
