"""Thermal printing on its own: documents in; pictures, bytes and acknowledgements out.

A document is rendered to a one-bit picture, the picture is encoded for the printer's language,
and the bytes are delivered. What is shown as a preview is what is sent.
"""

from printers.delivery import Ack, ask, deliver
from printers.errors import (
    BadConfig,
    BadDocument,
    Mistake,
    NotSent,
    PrinterError,
    Problem,
    TooWide,
    Uncertain,
    UnknownTransport,
)
from printers.model import (
    QR,
    Badge,
    Barcode,
    CodeSheet,
    Cut,
    Document,
    Drawer,
    Feed,
    Label,
    Line,
    Receipt,
    Row,
    Rule,
    Sample,
    Text,
    as_copy,
    from_json,
    stamped,
    to_json,
)
from printers.profiles import CodePage, PrinterConfig, Pulse, load_config
from printers.status import READY, Status
from printers.work import encode, render

__all__ = [
    "QR",
    "READY",
    "Ack",
    "BadConfig",
    "BadDocument",
    "Badge",
    "Barcode",
    "CodePage",
    "CodeSheet",
    "Cut",
    "Document",
    "Drawer",
    "Feed",
    "Label",
    "Line",
    "Mistake",
    "NotSent",
    "PrinterConfig",
    "PrinterError",
    "Problem",
    "Pulse",
    "Receipt",
    "Row",
    "Rule",
    "Sample",
    "Status",
    "Text",
    "TooWide",
    "Uncertain",
    "UnknownTransport",
    "as_copy",
    "ask",
    "deliver",
    "encode",
    "from_json",
    "load_config",
    "render",
    "stamped",
    "to_json",
]
