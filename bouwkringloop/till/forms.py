"""What programs and the till's page send, read into typed values."""

import hashlib
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StrictInt

from bouwkringloop.base.api import Body, Milli
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.text import clean
from bouwkringloop.till.basket import (
    Basket,
    Collector,
    ComesBack,
    Discount,
    Measures,
    Paid,
    Wanted,
)
from bouwkringloop.till.count import Counted, of_denominations
from bouwkringloop.till.settle import METHODS

Words = Annotated[str, Field(max_length=120), AfterValidator(clean)]


class EitherItemOrCategory(Refused):
    """A line names a thing and a category, or neither."""

    status = 422
    message = N_("A line names either a code or a category.")


class MeasuresBody(Body):
    """Length, width and number of what is priced by length or area, in millimetres."""

    length_mm: StrictInt = Field(gt=0, le=1_000_000)
    width_mm: StrictInt | None = Field(None, gt=0, le=1_000_000)
    pieces: StrictInt = Field(1, gt=0, le=10_000)


class ReturnBody(Body):
    """What a line brings back, and where it goes; without a sale, goods without a receipt."""

    sale: UUID | None = None
    line: StrictInt = Field(0, ge=0, le=1000)
    back_to: Literal["stock", "residue", "repair"]


class SaleLineBody(Body):
    """One line: a labelled item by its code, or a category for what has no label.

    A line that brings something of an earlier sale back names that sale and its line instead. A
    service (a delivery), a donation and a gift card are only an amount (`unit_price_cents`); a
    voucher that names a reservation is a deposit on what is kept.
    """

    item: str | None = Field(None, max_length=20)
    category: str | None = Field(None, max_length=60)
    description: Words = ""
    quantity: Milli = Field(1000, json_schema_extra={"default": 1})
    weight_g: StrictInt | None = Field(None, ge=0, le=100_000_000)
    unit_price_cents: StrictInt | None = None
    discount_cents: StrictInt = 0
    reason: Words = ""
    #: The reservation under which the item was kept for who buys it, or on which a deposit is paid.
    reservation: UUID | None = None
    kind: Literal["goods", "service", "donation", "voucher"] = "goods"
    #: The colour of the price gun's sticker; `unit_price_cents` is what stands on it.
    sticker: str | None = Field(None, max_length=40)
    measures: MeasuresBody | None = None
    returns: ReturnBody | None = None
    #: It is paid now and fetched later; not for what comes back or is only an amount.
    collect: bool = False


class PaymentBody(Body):
    """One payment: how, and how much was handed over; below zero where money is paid out."""

    method: str = Field(max_length=20, json_schema_extra={"enum": list(METHODS)})
    tendered_cents: StrictInt
    #: The code of the voucher that pays.
    voucher: str | None = Field(None, max_length=40)
    #: The payment at a card terminal that it was; none where the amount was typed there by hand.
    card_payment: UUID | None = None


class DiscountBody(Body):
    """What comes off the whole basket: cents, or hundredths of a percent, with the reason."""

    reason: Words = ""
    cents: StrictInt = 0
    percent: StrictInt = Field(0, ge=0, le=10_000)
    card: str | None = Field(None, max_length=60)


class VoidBody(Body):
    """A line that was taken out before paying, for the journal."""

    title: Words
    cents: StrictInt = Field(ge=-(10**9), le=10**9)


class CollectorBody(Body):
    """Who fetches what is paid and stays here; without a name the customer who buys."""

    name: Annotated[str, Field(max_length=80), AfterValidator(clean)] = ""
    phone: Annotated[str, Field(max_length=24), AfterValidator(clean)] = ""


class SaleBody(Body):
    """A whole basket with its payments, under an id that the device made."""

    id: UUID
    shift: UUID
    lines: list[SaleLineBody] = Field(max_length=500)
    payments: list[PaymentBody] = Field(max_length=20)
    discount: DiscountBody | None = None
    approvals: list[UUID] = Field([], max_length=50)
    voided: list[VoidBody] = Field([], max_length=500)
    receipt: Literal["print", "none"] = "print"
    #: Who buys; needed where something is bought on account.
    customer: UUID | None = None
    #: Who fetches what stays here; needed where a line has `collect` and no customer is named.
    collector: CollectorBody | None = None

    def checked(self) -> Basket:
        """Give the basket with the fingerprint of what was sent."""
        return Basket(
            id=self.id,
            shift=self.shift,
            lines=tuple(_wanted(line) for line in self.lines),
            payments=tuple(_paid(payment) for payment in self.payments),
            content_hash=self._fingerprint(),
            discount=None if self.discount is None else Discount(**self.discount.model_dump()),
            approvals=tuple(self.approvals),
            voided=tuple((void.title, void.cents) for void in self.voided),
            on_paper=self.receipt == "print",
            customer=self.customer,
            collector=None if self.collector is None else Collector(**self.collector.model_dump()),
        )

    def _fingerprint(self) -> str:
        """Hash what was sent; what an older till could not say is left out where it says nothing.

        So a sale that was sent before an upgrade is known again after it.
        """
        unsaid: dict[str, Any] = {name: True for name in _LATER if not getattr(self, name)}
        if self.receipt == "print":
            unsaid["receipt"] = True
        unsaid["lines"] = {at: _unsaid(line) for at, line in enumerate(self.lines)}
        unsaid["payments"] = {
            at: {name for name in ("voucher", "card_payment") if getattr(payment, name) is None}
            for at, payment in enumerate(self.payments)
        }
        sent = self.model_dump_json(exclude=unsaid)
        return hashlib.sha256(sent.encode()).hexdigest()


