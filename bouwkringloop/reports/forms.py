"""What is filled in on pages of figures."""

from wtforms import DateField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from bouwkringloop.base.forms import PercentField, QuantityField, ShopForm, TextField
from bouwkringloop.base.i18n import N_
from bouwkringloop.reports import pso


class WorkForm(ShopForm):
    """How much paid work there is in all, for the share of the PSO."""

    staff = QuantityField(N_("Paid staff, as people in full work of 36 hours"), [Optional()])


class NormForm(ShopForm):
    """A norm of the PSO."""

    size = IntegerField(
        N_("From so many people in full work"), [InputRequired(), NumberRange(1, 100_000)]
    )
    step_1 = PercentField(N_("Step 1"), [InputRequired()])
    step_2 = PercentField(N_("Step 2"), [InputRequired()])
    step_3 = PercentField(N_("Step 3"), [InputRequired()])
    valid_from = DateField(N_("Valid from"), [InputRequired()])
    source = TextField(N_("Where it stands"), [InputRequired()])

    def told(self) -> pso.Told:
        """Give what was filled in."""
        steps = (self.step_1.data or 0, self.step_2.data or 0, self.step_3.data or 0)
        return pso.Told(self.size.data, steps, self.valid_from.data, self.source.data)
