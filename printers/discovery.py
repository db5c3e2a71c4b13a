"""Find printers without sending them anything: an office printer would print a question.

USB printers are read from the kernel's own files, network printers from what they announce by
multicast (mDNS). Serial ports are offered as candidates, because nothing tells what is on them.
"""

import contextlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

#: Raw printing at a port, and the older line printer protocol; both from Bonjour Printing 1.2.
SERVICES = ("_pdl-datastream._tcp.local.", "_printer._tcp.local.")
#: Rates of serial ports differ; this is what most printers are set to in the factory.
BAUD = 9600
_RAW_PORT = 9100


@dataclass(frozen=True)
class Found:
    """A printer, or a port where one may be. `language` is None when nothing tells it."""

    uri: str
    make: str
    model: str
    language: str | None
    #: How it was found, and what is still to be settled.
    hint: str


def discover(
    timeout_s: float = 3.0, *, sys_root: Path = Path("/sys"), dev_root: Path = Path("/dev")
) -> list[Found]:
    """List printers by USB, by serial port, and by what is announced on the network.

    It listens to the network for `timeout_s` seconds; 0 leaves the network alone.
    """
    found = [*usb(sys_root, dev_root), *serial(sys_root, dev_root)]
    return found + (network(timeout_s) if timeout_s > 0 else [])


def usb(sys_root: Path = Path("/sys"), dev_root: Path = Path("/dev")) -> list[Found]:
    """List the printers that the kernel's usblp driver knows, by their IEEE 1284 device id."""
    found = []
    for folder in _sorted((sys_root / "class/usbmisc").glob("lp*")):
        fields = device_id(_read(folder / "device/ieee1284_id"))
        make, model = _first(fields, "MFG", "MANUFACTURER"), _first(fields, "MDL", "MODEL")
        spoken = _first(fields, "CMD", "COMMAND SET")
        found.append(
            Found(
                uri=f"usblp://{dev_root / 'usb' / folder.name}",
                make=make,
                model=model,
                language=language(spoken, make, model),
                hint=_hint("USB", spoken, _first(fields, "DES", "DESCRIPTION")),
            )
        )
    return found


def serial(sys_root: Path = Path("/sys"), dev_root: Path = Path("/dev")) -> list[Found]:
    """List serial ports on USB with what their plug calls itself; a printer may be on them."""
    found = []
    ports = sys_root / "class/tty"
    for folder in _sorted([*ports.glob("ttyUSB*"), *ports.glob("ttyACM*")]):
        plug = _plug(folder / "device")
        make, model = _read(plug / "manufacturer"), _read(plug / "product")
        found.append(
            Found(
                uri=f"serial://{dev_root / folder.name}?baud={BAUD}",
                make=make,
                model=model,
                language=language("", make, model),
                hint="serial port; check that a printer is on it, and its rate",
            )
        )
    return found


def network(timeout_s: float, make: "Callable[[], Zeroconf] | None" = None) -> list[Found]:
    """List printers that announce themselves within so many seconds; none without a network.

    `make` may give another listener than one on all interfaces.
    """
    from zeroconf import DNSQuestionType, ServiceBrowser, ServiceStateChange, Zeroconf

    seen: dict[str, str] = {}

    def notice(service_type: str, name: str, state_change: ServiceStateChange, **_: object) -> None:
        if state_change is not ServiceStateChange.Removed:
            seen[name] = service_type

    try:
        listener = (make or Zeroconf)()
    except OSError:
        return []
    with contextlib.closing(listener):
        # Answers to this machine alone may end up at another program that shares the mDNS port.
        all_hear = DNSQuestionType.QM
        browser = ServiceBrowser(listener, list(SERVICES), [notice], question_type=all_hear)
        Event().wait(timeout_s * 2 / 3)
        browser.cancel()
        asked_ms = max(1, round(timeout_s * 1000 / 3 / max(1, len(seen))))
        answers = [
            listener.get_service_info(kind, name, asked_ms, all_hear) for name, kind in seen.items()
        ]
    return unique(from_service(info) for info in answers if info is not None)


