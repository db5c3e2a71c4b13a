"""Jobs for a virtual printer, and a link to send them over."""

import socket
import struct
from contextlib import contextmanager, suppress

#: Long enough for a slow machine; nothing waits so long unless it fails.
PATIENCE_S = 10.0
STATUS = b"\x10\x04"
BARRIER = b"\x1dr\x01"
ROWS, ACROSS = 200, 72


def picture(rows: int = ROWS, dots: bytes = b"\xff") -> bytes:
    """A raster image of 576 dots across, all black unless other bytes are given."""
    bits = (dots * (rows * ACROSS))[: rows * ACROSS]
    return b"\x1dv0\x00" + struct.pack("<HH", ACROSS, rows) + bits


JOB = b"\x1b@" + picture() + b"\x1dV\x01"
ZPL = b"^XA^PW16^LL2^LH0,0^FO0,0^GFA,4,4,2,FFFF0000^FS^PQ1^XZ"
TSPL = (
    b"SIZE 57 mm,32 mm\r\nGAP 2 mm,0 mm\r\nDIRECTION 0\r\nREFERENCE 0,0\r\nCLS\r\n"
    b"BITMAP 0,0,2,2,0,\x1b!?\x00\r\nPRINT 1,1\r\n"
)
QL = (
    b"\x1bia\x01\x1biz\x86\x0a\x3e\x00\x02\x00\x00\x00\x00\x00\x1biM\x40\x1biK\x08\x1bid\x23\x00"
    + (b"g\x00\x5a" + b"\x1biS" * 30) * 2
)


@contextmanager
def connected(printer):
    with socket.create_connection(("127.0.0.1", printer.port), timeout=PATIENCE_S) as link:
        yield link


def ask(link, question, size=1):
    link.sendall(question)
    return exactly(link, size)


def exactly(link, size):
    got = b""
    while len(got) < size:
        more = link.recv(size - len(got))
        assert more, f"the printer left after {got!r}"
        got += more
    return got


def rest(link):
    """What the printer still says until it leaves; a reset is told as None."""
    got = b""
    try:
        while more := link.recv(4096):
            got += more
    except ConnectionError:
        return None
    return got


def send_and_half_close(printer, data):
    with connected(printer) as link:
        send_all_and_close_half(link, data)
        return rest(link)


def send_all_and_close_half(link, data):
    link.sendall(data)
    # A printer that broke off already leaves no half to close.
    with suppress(OSError):
        link.shutdown(socket.SHUT_WR)


def black_rows(printed):
    return sum(
        page.crop((0, y, 1, y + 1)).getpixel((0, 0)) == 0
        for page in printed.paper.pages
        for y in range(page.height)
    )
