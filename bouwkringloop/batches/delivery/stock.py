"""Bring what was found into stock: as one heap, piece by piece, or in lots."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import money, quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.batches import find as batches
from bouwkringloop.batches import prints, step
from bouwkringloop.batches.delivery import cost, find, progress
from bouwkringloop.batches.delivery.models import OUTCOMES, Inspection, Stocked
from bouwkringloop.batches.models import ENDED, Batch
from bouwkringloop.intake import margin
from bouwkringloop.intake.brought import Brought, Delivery
from bouwkringloop.intake.decide import MOST_LABELS, MOST_LINES
from bouwkringloop.intake.judge import STATES
from bouwkringloop.intake.models import Intake
from bouwkringloop.intake.receive import receive

SHAPES = ("heap", "single", "lots")
#: More things out of one part than this is a mistyped lot.
MOST_THINGS = 500


class NothingToStock(Refused):
    """Nobody chose anything."""

    status = 422
    message = N_("Choose what goes into stock.")


class NotFoundHere(Refused):
    """A part that is not of this batch, or goes back to the builder."""

    status = 422
    message = N_("One of these parts is not of this batch, or goes back to the builder.")


class InStockAlready(Refused):
    """Somebody brought the part in before."""

    message = N_("“%(line)s” is in stock already. Look at the page again.")


class NoSuchLot(Refused):
    """A lot of nothing, or of more than there is."""

    status = 422
    message = N_("Type for “%(line)s” how much goes into each lot.")


class OnlyPieces(Refused):
    """Metres cannot be taken in piece by piece."""

    status = 422
    message = N_("“%(line)s” is not counted by the piece: choose one heap, or lots.")


class TooManyThings(Refused):
    """More things than anybody sticks labels on at once."""

    status = 422
    message = N_("“%(line)s” would become %(many)s things. Choose larger lots: at most %(most)s.")


class TooLightToDivide(Refused):
    """Some of the things would weigh nothing."""

    status = 422
    message = N_("“%(line)s” is too light to be divided so. Choose one heap, or larger lots.")


@dataclass(frozen=True)
class Put:
    """How one part that was found goes into stock."""

    finding: int
    #: `heap`, `single` (every piece by itself) or `lots` of `lot_milli`.
    shape: str = "heap"
    lot_milli: int | None = None
    #: Per unit, VAT included; None for what the catalogue advises.
    price_cents: int | None = None
    place: str | None = None
    #: On each thing; None for one a piece.
    labels: int | None = None


@dataclass(frozen=True)
class _Thing:
    """One thing that a part becomes, and what it costs the shop."""

    brought: Brought
    finding: Inspection
    paid_cents: int


def bring_in(session: Session, batch_uuid: UUID, told: Sequence[Put], *, by: Actor) -> list[Intake]:
    """Bring parts of a batch into stock once, however often it is sent; give their intakes."""
    batch = batches.to_change(session, batch_uuid)
    if not told:
        raise NothingToStock
    found = {each.id: each for each in find.findings(find.of_batch(session, batch))}
    chosen = [(put, _chosen(found, put)) for put in told]
    if len({finding.id for _, finding in chosen}) < len(chosen):
        raise NotFoundHere
    deliveries = _deliveries(batch, chosen)
    if all(finding.stocked for _, finding in chosen):
        # It was sent before: every intake finds itself again, or says that it was another one.
        return _again(session, deliveries, chosen, by)
    for _, finding in chosen:
        if finding.stocked:
            raise InStockAlready(line=finding.delivery_line.line.name)
    if batch.state in ENDED:
        raise step.NotThatStep(batch)
    made = [_take_in(session, batch, delivery, things, by) for delivery, things in deliveries]
    prints.note(
        session,
        by,
        "batch.stocked",
        batch.subject,
        [stocked for _, finding in chosen for stocked in finding.stocked],
        intakes=[str(each.uuid) for each in made],
        weight_g=sum(each.weight_g for each in made),
    )
    progress.go_on(session, batch, by=by)
    return made


def _chosen(found: dict[int, Inspection], put: Put) -> Inspection:
    finding = found.get(put.finding)
    if finding is None or not find.stays(finding):
        raise NotFoundHere
    return finding


def _deliveries(
    batch: Batch, chosen: Sequence[tuple[Put, Inspection]]
) -> list[tuple[Delivery, list[_Thing]]]:
    """Pack all things into as few intakes as hold them, each of one site."""
    by_site: dict[str, list[_Thing]] = {}
    for put, finding in chosen:
        site = finding.delivery_line.delivery.site.slug
        by_site.setdefault(site, []).extend(_things(batch, put, finding))
    packed = []
    for site, things in by_site.items():
        numbers = sorted({thing.finding.id for thing in things})
        for first in range(0, len(things), MOST_LINES):
            part = things[first : first + MOST_LINES]
            # Made of what is brought in, so that a second try finds the first.
            name = f"stock {numbers} {first}"
            told = Delivery(
                id=uuid5(batch.uuid, name),
                site=site,
                source_kind="batch",
                lines=tuple(thing.brought for thing in part),
            )
            packed.append((told, part))
    return packed


def _take_in(
    session: Session, batch: Batch, told: Delivery, things: Sequence[_Thing], by: Actor
) -> Intake:
    intake = receive(session, told, by=by)
    for line, thing in zip(intake.lines, things, strict=True):
        thing.finding.stocked.append(Stocked(intake_line_id=line.id))
        if cost.is_margin(batch):
            line.paid_cents = thing.paid_cents
    session.flush()  # A part that two bring in at one moment is stopped here, by the database.
    margin.put_under(session, [line for line in intake.lines if line.paid_cents], by=by)
    return intake


def _again(
    session: Session,
    deliveries: Sequence[tuple[Delivery, list[_Thing]]],
    chosen: Sequence[tuple[Put, Inspection]],
    by: Actor,
) -> list[Intake]:
    known = {stocked.intake_line.intake_id for _, each in chosen for stocked in each.stocked}
    again = [_stored(session, told) for told, _ in deliveries]
    if None in again or {each.id for each in again if each} != known:
        raise InStockAlready(line=chosen[0][1].delivery_line.line.name)
    return [receive(session, told, by=by) for told, _ in deliveries]


def _stored(session: Session, told: Delivery) -> Intake | None:
    return session.scalar(select(Intake).where(Intake.uuid == told.id))


def _things(batch: Batch, put: Put, finding: Inspection) -> list[_Thing]:
    """Divide a part into things; together they count, weigh and cost what the part does."""
    line = finding.delivery_line.line
    kind, route = find.kind_of(line), OUTCOMES[finding.outcome]
    stays = route in STATES
    amounts = divide(put, finding) if stays else [finding.quantity_milli]
    grams = money.share_out(finding.weight_g, amounts)
    if min(grams) <= 0:
        raise TooLightToDivide(line=line.name)
    paid = money.share_out(cost.of_finding(batch, finding), amounts)
    waste = line.decided is not None and line.decided.waste
    return [
        _Thing(
            Brought(
                category=kind.slug,
                quantity_milli=milli,
                unit=line.unit,
                route=route,
                description=line.description,
                weight_g=weight_g,
                condition=finding.condition,
                reason=finding.reason,
                price_cents=put.price_cents if stays else None,
                place=put.place if stays else None,
                labels=_labels(put, milli, line.unit) if stays else None,
                prepared=waste,
            ),
            finding,
            cents,
        )
        for milli, weight_g, cents in zip(amounts, grams, paid, strict=True)
    ]


def divide(put: Put, finding: Inspection) -> list[int]:
    """Tell how much goes into each thing: all, one piece, or a lot; the last lot takes the rest."""
    line, whole = finding.delivery_line.line, finding.quantity_milli
    if put.shape == "heap":
        return [whole]
    is_whole = quantity.Unit(line.unit).whole
    if put.shape == "single":
        if not is_whole:
            raise OnlyPieces(line=line.name)
        lot = 1000
    else:
        lot = put.lot_milli or 0
        if put.shape != "lots" or not 0 < lot <= whole or (is_whole and lot % 1000):
            raise NoSuchLot(line=line.name)
    full, rest = divmod(whole, lot)
    many = full + (1 if rest else 0)
    if many > MOST_THINGS:
        raise TooManyThings(line=line.name, many=many, most=MOST_THINGS)
    return [lot] * full + ([rest] if rest else [])


def _labels(put: Put, milli: int, unit: str) -> int:
    """Tell how many labels a thing gets: as was said, or one a piece."""
    if put.labels is not None:
        return put.labels
    pieces = milli // 1000 if unit == quantity.Unit.PIECE else 1
    return min(pieces, MOST_LABELS)
