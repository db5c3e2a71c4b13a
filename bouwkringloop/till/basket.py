"""What a customer buys and how it is paid: typed values, priced and checked."""

from dataclasses import dataclass
from uuid import UUID

from bouwkringloop.base import i18n, money, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.quantity import Unit
from bouwkringloop.stock.take_out import Taken

#: Cash of this much and more may not be taken in for goods (Wwft, since 1 January 2026).
CASH_BAN_CENTS = 300_000
MOST_LINES = 200


class EmptyBasket(Refused):
    """A sale of nothing."""

    status = 422
    message = N_("The basket is empty.")


class TooManyLines(Refused):
    """More lines than one receipt can hold."""

    status = 422
    message = N_("A basket holds at most 200 lines. Make a second sale of the rest.")


class PriceMissing(Refused):
    """A thing without a label has no price of its own."""

    status = 422
    message = N_("Type the price of “%(title)s”.")


class AbsurdPrice(Refused):
    """A price of nothing, below nothing, or beyond anything in the shop."""

    status = 422
    message = N_("The price of “%(title)s” cannot be right. Check it, please.")


class AbsurdDiscount(Refused):
    """A discount below nothing or above the price."""

    status = 422
    message = N_("The discount on “%(title)s” is more than its price.")


class DiscountWithoutLabel(Refused):
    """A discount on a price that was typed a moment ago."""

    status = 422
    message = N_("“%(title)s” has no label: type the price it is sold for instead of a discount.")


class NotPaid(Refused):
    """Less was paid than the basket costs."""

    status = 422
    message = N_("%(missing)s is still to be paid.")


class PaidTooMuch(Refused):
    """A card pays the exact amount; there is no change of it."""

    status = 422
    message = N_("The card payment is %(over)s more than the total. Card payments are exact.")


class AbsurdAmount(Refused):
    """A payment below nothing or beyond anything in the shop."""

    status = 422
    message = N_("This payment cannot be right. Check the amount, please.")


class TooMuchCash(Refused):
    """The law lets nobody pay so much for goods in cash."""

    status = 422
    message = N_(
        "Paying € 3,000 or more in cash is not allowed by law. Let the customer pay by card."
    )


class UnknownMethod(Refused):
    """A way of paying that this shop does not offer."""

    status = 422
    message = N_("This shop takes cash and cards only.")


@dataclass(frozen=True)
class Wanted:
    """One line as the till sent it: a labelled item, or a category for what has no label."""

    item: str | None
    category: str | None
    description: str
    quantity_milli: int
    unit_price_cents: int | None
    discount_cents: int
    weight_g: int | None
    reason: str
    #: The reservation under which the item was kept for who buys it now.
    reservation: UUID | None = None


@dataclass(frozen=True)
class Paid:
    """One payment as the till sent it."""

    method: str
    tendered_cents: int


@dataclass(frozen=True)
class Basket:
    """A whole sale as the till sent it."""

    id: UUID
    shift: UUID
    lines: tuple[Wanted, ...]
    payments: tuple[Paid, ...]
    #: Hash of what was sent, to tell a retry from another basket under the same id.
    content_hash: str


@dataclass(slots=True)
class Line:
    """One priced line. The VAT is filled in when day and whole receipt are known."""

    item_id: int | None
    code: str | None
    category_id: int
    description: str
    unit: str
    quantity_milli: int
    unit_price_cents: int
    discount_cents: int
    reason: str
    total_cents: int
    vat_regime: str
    vat_rate: str
    weight_g: int
    vat_percent: int = 0
    vat_cents: int = 0
    #: What leaves stock for it; None where the thing had no label.
    taken: Taken | None = None
    #: Whether what is left of the thing gets a new label.
    leaves_remainder: bool = False

    def row(self) -> dict[str, object]:
        """Give the line as it is stored."""
        return {
            "item_id": self.item_id,
            "category_id": self.category_id,
            "description": self.description,
            "unit": self.unit,
            "quantity_milli": self.quantity_milli,
            "unit_price_cents": self.unit_price_cents,
            "discount_cents": self.discount_cents,
            "reason": self.reason,
            "total_cents": self.total_cents,
            "vat_regime": self.vat_regime,
            "vat_percent": self.vat_percent,
            "vat_cents": self.vat_cents,
            "weight_g": self.weight_g,
        }

    def facts(self) -> list[object]:
        """Give the line as the journal keeps it: a list in this order, to keep entries short."""
        return [
            self.item_id,
            self.category_id,
            self.description,
            self.unit,
            self.quantity_milli,
            self.unit_price_cents,
            self.discount_cents,
            self.reason,
            self.total_cents,
            self.vat_regime,
            self.vat_percent,
            self.vat_cents,
            self.weight_g,
        ]


