"""What programs and the counting page send, and what they get; never what the books say."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt

from bouwkringloop.base.api import Answer, Body, Milli
from bouwkringloop.counting.book import Agreed
from bouwkringloop.counting.tally import Seen


class CountBody(Body):
    """A count under the id that the device made for it; `place` is what its label says."""

    id: UUID
    place: str


class TallyBody(Body):
    """How much somebody saw of a thing, under the id that the device made for it.

    `place` is the code on the label of the bin, or null for the place that is being counted.
    `anew` takes the place of all that was counted of the thing before; only with it the quantity
    can be 0. `age_s` is how many seconds ago it was counted, by a phone that had no signal then.
    """

    id: UUID
    code: str
    quantity: Milli
    place: str | None = None
    anew: StrictBool = False
    age_s: StrictInt = Field(default=0, ge=0)

    def seen(self) -> Seen:
        """Give it as the shop knows it."""
        return Seen(
            self.id, self.code, self.quantity, self.place or "", anew=self.anew, age_s=self.age_s
        )


class TakeBackBody(Body):
    """The id that the device made for taking a tally back."""

    id: UUID


class TallyAnswer(Answer):
    """A tally as it was stored; `place` is the code of the bin."""

    id: UUID
    code: str
    title: str
    unit: str
    quantity: Milli
    place: str
    anew: bool
    #: Whether it is one thing, which counts once however often it is scanned.
    single: bool
    at: datetime


class TalliedAnswer(TallyAnswer):
    """A tally, and how many things everybody together has counted so far."""

    things_counted: int


class TakenBackAnswer(Answer):
    """That a tally was taken back, and how many things are counted now."""

    id: UUID
    tally: UUID
    things_counted: int


class ThingToCount(Answer):
    """A thing as somebody who counts may know it; a `single` one is counted by its scan alone."""

    code: str
    title: str
    unit: str
    single: bool
    counted: bool


class ThingToCountAgain(Answer):
    """A thing that sold or moved while it was being counted."""

    code: str
    title: str


class CountedPlace(Answer):
    """A place that this count covers, and in which of them it lies."""

    code: str
    name: str
    kind: str
    depth: int


class CountAnswer(Answer):
    """A count: where, how far it is, and what whoever asks counted last."""

    id: UUID
    place: str
    name: str
    site: str
    state: Literal["open", "booked", "cancelled"]
    begun_at: datetime
    things_counted: int
    places: list[CountedPlace]
    tallies: list[TallyAnswer]
    again: list[ThingToCountAgain]


def agreed(sent: Mapping[str, str]) -> Agreed:
    """Read what the lead agrees to from the form of the review."""
    reasons = {
        name.removeprefix("reason-"): why
        for name, why in sent.items()
        if name.startswith("reason-")
    }
    return Agreed(sent.get("fingerprint", ""), sent.get("reason", ""), reasons)
