"""What stands in a decision tree, in words that its readers know."""

from collections.abc import Mapping

from bouwkringloop.base.i18n import N_
from bouwkringloop.intake.words import ROUTES

#: What a question is about.
SUBJECTS = {
    "danger": N_("Danger"),
    "origin": N_("Age and origin"),
    "status": N_("Waste or product"),
    "whole": N_("Whole and complete"),
    "use": N_("What it may be used for"),
    "information": N_("What is known of it"),
}
USES = {
    "free": N_("May be used for anything"),
    "non_structural": N_("Not to carry loads or withstand fire"),
    "test_first": N_("Must be tested first"),
}
WORST = {"B": N_("Condition B at best"), "C": N_("Condition C at best")}
STATUSES = {
    "product": N_("Product"),
    "waste": N_("Waste"),
    "prepared": N_("Waste prepared for reuse"),
}
#: The fields of what an answer brings about, each with the words of its values.
EFFECTS: Mapping[str, Mapping[str, str]] = {
    "route": {route: text for route, (text, *_) in ROUTES.items()},
    "use": USES,
    "worst": WORST,
    "status": STATUSES,
}
