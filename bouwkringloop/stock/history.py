"""What happened to a thing, in words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import N_
from bouwkringloop.people.models import Person
from bouwkringloop.stock.models import Item, Movement, Place, Site

_SENTENCES = {
    "received": N_("%(quantity)s came in"),
    "sold": N_("%(quantity)s sold"),
    "returned": N_("%(quantity)s brought back"),
    "given": N_("%(quantity)s given away"),
    "material": N_("%(quantity)s to material recycling"),
    "residue": N_("%(quantity)s to residual waste"),
    "dismantled": N_("%(quantity)s taken apart"),
    "split": N_("%(quantity)s split"),
    "counted": N_("Counted: %(quantity)s difference"),
    "corrected": N_("Count corrected by %(quantity)s"),
    "moved": N_("%(quantity)s moved to %(where)s"),
    "sent": N_("%(quantity)s sent on their way from %(where)s"),
    "arrived": N_("%(quantity)s arrived at %(where)s"),
    "came_back": N_("%(quantity)s came back to %(where)s: the van turned back"),
    "reserved": N_("%(quantity)s kept for somebody"),
    "released": N_("%(quantity)s no longer kept"),
    "repaired": N_("%(quantity)s repaired"),
    "rerouted": N_("%(quantity)s given another destination"),
    "repriced": N_("Another price"),
    "reweighed": N_("Weighed: %(weight)s difference"),
}
_SIGNED = ("counted", "corrected", "split")


@dataclass(frozen=True)
class Happening:
    """One movement of a thing, as a sentence."""

    sentence: str
    at: datetime
    person: str
    reason: str
    #: What it weighs that came, left or was concerned, in grams; below zero when it left.
    weight_g: int
    #: What is there after it, in thousandths of the unit.
    left_milli: int


def of(session: Session, item: Item) -> list[Happening]:
    """Tell what happened to a thing, the newest first."""
    rows = session.execute(
        select(Movement, Person.name, Site.name, Place.name)
        .join(Person, Person.id == Movement.person_id)
        .join(Site, Site.id == Movement.site_id)
        .outerjoin(Place, Place.id == Movement.place_id)
        .where(Movement.item_id == item.id)
        .order_by(Movement.id)
    )
    left, told, sent_from = 0, [], 0
    for movement, name, site, place in rows:
        left += movement.quantity_milli
        # Nothing is sent from a site to itself, so what arrives where it left from came back.
        came_back = movement.kind == "arrived" and movement.site_id == sent_from
        sent_from = movement.site_id if movement.kind == "sent" else sent_from
        sentence = _say(movement, item.unit, place or site, came_back=came_back)
        grams = movement.weight_g or movement.about_g
        told.append(Happening(sentence, movement.at, name, movement.reason, grams, left))
    return told[::-1]


def _say(movement: Movement, unit: str, where: str, *, came_back: bool) -> str:
    milli = movement.quantity_milli or movement.about_milli
    said = {
        "quantity": i18n.quantity(milli if movement.kind in _SIGNED else abs(milli), unit),
        "weight": i18n.weight(movement.weight_g),
        "where": where,
    }
    if movement.quantity_milli == movement.about_milli == 0 and movement.kind != "repriced":
        # A rest that left by its weight alone, or weight that the scales corrected.
        said["quantity"] = i18n.weight(abs(movement.weight_g))
    kind = "came_back" if came_back else movement.kind
    return i18n.translate(_SENTENCES[kind]) % said
