"""The icons of the screens: a small sprite cut from the one that Bootstrap-Flask ships."""

import importlib.util
import re
from functools import cache
from pathlib import Path

#: Every icon that a template may name: the whole sprite weighs a megabyte, these few kilobytes.
ICONS = (
    "arrow-counterclockwise",
    "arrow-down",
    "arrow-left",
    "arrow-repeat",
    "arrow-return-left",
    "arrow-right",
    "arrow-up",
    "backspace",
    "bar-chart-line",
    "basket",
    "basket2",
    "bell",
    "box-arrow-in-down",
    "box-arrow-in-right",
    "box-arrow-right",
    "box-seam",
    "boxes",
    "bricks",
    "building",
    "calculator",
    "calendar3",
    "camera",
    "cart3",
    "cash-coin",
    "cash-stack",
    "check-circle",
    "check-lg",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-half",
    "clock-history",
    "credit-card",
    "currency-euro",
    "dash-lg",
    "diagram-3",
    "display",
    "download",
    "droplet-half",
    "exclamation-octagon",
    "exclamation-triangle",
    "envelope",
    "eye",
    "file-earmark-text",
    "fire",
    "fuel-pump",
    "gear",
    "geo-alt",
    "gift",
    "graph-up",
    "grid-3x3-gap",
    "heart",
    "hourglass-split",
    "house",
    "image",
    "info-circle",
    "journal-text",
    "lightning-charge",
    "list",
    "lock",
    "moon-stars",
    "mortarboard",
    "paint-bucket",
    "pause-circle",
    "pencil",
    "people",
    "percent",
    "person",
    "person-arms-up",
    "person-badge",
    "person-vcard",
    "plug",
    "plus-lg",
    "printer",
    "qr-code",
    "question-circle",
    "receipt",
    "recycle",
    "rulers",
    "search",
    "shield-check",
    "signpost-split",
    "sliders",
    "snow",
    "speedometer",
    "speedometer2",
    "star",
    "sun",
    "tag",
    "tags",
    "telephone",
    "three-dots",
    "tools",
    "translate",
    "trash3",
    "tree",
    "truck",
    "unlock",
    "upc-scan",
    "upload",
    "wind",
    "x-lg",
)

_SYMBOL = re.compile(r'<symbol\b[^>]*\bid="([^"]+)"[^>]*>.*?</symbol>', re.DOTALL)


def _whole_sprite() -> str:
    # Finding the package without importing it keeps its Flask extension out of this module.
    spec = importlib.util.find_spec("flask_bootstrap")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("Bootstrap-Flask is not installed")
    path = Path(spec.origin).parent / "static/bootstrap5/icons/bootstrap-icons.svg"
    return path.read_text(encoding="utf-8")


@cache
def cut_sprite() -> str:
    """Cut the sprite with our icons out of the whole one.

    Raises KeyError with the name of an icon that the whole sprite lacks.
    """
    symbols = {match[1]: match[0] for match in _SYMBOL.finditer(_whole_sprite())}
    cut = "".join(symbols[name] for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{cut}</svg>'
