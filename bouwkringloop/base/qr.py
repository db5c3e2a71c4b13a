"""Draw a QR code for a screen."""

import segno


def svg(text: str) -> str:
    """Draw a text as an SVG to stand in a page: black on white in any theme, with its quiet zone.

    It has no size of its own, so that the page makes it as large as there is room.
    """
    code = segno.make(text, error="m", micro=False)
    drawn: str = code.svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return drawn
