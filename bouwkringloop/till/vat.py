"""Work out the VAT of a receipt."""

from dataclasses import dataclass

from bouwkringloop.base import money
from bouwkringloop.till.basket import Line


@dataclass(frozen=True)
class VatRow:
    """What a receipt says of one rate. `percent` is in hundredths."""

    percent: int
    base_cents: int
    vat_cents: int


def fill_in(lines: list[Line], scheme: str) -> list[VatRow]:
    """Work out the VAT of what is sold, put it into the lines, and give the rows of the receipt.

    Once per rate over all normal lines, half-up, shared out over them by largest remainder (HvJ
    C-484/06). A line under the margin scheme shows no VAT; its own is that within what was paid
    above its cost, and never below nothing (Wet OB art. 28b-28h). What is pooled is only worked
    out over a period. Under the small-business scheme (art. 25) there is none. What comes back
    has the VAT that was in it, which its line knows already.
    """
    for line in lines:
        if line.returns_id is not None:
            continue
        if line.vat_regime in ("exempt", "outside"):
            line.vat_percent = 0
        elif scheme == "kor":
            line.vat_regime, line.vat_percent, line.cost_cents = "kor", 0, 0
        elif line.vat_regime == "margin":
            margin = max(0, line.total_cents - line.cost_cents)
            line.vat_cents = money.vat_within(margin, line.vat_percent)
        if line.is_back and line.vat_regime in ("normal", "margin"):
            line.vat_cents = money.vat_within(line.total_cents, line.vat_percent)
    _share_out([line for line in lines if line.vat_regime == "normal" and not line.is_back])
    return rows(lines)


def _share_out(normal: list[Line]) -> None:
    for percent in {line.vat_percent for line in normal}:
        of_rate = [line for line in normal if line.vat_percent == percent]
        totals = [line.total_cents for line in of_rate]
        vat = money.vat_within(sum(totals), percent)
        for line, part in zip(of_rate, money.share_out(vat, totals), strict=True):
            line.vat_cents = part


def rows(lines: list[Line]) -> list[VatRow]:
    """Add the VAT of lines up by rate; only what is shown to customers is in it."""
    normal = [line for line in lines if line.vat_regime == "normal"]
    made = []
    for percent in sorted({line.vat_percent for line in normal}, reverse=True):
        of_rate = [line for line in normal if line.vat_percent == percent]
        vat = sum(line.vat_cents for line in of_rate)
        made.append(VatRow(percent, sum(line.total_cents for line in of_rate) - vat, vat))
    return made
