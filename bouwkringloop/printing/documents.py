"""The documents that rooms compose, handed on from the printers package."""

from printers import QR, Cut, Drawer, Feed, Label, Line, Receipt, Row, Rule, Text, to_json

__all__ = [
    "QR",
    "Cut",
    "Drawer",
    "Feed",
    "Label",
    "Line",
    "Receipt",
    "Row",
    "Rule",
    "Text",
    "to_json",
]
