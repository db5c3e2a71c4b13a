"""How scales speak over a serial line: the languages that the intake page understands.

The page reads the lines themselves (`static/js/scale-protocols.js`); what it needs to open the line
stands here, and goes to the page with the rest of the scales.
"""

from dataclasses import dataclass
from typing import Any

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_


class NoSuchProtocol(Refused):
    """Nobody here knows how these scales speak."""

    status = 422
    message = N_("Scales that speak like that are not known here. Choose from the list.")


@dataclass(frozen=True)
class Language:
    """One way in which scales say what they weigh, and the usual settings of its line."""

    name: str
    baud: int
    #: Data bits, parity and stop bits, as manuals write them.
    frame: str
    #: What has to be said to hear a weight; empty where the scales speak by themselves.
    ask: str = ""


#: The slugs are those of `protocols` in `scale-protocols.js`.
LANGUAGES = {
    "sics": Language(N_("Mettler Toledo (MT-SICS): S S 12.345 kg"), 9600, "8N1", ask="SI\r\n"),
    "st": Language(N_("Kern, A&D and many others: ST,GS,+0012.34kg"), 9600, "8N1"),
    "plain": Language(N_("Others: only a number with kg or g"), 9600, "8N1"),
}
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
FRAMES = ("8N1", "8N2", "8E1", "8O1", "7N2", "7E1", "7E2", "7O1", "7O2")
_PARITIES = {"N": "none", "E": "even", "O": "odd"}


@dataclass(frozen=True)
class Line:
    """The language of scales, and the settings of their line."""

    language: str
    baud: int
    frame: str


def write(language: str, baud: int | None = None, frame: str = "") -> str:
    """Write down how scales speak: `st 2400 7E1`; empty where somebody reads them."""
    if not language:
        return ""
    if language not in LANGUAGES:
        raise NoSuchProtocol
    baud, frame = baud or LANGUAGES[language].baud, frame or LANGUAGES[language].frame
    if baud not in BAUDS or frame not in FRAMES:
        raise NoSuchProtocol
    return f"{language} {baud} {frame}"


def read(protocol: str) -> Line | None:
    """Read what `write` wrote, or a language alone; None for what nobody here understands."""
    language, *settings = protocol.split(" ")
    if language not in LANGUAGES:
        return None
    usual = LANGUAGES[language]
    baud, frame = settings if len(settings) == 2 else (str(usual.baud), usual.frame)
    if len(settings) not in (0, 2) or baud not in map(str, BAUDS) or frame not in FRAMES:
        return None
    return Line(language, int(baud), frame)


def plain(protocol: str) -> dict[str, Any] | None:
    """Give what a page needs to open the line, in the words of the Web Serial API."""
    line = read(protocol)
    if line is None:
        return None
    return {
        "language": line.language,
        "ask": LANGUAGES[line.language].ask,
        "open": {
            "baudRate": line.baud,
            "dataBits": int(line.frame[0]),
            "parity": _PARITIES[line.frame[1]],
            "stopBits": int(line.frame[2]),
        },
    }
