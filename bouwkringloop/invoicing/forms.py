"""What is filled in about invoices."""

from uuid import UUID

from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import InputRequired

from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import MoneyField, ShopForm, TextField
from bouwkringloop.base.i18n import N_
from bouwkringloop.invoicing.pay import LONGEST_NOTE, Came

METHOD_NAMES = {
    "bank": N_("By bank"),
    "cash": N_("Cash"),
    "pin": N_("Card"),
    "other": N_("Otherwise"),
}


def sent_id(text: str | None) -> UUID:
    """Read an id that was made with a form."""
    try:
        return UUID(text or "")
    except ValueError:
        raise BadInput(what="id") from None


class PaymentForm(ShopForm):
    """Money that came in, or that the shop paid back."""

    id = HiddenField()
    amount = MoneyField(N_("Amount"), [InputRequired()])
    paid_on = DateField(N_("Day"), [InputRequired()])
    method = SelectField(N_("How"), [InputRequired()], choices=METHOD_NAMES)
    note = TextField(N_("Note"), longest=LONGEST_NOTE)

    def came(self, *, back: bool) -> Came:
        """Give what was filled in; below zero where the shop paid back."""
        cents = self.amount.data or 0
        return Came(
            id=sent_id(self.id.data),
            amount_cents=-cents if back else cents,
            paid_on=self.paid_on.data,
            method=self.method.data,
            note=self.note.data,
        )
