"""What the till's page and programs send of a drawer and of baskets that wait."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StrictInt

from bouwkringloop.base.api import Body
from bouwkringloop.base.text import clean

Words = Annotated[str, Field(max_length=120), AfterValidator(clean)]


class CashBody(Body):
    """Money into a drawer or out of it: the amount is above zero, the kind says which way."""

    id: UUID
    kind: Literal["in", "out", "safe", "purchase"]
    amount_cents: StrictInt
    reason: Words


class DrawerBody(Body):
    """Why the drawer is opened without a sale; sent again with its id, it opens once."""

    id: UUID | None = None
    reason: Words


class ParkBody(Body):
    """A basket to be kept under a name; `content` is the page's own."""

    id: UUID
    name: Words
    total_cents: StrictInt = Field(ge=-(10**9), le=10**9)
    content: str = Field(max_length=200_000)


class EventBody(Body):
    """What happened at a till without a sale: a basket was given up, or somebody came to it."""

    kind: Literal["basket.aborted", "till.entered"]
    lines: list[tuple[Words, StrictInt]] = Field([], max_length=500)
