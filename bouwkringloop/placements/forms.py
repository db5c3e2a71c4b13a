"""What is filled in about participants, placements and their types."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.forms import FigureField, ShopForm, TextField, WordsField
from bouwkringloop.base.i18n import N_
from bouwkringloop.batches.settling.words import GROUPS, TARGETS
from bouwkringloop.people.models import Person
from bouwkringloop.placements import agreed, keep, types
from bouwkringloop.placements.lengths import read
from bouwkringloop.placements.models import Placement, PlacementType
from bouwkringloop.placements.words import FACTS, LANGUAGES, OUTCOMES, REFERRERS, WEEKDAYS
from bouwkringloop.stock.models import Site

#: Where a refusal stands, by its name.
PLACES = {
    "NoName": "first_name",
    "NotBornThen": "born_on",
    "BadMailAddress": "mail",
    "BadPhone": "phone",
    "WorksAsAnother": "person",
    "EndsBeforeStart": "ends_on",
    "LastsTooLong": "ends_on",
    "DecidedLater": "starts_on",
    "FarAway": "starts_on",
    "RunsAlready": "starts_on",
    "TooManyHours": "monday",
    "FactMissing": "type",
    "EndedLater": "day",
    "KnownType": "name_en",
    "StaysClosed": "closed",
}


class HoursField(FigureField):
    """A number of hours, kept in minutes."""

    def read(self, text: str) -> int:
        """Read what was typed."""
        return read(text)

    def written(self, value: int) -> str:
        """Write minutes as hours; nothing for none."""
        return i18n.hours(value) if value else ""


class ByIdForm(ShopForm):
    """A form with the id that was made with it, so that sending twice stores once."""

    id = HiddenField()

    def uuid(self) -> UUID:
        """Give the id."""
        try:
            return UUID(self.id.data or "")
        except ValueError:
            raise BadInput(what="id") from None


class ParticipantForm(ByIdForm):
    """Who somebody is, as far as the shop has to know."""

    first_name = WordsField(N_("First name"), [InputRequired()], longest=keep.LONGEST["first_name"])
    last_name = WordsField(N_("Last name"), longest=keep.LONGEST["last_name"])
    born_on = DateField(N_("Date of birth"), [Optional()])
    language = SelectField(N_("Reads best in"), [InputRequired()], choices=LANGUAGES)
    phone = TextField(N_("Telephone"), longest=keep.LONGEST["phone"])
    mail = TextField(N_("Mail address"), longest=keep.LONGEST["mail"])
    emergency = WordsField(
        N_("Who to call when something happens"), longest=keep.LONGEST["emergency"]
    )
    person = SelectField(N_("Works under the log-in of"), choices={})

    def offer(self, people: Sequence[Person]) -> None:
        """Offer the log-ins of the shop."""
        self.person.choices = {"": "–"} | {str(each.id): each.name for each in people}

    def facts(self) -> keep.Facts:
        """Give what was filled in."""
        return keep.Facts(
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            born_on=self.born_on.data,
            language=self.language.data,
            phone=self.phone.data,
            mail=self.mail.data,
            emergency=self.emergency.data,
            person_id=int(self.person.data) if self.person.data else None,
        )


#: The fields of the seven days, from Monday.
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class PlacementForm(ByIdForm):
    """What was agreed for somebody."""

    type = SelectField(N_("Type of placement"), [InputRequired()], choices={})
    site = SelectField(N_("Where"), [InputRequired()], choices={})
    starts_on = DateField(N_("First day"), [InputRequired()])
    ends_on = DateField(N_("Last day"), [Optional()])
    referrer_kind = SelectField(N_("Arranged by"), [InputRequired()], choices=REFERRERS)
    referrer = SelectField(N_("Organisation of the referrer"), choices={})
    referrer_contact = WordsField(
        N_("Who to write to there"), longest=agreed.LONGEST["referrer_contact"]
    )
    reference = WordsField(N_("Number at the referrer"), longest=agreed.LONGEST["reference"])
    decided_on = DateField(N_("Day of the decision"), [Optional()])
    monday = HoursField(WEEKDAYS[0])
    tuesday = HoursField(WEEKDAYS[1])
    wednesday = HoursField(WEEKDAYS[2])
    thursday = HoursField(WEEKDAYS[3])
    friday = HoursField(WEEKDAYS[4])
    saturday = HoursField(WEEKDAYS[5])
    sunday = HoursField(WEEKDAYS[6])
    total_minutes = HoursField(N_("Exact hours"))
    mentor = SelectField(N_("Mentor"), choices={})
    coordinator = SelectField(N_("Coordinator"), [InputRequired()], choices={})
    assignment = WordsField(N_("What is done or learnt"), longest=agreed.LONGEST["assignment"])
    level = WordsField(N_("Level"), longest=agreed.LONGEST["level"])

    def offer(
        self,
        *,
        kinds: Sequence[PlacementType],
        sites: Sequence[Site],
        referrers: Sequence[tuple[UUID, str]],
        mentors: Sequence[Person],
        coordinators: Sequence[Person],
    ) -> None:
        """Offer what can be chosen."""
        self.type.choices = {each.slug: each.name for each in kinds}
        self.site.choices = {each.slug: each.name for each in sites}
        self.referrer.choices = {"": "–"} | {str(uuid): name for uuid, name in referrers}
        self.mentor.choices = {"": "–"} | {str(each.id): each.name for each in mentors}
        self.coordinator.choices = {str(each.id): each.name for each in coordinators}

    def days(self) -> list[Any]:
        """Give the fields of the seven days."""
        return [self[day] for day in DAYS]

    def facts(self) -> agreed.Facts:
        """Give what was filled in."""
        return agreed.Facts(
            type=self.type.data,
            site=self.site.data,
            coordinator_id=int(self.coordinator.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            referrer_kind=self.referrer_kind.data,
            referrer=UUID(self.referrer.data) if self.referrer.data else None,
            referrer_contact=self.referrer_contact.data,
            reference=self.reference.data,
            decided_on=self.decided_on.data,
            day_minutes=tuple(field.data or 0 for field in self.days()),
            total_minutes=self.total_minutes.data,
            mentor_id=int(self.mentor.data) if self.mentor.data else None,
            assignment=self.assignment.data,
            level=self.level.data,
        )


def of_placement(found: Placement) -> Mapping[str, object]:
    """Give what the form of a placement shows."""
    told = (
        "starts_on ends_on referrer_kind referrer_contact reference decided_on total_minutes"
        " assignment level"
    )
    return {
        **{name: getattr(found, name) for name in told.split()},
        **dict(zip(DAYS, found.day_minutes, strict=True)),
        "type": found.type.slug,
        "site": found.site.slug,
        "referrer": str(found.referrer.uuid) if found.referrer else "",
        "mentor": str(found.mentor_id or ""),
        "coordinator": str(found.coordinator_id),
    }


class EndForm(ShopForm):
    """How a placement ends."""

    day = DateField(N_("Last day"), [InputRequired()])
    outcome = SelectField(N_("How did it end?"), [InputRequired()], choices=OUTCOMES)
    next_place = WordsField(N_("Where to"), longest=agreed.LONGEST["assignment"])


class TypeForm(ShopForm):
    """What a type of placement asks for."""

    name_nl = TextField(N_("Name in Dutch"), [InputRequired()], longest=60)
    name_en = TextField(N_("Name in English"), [InputRequired()], longest=60)
    needs = SelectMultipleField(N_("Has to be filled in"), choices=FACTS)
    most_months = IntegerField(N_("Lasts at most, in months"), [Optional(), NumberRange(1, 72)])
    closed = BooleanField(N_("Only who keeps the file may know the type"))
    minors_no_till = BooleanField(N_("Who is under 18 never handles money"))
    counts_down = BooleanField(N_("Hours are counted down from an exact number"))
    allowance = BooleanField(N_("An allowance may be paid, within its limits"))
    mentor_signs = BooleanField(N_("The mentor signs the hours"))
    sroi_target = SelectField(
        N_("Counts for social return as"),
        choices={"": N_("Does not count")} | {group: TARGETS[group] for group in GROUPS},
    )
    pso = BooleanField(N_("Paid work that counts for the PSO"))
    growth = BooleanField(N_("Goals, evaluations and the Participatieladder"))
    active = BooleanField(N_("Can be chosen for new placements"))

    def facts(self) -> types.Facts:
        """Give what was filled in."""
        return types.Facts(
            **{name: field.data for name, field in self._fields.items() if name != "needs"},
            needs=tuple(self.needs.data or ()),
        )
