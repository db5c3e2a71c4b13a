"""Raster pictures found in ESC/POS by npos on Node.

What was seen of version 0.1.19:

- It knows `GS v 0` as a picture. `ESC *`, `GS ( L` and `GS 8 L` are walked over with the right length, but
  not drawn; `GS k` bar codes and all text as well.
- A command that it does not know is an error: `GS ( k` (QR), for one. Receipts with a native QR code
  cannot be read.
- Its own decoding joins all pictures that follow each other into one, with the row length of the
  widest; narrower ones become noise. `read_escpos.cjs` therefore decodes each by itself.
- A picture wider than 1024 or higher than 10240 dots stays white in npos; one that is cut short is filled
  up with white. Here, both are errors.
- The mode byte of `GS v 0` (double width, double height) is passed over: a picture comes in its own dots.
- Zero bytes after a command are skipped, so NULs too many are not noticed.
- The whole of npos loads a USB library that must be compiled; its parser alone does without, and optional
  packages need not be installed.
"""

import json

from PIL import Image

from tests.printers.foreign import node_has, run_node


def available() -> bool:
    """Tell whether Node and npos are at hand."""
    return node_has("npos")


def draw(data: bytes) -> list[Image.Image]:
    """Give the pictures of each `GS v 0`, in order, as mode "1", where 1 is white.

    Raises ValueError for a command that npos does not know and for a picture that is too large or
    cut short.
    """
    return [
        Image.frombytes(
            "L", (found["width"], found["height"]), bytes(255 * int(dot) for dot in found["dots"])
        ).convert("1", dither=Image.Dither.NONE)
        for found in json.loads(run_node("read_escpos.cjs", data=data))
    ]
