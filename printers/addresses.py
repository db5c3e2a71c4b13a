"""Addresses of printers: what they look like, and which of them can answer."""

import ipaddress
import re
from urllib.parse import SplitResult, parse_qs, urlsplit

#: Addresses at which a printer can answer; the others take bytes and say nothing.
ANSWERING = ("tcp", "usblp", "serial")
SCHEMES = (*ANSWERING, "cups", "file", "memory", "virtual")
#: Bits a second that serial printers can be set to.
BAUDS = (1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600)
#: One part of a host's name; it neither begins nor ends with a dash (RFC 1123).
_PART = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_PORT = re.compile(r":\d+$")


def is_address(uri: str) -> bool:
    """Tell whether an address is complete: one of the forms that PrinterConfig lists."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return False
    match parts.scheme:
        case "tcp":
            plain = uri == f"tcp://{parts.netloc}"
            return plain and port != 0 and _is_host(_PORT.sub("", parts.netloc))
        case "usblp":
            return _is_device(parts) and not parts.query
        case "serial":
            return _is_device(parts) and _is_speed(parts.query)
        case "file":
            return not parts.netloc and len(parts.path) > 1
        case "cups" | "memory":
            return bool(parts.path) and not parts.path.startswith(("-", "/"))
        case _:
            return uri == "virtual:"


def _is_host(host: str) -> bool:
    """Tell whether this is an IPv6 address in brackets, an IPv4 address, or a name."""
    try:
        if host.startswith("["):
            return host.endswith("]") and bool(ipaddress.IPv6Address(host[1:-1]))
        if re.fullmatch(r"[0-9.]+", host):
            return bool(ipaddress.IPv4Address(host))
    except ValueError:
        return False
    return len(host) <= 253 and all(_PART.fullmatch(part) for part in host.split("."))


def _is_device(parts: SplitResult) -> bool:
    """Tell whether this names a file of the kernel, and no other file of the computer."""
    steps = parts.path.split("/")
    return not parts.netloc and steps[:2] == ["", "dev"] and len(steps) > 2 and ".." not in steps


def _is_speed(query: str) -> bool:
    if not query:
        return True
    try:
        asked = parse_qs(query, strict_parsing=True)
    except ValueError:
        return False
    return list(asked) == ["baud"] and asked["baud"] in [[str(speed)] for speed in BAUDS]
