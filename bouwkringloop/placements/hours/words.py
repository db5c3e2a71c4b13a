"""What is said about hours: absence, where a figure is from, and how a day stands."""

from bouwkringloop.base.i18n import N_

#: Why somebody was away. Nobody writes down what was the matter. The letter is typed in the grid.
ABSENCES = {
    "told": N_("Away, let us know"),
    "not_told": N_("Away, did not let us know"),
    "free": N_("Day off"),
    "closed": N_("The shop was closed"),
}
SOURCES = {
    "clock": N_("Clocked"),
    "hand": N_("Written down"),
    "list": N_("From a list"),
    "correction": N_("Corrected"),
}
#: Why hours that were reported are put right.
REASONS = {
    "forgotten": N_("Forgot to clock"),
    "wrong_hours": N_("The hours were wrong"),
    "wrong_day": N_("It was another day"),
    "heard_later": N_("We heard of it later"),
}
MARKS = {
    "approved": N_("Approved"),
    "signed": N_("Signed by the mentor"),
    "locked": N_("Reported"),
}
#: What is typed for an absence, and how it is shown, in both languages.
LETTERS = {
    "nl": {"a": "told", "n": "not_told", "v": "free", "d": "closed"},
    "en": {"a": "told", "n": "not_told", "o": "free", "c": "closed"},
}
