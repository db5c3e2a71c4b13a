"""ESC/POS, written by python-escpos into a buffer; its transports are never used.

The library's import adds a handler to the root logger and leaves a cache where it likes, so it
is imported once, late, and both are put right.
"""

import logging
import os
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from PIL.Image import Image

from printers.model import Drawer

#: Cheap printers have little memory; many garble images in larger pieces.
FRAGMENT_ROWS = 240


@cache
def _dummy_class() -> type[Any]:
    folder = Path(tempfile.gettempdir()) / f"escpos-capabilities-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("ESCPOS_CAPABILITIES_PICKLE_DIR", str(folder))
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    from escpos.printer import Dummy

    root.handlers[:] = before
    root.setLevel(level)
    return Dummy  # type: ignore[no-any-return]


def _buffer() -> Any:
    """Make an encoder of its own for each job, told nothing of the paper's width.

    The picture has the exact width already; a profile would only add a wrong opinion.
    """
    buffer = _dummy_class()()
    buffer.profile.profile_data = {**buffer.profile.profile_data, "media": {}}
    return buffer


def encode(pictures: Sequence[Image], *, cut: str) -> bytes:
    """Write one-bit pictures as raster images (`GS v 0`), each with a cut behind it if wanted."""
    buffer = _buffer()
    buffer.hw("INIT")
    for picture in pictures:
        buffer.image(picture, impl="bitImageRaster", fragment_height=FRAGMENT_ROWS)
        if cut != "none":
            buffer.cut(mode="FULL" if cut == "full" else "PART")
    return bytes(buffer.output)


def pulse(drawer: Drawer) -> bytes:
    """Write the pulse that opens a drawer; the times count in units of two milliseconds."""
    pin = 0 if drawer.pin == 2 else 1
    return bytes((0x1B, 0x70, pin, min(255, drawer.on_ms // 2), min(255, drawer.off_ms // 2)))
