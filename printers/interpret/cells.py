"""Native text: code pages, national characters, and how a character fills its cell."""

import math
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from PIL import Image, ImageDraw

from printers.fonts import BOLD, SEMIBOLD, font
from printers.interpret.paper import blank

#: `ESC t n` of Epson's TM printers, as Python codecs (ESC/POS command reference, ESC t).
#: Kana, the Thai pages but 26, and a few that Python lacks are left out.
EPSON_PAGES: Mapping[int, str] = {
    0: "cp437",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    13: "cp857",
    14: "cp737",
    15: "iso8859_7",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
    26: "tis_620",
    32: "cp720",
    33: "cp775",
    34: "cp855",
    35: "cp861",
    36: "cp862",
    37: "cp864",
    38: "cp869",
    39: "iso8859_2",
    40: "iso8859_15",
    44: "cp1125",
    45: "cp1250",
    46: "cp1251",
    47: "cp1253",
    48: "cp1254",
    49: "cp1255",
    50: "cp1256",
    51: "cp1257",
    52: "cp1258",
    53: "kz1048",
}

_REPLACED = "#$@[\\]^`{|}~"
#: `ESC R n`: what takes the places of these twelve ASCII characters.
COUNTRIES: Mapping[int, str] = {
    0: _REPLACED,
    1: "#$à°ç§^`éùè¨",
    2: "#$§ÄÖÜ^`äöüß",
    3: "£$@[\\]^`{|}~",
    4: "#$@ÆØÅ^`æøå~",
    5: "#¤ÉÄÖÅÜéäöåü",
    6: "#$@°\\é^ùàòèì",
    7: "₧$@¡Ñ¿^`¨ñ}~",
    8: "#$@[¥]^`{|}~",
    9: "#¤ÉÆØÅÜéæøåü",
    10: "#$ÉÆØÅÜéæøåü",
    11: "#$á¡Ñ¿é`íñóú",
    12: "#$á¡Ñ¿éüíñóú",
    13: "#$@[₩]^`{|}~",
    14: "#$ŽŠĐĆČžšđćč",
    15: "#¥@[\\]^`{|}~",
}

UNDEFINED = "\ufffd"
FONT_A, FONT_B = (12, 24), (9, 17)


@lru_cache(maxsize=4096)
def character(byte: int, codec: str, country: int) -> str:
    """Tell what one byte means; U+FFFD when its page leaves it undefined.

    Python gives the bytes 0x80 to 0x9F of the ISO pages as control characters; printers have
    nothing there.
    """
    sign = bytes([byte]).decode(codec, "replace")
    if sign in _REPLACED:
        sign = COUNTRIES[country][_REPLACED.index(sign)]
    if len(sign) != 1 or unicodedata.category(sign) in {"Cc", "Cn", "Co", "Cs"}:
        return UNDEFINED
    return sign


@lru_cache(maxsize=2048)
def cell(sign: str, size: tuple[int, int], wide: int, high: int, *, bold: bool) -> Image.Image:
    """Draw one character in its cell of `size` dots, magnified `wide` and `high` times."""
    width, height = size[0] * wide, size[1] * high
    if sign == UNDEFINED:
        picture = blank(width, height)
        ImageDraw.Draw(picture).rectangle((1, 2, width - 2, height - 3), outline=0)
        return picture
    face = font(BOLD if bold else SEMIBOLD, round(height * 0.8))
    # A letter broader than its cell is made narrower, as in every typeface of fixed width.
    natural = size[0] * high
    room = max(natural, math.ceil(face.getlength(sign)))
    picture = blank(room, height)
    ImageDraw.Draw(picture).text(
        (room / 2, round(height * 0.78)), sign, font=face, fill=0, anchor="ms"
    )
    return picture.resize((width, height), Image.Resampling.NEAREST)
