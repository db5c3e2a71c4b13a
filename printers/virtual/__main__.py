"""Run a virtual printer from the command line, until Ctrl-C."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from printers.virtual import Fault, Printed, VirtualPrinter, by_lot
from printers.virtual.commands import LANGUAGES

_LONG_S = 3600.0


def main(argv: Sequence[str] | None = None, *, jobs: int | None = None) -> int:
    """Print a line for each job; end at Ctrl-C, or after so many jobs. Gives the exit status."""
    wanted = _parser().parse_args(argv)
    planned = [Fault(name) for name in wanted.fault]
    later: Iterator[Fault | None] = by_lot(wanted.fault_share, wanted.seed)
    printer = VirtualPrinter(
        wanted.language,
        width_dots=wanted.width,
        port=wanted.port,
        faults=chain(planned, later) if wanted.fault_share else planned,
        answers=not wanted.mute,
        keep=wanted.keep,
        seed=wanted.seed,
    )
    try:
        with printer:
            _tell(f"{printer.uri} speaks {wanted.language}, {wanted.width} dots wide")
            _watch(printer, jobs)
    except OSError as error:
        sys.stderr.write(f"port {wanted.port}: {error.strerror}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m printers.virtual",
        description="A printer without hardware: it answers and fails as real ones do.",
    )
    parser.add_argument("--port", type=int, default=9100, help="0 takes a free one")
    parser.add_argument("--language", choices=LANGUAGES, default="escpos")
    parser.add_argument("--width", type=int, default=576, help="printable dots across")
    parser.add_argument("--keep", type=Path, help="folder for the pages, as PNG")
    parser.add_argument("--mute", action="store_true", help="never answer a question")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        choices=[fault.value for fault in Fault],
        help="fault of the next connection; may be given more than once",
    )
    parser.add_argument(
        "--fault-share", type=float, default=0.0, help="share of faulty connections, 0 to 1"
    )
    parser.add_argument("--seed", type=int, help="the same seed gives the same faults")
    return parser


def _watch(printer: VirtualPrinter, jobs: int | None) -> None:
    told = 0
    while jobs is None or told < jobs:
        try:
            printer.wait_for(told + 1, _LONG_S)
        except TimeoutError:
            continue
        # What comes after this job may be half on paper, so it is told when it has ended too.
        _tell(_line(told + 1, printer.printed[told], printer))
        told += 1


def _line(number: int, printed: Printed, printer: VirtualPrinter) -> str:
    faults = ", ".join(f"{fault.value} {many}" for fault, many in printer.faults_seen.items())
    return (
        f"job {number}: {'whole' if printed.whole else 'cut short'}, {len(printed.data)} bytes, "
        f"{len(printed.paper.pages)} pages; faults so far: {faults or 'none'}"
    )


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
