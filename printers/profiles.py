"""What a shop's printers are, read from one TOML file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from printers.errors import BadConfig

KINDS = ("receipt", "report", "label")
_CHOICES: dict[str, tuple[str, ...]] = {
    "language": ("escpos",),
    "cut": ("partial", "full", "none"),
}


@dataclass(frozen=True)
class PrinterConfig:
    """One printer. The uri is `virtual:` or `tcp://HOST:PORT`."""

    name: str
    uri: str = "virtual:"
    language: str = "escpos"
    #: Printable dots across: 576 on 80 mm paper, 384 on 58 mm, 456 on a roll of 57 mm labels.
    width_dots: int = 576
    dpi: int = 203
    #: Width and height of the labels on the roll, in millimetres.
    label_mm: tuple[int, int] = (57, 32)
    #: Which documents it prints when no printer was named: receipt, report, label.
    prints: tuple[str, ...] = ()
    cut: str = "partial"


def load_config(path: Path) -> dict[str, PrinterConfig]:
    """Read the printers of a file, in its order.

    Raises BadConfig naming the wrong key or value and, where it can be found, its line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfig(f"{path.name}: {error}") from None
    source = _Source(path.name, text)
    for key in data:
        if key != "printer":
            raise source.mistake(key, f"“{key}” is not known here; printers are [printer.NAME]")
    printers = data.get("printer", {})
    if not isinstance(printers, dict) or not printers:
        raise BadConfig(f"{path.name}: there is no [printer.NAME] in it")
    return {name: _printer(name, values, source) for name, values in printers.items()}


@dataclass(frozen=True)
class _Source:
    """The text of a printers file, to find lines in."""

    name: str
    text: str

    def mistake(self, key: str, sentence: str) -> BadConfig:
        """Name a mistake with the line on which its key stands."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if key in line.split("=")[0].strip().strip("[]\"'").split("."):
                return BadConfig(f"{self.name}, line {number}: {sentence}")
        return BadConfig(f"{self.name}: {sentence}")


def _printer(name: str, values: Any, source: _Source) -> PrinterConfig:
    if not isinstance(values, Mapping):
        raise source.mistake(name, f"“{name}” is a table: [printer.{name}]")
    known = {field.name: field for field in fields(PrinterConfig) if field.name != "name"}
    settings: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            raise source.mistake(key, f"printer “{name}” has no setting “{key}”")
        settings[key] = tuple(value) if isinstance(value, list) else value
        default = known[key].default
        if type(settings[key]) is not type(default):
            raise source.mistake(key, f"“{key}” of printer “{name}” cannot be {value!r}")
    made = PrinterConfig(name=name, **settings)
    _check(made, source)
    return made


def _check(printer: PrinterConfig, source: _Source) -> None:
    """Refuse values that no printer has."""
    wrong = [
        *(key for key, choices in _CHOICES.items() if getattr(printer, key) not in choices),
        *(["prints"] if not set(printer.prints) <= set(KINDS) else []),
        *(
            ["width_dots"]
            if not (64 <= printer.width_dots <= 2400) or printer.width_dots % 8
            else []
        ),
        *(["dpi"] if not 100 <= printer.dpi <= 600 else []),
        *(["label_mm"] if not _is_size(printer.label_mm) else []),
        *(["uri"] if not _is_address(printer.uri) else []),
    ]
    for key in wrong:
        value = getattr(printer, key)
        raise source.mistake(key, f"“{key}” of printer “{printer.name}” cannot be {value!r}")


def _is_address(uri: str) -> bool:
    """Tell whether an address is `virtual:`, or `tcp://HOST:PORT` with a port that can be."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return False
    return uri == "virtual:" or (parts.scheme == "tcp" and bool(parts.hostname) and port != 0)


def _is_size(value: tuple[Any, ...]) -> bool:
    return len(value) == 2 and all(type(mm) is int and 10 <= mm <= 300 for mm in value)
