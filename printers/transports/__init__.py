"""Ways to bring bytes to a printer, chosen by the scheme of its address."""

from printers.errors import UnknownTransport
from printers.transports import tcp, virtual

_BY_SCHEME = {"tcp": tcp.deliver, "virtual": virtual.deliver}


def deliver(data: bytes, uri: str, deadline_s: float) -> None:
    """Bring bytes to the printer at an address; raise UnknownTransport for an unknown scheme."""
    scheme = uri.partition(":")[0]
    if scheme not in _BY_SCHEME:
        raise UnknownTransport(f"an address begins with {' or '.join(_BY_SCHEME)}, not {scheme!r}")
    _BY_SCHEME[scheme](data, uri, deadline_s)
