"""What a customer buys and how it is paid: typed values, priced and checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bouwkringloop.base import money, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.quantity import Unit
from bouwkringloop.stock.take_out import Taken

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


@dataclass(frozen=True)
class Measures:
    """What the quantity of a line was worked out of, in millimetres; a length has no width."""

    length_mm: int
    width_mm: int | None = None
    pieces: int = 1


@dataclass(frozen=True)
class ComesBack:
    """What a line brings back: a line of an earlier sale, or None for goods without a receipt."""

    back_to: str
    sale: UUID | None = None
    line: int = 0


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
    #: The reservation under which the item was kept for who buys it now; of a voucher, the one on
    #: which it is a deposit.
    reservation: UUID | None = None
    #: `goods`; or `service`, `donation` or `voucher`, which are only an amount.
    kind: str = "goods"
    #: The colour of the price gun's sticker.
    sticker: str | None = None
    measures: Measures | None = None
    comes_back: ComesBack | None = None
    #: Whether it is paid now and fetched later.
    collect: bool = False


@dataclass(frozen=True)
class Collector:
    """Who fetches what is paid and stays here."""

    name: str
    phone: str = ""


@dataclass(frozen=True)
class Paid:
    """One payment as the till sent it. Money that is paid out is below zero."""

    method: str
    #: None pays or pays out exactly what is left.
    tendered_cents: int | None
    voucher: str | None = None
    #: The payment at a card terminal that it was.
    card: UUID | None = None


@dataclass(frozen=True)
class Discount:
    """What comes off a whole basket: an amount, or hundredths of a percent."""

    reason: str = ""
    cents: int = 0
    percent: int = 0
    #: The card that gives it, by its slug; nobody has to allow that.
    card: str | None = None


@dataclass(frozen=True)
class Basket:
    """A whole sale as the till sent it."""

    id: UUID
    shift: UUID
    lines: tuple[Wanted, ...]
    payments: tuple[Paid, ...]
    #: Hash of what was sent, to tell a retry from another basket under the same id.
    content_hash: str
    discount: Discount | None = None
    #: What a shop lead allowed for this basket.
    approvals: tuple[UUID, ...] = ()
    #: What was taken out of the basket before it was paid, for the journal.
    voided: tuple[tuple[str, int], ...] = ()
    #: Whether a receipt is printed.
    on_paper: bool = True
    #: Who buys, where that is known.
    customer: UUID | None = None
    #: Who fetches what stays here.
    collector: Collector | None = None


@dataclass(slots=True)
class Line:
    """One priced line. The VAT is filled in when day and whole receipt are known."""

    item_id: int | None
    code: str | None
    category_id: int | None
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
    kind: str = "goods"
    list_price_cents: int = 0
    basket_discount_cents: int = 0
    cost_cents: int = 0
    measures: str = ""
    #: What an approval calls it: an item's code, a category's slug, or a sold line that is back.
    about: str = ""
    #: The row of the line that comes back, and where it goes.
    returns_id: int | None = None
    back_to: str = ""
    #: The sale of which it comes back, and the number of its receipt.
    returned_sale_id: int | None = None
    returned_receipt: int | None = None
    #: What leaves stock for it; None where the thing had no label.
    taken: Taken | None = None
    #: Whether what is left of the thing gets a new label.
    leaves_remainder: bool = False
    #: Whether it stays here until it is fetched.
    collect: bool = False
    #: The reservation on which it is a deposit, and until when that holds.
    kept_as: UUID | None = None
    kept_until: date | None = None
    #: The voucher that it issued, or that comes back with it.
    voucher: str = ""

    @property
    def is_back(self) -> bool:
        """Whether it brings something back."""
        return self.quantity_milli < 0

    def row(self) -> dict[str, object]:
        """Give the line as it is stored."""
        return {name: getattr(self, name) for name in (*FACTS, *LATER_FACTS)}

    def facts(self) -> list[object]:
        """Give the line as the journal keeps it: a list in this order, to keep entries short."""
        return [getattr(self, name) for name in (*FACTS, *LATER_FACTS)]


#: What the journal keeps of a line, in this order. Entries of an older version hold fewer.
FACTS = (
    "item_id",
    "category_id",
    "description",
    "unit",
    "quantity_milli",
    "unit_price_cents",
    "discount_cents",
    "reason",
    "total_cents",
    "vat_regime",
    "vat_percent",
    "vat_cents",
    "weight_g",
)
LATER_FACTS = (
    "kind",
    "returns_id",
    "back_to",
    "list_price_cents",
    "basket_discount_cents",
    "cost_cents",
    "measures",
)


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


def returned_sale(lines: Sequence[Line]) -> int | None:
    """Tell of which one sale lines come back; None where it is none, or several."""
    sales = {line.returned_sale_id for line in lines if line.returned_sale_id is not None}
    return sales.pop() if len(sales) == 1 else None
