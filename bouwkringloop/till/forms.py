"""What programs and the till's page send, read into typed values."""

import hashlib
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StrictInt

from bouwkringloop.base.api import Body, Milli
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean
from bouwkringloop.till.basket import Basket, Paid, Wanted
from bouwkringloop.till.count import Counted, of_denominations

Words = Annotated[str, Field(max_length=120), AfterValidator(clean)]


class EitherItemOrCategory(Refused):
    """A line names a thing and a category, or neither."""

    status = 422
    message = N_("A line names either a code or a category.")


class SaleLineBody(Body):
    """One line: a labelled item by its code, or a category for what has no label."""

    item: str | None = Field(None, max_length=20)
    category: str | None = Field(None, max_length=60)
    description: Words = ""
    quantity: Milli = Field(1000, json_schema_extra={"default": 1})
    weight_g: StrictInt | None = Field(None, ge=0, le=100_000_000)
    unit_price_cents: StrictInt | None = None
    discount_cents: StrictInt = 0
    reason: Words = ""
    #: The reservation under which the item was kept for who buys it.
    reservation: UUID | None = None


class PaymentBody(Body):
    """One payment: how, and how much was handed over."""

    method: str = Field(max_length=20)
    tendered_cents: StrictInt


class SaleBody(Body):
    """A whole basket with its payments, under an id that the device made."""

    id: UUID
    shift: UUID
    lines: list[SaleLineBody] = Field(max_length=500)
    payments: list[PaymentBody] = Field(max_length=20)

    def checked(self) -> Basket:
        """Give the basket with the fingerprint of what was sent."""
        return Basket(
            id=self.id,
            shift=self.shift,
            lines=tuple(_wanted(line) for line in self.lines),
            payments=tuple(Paid(p.method, p.tendered_cents) for p in self.payments),
            content_hash=hashlib.sha256(self.model_dump_json().encode()).hexdigest(),
        )


def _wanted(line: SaleLineBody) -> Wanted:
    if (line.item is None) == (line.category is None):
        raise EitherItemOrCategory
    return Wanted(
        item=line.item,
        category=line.category,
        description=line.description,
        quantity_milli=line.quantity,
        unit_price_cents=line.unit_price_cents,
        discount_cents=line.discount_cents,
        weight_g=line.weight_g,
        reason=line.reason,
        reservation=line.reservation,
    )


class ShiftBody(Body):
    """A till and the money that its drawer starts with."""

    id: UUID
    till: str = Field(max_length=60)
    float_cents: StrictInt


class CloseBody(Body):
    """What was counted: a sum in cents, or how often each note and coin was there."""

    counted_cents: StrictInt | dict[str, StrictInt]

    def checked(self) -> Counted:
        """Give the count as a sum, with its notes and coins where they were sent."""
        if isinstance(self.counted_cents, int):
            return Counted.of_sum(self.counted_cents)
        return of_denominations(self.counted_cents)
