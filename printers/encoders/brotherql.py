"""The raster language of Brother's QL label printers.

Source: Brother, Raster Command Reference of the QL-800 series and before.
"""

from PIL import Image

from printers.encoders import Stickers
from printers.profiles import PrinterConfig

#: The head has 720 pins; on every roll the paper's printable part lies this far from its end.
HEAD_DOTS = 720
_RIGHT_MARGINS = {62: 12, 57: 12, 50: 12, 54: 0, 38: 12, 29: 6, 12: 29}
_CONTINUOUS, _DIE_CUT = 0x0A, 0x0B
#: White fed before and after a label cut from a continuous roll: 3 mm at 300 dots an inch.
_FEED_DOTS = 35
_RASTER_MODE = b"\x1bia\x01"
#: 400 zeros end whatever an interrupted job had begun, in the mode in which they count.
_RESET = _RASTER_MODE + bytes(400) + b"\x1b@"
_AUTO_CUT, _CUT_AT_END = b"\x1biM\x40", 0x08


def encode(stickers: Stickers, printer: PrinterConfig) -> bytes:
    """Write pictures as raster pages, the last one fed out; cut after each if the printer may."""
    pages = [sticker.picture for sticker in stickers for _ in range(sticker.copies)]
    data = _RESET + _RASTER_MODE
    for at, page in enumerate(pages):
        data += _page(page, printer, is_first=at == 0)
        data += b"\x1a" if at == len(pages) - 1 else b"\x0c"
    return data


def _page(picture: Image.Image, printer: PrinterConfig, *, is_first: bool) -> bytes:
    wide_mm, high_mm = printer.label_mm
    media = _CONTINUOUS if printer.is_continuous else _DIE_CUT
    # 0x80 restores after an error, 0x40 prefers quality to speed, and 0x0E says that kind, width
    # and length of the paper are given.
    information = bytes((0x80 | 0x40 | 0x0E, media, wide_mm, high_mm))
    rows = picture.height.to_bytes(4, "little")
    head = b"\x1biz" + information + rows + bytes((0 if is_first else 1, 0))
    if printer.cut != "none":
        head += _AUTO_CUT + b"\x1biA\x01" + b"\x1biK" + bytes((_CUT_AT_END,))
    else:
        head += b"\x1biM\x00" + b"\x1biK\x00"
    margin = _FEED_DOTS if printer.is_continuous else 0
    head += b"\x1bid" + margin.to_bytes(2, "little")
    return head + _raster(picture, wide_mm)


def _raster(picture: Image.Image, wide_mm: int) -> bytes:
    """Write rows of the whole head, mirrored, since the head's first pin is at the right."""
    wide = max(HEAD_DOTS, -(-picture.width // 8) * 8)
    # The head prints a row's first dot at the paper's right edge.
    head = Image.new("1", (wide, picture.height), 1)
    left = wide - picture.width - _RIGHT_MARGINS.get(wide_mm, 0)
    head.paste(picture, (max(0, left), 0))
    mirrored = head.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    bits = bytes(byte ^ 0xFF for byte in mirrored.tobytes())
    row_bytes = wide // 8
    return b"".join(
        b"g\x00" + bytes((row_bytes,)) + bits[at : at + row_bytes]
        for at in range(0, len(bits), row_bytes)
    )
