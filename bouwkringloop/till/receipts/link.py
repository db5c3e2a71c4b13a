"""The link that leads a customer to their receipt, and back from it to the sale.

A link is the sale's number in the database and 120 bits of a keyed hash of its id (HMAC-SHA-256),
in base32. The hash is worked out and not stored: so every sale has a link, also those of before,
no sale writes anything for it, and who reads a copy of the database without its keys can open no
receipt. The price is that links which were given out die with the shop's secret. Nothing else
does: new links work at once, and staff find every receipt by its number.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, keys
from bouwkringloop.base.errors import NotFound
from bouwkringloop.base.i18n import N_
from bouwkringloop.config import Config
from bouwkringloop.till import find
from bouwkringloop.till.models import Sale
from bouwkringloop.till.sell import Sold

#: How long a link works. A guarantee of a year, and a month to think of it.
KEPT = timedelta(days=400)
#: Five bytes count further than any shop sells; with fifteen of the hash base32 needs no filling.
_NUMBER_BYTES, _HASH_BYTES = 5, 15
LENGTH = (_NUMBER_BYTES + _HASH_BYTES) * 8 // 5
#: What the key is for, so that no other use of the secret gives the same hashes.
_PURPOSE = b"bouwkringloop receipt link 1"

#: Who can reach an address: anybody, who is in the shop's network, or this computer alone.
Reach = Literal["everywhere", "network", "computer"]


class UnknownLink(NotFound):
    """No receipt has this link."""

    message = N_("There is no receipt at this address. Ask the shop for it.")


class LinkEnded(NotFound):
    """The receipt's link has worked for its whole time."""

    status = 410
    message = N_("This receipt can no longer be seen here. Ask the shop for it.")


@dataclass(frozen=True)
class Link:
    """What leads to a sale's receipt, and the last day on which it does."""

    token: str
    until: date


def of(session: Session, config: Config, uuid: UUID) -> Link:
    """Give the link of a sale."""
    row = session.execute(select(Sale.id, Sale.at).where(Sale.uuid == uuid)).one_or_none()
    if row is None:
        raise find.UnknownSale
    number, at = row
    return Link(_token(config, number, uuid), _until(at))


def opened(session: Session, config: Config, token: str) -> Sold:
    """Give the sale to which a link leads, as its customer may see it."""
    number = _number(token)
    row = session.execute(select(Sale.uuid, Sale.at).where(Sale.id == number)).one_or_none()
    if row is None or not hmac.compare_digest(_token(config, number, row.uuid), token.lower()):
        raise UnknownLink
    if clock.today() > _until(row.at):
        raise LinkEnded
    return for_customer(find.sale(session, row.uuid))


def for_customer(sold: Sold) -> Sold:
    """Leave out what is no customer's business: the last name of who helped them."""
    return replace(sold, cashier=sold.cashier.split()[0] if sold.cashier.strip() else "")


def until(sold: Sold) -> date:
    """Tell the last day on which a sale's link works."""
    return _until(sold.at)


def reach(address: str) -> Reach:
    """Tell who can reach an address such as `https://shop.example`."""
    host = urlsplit(address).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return "computer"
    try:
        found = ip_address(host)
    except ValueError:
        return "everywhere" if "." in host and not host.endswith(".local") else "network"
    if found.is_loopback or found.is_unspecified:
        return "computer"
    return "everywhere" if found.is_global else "network"


def _until(at: datetime) -> date:
    return clock.local(at + KEPT).date()


def _token(config: Config, number: int, uuid: UUID) -> str:
    secret = keys.secret(config.practises_for or config.home)
    key = hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)
    proof = hmac.digest(key, uuid.bytes, hashlib.sha256)[:_HASH_BYTES]
    return base64.b32encode(number.to_bytes(_NUMBER_BYTES) + proof).decode().lower()


def _number(token: str) -> int:
    """Read the sale's number from a link; raise UnknownLink where it is none."""
    try:
        if len(token) != LENGTH or not token.isascii():
            raise UnknownLink
        return int.from_bytes(base64.b32decode(token.upper())[:_NUMBER_BYTES])
    except ValueError:
        raise UnknownLink from None
