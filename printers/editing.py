"""Change a printers file as a careful hand would: other lines and remarks stay as they are."""

from collections.abc import Sequence
from dataclasses import asdict, fields, is_dataclass
from typing import Any

import tomlkit
from tomlkit.items import AbstractTable

from printers.profiles import PrinterConfig

#: Written even where they are as usual, since they say what a printer is.
_ALWAYS = ("uri", "language", "width_dots", "prints")
_USUAL = PrinterConfig("")


def put(text: str, printer: PrinterConfig) -> str:
    """Write a printer into the text of a file: over the one of its name, or behind the others."""
    document = tomlkit.parse(text)
    tables = _tables(document)
    if printer.name not in tables:
        tables.add(printer.name, tomlkit.table())
    table = tables[printer.name]
    # Remarks that stand behind the last setting belong to what follows, so they stay last.
    body = table.value.body
    tail: list[Any] = []
    while body and body[-1][0] is None:
        tail.insert(0, body.pop())
    for field in fields(PrinterConfig):
        if field.name == "name":
            continue
        value = getattr(printer, field.name)
        if value == getattr(_USUAL, field.name) and field.name not in _ALWAYS:
            if field.name in table:
                del table[field.name]
        elif field.name not in table or _plain(table[field.name]) != _written(value):
            table[field.name] = _item(value)
    body.extend(tail)
    return tomlkit.dumps(document)


def drop(text: str, name: str) -> str:
    """Take a printer out of the text of a file."""
    document = tomlkit.parse(text)
    del _tables(document)[name]
    return tomlkit.dumps(document)


def arrange(text: str, names: Sequence[str]) -> str:
    """Put the printers of a file in another order; raise KeyError for one that is not in it."""
    document = tomlkit.parse(text)
    tables = _tables(document)
    document["printer"] = tomlkit.table(is_super_table=True)
    for name in names:
        document["printer"].add(name, tables[name])
    return tomlkit.dumps(document)


def _tables(document: tomlkit.TOMLDocument) -> AbstractTable:
    if "printer" not in document:
        document["printer"] = tomlkit.table(is_super_table=True)
    tables: AbstractTable = document["printer"]
    return tables


def _written(value: Any) -> Any:
    """Give a setting as TOML knows it: lists and tables."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return list(value) if isinstance(value, tuple) else value


def _plain(item: Any) -> Any:
    return item.unwrap() if hasattr(item, "unwrap") else item


def _item(value: Any) -> Any:
    written = _written(value)
    if isinstance(written, dict):
        table = tomlkit.inline_table()
        table.update(written)
        return table
    return tomlkit.item(written)
