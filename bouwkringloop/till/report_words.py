"""What the figures of a report are called, on the page and on paper."""

from bouwkringloop.base.i18n import N_

#: Money that moved without a sale.
MOVES = {
    "in": N_("Cash in"),
    "out": N_("Cash out"),
    "safe": N_("To the safe"),
    "purchase": N_("Paid for purchases"),
    "invoice": N_("Received for invoices"),
}
#: Which of them are moved on the page of a drawer.
BY_HAND = ("in", "out", "safe", "purchase")
#: What happened at the till, by the journal's kinds.
EVENTS = {
    "approved": N_("Allowed with a PIN"),
    "basket.aborted": N_("Baskets given up"),
    "basket.dropped": N_("Parked baskets given up"),
    "basket.parked": N_("Baskets parked"),
    "clock.set_back": N_("Clock put back"),
    "copy": N_("Printed again"),
    "drawer.counted": N_("Drawer counted"),
    "drawer.opened": N_("Drawer opened without a sale"),
    "lines.voided": N_("Baskets with lines taken out"),
    "till.entered": N_("Somebody came to the till"),
    "x": N_("X reports"),
}
