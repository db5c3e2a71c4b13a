"""What organisations are in the chain of building materials, and what their people are about."""

from bouwkringloop.base.i18n import N_

ROLES = {
    "demolisher": N_("Demolition company"),
    "contractor": N_("Contractor"),
    "housing_corporation": N_("Housing corporation"),
    "developer": N_("Developer"),
    "wholesaler": N_("Wholesaler"),
    "architect": N_("Architect"),
    "owners_association": N_("Owners' association"),
    "municipality": N_("Municipality"),
    "foundation": N_("Foundation"),
    "benefits_agency": N_("UWV"),
    "probation": N_("Probation service"),
    "school": N_("School"),
    "care": N_("Care provider"),
}
DISCIPLINES = {
    "site": N_("Building site"),
    "purchasing": N_("Purchasing"),
    "director": N_("Management"),
    "economy": N_("Economy"),
    "social": N_("Social affairs"),
    "education": N_("Education"),
    "circular": N_("Circularity"),
    "waste": N_("Waste"),
    "planning": N_("Planning and preparation"),
    "finance": N_("Finance"),
    "other": N_("Something else"),
}
