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
#: How the weight of what came is known.
WEIGHED = {
    "scale": N_("weighed"),
    "typed": N_("weighed and typed in"),
    "category": N_("by the offer, not weighed"),
}
#: What is different about what came, in the words that are said most.
DIFFERENCES = (
    N_("damaged"),
    N_("fewer than agreed"),
    N_("more than agreed"),
    N_("other size"),
    N_("other kind"),
    N_("wet"),
    N_("packed otherwise"),
)
#: How things are treated here, in the words that are said most.
TREATMENTS = (
    N_("cleaned"),
    N_("denailed"),
    N_("sawn"),
    N_("sorted"),
    N_("repaired"),
    N_("tested"),
)
