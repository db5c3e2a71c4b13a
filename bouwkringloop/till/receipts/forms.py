"""What the till sends and gets about receipts."""

from datetime import date
from typing import Literal

from pydantic import Field

from bouwkringloop.base.api import Answer, Body


class MailBody(Body):
    """Where a receipt goes by mail, and in which language."""

    to: str = Field(max_length=200)
    language: Literal["nl", "en"] = "nl"


class LinkAnswer(Answer):
    """The link of a receipt, who can follow it, and its QR code as SVG.

    `reach` is `everywhere`, `network` (only within the shop's own) or `computer` (no phone can).
    """

    url: str
    reach: Literal["everywhere", "network", "computer"]
    until: date
    qr: str


class PrintAnswer(Answer):
    """What is printed: the original, or a copy."""

    is_copy: bool


class MailAnswer(Answer):
    """The mail waits to be sent."""

    queued: bool = True
