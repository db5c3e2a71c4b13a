"""What a shop's printers are, read from one TOML file."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from printers.addresses import ANSWERING, is_address
from printers.errors import BadConfig, Mistake

KINDS = ("receipt", "report", "label", "badge", "drawer")
#: What a setting may be, where it is one of a few words.
CHOICES: dict[str, tuple[str, ...]] = {
    "language": ("escpos", "zpl", "tspl", "brotherql"),
    "cut": ("partial", "full", "none"),
    "text": ("raster", "native"),
    "image": ("gs_v0", "graphics", "column"),
    "ack": ("reply", "close", "none"),
    "label_feed": ("none", "gs_ff", "ff"),
}


@dataclass(frozen=True)
class CodePage:
    """A table of characters, by Python's name, and the slot (`ESC t n`) where a printer has it."""

    name: str = "cp858"
    slot: int = 19


@dataclass(frozen=True)
class Pulse:
    """What opens the cash drawer: the pin of its socket, and times in milliseconds."""

    pin: int = 2
    on_ms: int = 100
    off_ms: int = 100


@dataclass(frozen=True)
class PrinterConfig:
    """One printer, and what the shop has it print."""

    name: str
    #: `tcp://HOST:PORT`, `usblp:///dev/usb/lp0`, `serial:///dev/ttyUSB0?baud=9600`, `cups:QUEUE`,
    #: `file:///PATH`, `memory:NAME`, or `virtual:` for pages on a screen.
    uri: str = "virtual:"
    language: str = "escpos"
    #: Printable dots across: 576 on 80 mm paper, 384 on 58 mm, 456 on a roll of 57 mm labels.
    width_dots: int = 576
    dpi: int = 203
    #: Width and height of the labels on the roll in millimetres; height 0 is a continuous roll.
    label_mm: tuple[int, int] = (57, 32)
    #: Which documents it prints when no printer was named: see KINDS.
    prints: tuple[str, ...] = ()
    #: For which sites and tills, by their short names; empty for all.
    sites: tuple[str, ...] = ()
    tills: tuple[str, ...] = ()
    #: Whether receipts go as pictures, or as text in the printer's own letters.
    text: str = "raster"
    codepage: CodePage = field(default_factory=CodePage)
    #: How pictures are written in ESC/POS, and in pieces of how many rows.
    image: str = "gs_v0"
    fragment_rows: int = 240
    #: How a printer finds its next label: by itself, or told by `GS FF` or `FF`.
    label_feed: str = "none"
    #: White between two labels in millimetres (TSPL).
    gap_mm: int = 3
    #: What counts as printed: the printer's answer, its closing of the connection, or nothing.
    ack: str = "reply"
    #: How long to wait for an answer, in seconds.
    patience_s: int = 10
    #: Bytes a second that it swallows; a slow line gets a later deadline.
    bytes_per_s: int = 20_000
    #: Pauses after each failure in a row, in milliseconds; the last one repeats.
    retry_ms: tuple[int, ...] = (1000, 2000, 5000, 15_000, 60_000)
    cut: str = "partial"
    drawer: Pulse = field(default_factory=Pulse)

    @property
    def scheme(self) -> str:
        """The kind of its address."""
        return self.uri.partition(":")[0]

    @property
    def answers(self) -> bool:
        """Tell whether it is asked, before and after a job.

        Brother's printers say nothing over the network; there the closing must do.
        """
        mute = self.language == "brotherql" and self.scheme == "tcp"
        return self.ack == "reply" and self.scheme in ANSWERING and not mute

    @property
    def closes(self) -> bool:
        """Tell whether its closing of the connection is waited for."""
        return self.scheme == "tcp" and self.ack != "none" and not self.answers

    @property
    def is_continuous(self) -> bool:
        """Tell whether its labels are cut from an endless roll."""
        return self.label_mm[1] == 0


def load_config(path: Path) -> dict[str, PrinterConfig]:
    """Read the printers of a file, in its order.

    Raises BadConfig naming the wrong key or value and, where it can be found, its line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(Mistake.UNREADABLE, path.name, value=str(error)) from None
    return parse_config(text, path.name)


def parse_config(text: str, name: str) -> dict[str, PrinterConfig]:
    """Read printers from the text of a file; `name` is said in mistakes."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(Mistake.SYNTAX, name, line=_line_in(error), value=str(error)) from None
    source = _Source(name, text)
    for key in data:
        if key != "printer":
            raise source.mistake(Mistake.STRANGER, key=key)
    printers = data.get("printer", {})
    if not isinstance(printers, dict) or not printers:
        raise BadConfig(Mistake.NO_PRINTER, name)
    return {name: _printer(name, values, source) for name, values in printers.items()}


