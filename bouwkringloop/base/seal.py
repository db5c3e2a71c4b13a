"""Seal texts that a copy of the database must not tell, and open them again.

For what has to be read again but would do harm in other hands: the secrets of second factors, and
what was written about people. What never has to be read again is hashed instead (`base/codes`).

    row.sealed = seal.seal(config.home, "the text", f"second_factor:{row.person_id}")
    text = seal.unseal(config.home, row.sealed, f"second_factor:{row.person_id}")

- **Cipher**: AES-256-GCM (NIST SP 800-38D) of the library `cryptography`, with 96 random bits a
  text as its nonce. The bytes are one for the form, twelve of the nonce, and the sealed text with
  its tag: 29 more than the text has in UTF-8. The length of a text can be seen.
- **Key**: `keys/seal.key` in the home folder, made at the first need. `backup` keeps it with the
  rest of the shop; a dump of the database alone is of no use to a thief, and cannot be read
  without it. Books to practise in have a home of their own, and so another key.
- **Purpose**: names the table, the row and, where there is more than one, the column. A sealed text
  opens only for the purpose it was sealed for, so nobody who can write in the database can give one
  row what was sealed for another. It is no secret, and must be the same for ever: name the row by
  what never changes.
- **What cannot be opened** raises `SealBroken`: another key, another purpose, or changed bytes.
"""

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bouwkringloop.base import keys
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

#: The first byte of all that is sealed, so that another cipher can follow this one some day.
_FORM = b"\x01"
_NONCE_BYTES = 12
_KEY_BYTES = 32


class SealBroken(Refused):
    """The key does not open this: it is another shop's, or what is stored was changed."""

    status = 500
    message = N_(
        "This is stored under a key that is not in the shop's folder, or it was changed. Restore"
        " the folder “keys” from a backup."
    )


def seal(home: Path, text: str, purpose: str) -> bytes:
    """Seal a text for one purpose, such as `second_factor:7`."""
    nonce = os.urandom(_NONCE_BYTES)
    cipher = _cipher(keys.sealing(home, make=True))
    return _FORM + nonce + cipher.encrypt(nonce, text.encode(), purpose.encode())


def unseal(home: Path, sealed: bytes, purpose: str) -> str:
    """Open what was sealed for this purpose; raise SealBroken where that cannot be done."""
    head = len(_FORM) + _NONCE_BYTES
    if len(sealed) < head or not sealed.startswith(_FORM):
        raise SealBroken
    cipher = _cipher(keys.sealing(home, make=False))
    try:
        return cipher.decrypt(sealed[len(_FORM) : head], sealed[head:], purpose.encode()).decode()
    except InvalidTag:
        raise SealBroken from None


def _cipher(secret: str | None) -> AESGCM:
    try:
        key = base64.b64decode(f"{secret or ''}=", altchars="-_", validate=True)
    except ValueError:
        raise SealBroken from None
    if len(key) != _KEY_BYTES:
        raise SealBroken
    return AESGCM(key)
