"""Measure how long documents take to become bytes, and how many bytes they become.

`python -m printers.bench` prints a table; a serial cable carries a tenth of its baud in bytes.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter

from printers.model import Document, Label, Receipt, Row, Rule, Text
from printers.profiles import PrinterConfig
from printers.work import encode

_RECEIPT_PRINTER = PrinterConfig("receipts", width_dots=576)
_LABELS = {
    "escpos": PrinterConfig("labels", width_dots=456, cut="none"),
    "zpl": PrinterConfig("labels", language="zpl", width_dots=456),
    "tspl": PrinterConfig("labels", language="tspl", width_dots=456),
    "brotherql": PrinterConfig(
        "labels", language="brotherql", width_dots=696, dpi=300, label_mm=(62, 0)
    ),
}
_NATIVE = PrinterConfig("receipts", width_dots=576, text="native")
_BAUD = (9_600, 115_200)


@dataclass(frozen=True)
class Measured:
    """One kind of document in one language."""

    document: str
    language: str
    median_ms: float
    bytes: int

    def seconds(self, baud: int) -> float:
        """Tell how long a serial cable carries it, ten bits a byte."""
        return self.bytes * 10 / baud


def _label(number: int) -> Document:
    return Label(
        f"Paneeldeur grenen {number} × 201 cm",
        "€ 42,50",
        f"{number:08d}",
        "Binnendeuren",
        "21-11-2026",
    )


def _receipt(number: int) -> Document:
    lines = [Row(f"Paneeldeur {number} {line}", "€ 42,50") for line in range(12)]
    head = (Text("Bouwkringloop", bold=True, size=2, align="center"), Rule())
    return Receipt((*head, *lines, Rule(), Row("Totaal", "€ 510,00", bold=True, size=2)))


def measure(rounds: int) -> list[Measured]:
    """Encode so many different documents of each kind in each language."""
    found = [
        _measured("label", language, _label, printer, rounds)
        for language, printer in _LABELS.items()
    ]
    for language, printer in (("escpos", _RECEIPT_PRINTER), ("escpos, own letters", _NATIVE)):
        found.append(_measured("receipt of 12 lines", language, _receipt, printer, rounds))
    return found


def _measured(
    document: str,
    language: str,
    make: Callable[[int], Document],
    printer: PrinterConfig,
    rounds: int,
) -> Measured:
    encode(make(99), printer)  # The first one loads fonts and libraries.
    times, sizes = [], []
    for number in range(100, 100 + rounds):
        made = make(number)
        start = perf_counter()
        data = encode(made, printer)
        times.append((perf_counter() - start) * 1000)
        sizes.append(len(data))
    return Measured(document, language, round(median(times), 2), round(median(sizes)))


def main(arguments: Sequence[str] | None = None) -> str:
    """Measure and give a table, or JSON for programs."""
    parser = argparse.ArgumentParser(prog="python -m printers.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="for programs")
    told = parser.parse_args(arguments)
    found = measure(told.rounds)
    if told.json:
        return json.dumps([asdict(each) for each in found], ensure_ascii=False)
    lines = [f"{'document':22}{'language':22}{'median ms':>10}{'bytes':>9}  at 9,600  at 115,200"]
    for each in found:
        slow, fast = (f"{each.seconds(baud):.1f} s" for baud in _BAUD)
        lines.append(
            f"{each.document:22}{each.language:22}{each.median_ms:>10}{each.bytes:>9}"
            f"{slow:>10}{fast:>12}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(main() + "\n")
