"""What was agreed for somebody, and why something cannot be agreed."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from uuid import UUID

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

LONGEST = {"referrer_contact": 120, "reference": 40, "assignment": 300, "level": 40}
#: Nobody works longer than this on one day (Arbeidstijdenwet, article 5:7: twelve hours).
MOST_DAY_MINUTES = 12 * 60
#: Nobody works longer than this in one week (the same article: sixty hours).
MOST_WEEK_MINUTES = 60 * 60
MOST_TOTAL_MINUTES = 240 * 60
#: Nobody plans further away than this.
MOST_YEARS = 6


class FactMissing(Refused):
    """Something that this type of placement has to tell is not told."""

    status = 422
    message = N_("For this type of placement, fill in: %(fact)s.")


class EndsBeforeStart(Refused):
    """A last day before the first."""

    status = 422
    message = N_("The last day is before the first. Change one of them.")


class FarAway(Refused):
    """A date that nobody plans."""

    status = 422
    message = N_("Check the date: this is more than six years from now.")


class LastsTooLong(Refused):
    """More months than this type of placement may take."""

    status = 422
    message = N_("A placement of this type lasts at most %(months)s months.")


class DecidedLater(Refused):
    """A placement that begins before the referrer decided."""

    status = 422
    message = N_("It cannot begin before the day of the decision.")


class TooManyHours(Refused):
    """More minutes than somebody may work on a day or in a week."""

    status = 422
    message = N_("At most 12 hours a day and 60 hours a week.")


class PlacementEnded(Refused):
    """What ended is not changed any more."""

    message = N_("This placement has ended already. Look at it again.")


class RunsAlready(Refused):
    """Two placements of one type at the same time."""

    message = N_("There is a placement of this type in that time already.")


class EndedLater(Refused):
    """An end that lies before the start or in the future."""

    status = 422
    message = N_("Choose a day from the first day of the placement until today.")


@dataclass(frozen=True)
class Facts:
    """What was agreed."""

    type: str
    site: str
    coordinator_id: int
    starts_on: date
    ends_on: date | None = None
    referrer_kind: str = "municipality"
    referrer: UUID | None = None
    referrer_contact: str = ""
    reference: str = ""
    decided_on: date | None = None
    #: Minutes from Monday to Sunday.
    day_minutes: tuple[int, ...] = field(default=(0,) * 7)
    total_minutes: int | None = None
    mentor_id: int | None = None
    assignment: str = ""
    level: str = ""

    @property
    def content_hash(self) -> str:
        """Tell these facts from others that come under the same id."""
        canonical = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()


def months_after(day: date, months: int) -> date:
    """Give the day so many months later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    next_month = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), next_month - timedelta(days=1))
