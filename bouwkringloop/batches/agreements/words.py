"""What is said of agreements on screens: how they stand, and how a builder delivers for VAT."""

from bouwkringloop.base.i18n import N_

#: How a state is said, and what colour its word has.
STATES = {
    "waiting": (N_("Waits for the builder"), "wait"),
    "accepted": (N_("Accepted by the builder"), "good"),
    "replaced": (N_("Replaced by a newer one"), "plain"),
    "withdrawn": (N_("Withdrawn"), "plain"),
}
#: The same states as the builder reads them, where it is about themselves.
OWN_STATES = {**STATES, "waiting": (N_("Waits for you"), "wait")}
VATS = {
    "normal": N_("With VAT, on an invoice"),
    "margin": N_("Without VAT (margin scheme, or exempt from VAT)"),
}