@dataclass(frozen=True)
class _Source:
    """The text of a printers file, to find lines in."""

    name: str
    text: str

    def mistake(
        self, mistake: Mistake, *, key: str, printer: str = "", value: str = ""
    ) -> BadConfig:
        """Name a mistake with the line on which its key stands, in the table it stands in."""
        within = "" if key == printer else printer
        inside, found = not within, None
        for number, line in enumerate(self.text.splitlines(), 1):
            head = line.split("=")[0].strip()
            if within and head.startswith("["):
                inside = within in head.strip("[]").replace('"', "").split(".")
            if inside and key in head.strip("[]\"'").replace('"', "").split("."):
                found = number
                break
        return BadConfig(mistake, self.name, line=found, printer=printer, key=key, value=value)


def _line_in(error: tomllib.TOMLDecodeError) -> int | None:
    """Read the line out of what Python's reader says, such as `… (at line 3, column 5)`."""
    told = re.search(r"at line (\d+)", str(error))
    return int(told[1]) if told else None


def _printer(name: str, values: Any, source: _Source) -> PrinterConfig:
    if not isinstance(values, Mapping):
        raise source.mistake(Mistake.NOT_A_TABLE, key=name, printer=name)
    known = {each.name: each for each in fields(PrinterConfig) if each.name != "name"}
    settings: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            raise source.mistake(Mistake.UNKNOWN_SETTING, key=key, printer=name)
        try:
            settings[key] = _typed(known[key], value)
        except (TypeError, ValueError) as error:
            said = str(error) or repr(value)
            raise source.mistake(Mistake.BAD_VALUE, key=key, printer=name, value=said) from None
    made = PrinterConfig(name=name, **settings)
    for key in wrong_settings(made):
        said = repr(getattr(made, key))
        raise source.mistake(Mistake.BAD_VALUE, key=key, printer=name, value=said)
    return made


def _default(setting: "Field[Any]") -> Any:
    if setting.default_factory is not MISSING:
        return setting.default_factory()
    return setting.default


def _typed(setting: "Field[Any]", value: Any) -> Any:
    """Give a value the type of its setting; raise TypeError or ValueError when it has another."""
    default = _default(setting)
    if is_dataclass(default) and not isinstance(default, type):
        parts = {part.name: part for part in fields(default)}
        if not isinstance(value, Mapping) or not set(value) <= set(parts):
            raise ValueError(f"{value!r}; it has {', '.join(parts)}")
        return type(default)(**{key: _typed(parts[key], given) for key, given in value.items()})
    if isinstance(value, list):
        value = tuple(value)
    if type(value) is not type(default):
        raise TypeError(repr(value))
    return value


def wrong_settings(printer: PrinterConfig) -> list[str]:
    """Name the settings whose values no printer has."""
    right = {
        **{key: getattr(printer, key) in words for key, words in CHOICES.items()},
        "prints": set(printer.prints) <= set(KINDS),
        "sites": all(isinstance(site, str) for site in printer.sites),
        "tills": all(isinstance(till, str) for till in printer.tills),
        "width_dots": 64 <= printer.width_dots <= 2400 and printer.width_dots % 8 == 0,
        "dpi": 100 <= printer.dpi <= 600,
        "label_mm": _is_size(printer.label_mm),
        "uri": is_address(printer.uri),
        "codepage": is_codepage(printer.codepage),
        "fragment_rows": 8 <= printer.fragment_rows <= 2400 and printer.fragment_rows % 8 == 0,
        "gap_mm": 0 <= printer.gap_mm <= 20,
        "patience_s": 1 <= printer.patience_s <= 600,
        "bytes_per_s": 100 <= printer.bytes_per_s <= 10_000_000,
        "retry_ms": bool(printer.retry_ms)
        and all(type(ms) is int and 10 <= ms <= 3_600_000 for ms in printer.retry_ms),
        "drawer": printer.drawer.pin in (2, 5)
        and 2 <= printer.drawer.on_ms <= 510
        and 2 <= printer.drawer.off_ms <= 510,
    }
    return [key for key, fine in right.items() if not fine]


def is_codepage(page: CodePage) -> bool:
    """Tell whether Python knows the table as one byte a character, and the slot can be."""
    try:
        return len(" ~".encode(page.name)) == 2 and 0 <= page.slot <= 255
    except LookupError:
        return False


def _is_size(value: tuple[Any, ...]) -> bool:
    if len(value) != 2 or not all(type(mm) is int for mm in value):
        return False
    wide, high = value
    return bool(10 <= wide <= 300 and (high == 0 or 10 <= high <= 300))
