"""What a manager fills in about the rules of the till."""

from dataclasses import asdict
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from bouwkringloop.base.forms import MoneyField, PercentField, ShopForm, TextField
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.catalogue import markdown
from bouwkringloop.till.rules import Rules

SCHEMES = {"normal": N_("Normal"), "kor": N_("Small businesses (KOR)")}
#: What each rule is called; the history names them so too.
NAMES = {
    "vat_scheme": N_("VAT scheme"),
    "retention_years": N_("Years that the books are kept"),
    "price_percent": N_("Lower price: at most this part"),
    "price_cents": N_("Lower price: at most this much"),
    "discount_percent": N_("Discount: at most this part"),
    "discount_cents": N_("Discount: at most this much"),
    "return_cents": N_("Taken back with a receipt: at most"),
    "blind_return_cents": N_("Taken back without a receipt: at most"),
    "sticker_markdown": N_("Off stickers of older weeks"),
    "receipt_code": N_("A code on paper that leads to the receipt on a phone"),
}
_AFTER, _OFF = N_("After"), N_("Off the price")
_WEEK = 7


class RulesForm(ShopForm):
    """How far a cashier goes alone, how the shop stands to VAT, and what stickers lose."""

    price_percent = PercentField(NAMES["price_percent"], [InputRequired()])
    price_cents = MoneyField(NAMES["price_cents"], [InputRequired()])
    discount_percent = PercentField(NAMES["discount_percent"], [InputRequired()])
    discount_cents = MoneyField(NAMES["discount_cents"], [InputRequired()])
    return_cents = MoneyField(NAMES["return_cents"], [InputRequired()])
    blind_return_cents = MoneyField(NAMES["blind_return_cents"], [InputRequired()])
    vat_scheme = RadioField(NAMES["vat_scheme"], validate_choice=False)
    retention_years = IntegerField(NAMES["retention_years"], [InputRequired()])
    receipt_code = BooleanField(NAMES["receipt_code"])
    weeks_1, percent_1 = IntegerField(_AFTER, [Optional()]), IntegerField(_OFF, [Optional()])
    weeks_2, percent_2 = IntegerField(_AFTER, [Optional()]), IntegerField(_OFF, [Optional()])
    weeks_3, percent_3 = IntegerField(_AFTER, [Optional()]), IntegerField(_OFF, [Optional()])

    def validate_vat_scheme(self, field: RadioField) -> None:
        """Take only a scheme that there is."""
        if field.data not in SCHEMES:
            raise ValidationError(translate("Not a valid choice."))

    @property
    def steps(self) -> list[tuple[IntegerField, IntegerField]]:
        """Give the fields of what comes off stickers, a step at a time."""
        return [
            (self[f"weeks_{at}"], self[f"percent_{at}"]) for at in range(1, markdown.MOST_STEPS + 1)
        ]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Check every field, and that each step is filled in wholly or not at all."""
        right: bool = super().validate(*args, **kwargs)
        for weeks, percent in self.steps:
            if (weeks.data is None) != (percent.data is None) and not (
                weeks.errors or percent.errors
            ):
                empty = weeks if weeks.data is None else percent
                empty.errors = [translate(N_("Fill in both, or neither."))]
                right = False
        return right

    def wanted(self) -> Rules:
        """Give the rules as they were filled in; only after they proved right."""
        steps = [(weeks.data * _WEEK, percent.data) for weeks, percent in self.steps if weeks.data]
        plain = {name: self[name].data for name in NAMES if name in self}
        return Rules(**plain, sticker_markdown=markdown.write(steps))


def about(rules: Rules) -> dict[str, Any]:
    """Tell with what the form begins."""
    steps: dict[str, Any] = {}
    for at, (days, percent) in enumerate(markdown.steps(rules.sticker_markdown), 1):
        steps |= {f"weeks_{at}": -(-days // _WEEK), f"percent_{at}": percent}
    return asdict(rules) | steps


class CardForm(ShopForm):
    """A discount card."""

    name = TextField(N_("Name of the card"), [DataRequired()], longest=40)
    percent = PercentField(N_("Off the whole basket"), [InputRequired()])


class ColourForm(ShopForm):
    """A colour of stickers."""

    name_nl = TextField(N_("Colour in Dutch"), [DataRequired()], longest=20)
    name_en = TextField(N_("Colour in English"), [DataRequired()], longest=20)
    colour = TextField(N_("How it looks"), [DataRequired()], longest=7)
