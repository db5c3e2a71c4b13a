"""Send things to another site: they are on their way until somebody there says that they came."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.people import audit
from bouwkringloop.stock import ledger, write_off
from bouwkringloop.stock.models import Item, Place, Site, Transfer, TransferLine


class NothingToSend(Refused):
    """A van without anything in it."""

    status = 422
    message = N_("Scan at least one thing to send.")


class NotOnThisSite(Refused):
    """What is sent has to be where it is sent from."""

    message = N_("“%(title)s” (%(code)s) is at %(site)s, so it cannot be sent from here.")


class StaysHere(Refused):
    """From a site to itself."""

    status = 422
    message = N_("Choose another site than where the things are.")


class NothingTicked(Refused):
    """Nothing was said to have come, or to be missing."""

    status = 422
    message = N_("Tick at least one thing.")


class NotInTransfer(Refused):
    """The thing was not in this van, or was unloaded already."""

    message = N_("“%(code)s” is not in this transfer, or has arrived already.")


class PlaceElsewhere(Refused):
    """The place is not on the site where the things arrive."""

    status = 422
    message = N_("%(place)s is not on the site where these things arrive.")


def send(session: Session, uuid: UUID, codes: Sequence[str], to: Site, *, by: Actor) -> Transfer:
    """Send whole things off to another site, once however often it is sent.

    All of them come from one site. Reserved things stay, since who comes for them comes here.
    """
    first = _stored(session, uuid)
    if first is not None:
        if {line.item.code for line in first.lines} != set(codes) or first.to_site_id != to.id:
            raise OtherContentUnderThisId
        return first
    if not codes:
        raise NothingToSend
    items = ledger.lock(session, list(dict.fromkeys(codes)))
    start = items[0].site
    if start.id == to.id:
        raise StaysHere
    for item in items:
        if item.site_id != start.id:
            raise NotOnThisSite(title=item.title, code=item.code, site=item.site.name)
        write_off.check_here(item, item.quantity_milli)
        write_off.check_safe(item, by)
    made = Transfer(
        uuid=uuid, from_site=start, to_site=to, sent_at=clock.now(), person_id=by.id, lines=[]
    )
    session.add(made)
    for item in items:
        made.lines.append(
            TransferLine(
                item=item,
                quantity_milli=item.quantity_milli,
                state_before=item.state,
                place_before_id=item.place_id,
            )
        )
        item.state, item.place = "in_transit", None
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    entries = [ledger.about_all(item, "sent") for item in items]
    ledger.write(session, entries, cause=f"transfer:{uuid}", by=by)
    audit.note(session, by, "transfer.sent", f"transfer:{uuid}", things=len(items), to=to.name)
    return made


def arrive(
    session: Session, uuid: UUID, codes: Sequence[str], *, by: Actor, place: Place | None = None
) -> Transfer:
    """Take things of a transfer in at their new site, and put them at a place if one is named."""
    made = one(session, uuid)
    if place is not None and place.site_id != made.to_site_id:
        raise PlaceElsewhere(place=place.name)
    items = _locked(session, codes)
    lines = [_open_line(session, made, item) for item in items]
    for line, item in zip(lines, items, strict=True):
        line.outcome = "arrived"
        item.state, item.site, item.place = line.state_before, made.to_site, place
    entries = [ledger.about_all(item, "arrived") for item in items]
    return _settle(session, made, entries, "transfer.arrived", by)


def turn_back(
    session: Session, uuid: UUID, codes: Sequence[str], reason: str, *, by: Actor
) -> Transfer:
    """Take things that never left for good back to where they stood, as they were before."""
    made = one(session, uuid)
    items = _locked(session, codes)
    entries = []
    for item in items:
        line = _open_line(session, made, item)
        line.outcome = "came_back"
        stood = line.place_before_id and session.get_one(Place, line.place_before_id)
        item.state, item.site = line.state_before, made.from_site
        # Its place may have been taken out of use meanwhile, since nothing lay there.
        item.place = stood if stood and stood.active else None
        entries.append(ledger.about_all(item, "arrived", clean(reason)[:120]))
    return _settle(session, made, entries, "transfer.turned_back", by)


def miss(session: Session, uuid: UUID, codes: Sequence[str], reason: str, *, by: Actor) -> Transfer:
    """Give up on things that never came out of the van: they leave the books as counted away."""
    reason = write_off.reasoned(reason)
    made = one(session, uuid)
    items = _locked(session, codes)
    entries = []
    for item in items:
        line = _open_line(session, made, item)
        line.outcome = "missing"
        item.state, item.site = line.state_before, made.to_site
        entries.append(write_off.leaving(item, "counted", item.quantity_milli, reason))
    return _settle(session, made, entries, "transfer.missed", by)


def _settle(
    session: Session, made: Transfer, entries: Sequence[ledger.Entry], action: str, by: Actor
) -> Transfer:
    """Write down what became of things, and end the transfer if nothing is on its way any more."""
    subject = f"transfer:{made.uuid}"
    ledger.write(session, entries, cause=subject, by=by)
    _end(session, made)
    audit.note(session, by, action, subject, things=len(entries))
    return made


def one(session: Session, uuid: UUID) -> Transfer:
    """Find a transfer with its lines."""
    found = _stored(session, uuid)
    if found is None:
        raise NotFound
    return found


def latest(session: Session, many: int = 40) -> Sequence[Transfer]:
    """List transfers: those under way first, then the newest."""
    return session.scalars(
        select(Transfer)
        .options(
            joinedload(Transfer.from_site),
            joinedload(Transfer.to_site),
            selectinload(Transfer.lines),
        )
        .order_by(Transfer.ended_at.is_not(None), Transfer.id.desc())
        .limit(many)
    ).all()


def _stored(session: Session, uuid: UUID) -> Transfer | None:
    return session.scalars(
        select(Transfer)
        .where(Transfer.uuid == uuid)
        .options(
            joinedload(Transfer.from_site),
            joinedload(Transfer.to_site),
            selectinload(Transfer.lines).joinedload(TransferLine.item).joinedload(Item.category),
        )
    ).first()


def _locked(session: Session, codes: Sequence[str]) -> list[Item]:
    if not codes:
        raise NothingTicked
    return ledger.lock(session, list(dict.fromkeys(codes)))


def _open_line(session: Session, made: Transfer, item: Item) -> TransferLine:
    """Find the thing's line, as it is now that the thing is locked."""
    line = session.scalars(
        select(TransferLine)
        .where(
            TransferLine.transfer_id == made.id,
            TransferLine.item_id == item.id,
            TransferLine.outcome == "",
        )
        .execution_options(populate_existing=True)
    ).first()
    if line is None:
        raise NotInTransfer(code=item.code)
    return line


def _end(session: Session, made: Transfer) -> None:
    """End a transfer whose last thing came, came back or was given up."""
    left = session.scalar(
        select(TransferLine.id)
        .where(TransferLine.transfer_id == made.id, TransferLine.outcome == "")
        .limit(1)
    )
    if left is None:
        made.ended_at = clock.now()
