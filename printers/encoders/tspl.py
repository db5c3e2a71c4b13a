"""TSPL of TSC's label printers and many that speak like them: every label one picture.

Source: TSC, TSPL/TSPL2 Programming Language.
"""

from printers.encoders import Stickers
from printers.frames import MM_PER_INCH
from printers.profiles import PrinterConfig


def encode(stickers: Stickers, printer: PrinterConfig) -> bytes:
    """Write pictures as labels of their size in millimetres, each with its number of copies."""
    data = b""
    gap = 0 if printer.is_continuous else printer.gap_mm
    for sticker in stickers:
        wide, high = sticker.picture.size
        row_bytes = -(-wide // 8)
        head = (
            f"SIZE {_mm(wide, printer.dpi)} mm,{_mm(high, printer.dpi)} mm\r\n"
            f"GAP {gap} mm,0 mm\r\nDIRECTION 0\r\nREFERENCE 0,0\r\nCLS\r\n"
            f"BITMAP 0,0,{row_bytes},{high},0,"
        )
        # Here a set bit is white, as in a one-bit picture of Pillow.
        bits = _white_ends(sticker.picture.tobytes(), row_bytes, wide)
        data += head.encode("ascii") + bits + f"\r\nPRINT 1,{sticker.copies}\r\n".encode("ascii")
    return data


def _mm(dots: int, dpi: int) -> str:
    """Give millimetres with one place, rounded up so that no row falls off."""
    tenths = -int(-dots * MM_PER_INCH * 10 // dpi)
    return f"{tenths // 10}.{tenths % 10}"


def _white_ends(bits: bytes, row_bytes: int, wide: int) -> bytes:
    """Whiten the dots behind a row that does not end on a whole byte."""
    spare = (1 << (row_bytes * 8 - wide)) - 1
    if not spare:
        return bits
    rows = (bits[at : at + row_bytes] for at in range(0, len(bits), row_bytes))
    return b"".join(row[:-1] + bytes((row[-1] | spare,)) for row in rows)
