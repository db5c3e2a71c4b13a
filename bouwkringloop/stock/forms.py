"""What programs send to the stock room and get from it."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import Field, StrictInt

from bouwkringloop.base.api import Answer, Body, Milli


class SiteAnswer(Answer):
    """A site where the shop works."""

    slug: str
    name: str
    kind: str


class ItemAnswer(Answer):
    """A thing in stock; price and weight are those of one unit, VAT included."""

    code: str
    title: str
    category: str
    unit: str
    quantity: Milli
    price_cents: int
    condition: str
    weight_g: int
    site: str
    place: str | None
    vat_regime: str
    vat_rate: str
    photo: UUID | None
    #: Whether some of it is for sale and free.
    available: bool
    #: `for_sale`, `to_repair`, `for_parts`, `to_repurpose`, `quarantined` or `in_transit`.
    state: str
    #: `unique`, `heap`, or a `length` or `area` that is cut from.
    form: str
    #: How much of it is kept for somebody.
    reserved: Milli
    #: What the label said, and what percentage its age takes off.
    full_price_cents: int
    markdown_percent: int


class ItemsAnswer(Answer):
    """A page of things; `next` is the code to ask on from, or null at the end."""

    items: list[ItemAnswer]
    next: str | None
    #: What words that are in no title were read as, such as `{"paneldeur": ["paneeldeur"]}`.
    read_as: dict[str, tuple[str, ...]]


class LabelsBody(Body):
    """Which printer (none: the one for labels), and how many."""

    printer: str | None = Field(default=None, max_length=60)
    copies: StrictInt = 1


class JobsAnswer(Answer):
    """The print jobs that were made."""

    jobs: list[int]


class PhotoAnswer(Answer):
    """A photo as it is kept."""

    id: UUID
    width: int
    height: int
    url: str


class MoveBody(Body):
    """Where a thing goes on its site: the six digits of a place; without quantity all of it."""

    place: str = Field(max_length=12)
    quantity: Milli | None = None


class MovedAnswer(Answer):
    """Where a thing lies now; a part that moved away has a code of its own."""

    code: str
    title: str
    place: str
    place_name: str
    quantity: Milli


class ReservationBody(Body):
    """What is kept for whom, under the id that the device made for it."""

    id: UUID
    name: str = Field(max_length=60)
    quantity: Milli
    days: StrictInt = 3


class ReservationAnswer(Answer):
    """Something kept for somebody."""

    id: UUID
    code: str
    name: str
    quantity: Milli
    state: str
    expires_at: datetime


class LeaveBody(Body):
    """What leaves other than by a sale: `given`, `material` or `residue`, and why."""

    quantity: Milli
    way: str = Field(max_length=20)
    reason: str = Field(max_length=120)


class LeftAnswer(Answer):
    """What is left of a thing."""

    code: str
    quantity: Milli
    stock_g: int


class PlaceAnswer(Answer):
    """A place of a site; `parent` is the code of the place that it lies in."""

    code: str
    name: str
    kind: str
    site: str
    parent: str | None
    things: int


class KnownAnswer(Answer):
    """What is known of one measure or mark of a thing: a figure in `unit`, or a choice."""

    attribute: str
    name: str
    unit: str
    value: float | str
    #: As the screens say it.
    said: str


class AttributesBody(Body):
    """All that is known of a thing: figures in the attributes' units, and choices by slug."""

    values: dict[str, Decimal | str | None]