_LATER = ("discount", "approvals", "voided", "customer", "collector")


def _paid(payment: PaymentBody) -> Paid:
    return Paid(payment.method, payment.tendered_cents, payment.voucher, payment.card_payment)


def _unsaid(line: SaleLineBody) -> set[str]:
    empty = {name for name in ("sticker", "measures", "returns") if getattr(line, name) is None}
    if line.kind == "goods":
        empty.add("kind")
    if not line.collect:
        empty.add("collect")
    return empty


def _wanted(line: SaleLineBody) -> Wanted:
    named = [line.item is not None, line.category is not None, line.kind != "goods"]
    is_linked = line.returns is not None and line.returns.sale is not None
    if sum(named) + is_linked != 1 or (line.item is not None and line.returns is not None):
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
        kind=line.kind,
        sticker=line.sticker,
        measures=None if line.measures is None else Measures(**line.measures.model_dump()),
        comes_back=None if line.returns is None else ComesBack(**line.returns.model_dump()),
        collect=line.collect,
    )


class RefundLineBody(Body):
    """One line of the sale that comes back, wholly or in part."""

    line: StrictInt = Field(ge=1, le=1000)
    quantity: Milli = Field(1000, json_schema_extra={"default": 1})
    back_to: Literal["stock", "residue", "repair"]
    reason: Words = ""


class RefundBody(Body):
    """What comes back of a sale, and how its money goes back.

    Without a shift it is the one that is open at the till of the sale.
    """

    id: UUID
    lines: list[RefundLineBody] = Field(min_length=1, max_length=500)
    method: str = Field(max_length=20)
    shift: UUID | None = None
    approvals: list[UUID] = Field([], max_length=50)

    def checked(self, sale: UUID, shift: UUID) -> Basket:
        """Give it as the basket that it is: lines that come back, paid out exactly."""
        content = f"{sale}\n{self.model_dump_json(exclude={'shift'})}"
        return Basket(
            id=self.id,
            shift=shift,
            lines=tuple(_back(sale, line) for line in self.lines),
            payments=(Paid(self.method, None),),
            content_hash=hashlib.sha256(content.encode()).hexdigest(),
            approvals=tuple(self.approvals),
        )


def _back(sale: UUID, line: RefundLineBody) -> Wanted:
    return Wanted(
        item=None,
        category=None,
        description="",
        quantity_milli=line.quantity,
        unit_price_cents=None,
        discount_cents=0,
        weight_g=None,
        reason=line.reason,
        comes_back=ComesBack(line.back_to, sale, line.line),
    )


class DeviationBody(Body):
    """What a lead allows: the kind, what it is about, and up to how many cents."""

    kind: Literal["price", "discount", "return", "blind_return", "cash"]
    about: str = Field(max_length=80)
    cents: StrictInt = Field(gt=0, le=10**9)


class ApprovalBody(Body):
    """What a shop lead allows for one basket, proved by their PIN."""

    shift: UUID
    sale: UUID
    person: StrictInt
    pin: str = Field(max_length=20)
    allowed: list[DeviationBody] = Field(min_length=1, max_length=50)


class ShiftBody(Body):
    """A till and the money that its drawer starts with."""

    id: UUID
    till: str = Field(max_length=60)
    float_cents: StrictInt


class CloseBody(Body):
    """What was counted: a sum in cents, or how often each note and coin was there."""

    counted_cents: StrictInt | dict[str, StrictInt]
    #: Why the drawer holds another sum than it should.
    reason: Words = ""

    def checked(self) -> Counted:
        """Give the count as a sum, with its notes and coins where they were sent."""
        if isinstance(self.counted_cents, int):
            return Counted.of_sum(self.counted_cents)
        return of_denominations(self.counted_cents)
