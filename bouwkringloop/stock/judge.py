"""Decide anew what a thing is for: sale, repair, parts, something new, or kept apart."""

from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.catalogue.models import NeverSold
from bouwkringloop.people import audit
from bouwkringloop.stock import labels, ledger, write_off
from bouwkringloop.stock.models import Item

#: From each state, where a thing can go from there without leaving.
STEPS = {
    "for_sale": {"to_repair", "for_parts", "to_repurpose", "quarantined"},
    "to_repair": {"for_sale", "for_parts", "to_repurpose", "quarantined"},
    "for_parts": {"for_sale", "to_repair", "to_repurpose", "quarantined"},
    "to_repurpose": {"for_sale", "to_repair", "for_parts", "quarantined"},
    "quarantined": {"for_sale", "to_repair", "for_parts", "to_repurpose"},
    "in_transit": set[str](),
}


class NoSuchStep(Refused):
    """From what it is, a thing cannot become that."""

    message = N_("“%(title)s” cannot be given that destination now.")


class NoPriceYet(Refused):
    """What is for sale has a price."""

    status = 422
    message = N_("“%(title)s” has no price yet. Give it one before it is sold.")


def judge(
    session: Session,
    code: str,
    state: str,
    reason: str,
    *,
    by: Actor,
    price_cents: int | None = None,
) -> Item:
    """Give a thing another destination, with the reason; what was repaired is for sale again."""
    reason = write_off.reasoned(reason)
    (item,) = ledger.lock(session, [code])
    check_may_change(item, by)
    if state not in STEPS[item.state]:
        raise NoSuchStep(title=item.title)
    write_off.check_here(item, item.quantity_milli)
    kind = "repaired" if (item.state, state) == ("to_repair", "for_sale") else "rerouted"
    before, item.state = item.state, state
    # Who may judge may not reprice; only what never had a price gets one here.
    if price_cents is not None and item.price_cents == 0:
        item.price_cents = price_cents
    if state == "for_sale" and item.price_cents == 0:
        raise NoPriceYet(title=item.title)
    ledger.write(session, [ledger.about_all(item, kind, reason)], cause=f"item:{code}", by=by)
    if state == "for_sale":
        labels.order(session, item, by=by)
    audit.note(session, by, "item.judged", f"item:{code}", state=[before, state])
    return item


def check_may_change(item: Item, by: Actor) -> None:
    """Refuse another destination for what is never sold, and by whom the shop does not ask."""
    if item.category.dangerous:
        raise NeverSold(category=item.category.name)
    write_off.check_safe(item, by)


def steps(item: Item) -> list[str]:
    """List what a thing can become now; what is dangerous only leaves."""
    if item.category.dangerous:
        return []
    return [state for state in STATES if state in STEPS[item.state]]


#: Every state in words, in the order in which pages offer them.
STATES = {
    "for_sale": N_("For sale"),
    "to_repair": N_("Waits for repair"),
    "for_parts": N_("For parts"),
    "to_repurpose": N_("To be made into something new"),
    "quarantined": N_("Kept apart for safety"),
    "in_transit": N_("On its way to another site"),
}


def state_name(state: str) -> str:
    """Say what a thing is for."""
    return i18n.translate(STATES[state])
