"""What a printer says when it is asked how it is, in the words of its language.

Sources: Epson's ESC/POS reference (DLE EOT, GS r), Zebra's ZPL II guide (~HS), TSC's TSPL manual
(ESC ! ?), and Brother's raster command reference for the QL series (ESC i S).
"""

from dataclasses import dataclass

STX, ETX, CR_LF = b"\x02", b"\x03", b"\r\n"

#: Brother's status types and phases: an answer, a page that is done, an error, a new phase.
REPLY, COMPLETED, ERROR, PHASE_CHANGE = 0x00, 0x01, 0x02, 0x06
_RECEIVING, _PRINTING = 0x00, 0x01


@dataclass(frozen=True)
class State:
    """What a printer's sensors say. It is online when there is nothing wrong."""

    paper_out: bool = False
    cover_open: bool = False
    #: It has the whole job and is still printing it.
    busy: bool = False

    @property
    def online(self) -> bool:
        """Tell whether it can print."""
        return not (self.paper_out or self.cover_open)


def answer(language: str, question: bytes, state: State) -> bytes:
    """Answer a question; no bytes when a printer of that language would not answer it."""
    match language:
        case "escpos":
            return _escpos(question, state)
        case "zpl":
            return _zpl(state)
        case "tspl":
            return _tspl(state)
        case _:
            return page_done(state) if question in (b"\x0c", b"\x1a") else brother(state)


def _escpos(question: bytes, state: State) -> bytes:
    """Answer `DLE EOT n` with 0xx1xx10 and `GS r n` with 0xx0xxxx."""
    which = question[-1]
    if question[0] == 0x1D:
        # It is asked in turn, so paper is in: neither sensor of the roll has anything to say.
        return b"\x00" if which in (1, 2, 49, 50) else b""
    bits = {
        1: 0x08 * (not state.online),
        2: 0x04 * state.cover_open | 0x20 * state.paper_out,
        3: 0,
        # A roll that has ended is also near its end: both pairs of bits are set.
        4: 0x6C * state.paper_out,
    }
    return bytes((0x12 | bits[which],)) if which in bits else b""


def _tspl(state: State) -> bytes:
    """Answer `ESC ! ?` with one byte, at once."""
    return bytes((0x01 * state.cover_open | 0x04 * state.paper_out | 0x20 * state.busy,))


def _zpl(state: State) -> bytes:
    """Answer `~HS` with its three strings.

    Zebra documents that there is no answer while media is out or the head is open.
    """
    if not state.online:
        return b""
    # The fields are: interface, paper out, pause, label length, formats waiting, buffer full,
    # diagnostics, format in part, unused, memory lost, too cold, too hot.
    first = b"030,0,0,0256,%03d,0,0,0,000,0,0,0" % state.busy
    # Settings, unused, head up, ribbon out, thermal transfer, print mode, width mode, label
    # waiting, labels remaining, always 1, graphics stored.
    second = b"000,0,0,0,0,2,4,0,%08d,1,000" % state.busy
    # Password, memory installed.
    third = b"1234,0"
    return b"".join(STX + fields + ETX + CR_LF for fields in (first, second, third))


def brother(state: State, kind: int = REPLY, phase: int = _RECEIVING) -> bytes:
    """Write the 32 bytes of a QL-820NWB with a roll of 62 mm without end in it."""
    told = bytearray(32)
    told[0:6] = b"\x80\x20B4A0"
    told[8] = 0x01 * state.paper_out
    told[9] = 0x10 * state.cover_open
    told[10:12] = b"\x00\x00" if state.paper_out else b"\x3e\x0a"
    told[14] = 0x3F
    told[18] = kind
    told[19] = phase
    return bytes(told)


def page_done(state: State) -> bytes:
    """Say what a QL printer says of itself at each page: printing, done, ready for the next."""
    return (
        brother(state, PHASE_CHANGE, _PRINTING)
        + brother(state, COMPLETED, _PRINTING)
        + brother(state, PHASE_CHANGE, _RECEIVING)
    )
