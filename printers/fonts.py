"""The one typeface of paper: Source Sans, from its package."""

from functools import lru_cache
from pathlib import Path

import font_source_sans_pro
from PIL import Image, ImageDraw, ImageFont

_FILES = Path(font_source_sans_pro.__file__).parent / "files"
REGULAR, SEMIBOLD, BOLD = "Regular", "Semibold", "Bold"


@lru_cache(maxsize=64)
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Load a weight at a size in dots."""
    path = _FILES / f"SourceSansPro-{weight}.ttf"
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def has_glyph(character: str) -> bool:
    """Tell whether the typeface can draw a character, by comparing it with the missing glyph."""
    return character == " " or _drawn(character) != _drawn("\U0010ffff")


def _drawn(character: str) -> bytes:
    picture = Image.new("1", (48, 48), 1)
    ImageDraw.Draw(picture).text((4, 4), character, font=font(REGULAR, 32), fill=0)
    return picture.tobytes()