def from_service(info: "ServiceInfo") -> Found | None:
    """Read an announcement; None when it tells no address to print at."""
    texts = {
        name.decode("ascii", "replace").lower(): (value or b"").decode("utf-8", "replace")
        for name, value in info.properties.items()
    }
    # An address of one link alone (fe80::) means nothing without the interface it belongs to.
    reachable = (address for address in info.parsed_addresses() if not address.startswith("fe80:"))
    addresses = sorted(reachable, key=lambda address: ":" in address)
    if not addresses or not info.port:
        return None
    address = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
    raw = info.type == SERVICES[0]
    title = texts.get("ty") or texts.get("product", "").strip("()") or info.name.split(".")[0]
    make, model = texts.get("usb_mfg", ""), texts.get("usb_mdl", "") or title
    spoken = texts.get("usb_cmd", "") or texts.get("pdl", "")
    how = "network" if raw else "network, raw port assumed"
    return Found(
        # A line printer daemon speaks a protocol of its own; beside it there is usually this port.
        uri=f"tcp://{address}:{info.port if raw else _RAW_PORT}",
        make=make,
        model=model,
        language=language(spoken, make, model),
        hint=_hint(how, spoken, texts.get("note", "")),
    )


def unique(found: Iterable[Found | None]) -> list[Found]:
    """Keep one entry for each address, the one that knows most."""
    best: dict[str, Found] = {}
    for one in found:
        if one and (one.uri not in best or _knows(one) > _knows(best[one.uri])):
            best[one.uri] = one
    return [best[uri] for uri in sorted(best)]


def _knows(found: Found) -> tuple[bool, bool, bool]:
    return (found.language is not None, "assumed" not in found.hint, bool(found.make))


def device_id(text: str) -> dict[str, str]:
    """Read an IEEE 1284 device id such as `MFG:EPSON;CMD:ESC/POS;`; its keys become capitals."""
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    return {key.strip().upper(): value.strip() for key, value in pairs}


#: What command sets call themselves, in the order in which they are tried.
_SPOKEN = (
    ("zpl", re.compile(r"\bZPL", re.IGNORECASE)),
    ("tspl", re.compile(r"\bTSPL|\bTSC\b", re.IGNORECASE)),
    ("escpos", re.compile(r"ESC/?POS|\bEPOS\b", re.IGNORECASE)),
)
#: What makers' names and models tell when the command set tells nothing.
_MADE = (
    ("brotherql", re.compile(r"\bQL-\d{3}", re.IGNORECASE)),
    ("zpl", re.compile(r"\bzebra\b|\bztc\b", re.IGNORECASE)),
    ("tspl", re.compile(r"\bTSC\b|\bXP-4\d\d", re.IGNORECASE)),
    (
        "escpos",
        re.compile(r"\bTM-[A-Z]\d|\bPOS-?(58|80)|\bXP-[NQ]?\d*(58|80)", re.IGNORECASE),
    ),
)


def language(spoken: str, make: str, model: str) -> str | None:
    """Tell the language from a command set or, failing that, from a well-known name."""
    name = f"{make} {model}"
    told = ((kind, sign) for kind, sign in _SPOKEN if sign.search(spoken))
    known = ((kind, sign) for kind, sign in _MADE if sign.search(name))
    return next((kind for kind, _ in (*told, *known)), None)


def _hint(how: str, spoken: str, more: str) -> str:
    parts = [how, f"says it speaks {spoken}" if spoken else "", more]
    return "; ".join(part for part in parts if part)


def _first(fields: dict[str, str], *keys: str) -> str:
    return next((fields[key] for key in keys if key in fields), "")


def _plug(device: Path) -> Path:
    """Go up from a port to the USB device that it belongs to, which is the one with a name."""
    try:
        here = device.resolve(strict=True)
    except OSError:
        return device
    return next((folder for folder in (here, *here.parents) if (folder / "product").exists()), here)


def _read(path: Path) -> str:
    """Read one of the kernel's small files; nothing when it is not there or not to be read."""
    try:
        return path.read_text("utf-8", "replace").strip("\x00\r\n ")
    except OSError:
        return ""


def _sorted(folders: Iterable[Path]) -> list[Path]:
    """Sort by name with numbers as numbers, so that lp10 comes after lp2."""
    return sorted(folders, key=lambda path: (path.name.rstrip("0123456789"), len(path.name), path))
