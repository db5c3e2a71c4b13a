"""The route of a trip on paper: a long receipt for the pocket, or sheets for the dashboard."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.i18n import translate as _
from bouwkringloop.base.permissions import Actor
from bouwkringloop.invoicing.sheet import Column, Sheet
from bouwkringloop.partners import shop
from bouwkringloop.people import audit
from bouwkringloop.printing.documents import Feed, Line, Receipt, Row, Rule, Text, to_json
from bouwkringloop.printing.submit import Where, submit
from bouwkringloop.trips import find, things
from bouwkringloop.trips.load import Load
from bouwkringloop.trips.models import Trip
from bouwkringloop.trips.things import Door

#: A box to tick, as wide as a pencil needs.
_TICK = "[\u00a0\u00a0\u00a0]"
#: What is done at each kind of stop.
ACTS = {
    "batch": N_("Load a batch"),
    "pickup": N_("Load a pick-up"),
    "collection": N_("Unload, sold"),
}


def order(session: Session, trip: Trip, *, by: Actor) -> int:
    """Have the route printed after the commit, at the site where the trip starts."""
    paper = compose(trip, things.doors(session, trip.stops))
    where = Where(site=trip.site.slug)
    job = submit(session, to_json(paper), kind="receipt", subject=trip.subject, by=by, where=where)
    audit.note(session, by, "trip.printed", trip.subject)
    return job


def compose(trip: Trip, doors: Sequence[Door]) -> Receipt:
    """Say where to go, in which order, and what to load and unload there."""
    lines: list[Line] = [
        Text(_("Route"), bold=True, size=2, align="center"),
        Text(i18n.weekday(trip.day), bold=True, size=2, align="center"),
        Feed(),
        Row(_("Departure"), f"{trip.starts:%H:%M}"),
        Row(_("From"), trip.site.name),
        Row(_("Vehicle"), trip.vehicle.name),
        *([Row(_("Number plate"), trip.vehicle.plate)] if trip.vehicle.plate else []),
        *([Row(_("Driver"), trip.driver)] if trip.driver else []),
        Row(_("Load at departure"), said(find.loads(trip)[0])),
    ]
    for number, door in enumerate(doors, 1):
        lines += _stop(number, door)
    return Receipt((*lines, Rule(), Feed()), title=_("Route"), lang=i18n.language())


def _stop(number: int, door: Door) -> list[Line]:
    thing = door.thing
    lines: list[Line] = [Rule(), Text(f"{number}  {thing.who}", bold=True, size=2)]
    if thing.when:
        lines.append(Text(thing.when, bold=True))
    lines += [Text(thing.street), Text(f"{thing.postcode} {thing.town}")]
    call = f"{thing.contact} {thing.phone}".strip()
    lines += [Text(part) for part in (call, *thing.access.splitlines()) if part]
    lines.append(Text(_(ACTS[thing.kind]), bold=True))
    for stop, each in door.stops:
        if each.about:
            lines.append(Text(each.about))
        lines += [Text(f"{_TICK} {part}") for what in each.what for part in what.splitlines()]
        lines.append(Text(weight(stop.load_g), align="right"))
    return lines


def draw(session: Session, trip: Trip) -> bytes:
    """Draw the route as sheets."""
    doors = things.doors(session, trip.stops)
    title = _("Route of %(day)s") % {"day": i18n.weekday(trip.day)}
    sheet = Sheet(shop.details(session), title, trip.day)
    sheet.heading(title, top=44)
    sheet.facts(
        [
            (_("Departure"), f"{trip.starts:%H:%M}, {trip.site.name}"),
            (_("Vehicle"), f"{trip.vehicle.name} {trip.vehicle.plate}".strip()),
            *([(_("Driver"), trip.driver)] if trip.driver else []),
            (_("Load at departure"), said(find.loads(trip)[0])),
        ],
        top=44,
    )
    sheet.set_y(sheet.get_y() + 6)
    columns = [
        Column("", 8),
        Column(_("Time"), 24),
        Column(_("Where"), 58),
        Column(_("What"), 54),
        Column(_("Weight"), 24, figures=True),
    ]
    sheet.draw_table(columns, [_cells(number, door) for number, door in enumerate(doors, 1)])
    return sheet.bytes()


def _cells(number: int, door: Door) -> list[str]:
    thing = door.thing
    town, call = f"{thing.postcode} {thing.town}", f"{thing.contact} {thing.phone}".strip()
    where = [thing.who, thing.street, town, call, thing.access]
    told = [part for _stop, each in door.stops for part in (each.about, *each.what) if part]
    what = [_(ACTS[thing.kind]), *told]
    weights = [i18n.weight(stop.load_g) if stop.load_g else "?" for stop, _each in door.stops]
    return [
        str(number),
        thing.when,
        "\n".join(part for part in where if part),
        "\n".join(what),
        "\n".join(weights),
    ]


def weight(grams: int | None) -> str:
    """Write what something weighs, or that nobody knows."""
    return _("weight unknown") if grams is None else i18n.weight(grams)


def room(litres: int | None) -> str:
    """Write how much room something takes in cubic metres, with one place, or that nobody knows."""
    if litres is None:
        return _("volume unknown")
    return i18n.quantity(litres if litres < 100 else (litres + 50) // 100 * 100, "m3")


def said(load: Load) -> str:
    """Write a load, and that there is more whose weight nobody knows."""
    known = f"{i18n.weight(load.grams)} · {room(load.litres)}"
    return f"{known} + ?" if load.unknown else known
