"""A virtual printer: a port of this machine that prints, answers and fails as real ones do.

It knows nothing of how this package writes and sends jobs, so that it can judge them. It stands in
for hardware in tests, and in a shop that wants to try things out (`python -m printers.virtual`).
"""

from printers.virtual.faults import Fault, by_lot
from printers.virtual.mechanism import Printed
from printers.virtual.server import VirtualPrinter

__all__ = ["Fault", "Printed", "VirtualPrinter", "by_lot"]
