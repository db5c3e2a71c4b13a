"""Tables of the vehicles, of the trips that are made with them, and of every stop."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bouwkringloop.base.db import Base
from bouwkringloop.batches.models import Batch
from bouwkringloop.pickups.models import Pickup
from bouwkringloop.stock.models import Site
from bouwkringloop.till.collecting.models import Collection

#: How a trip may go on.
STEPS = {
    "planned": {"underway", "cancelled"},
    "underway": {"done"},
    "done": set(),
    "cancelled": set(),
}
#: How the name of a trip begins in the audit trail and among the print jobs.
SUBJECT = "trip:"
OPEN = ("planned", "underway")
#: What comes of a stop: done, nobody or nothing there, or taken off the trip again.
OUTCOMES = ("done", "missed", "off")
_WAITS = text("outcome = ''")


class Vehicle(Base):
    """A van or lorry, and what it can carry."""

    __tablename__ = "vehicle"
    __table_args__ = (CheckConstraint("max_g > 0 and max_litres > 0", name="carries_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    plate: Mapped[str]
    #: The heaviest load, in grams, and the largest, in litres.
    max_g: Mapped[int]
    max_litres: Mapped[int]
    emission_free: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)


class Trip(Base):
    """One ride with a vehicle on a day, from a site and back to it."""

    __tablename__ = "trip"
    __table_args__ = (
        CheckConstraint(
            "state in ('planned', 'underway', 'done', 'cancelled')", name="state_known"
        ),
        CheckConstraint("kilometres > 0", name="kilometres_positive"),
        CheckConstraint("(state = 'planned') = (went_at is null)", name="went_has_moment"),
        CheckConstraint(
            "(state in ('done', 'cancelled')) = (ended_at is not null)", name="ended_has_moment"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made with the form, so that sending twice plans once; and a hash of what was sent.
    uuid: Mapped[UUID] = mapped_column(unique=True)
    content_hash: Mapped[str]
    day: Mapped[date] = mapped_column(index=True)
    starts: Mapped[time]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"))
    #: Who drives; empty two years after its day (`forget`).
    driver: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned", index=True)
    #: When it departed, or was cancelled; and when it ended.
    went_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: How far it was, where somebody wrote that down.
    kilometres: Mapped[int | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    site: Mapped[Site] = relationship()
    vehicle: Mapped[Vehicle] = relationship()
    all_stops: Mapped[list["TripStop"]] = relationship(
        order_by="TripStop.position, TripStop.id", back_populates="trip"
    )

    @property
    def stops(self) -> list["TripStop"]:
        """Its stops in their order, without those that were taken off again."""
        return [stop for stop in self.all_stops if stop.outcome != "off"]

    @property
    def subject(self) -> str:
        """Its name in the audit trail and among the print jobs."""
        return f"{SUBJECT}{self.uuid}"

    @property
    def can(self) -> set[str]:
        """The states to which it can go from here."""
        return STEPS[self.state]


class TripStop(Base):
    """One batch or pick-up that is fetched on a trip, or one sold thing that is brought."""

    __tablename__ = "trip_stop"
    __table_args__ = (
        CheckConstraint(
            "(case when batch_id is null then 0 else 1 end)"
            " + (case when pickup_id is null then 0 else 1 end)"
            " + (case when collection_id is null then 0 else 1 end) = 1",
            name="one_thing",
        ),
        CheckConstraint("outcome in ('', 'done', 'missed', 'off')", name="outcome_known"),
        CheckConstraint("(outcome = '') = (done_at is null)", name="outcome_has_moment"),
        CheckConstraint("load_g > 0", name="weighs_something"),
        CheckConstraint("load_litres > 0", name="takes_room"),
        # One thing waits on one trip, whoever plans at the same moment.
        *(
            Index(
                f"uq_trip_stop_{thing}_waits",
                f"{thing}_id",
                unique=True,
                sqlite_where=_WAITS,
                postgresql_where=_WAITS,
            )
            for thing in ("batch", "pickup", "collection")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"), index=True)
    position: Mapped[int]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    pickup_id: Mapped[int | None] = mapped_column(ForeignKey("pickup.id"))
    collection_id: Mapped[int | None] = mapped_column(ForeignKey("collection.id"))
    #: What it weighs and how much room it takes, in grams and litres; None where nobody knows.
    load_g: Mapped[int | None]
    load_litres: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    #: When it was put on a trip that had departed; None where it was on it before.
    added_at: Mapped[datetime | None]

    trip: Mapped[Trip] = relationship(back_populates="all_stops")
    batch: Mapped[Batch | None] = relationship()
    pickup: Mapped[Pickup | None] = relationship()
    collection: Mapped[Collection | None] = relationship()

    @property
    def is_brought(self) -> bool:
        """Whether it leaves with the vehicle, rather than coming with it."""
        return self.collection_id is not None
