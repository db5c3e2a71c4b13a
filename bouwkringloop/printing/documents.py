"""The documents that rooms compose, handed on from the printers package."""

from printers import (
    QR,
    Badge,
    Barcode,
    CodeSheet,
    Cut,
    Drawer,
    Feed,
    Label,
    Line,
    Picture,
    Receipt,
    Row,
    Rule,
    Text,
    to_json,
)

__all__ = [
    "QR",
    "Badge",
    "Barcode",
    "CodeSheet",
    "Cut",
    "Drawer",
    "Feed",
    "Label",
    "Line",
    "Picture",
    "Receipt",
    "Row",
    "Rule",
    "Text",
    "to_json",
]
