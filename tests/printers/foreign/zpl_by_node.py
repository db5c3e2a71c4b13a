"""ZPL drawn by zpl-renderer-js (Zebrash in WebAssembly) on Node: the lenient reader.

What was seen of version 3.4.0:

- `^LL` is ignored; the size drawn is the size asked for. A `^PW` that is narrower or wider than that
  shifts the picture: it is centred in the width asked for, so pass the width that the label has.
- `^PQ` is ignored: two copies are one picture. An empty format gives none.
- Unknown commands are passed over, and so are a `^GF` that is too short (the rest stays white) or
  too long, and `~HS`. Only data without any format is refused.
- Run-length letters G–Y and g–z, comma and colon are read right. **`!` is read wrong**: it fills the line
  with hexadecimal ones (0001) instead of bits that are one (1111). Zebra's manual says bits.
- Binary pictures, `^GFB`, come out as noise, since ZPL enters as text. Use `^GFA`.
- Sizes go in as millimetres times dots per millimetre; dots divided by 8 (or 6, 12, 24) come back exact.
- Starting Node and the renderer takes about 0.4 s, so a call draws all labels that it gets.
"""

import base64
import io
import json

from PIL import Image

from tests.printers.foreign import node_has, run_node

_DOTS_PER_MM = {152: 6, 203: 8, 300: 12, 600: 24}


def available() -> bool:
    """Tell whether Node and zpl-renderer-js are at hand."""
    return node_has("zpl-renderer-js")


def draw(data: bytes, width: int, height: int, dpi: int = 203) -> list[Image.Image]:
    """Draw each format of ZPL as a picture of mode "1", where 1 is white.

    Width and height are in dots; dpi is 152, 203, 300 or 600. Raises ValueError for data in which
    no format is found, and for bytes that are not UTF-8.
    """
    data.decode()
    found = json.loads(run_node("render_zpl.mjs", width, height, _DOTS_PER_MM[dpi], data=data))
    return [_picture(base64.b64decode(label)) for label in found]


def _picture(png: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(png)).convert("L")
    assert set(picture.tobytes()) <= {0, 255}, "it drew grey, so dots cannot be compared"
    return picture.convert("1", dither=Image.Dither.NONE)
