"""What is filled in about hours: one day put right, an allowance, a kiosk."""

from datetime import date

from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import InputRequired

from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import MoneyField, ShopForm, TextField
from bouwkringloop.base.i18n import N_
from bouwkringloop.placements.forms import ByIdForm
from bouwkringloop.placements.hours import cells
from bouwkringloop.placements.hours.words import REASONS
from bouwkringloop.stock.models import Site


class DayForm(ShopForm):
    """What a reported day should have been, and why it was not."""

    seen = HiddenField()
    hours = TextField(N_("Should have been"), [InputRequired()], longest=60)
    reason = SelectField(N_("Why"), [InputRequired()], choices=REASONS)

    def told(self, day: date) -> cells.Told:
        """Give what was typed; raises what says what is wrong with it."""
        return cells.told(self.hours.data, day) or cells.Told(0)

    def number(self) -> int:
        """Give which number of the day was seen."""
        try:
            return int(self.seen.data or "")
        except ValueError:
            raise BadInput(what="seen") from None


class AllowanceForm(ByIdForm):
    """What was paid to a volunteer, or taken back."""

    day = DateField(N_("Day"), [InputRequired()])
    amount = MoneyField(N_("Amount"), [InputRequired()])
    back = SelectField(
        N_("What happened"), choices={"": N_("Paid"), "back": N_("Taken back, it was a mistake")}
    )

    def cents(self) -> int:
        """Give what was paid in cents, with a minus where it was taken back."""
        cents: int = self.amount.data or 0
        return -cents if self.back.data else cents


class KioskForm(ShopForm):
    """A device at which people clock."""

    name = TextField(N_("Name"), [InputRequired()], longest=60)
    site = SelectField(N_("Where"), [InputRequired()], choices={})

    def offer(self, sites: list[Site]) -> None:
        """Offer the sites of the shop."""
        self.site.choices = {each.slug: each.name for each in sites}
