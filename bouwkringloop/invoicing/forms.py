"""What is filled in about invoices."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import InputRequired

from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import MoneyField, ShopForm, TextField
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.invoicing.pay import LONGEST_NOTE, Came

METHOD_NAMES = {
    "bank": N_("By bank"),
    "cash": N_("Cash"),
    "pin": N_("Card"),
    "other": N_("Otherwise"),
}
_NO_DRAWER = N_("No till")


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
    #: The id of the open shift whose drawer cash goes through; empty for none.
    shift = SelectField(N_("Cash goes through"), validate_choice=False)

    def offer(self, drawers: Sequence[tuple[str, str]]) -> None:
        """Let cash go through one of these open drawers, the first unless somebody chose."""
        self.shift.choices = [*drawers, ("", translate(_NO_DRAWER))]

    def came(self, *, back: bool) -> Came:
        """Give what was filled in; below zero where the shop paid back."""
        cents = self.amount.data or 0
        return Came(
            id=sent_id(self.id.data),
            amount_cents=-cents if back else cents,
            paid_on=self.paid_on.data,
            method=self.method.data,
            note=self.note.data,
            shift=sent_id(self.shift.data) if self._goes_through_a_drawer else None,
        )

    @property
    def _goes_through_a_drawer(self) -> bool:
        return self.method.data == "cash" and bool(self.shift.data)
