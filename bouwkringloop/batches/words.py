"""What states, decisions and terms are called on screens and papers."""

from bouwkringloop.base.i18n import N_

#: How a state is said, and what colour its word has.
STATES = {
    "announced": (N_("Offered"), "wait"),
    "under_review": (N_("Under review"), "wait"),
    "agreed": (N_("Agreed"), "brick"),
    "planned": (N_("Transport planned"), "brick"),
    "underway": (N_("Underway"), "brick"),
    "received": (N_("Came in"), "wait"),
    "inspected": (N_("Inspected"), "wait"),
    "in_stock": (N_("In stock"), "good"),
    "closed": (N_("Settled and closed"), "plain"),
    "declined": (N_("Declined"), "plain"),
    "cancelled": (N_("Cancelled"), "plain"),
}
DECISIONS = {
    "accepted": (N_("Accepted"), "good"),
    "part": (N_("Accepted in part"), "good"),
    "declined": (N_("Declined"), "plain"),
    "asked": (N_("Question"), "wait"),
}
OUTCOMES = {
    "stock": N_("For sale"),
    "repair": N_("To be repaired"),
    "parts": N_("For parts"),
    "quarantine": N_("Kept apart"),
    "material": N_("Recycled as material"),
    "residue": N_("Residual waste"),
    "back": N_("Back to the builder"),
}
BASES = {
    "donated": N_("Given to the shop"),
    "bought": N_("Bought by the shop"),
    "consigned": N_("Sold for the builder (consignment)"),
}
TRANSPORTS = {
    "builder": N_("The builder brings it"),
    "shop": N_("The shop fetches it"),
}
OWNERSHIPS = {
    "pickup": N_("On loading at the site"),
    "receipt": N_("On receipt at the shop"),
    "inspection": N_("When it was inspected and accepted"),
    "sale": N_("When it is sold; until then it is the builder's"),
}
LEFTOVERS = {
    "shop": N_("The shop sees to it"),
    "back": N_("The builder takes it back"),
    "charged": N_("The shop sees to it at the builder's cost"),
}
