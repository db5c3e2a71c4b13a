"""What is filled in about statements, payouts, social return and closing."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import BooleanField, DateField, Field, HiddenField, IntegerField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import MoneyField, QuantityField, ShopForm, TextField
from bouwkringloop.base.i18n import N_
from bouwkringloop.batches.settling import pay, sroi, sroi_values, statement
from bouwkringloop.batches.settling.words import EXTRAS, GROUPS, TARGETS, WAYS
from bouwkringloop.batches.step import LONGEST_REASON

#: So many placements fit one statement's form.
PLACEMENTS = 4
_NONE = {"": N_("Nobody")}


def sent_id(text: str | None) -> UUID:
    """Read an id that was made with a form."""
    try:
        return UUID(text or "")
    except ValueError:
        raise BadInput(what="id") from None


def day(text: str | None, otherwise: date) -> date:
    """Read a day of an address; where it is none, give the other one."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return otherwise


class StatementForm(ShopForm):
    """A statement to be issued, or the last one of a batch that is closed."""

    id = HiddenField()
    upto = DateField(N_("Up to and including"), [InputRequired()])
    hours = IntegerField(
        N_("Hours of work placement"),
        [Optional(), NumberRange(0, statement.MOST_HOURS)],
    )
    hours_source = TextField(N_("Where the hours are from"), longest=statement.LONGEST_WORDS)
    explanation = TextField(N_("Why kilograms differ"), longest=LONGEST_REASON)

    def wanted(self, upto: date | None = None) -> statement.Wanted:
        """Give what was filled in; only after it proved right."""
        return statement.Wanted(
            id=sent_id(self.id.data),
            upto=upto or self.upto.data,
            hours=self.hours.data or 0,
            hours_source=self.hours_source.data or "",
        )


class PayoutForm(ShopForm):
    """A payout statement to be made."""

    id = HiddenField()
    until = DateField(N_("Up to and including"), [InputRequired()])


class PaidForm(ShopForm):
    """That a payout was paid."""

    paid_on = DateField(N_("Paid on"), [InputRequired()])
    way = SelectField(N_("How"), [InputRequired()], choices=WAYS)
    note = TextField(N_("Note"), longest=pay.LONGEST_NOTE)


class ValueForm(ShopForm):
    """A value of a municipality's table."""

    region = TextField(
        N_("Municipality or region"), [DataRequired()], longest=sroi_values.LONGEST["region"]
    )
    target = SelectField(N_("For"), [InputRequired()], choices=TARGETS)
    cents = MoneyField(N_("Amount"), [InputRequired()])
    from_age = IntegerField(N_("From age"), [Optional(), NumberRange(1, 99)])
    valid_from = DateField(N_("Valid from"), [InputRequired()])
    source = TextField(
        N_("Where it stands"), [DataRequired()], longest=sroi_values.LONGEST["source"]
    )
    note = TextField(N_("Note"), longest=sroi_values.LONGEST["note"])

    def told(self) -> sroi_values.Told:
        """Give what was filled in; only after it proved right."""
        fields = sroi_values.Told.__dataclass_fields__
        return sroi_values.Told(**{name: self[name].data for name in fields})


class SroiForm(ShopForm):
    """An SROI statement to be issued, with up to four placements."""

    id = HiddenField()
    region = SelectField(N_("Values of"), [InputRequired()], validate_choice=False)
    first = DateField(N_("From"), [InputRequired()])
    last = DateField(N_("Up to and including"), [InputRequired()])
    help_milli = QuantityField(N_("Hours of help given"), [Optional()])
    note = TextField(N_("Note on the paper"), longest=sroi.LONGEST_NOTE)

    def __init__(self, *args: Any, regions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region.choices = {region: region for region in regions}

    @property
    def rows(self) -> Iterator[dict[str, Field]]:
        """Give the fields of each placement."""
        for number in range(1, PLACEMENTS + 1):
            names = ("group", "hours", "months", *EXTRAS)
            yield {name: self[f"{name}_{number}"] for name in names}

    def wanted(self, customer: UUID) -> sroi.Wanted:
        """Give what was filled in; only after it proved right."""
        placements = tuple(
            sroi.Placement(
                row["group"].data,
                row["hours"].data or 0,
                row["months"].data or 0,
                tuple(name for name in EXTRAS if row[name].data),
            )
            for row in self.rows
            if row["group"].data
        )
        return sroi.Wanted(
            id=sent_id(self.id.data),
            customer=customer,
            region=self.region.data,
            first=self.first.data,
            last=self.last.data,
            help_milli=self.help_milli.data or 0,
            placements=placements,
            note=self.note.data or "",
        )


for _number in range(1, PLACEMENTS + 1):
    _choices = {**_NONE, **{group: TARGETS[group] for group in GROUPS}}
    setattr(SroiForm, f"group_{_number}", SelectField(N_("As"), choices=_choices))
    setattr(SroiForm, f"hours_{_number}", QuantityField(N_("Hours a week"), [Optional()]))
    setattr(
        SroiForm, f"months_{_number}", IntegerField(N_("Months"), [Optional(), NumberRange(1, 60)])
    )
    for _extra in EXTRAS:
        setattr(SroiForm, f"{_extra}_{_number}", BooleanField(TARGETS[_extra]))
