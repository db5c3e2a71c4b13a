"""What fates, states, ways of paying and target groups are called on screens and papers."""

from bouwkringloop.base.i18n import N_

#: Each fate in words, and the class of its colour.
FATES = {
    "sold": N_("Sold"),
    "given": N_("Given away"),
    "material": N_("Recycled as material"),
    "residue": N_("Residual waste"),
    "back": N_("Back to the builder"),
    "here": N_("Still here"),
    "waiting": N_("Inspected, not in stock yet"),
    "not_inspected": N_("Not inspected yet"),
    "counted": N_("Difference by counting"),
    "corrected": N_("Correction of a count"),
    "reweighed": N_("Difference by weighing"),
}
HERE = {
    "for_sale": N_("For sale"),
    "to_repair": N_("Waits for repair"),
    "for_parts": N_("For parts"),
    "to_repurpose": N_("To be made into something new"),
    "quarantined": N_("Kept apart for safety"),
    "in_transit": N_("On its way to another site"),
    "changed": N_("Got another destination since"),
}
WAYS = {
    "bank": N_("By bank"),
    "settled": N_("Set off against their invoices"),
    "other": N_("Otherwise"),
}
#: Each line of the municipalities' tables, in the order of the page.
TARGETS = {
    "participation": N_("Participation Act (Participatiewet)"),
    "job_agreement": N_("Job agreement (banenafspraak)"),
    "wia": N_("Disability benefit (WIA)"),
    "ww": N_("Unemployment benefit (WW)"),
    "bbl_low": N_("Apprentice up to level 2 (BBL)"),
    "bbl": N_("Apprentice (BBL)"),
    "bol": N_("Student on placement (BOL)"),
    "no_benefit": N_("Looking for work without a benefit"),
    "special_school": N_("From special education (PrO/VSO)"),
    "age": N_("Extra for older people"),
    "language": N_("Extra for refugees or language"),
    "permanent": N_("Extra for a permanent contract"),
    "help": N_("An hour of help"),
}
#: What is added to a placement as it is.
EXTRAS = ("age", "language", "permanent")
#: What people can be placed as.
GROUPS = tuple(target for target in TARGETS if target not in (*EXTRAS, "help"))
