"""ZPL drawn by zplkit, a Rust renderer with a Python module: the strict reader.

What was seen of version 0.3.2:

- It refuses what it does not draw: `^PQ`, `^MM`, `^MN`, `^MD`, `^PR`, `^MT`, `~SD`, `~HS`, data outside
  `^XA`…`^XZ`, and text beyond ASCII. `draw` takes `^PQ` out, so two copies are one picture here.
- A `^GF` that holds fewer or more bytes than it declares is refused, so the counts are held as well.
- `^PW` and `^LL` overrule the width and height asked for, so a wrong one shows as a wrong size.
- It reads `^GFA` and `^GFB`, and all of the run-length letters (G–Y, g–z, comma, `!` and colon).
- Left alone, it refuses a picture of more than 25,000 bytes, which a 57 mm label at 300 dpi has; `draw` allows
  a megabyte. 64 labels in one go and a megabyte of ZPL are still its limits.
- An empty format, `^XA^XZ`, is a white label.
"""

import re
from importlib.util import find_spec

from PIL import Image


def available() -> bool:
    """Tell whether zplkit is installed."""
    return find_spec("zplkit") is not None


def draw(data: bytes, width: int, height: int, dpi: int = 203) -> list[Image.Image]:
    """Draw each format of ZPL as a picture of mode "1", where 1 is white.

    Width and height are in dots and count where ZPL has no `^PW` and `^LL`. Raises ValueError,
    naming the byte, for what zplkit does not draw.
    """
    from zplkit import Options, render
    from zplkit.rendering import Limits

    # The plain specification is asked for: other profiles imitate the quirks of one printer.
    options = Options(profile="specification", width=width, height=height, dpi=dpi)
    formats = re.sub(rb"\^PQ[0-9,YN]*", b"", data)
    document = render(formats, options, limits=Limits(graphic_bytes=1 << 20))
    rasters = [label.rasterize() for label in document.labels]
    return [_picture(raster.width, raster.height, raster.pixels) for raster in rasters]


def _picture(width: int, height: int, grey: bytes) -> Image.Image:
    picture = Image.frombytes("L", (width, height), grey)
    assert set(grey) <= {0, 255}, "zplkit drew grey, so dots cannot be compared"
    return picture.convert("1", dither=Image.Dither.NONE)
