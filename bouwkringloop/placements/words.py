"""What is chosen about placements, with the word for each choice."""

from bouwkringloop.base.i18n import N_

#: Who arranges placements.
REFERRERS = {
    "municipality": N_("Municipality"),
    "benefits_agency": N_("UWV"),
    "probation": N_("Probation service"),
    "school": N_("School"),
    "care": N_("Care provider"),
    "self": N_("Came by themselves"),
    "other": N_("Somebody else"),
}
#: What a placement of some type has to tell besides who, where and from when.
FACTS = {
    "born_on": N_("Date of birth"),
    "ends_on": N_("Last day"),
    "hours": N_("Days and hours"),
    "total_minutes": N_("Exact hours"),
    "referrer": N_("Organisation of the referrer"),
    "reference": N_("Number at the referrer"),
    "decided_on": N_("Day of the decision"),
    "mentor": N_("Mentor"),
    "assignment": N_("What is done or learnt"),
    "level": N_("Level"),
}
#: How a placement ends.
OUTCOMES = {
    "completed": N_("Completed as agreed"),
    "paid_work": N_("To paid work"),
    "education": N_("To education"),
    "other_placement": N_("To another placement"),
    "stays": N_("Goes on here in another way"),
    "stopped": N_("Stopped early"),
    "not_begun": N_("Did not begin"),
}
#: How a placement stands, and how that looks.
STATES = {
    "planned": (N_("Planned"), "wait"),
    "running": (N_("Running"), "good"),
    "due": (N_("Past its last day"), "bad"),
    "ended": (N_("Ended"), "plain"),
}
#: Languages in which participants read, each under its own name.
LANGUAGES = {
    "nl": "Nederlands",
    "en": "English",
    "ar": "العربية",
    "fa": "فارسی",
    "fr": "Français",
    "pl": "Polski",
    "so": "Soomaali",
    "es": "Español",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
}
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
