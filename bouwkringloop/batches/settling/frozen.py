"""What stands on papers that were given out: written down as JSON with a hash over it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.partners.models import Customer
from bouwkringloop.partners.shop import Details


class BuilderErased(Refused):
    """So many years later nobody has to know who it was."""

    status = 410
    message = N_("For whom this paper was made was erased, since it is too long ago.")


@dataclass(frozen=True)
class Builder:
    """The builder as a paper was made for them."""

    name: str
    street: str
    postcode: str
    city: str
    kvk: str

    @property
    def lines(self) -> Sequence[str]:
        """The address as it stands on paper."""
        return [self.name, self.street, f"{self.postcode} {self.city}".strip()]


def write(content: dict[str, Any]) -> str:
    """Write content down in the one form that is hashed."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(content: str) -> str:
    """Give the hash of what was written down."""
    return hashlib.sha256(content.encode()).hexdigest()


def builder(customer: Customer) -> str:
    """Write down for whom a paper is made."""
    told = {name: getattr(customer, name) for name in Builder.__dataclass_fields__}
    return json.dumps(told, ensure_ascii=False)


def read_builder(written: str) -> Builder:
    """Read for whom a paper was made; refuse where that was erased."""
    if not written:
        raise BuilderErased
    return Builder(**json.loads(written))


def shop(details: Details) -> dict[str, str]:
    """Write the shop down as it stands on its papers that day."""
    return asdict(details)


def read_shop(content: dict[str, Any]) -> Details:
    """Read the shop back as it stood on its papers."""
    return Details(**content["shop"])
