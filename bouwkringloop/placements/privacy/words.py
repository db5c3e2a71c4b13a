"""Words of the copies of files, and of what can be agreed to."""

from bouwkringloop.base.i18n import N_

#: What somebody can agree to, and take back at any time.
CONSENTS = {
    "share_progress": N_("My goals and how I grow may stand in the report to my referrer"),
    "photo": N_("A photo of me at work may be shown by the shop"),
}
CAUSES = {
    "kept_long_enough": N_("Its time was over"),
    "asked": N_("Somebody asked for it"),
}
#: What stands in a copy of a file, as people read it.
LABELS = {
    "about": N_("About"),
    "answer": N_("Answer"),
    "assignment": N_("What is done or learnt"),
    "at": N_("When"),
    "born_on": N_("Date of birth"),
    "coordinator": N_("Coordinator"),
    "decided_on": N_("Day of the decision"),
    "emergency": N_("Who to call when something happens"),
    "ended_on": N_("Ended on"),
    "ends_on": N_("Last day"),
    "first_name": N_("First name"),
    "given": N_("Agreed"),
    "language": N_("Reads best in"),
    "last_name": N_("Last name"),
    "level": N_("Level"),
    "log_in": N_("Works under the log-in of"),
    "mail": N_("Mail address"),
    "mentor": N_("Mentor"),
    "next_place": N_("Where to"),
    "outcome": N_("How did it end?"),
    "page": N_("Page"),
    "phone": N_("Telephone"),
    "reference": N_("Number at the referrer"),
    "referrer": N_("Arranged by"),
    "referrer_contact": N_("Who to write to there"),
    "since": N_("Since"),
    "starts_on": N_("First day"),
    "total_minutes": N_("Exact hours"),
    "type": N_("Type of placement"),
    "week_minutes": N_("Hours a week"),
    "who": N_("Who"),
}
