"""Work out the address of a receipt, and tell who can reach it."""

import base64
import hashlib
import hmac
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID

from bouwkringloop.base import keys
from bouwkringloop.config import Config

#: Five bytes count further than any shop sells; with fifteen of the hash base32 needs no filling.
_NUMBER_BYTES, _HASH_BYTES = 5, 15
LENGTH = (_NUMBER_BYTES + _HASH_BYTES) * 8 // 5
#: What the key is for, so that no other use of the secret gives the same hashes.
_PURPOSE = b"bouwkringloop receipt link 1"
#: Where receipts are found, below the address of the shop.
PAGES = "/bon/"

#: Who can reach an address: anybody, who is in the shop's network, or this computer alone.
Reach = Literal["everywhere", "network", "computer"]


class NoToken(ValueError):
    """What should lead to a receipt is no token of any."""


def token(config: Config, number: int, uuid: UUID) -> str:
    """Give what only who was given it can know: the sale's number and a keyed hash of its id."""
    secret = keys.secret(config.practises_for or config.home)
    key = hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)
    proof = hmac.digest(key, uuid.bytes, hashlib.sha256)[:_HASH_BYTES]
    return base64.b32encode(number.to_bytes(_NUMBER_BYTES) + proof).decode().lower()


def number_in(told: str) -> int:
    """Read the sale's number from a token; raise NoToken where it is none."""
    try:
        if len(told) != LENGTH or not told.isascii():
            raise NoToken
        return int.from_bytes(base64.b32decode(told.upper())[:_NUMBER_BYTES])
    except ValueError:
        raise NoToken from None


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


def is_public(config: Config) -> bool:
    """Tell whether customers reach the shop's pages from home."""
    return bool(config.public_url) and reach(config.public_url) == "everywhere"


def for_paper(config: Config | None, number: int, uuid: UUID) -> str:
    """Give the address that stands on paper; nothing where nobody could reach it from home.

    A screen may show what only works in the shop's network, since who sees it stands there. Paper
    goes home, so it is the shop's public address or none, however the till itself was reached.
    """
    if config is None or not is_public(config):
        return ""
    return f"{config.public_root}{PAGES}{token(config, number, uuid)}"
