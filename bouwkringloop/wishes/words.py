"""What states of wishes, and the reasons why something fits, are called."""

from bouwkringloop.base.i18n import N_

#: How a state is said, and what colour its word has.
STATES = {
    "open": (N_("Looked for"), "wait"),
    "found": (N_("Found"), "good"),
    "expired": (N_("Expired"), "plain"),
    "withdrawn": (N_("Withdrawn"), "plain"),
}
REASONS = {
    "kind": N_("the same kind"),
    "group": N_("from this group"),
    "words": N_("fits the description"),
    "some_words": N_("fits a part of the description"),
    "measures": N_("measures within"),
    "measures_unknown": N_("measures to be checked"),
    "enough": N_("enough of it"),
    "too_few": N_("less than is needed"),
}
