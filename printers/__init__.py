"""Thermal printing on its own: documents in; pictures, bytes and acknowledgements out.

A document is rendered to a one-bit picture, the picture is encoded for the printer's language,
and the bytes are delivered. What is shown as a preview is what is sent.
"""

from printers.errors import (
    BadConfig,
    BadDocument,
    NotSent,
    PrinterError,
    TooWide,
    Uncertain,
    UnknownTransport,
)
from printers.model import (
    QR,
    Barcode,
    Cut,
    Document,
    Drawer,
    Feed,
    Label,
    Line,
    Receipt,
    Row,
    Rule,
    Text,
    from_json,
    to_json,
)
from printers.profiles import PrinterConfig, load_config
from printers.work import deliver, encode, render

__all__ = [
    "QR",
    "BadConfig",
    "BadDocument",
    "Barcode",
    "Cut",
    "Document",
    "Drawer",
    "Feed",
    "Label",
    "Line",
    "NotSent",
    "PrinterConfig",
    "PrinterError",
    "Receipt",
    "Row",
    "Rule",
    "Text",
    "TooWide",
    "Uncertain",
    "UnknownTransport",
    "deliver",
    "encode",
    "from_json",
    "load_config",
    "render",
    "to_json",
]