@dataclass(frozen=True)
class VatRow:
    """What a receipt says of one rate. `percent` is in hundredths."""

    percent: int
    base_cents: int
    vat_cents: int


@dataclass(frozen=True)
class Payment:
    """One payment with what of it stays."""

    method: str
    tendered_cents: int
    amount_cents: int


@dataclass(frozen=True)
class Settlement:
    """How a total was paid."""

    rounding_cents: int
    change_cents: int
    payments: tuple[Payment, ...]


def line_total(
    title: str, unit: str, quantity_milli: int, unit_price_cents: int, discount_cents: int
) -> int:
    """Price a line; refuse quantities, prices and discounts that cannot be."""
    quantity.checked(quantity_milli, Unit(unit))
    if not 0 < unit_price_cents <= money.MOST_CENTS:
        raise AbsurdPrice(title=title)
    gross = money.times(unit_price_cents, quantity_milli)
    if not 0 < gross <= money.MOST_CENTS:
        raise AbsurdPrice(title=title)
    if not 0 <= discount_cents <= gross:
        raise AbsurdDiscount(title=title)
    return gross - discount_cents


def vat_rows(lines: list[Line]) -> list[VatRow]:
    """Work out the VAT of a receipt: once per rate, half-up, shared out over its lines.

    Lines under the margin scheme show no VAT (Wet OB art. 28b–28h); theirs is worked out per
    line and kept for the books. With no purchase price known it is that of the full price.
    """
    rows = []
    for percent in sorted({line.vat_percent for line in lines}, reverse=True):
        normal = [li for li in lines if li.vat_percent == percent and li.vat_regime == "normal"]
        for line in lines:
            if line.vat_percent == percent and line.vat_regime == "margin":
                line.vat_cents = money.vat_within(line.total_cents, percent)
        if not normal:
            continue
        gross = sum(line.total_cents for line in normal)
        vat = money.vat_within(gross, percent)
        for line, part in zip(
            normal, money.share_out(vat, [li.total_cents for li in normal]), strict=True
        ):
            line.vat_cents = part
        rows.append(VatRow(percent, gross - vat, vat))
    return rows


def settle(total_cents: int, paid: tuple[Paid, ...]) -> Settlement:
    """Check that a total is paid, round what is paid in cash to five cents, and work out change."""
    for payment in paid:
        if payment.method not in ("cash", "pin"):
            raise UnknownMethod
        # Nothing in cash pays only for what rounds to nothing; it rounds no card payment.
        least = 0 if payment.method == "cash" and money.round_cash(total_cents) == 0 else 1
        if not least <= payment.tendered_cents <= money.MOST_CENTS:
            raise AbsurdAmount
    by_card = sum(p.tendered_cents for p in paid if p.method == "pin")
    if by_card > total_cents:
        raise PaidTooMuch(over=i18n.money(by_card - total_cents))
    rest = total_cents - by_card
    cash = [p for p in paid if p.method == "cash"]
    if not cash:
        if rest:
            raise NotPaid(missing=i18n.money(rest))
        return Settlement(0, 0, tuple(Payment(p.method, *(p.tendered_cents,) * 2) for p in paid))
    due = money.round_cash(rest)
    if due >= CASH_BAN_CENTS:
        raise TooMuchCash
    change = sum(p.tendered_cents for p in cash) - due
    if change < 0:
        raise NotPaid(missing=i18n.money(-change))
    return Settlement(due - rest, change, _after_change(paid, change))


def _after_change(paid: tuple[Paid, ...], change: int) -> tuple[Payment, ...]:
    """Give the change out of the cash that was handed over last."""
    kept = []
    for payment in reversed(paid):
        back = min(change, payment.tendered_cents) if payment.method == "cash" else 0
        change -= back
        kept.append(Payment(payment.method, payment.tendered_cents, payment.tendered_cents - back))
    return tuple(reversed(kept))
