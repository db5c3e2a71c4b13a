"""An invoice as it was issued: who, what, and how it adds up. Nothing in it changes any more.

Amounts of a credit note are below zero here, as in the sale that it is made from; paper and XML
turn them round.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from bouwkringloop.base import money
from bouwkringloop.partners.shop import Details

#: Lines that carry VAT openly; all others are stated at their full price.
TAXED = "normal"
MARGIN = ("margin", "pool")


@dataclass(frozen=True)
class Buyer:
    """The customer as the invoice was issued to them."""

    name: str
    kind: str
    kvk: str
    vat_number: str
    street: str
    postcode: str
    city: str
    country: str
    email: str


@dataclass(frozen=True)
class Line:
    """One line of the sale. Of what was paid for a used thing nothing is known here."""

    description: str
    code: str
    unit: str
    quantity_milli: int
    #: `normal`, `margin`, `pool`, `exempt`, `outside` or `kor`.
    regime: str
    #: Hundredths of a percent; 0 where no VAT is stated.
    percent: int
    #: What the line comes to, VAT included.
    total_cents: int
    #: The VAT that is stated; 0 where none is.
    vat_cents: int

    @property
    def net_cents(self) -> int:
        """What the line comes to without the VAT that is stated."""
        return self.total_cents - self.vat_cents

    @property
    def unit_price_milli(self) -> int:
        """The net price of one unit in thousandths of a cent, to be rounded where it is shown."""
        return money.divide_half_up(self.net_cents * 1_000_000, self.quantity_milli)


@dataclass(frozen=True)
class VatRow:
    """What is stated of one rate."""

    percent: int
    base_cents: int
    vat_cents: int


@dataclass(frozen=True)
class Correction:
    """The invoice that a credit note corrects."""

    name: str
    issued_on: date


@dataclass(frozen=True)
class Document:
    """A whole invoice or credit note."""

    #: `invoice` or `credit`.
    kind: str
    name: str
    language: str
    issued_on: date
    supplied_on: date
    due_on: date
    seller: Details
    buyer: Buyer
    #: What the customer wants to read on it, and the receipt of the sale.
    reference: str
    receipt: str
    lines: tuple[Line, ...]
    prepaid_cents: int
    rounding_cents: int
    corrects: Correction | None = None

    @property
    def is_credit(self) -> bool:
        """Whether it gives back."""
        return self.kind == "credit"

    @property
    def sign(self) -> int:
        """By what paper and XML multiply: a credit note is written with amounts above zero."""
        return -1 if self.is_credit else 1

    @property
    def net_cents(self) -> int:
        """The sum without the VAT that is stated."""
        return sum(line.net_cents for line in self.lines)

    @property
    def vat_cents(self) -> int:
        """The VAT that is stated."""
        return sum(line.vat_cents for line in self.lines)

    @property
    def total_cents(self) -> int:
        """The sum, VAT included."""
        return sum(line.total_cents for line in self.lines)

    @property
    def due_cents(self) -> int:
        """What was left to be paid when it was issued."""
        return self.total_cents + self.rounding_cents - self.prepaid_cents

    @property
    def vat(self) -> list[VatRow]:
        """What is stated by rate, the highest first: the VAT of the sale, and not worked out anew.

        The shop rounds VAT once a receipt and rate, from prices that include it. That can be a
        cent from the rate over the base; EN 16931 lets it differ so far (BR-CO-17, BR-S-09).
        """
        rows = []
        for percent in sorted(
            {li.percent for li in self.lines if li.regime == TAXED}, reverse=True
        ):
            of_rate = [li for li in self.lines if li.regime == TAXED and li.percent == percent]
            vat = sum(li.vat_cents for li in of_rate)
            rows.append(VatRow(percent, sum(li.net_cents for li in of_rate), vat))
        return rows

    @property
    def regimes(self) -> set[str]:
        """The regimes of its lines."""
        return {line.regime for line in self.lines}


def stated(
    *,
    description: str,
    code: str | None,
    unit: str,
    quantity_milli: int,
    regime: str,
    percent: int,
    total_cents: int,
    vat_cents: int,
) -> Line:
    """Make a line that states VAT only where it may be stated.

    What is worked out over a margin stays in the books: neither an amount nor a rate may stand
    on the invoice (Wet OB, art. 28b-28h).
    """
    open_vat = regime == TAXED
    return Line(
        description=description,
        code=code or "",
        unit=unit,
        quantity_milli=quantity_milli,
        regime=regime,
        percent=percent if open_vat else 0,
        total_cents=total_cents,
        vat_cents=vat_cents if open_vat else 0,
    )


def lines_to_json(lines: Sequence[Line]) -> str:
    """Write lines down for good."""
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False)


def lines_from_json(text: str) -> tuple[Line, ...]:
    """Read lines back."""
    return tuple(Line(**line) for line in json.loads(text))
