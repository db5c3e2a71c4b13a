"""What the law wants to read where no VAT is stated, and how ways of paying are called."""

from bouwkringloop.base.i18n import N_
from bouwkringloop.till.receipt import MARGIN_WORDS

#: By regime, in Dutch whatever the customer speaks, since the law gives the words.
REASONS = {
    # Wet OB art. 35a lid 1 sub q: the words for used goods under the margin scheme.
    "margin": MARGIN_WORDS,
    "pool": MARGIN_WORDS,
    "exempt": "Vrijgesteld van btw (art. 11 Wet OB)",
    "outside": "Buiten de heffing van btw (gift of waardebon)",
    "kor": "Factuur vrijgesteld van btw op grond van de kleineondernemersregeling (art. 25 Wet OB)",
}
#: What stands in the VAT column of a line.
IN_COLUMN = {
    "margin": N_("margin"),
    "pool": N_("margin"),
    "exempt": N_("exempt"),
    "outside": N_("none"),
    "kor": N_("exempt"),
}
#: What the paper is called.
TITLES = {"invoice": N_("Invoice"), "credit": N_("Credit note")}


def reasons(regimes: set[str]) -> list[str]:
    """List each of the sentences that these regimes want, once."""
    return list(dict.fromkeys(REASONS[regime] for regime in REASONS if regime in regimes))
