"""Pictures in, the language of one family of printers out."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL.Image import Image


@dataclass(frozen=True)
class Sticker:
    """A one-bit picture to be put on paper so many times."""

    picture: Image
    copies: int = 1


Stickers = Sequence[Sticker]
