"""What can go wrong between a document and its paper, each named after the fact."""

from enum import StrEnum


class Problem(StrEnum):
    """Why a printer does not print now."""

    #: Nobody answers at its address, or the device file or queue is not there.
    UNREACHABLE = "unreachable"
    #: It takes bytes but answers no question.
    SILENT = "silent"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    #: Somebody pressed its pause or feed button.
    PAUSED = "paused"
    RIBBON_OUT = "ribbon_out"
    #: A jammed cutter, a hot head, anything that its lamp tells better.
    DEVICE = "device"
    #: It took the job, and did not say that it printed it.
    UNCONFIRMED = "unconfirmed"
    #: The connection broke while the job was on its way.
    BROKEN = "broken"
    #: The program stopped while the job was on its way.
    STOPPED = "stopped"
    #: The document can never be printed on this printer.
    DOCUMENT = "document"
    #: It came too late to be of use, such as a drawer that opens after the customer left.
    EXPIRED = "expired"


class PrinterError(Exception):
    """Something about a document or a printer is not right."""


class BadDocument(PrinterError):
    """A document that cannot be read, or cannot be printed as it is."""


class Mistake(StrEnum):
    """What is wrong in a printers file."""

    UNREADABLE = "unreadable"
    #: Not TOML.
    SYNTAX = "syntax"
    #: A table or value beside the printers.
    STRANGER = "stranger"
    NO_PRINTER = "no_printer"
    NOT_A_TABLE = "not_a_table"
    UNKNOWN_SETTING = "unknown_setting"
    BAD_VALUE = "bad_value"


_MISTAKES = {
    Mistake.UNREADABLE: "{value}",
    Mistake.SYNTAX: "{value}",
    Mistake.STRANGER: "“{key}” is not known here; printers are [printer.NAME]",
    Mistake.NO_PRINTER: "there is no [printer.NAME] in it",
    Mistake.NOT_A_TABLE: "“{printer}” is a table: [printer.{printer}]",
    Mistake.UNKNOWN_SETTING: "printer “{printer}” has no setting “{key}”",
    Mistake.BAD_VALUE: "“{key}” of printer “{printer}” cannot be {value}",
}


class BadConfig(PrinterError):
    """A printers file with a mistake; the message names the key and, where known, the line.

    The same facts stand in its fields, for whoever says it in another language.
    """

    def __init__(
        self,
        mistake: Mistake,
        file: str,
        *,
        line: int | None = None,
        printer: str = "",
        key: str = "",
        value: str = "",
    ) -> None:
        self.mistake, self.file, self.line = mistake, file, line
        self.printer, self.key, self.value = printer, key, value
        where = file if line is None else f"{file}, line {line}"
        said = _MISTAKES[mistake].format(printer=printer, key=key, value=value)
        super().__init__(f"{where}: {said}")


class TooWide(BadDocument):
    """A code does not fit on the paper with bars that scanners can read."""


class UnknownTransport(PrinterError):
    """An address of a kind that is not known."""


class NotSent(PrinterError):
    """Nothing of the job reached the printer, so it is safe to try again."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(detail or problem.value)
        self.problem = problem


class Uncertain(PrinterError):
    """Bytes of the job went out and nobody confirmed them; nobody knows what is on paper."""

    def __init__(self, problem: Problem, bytes_sent: int, detail: str = "") -> None:
        super().__init__(f"{detail or problem.value} after {bytes_sent} bytes")
        self.problem = problem
        self.bytes_sent = bytes_sent
