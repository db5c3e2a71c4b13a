"""What people fill in about a purchase."""

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from bouwkringloop.base.forms import MoneyField, ShopForm, TextField
from bouwkringloop.base.i18n import N_
from bouwkringloop.intake import statement
from bouwkringloop.intake.models import IntakeLine
from bouwkringloop.intake.purchase import Seller


class PurchaseForm(ShopForm):
    """Who sold it, and how it was paid."""

    name = TextField(N_("Name of the seller"), longest=80)
    address = TextField(N_("Address of the seller"))
    document_kind = SelectField(
        N_("Which document did you see?"), choices={"": "–", **statement.DOCUMENTS}, default=""
    )
    document_number = TextField(N_("Number of the document"), longest=40)
    paid_by = RadioField(N_("How was it paid?"), validate_choice=False)

    def __init__(self, *args: Any, registered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The verb decides what is needed; this is only how the page shows it.
        self.name.flags.required = self.address.flags.required = registered

    @property
    def seller(self) -> Seller:
        """The seller; only after the form proved right."""
        return Seller(
            name=self.name.data or "",
            address=self.address.data or "",
            document_kind=self.document_kind.data or "",
            document_number=self.document_number.data or "",
        )


class PaidForm(ShopForm):
    """What was paid for all of one line."""

    paid_cents = MoneyField(N_("Paid"), [Optional()])

    def __init__(self, line: IntakeLine, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"line-{line.position}-", **kwargs)
        self.line = line

    @property
    def cents(self) -> int:
        """The amount; only after the form proved right."""
        return self.paid_cents.data or 0
