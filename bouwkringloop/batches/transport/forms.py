"""What people fill in about the transport of a batch."""

from datetime import time
from uuid import UUID

from wtforms import BooleanField, DateField, TimeField
from wtforms.validators import InputRequired

from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import ShopForm, TextField
from bouwkringloop.base.i18n import N_
from bouwkringloop.batches.transport.plan import LONGEST_REASON
from bouwkringloop.pickups.plan import Slot

#: With what the form begins: a morning.
MORNING = {"starts": time(9), "ends": time(12)}


class SlotForm(ShopForm):
    """A day, and between which times somebody comes."""

    day = DateField(N_("Day"), [InputRequired()])
    starts = TimeField(N_("From"), [InputRequired()])
    ends = TimeField(N_("Until"), [InputRequired()])
    anyway = BooleanField(N_("Plan it anyway"))
    reason = TextField(N_("Why on another day"), longest=LONGEST_REASON)

    def slot(self) -> Slot:
        """Give the slot; only after it proved right."""
        return Slot(self.day.data, self.starts.data, self.ends.data)


def made_id(text: str) -> UUID:
    """Read the id that the page made."""
    try:
        return UUID(text)
    except ValueError:
        raise BadInput(what="id") from None
