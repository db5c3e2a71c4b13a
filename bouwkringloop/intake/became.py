"""Tell what became of a delivery, from the ledger: for whoever brought it, without a word of it.

Nothing here names a person, a price or a description that somebody typed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bouwkringloop.base.i18n import N_
from bouwkringloop.catalogue.models import Category
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.stock.models import Item, Movement

#: What can become of a thing, in the order in which it is told: in words, and to which share of
#: the whole it counts: a second life, recycled, thrown away, or nothing yet.
FATES = {
    "sold": (N_("Sold"), "life"),
    "given": (N_("Given away"), "life"),
    "for_sale": (N_("For sale now"), "life"),
    "in_transit": (N_("On its way to another site"), "life"),
    "to_repair": (N_("Waits for repair"), "life"),
    "to_repurpose": (N_("To be made into something new"), "life"),
    "parts": (N_("Reused as parts"), "life"),
    "for_parts": (N_("For parts"), "life"),
    "quarantined": (N_("Being examined"), "open"),
    "material": (N_("Recycled as material"), "material"),
    "residue": (N_("Thrown away"), "residue"),
    "lost": (N_("Not found again"), "open"),
    "refused": (N_("Not taken in"), "refused"),
}
#: What becomes of what is no thing of its own, by where the intake sent it.
FATE_OF_ROUTE = {
    "sell": "for_sale",
    "repair": "to_repair",
    "parts": "for_parts",
    "repurpose": "to_repurpose",
    "quarantine": "quarantined",
    "material": "material",
    "residue": "residue",
    "refuse": "refused",
}


@dataclass
class Fate:
    """How much of a line became something: thousandths of its unit, and grams.

    What left by its weight alone, such as the scrap of a door, has no quantity.
    """

    kind: str
    milli: int = 0
    weight_g: int = 0


@dataclass(frozen=True)
class BecameLine:
    """One kind of thing that was brought, and all that became of it."""

    category: Category
    unit: str
    quantity_milli: int
    fates: tuple[Fate, ...]
    #: How much of it was repaired, whatever became of it then.
    repaired_milli: int
    #: Why it was refused.
    reason: str


@dataclass(frozen=True)
class Became:
    """What became of a delivery."""

    lines: tuple[BecameLine, ...]

    @property
    def grams(self) -> dict[str, int]:
        """How many grams are of each share; what was refused never came in."""
        found = dict.fromkeys(("life", "material", "residue", "open"), 0)
        for fate in (fate for line in self.lines for fate in line.fates):
            share = FATES[fate.kind][1]
            if share in found:
                found[share] += fate.weight_g
        return found

    @property
    def percent(self) -> int | None:
        """Which part of the weight got a second life; None where nothing that weighs came in.

        It is rounded down, so that hundred percent is all of it.
        """
        grams = self.grams
        whole = sum(grams.values())
        return grams["life"] * 100 // whole if whole else None

    @property
    def bar(self) -> tuple[tuple[str, int, int], ...]:
        """Each share with where it begins and how long it is on a bar of 1000."""
        grams = self.grams
        whole, before, parts = sum(grams.values()), 0, []
        for share, weight in grams.items():
            start, before = before, before + weight
            if weight:
                begins = start * 1000 // whole
                parts.append((share, begins, before * 1000 // whole - begins))
        return tuple(parts)


def tell(session: Session, intake: Intake) -> Became:
    """Work out what became of everything in a delivery, parts and remainders included."""
    known = _Known(session, [line.item_id for line in intake.lines if line.item_id is not None])
    return Became(tuple(_line(line, known) for line in intake.lines))


def family(session: Session, ids: Sequence[int]) -> list[Item]:
    """Find things with everything that was split or taken from them, the first ones first."""
    found: list[Item] = []
    query = select(Item).where(Item.id.in_(ids))
    while generation := session.scalars(query.order_by(Item.id)).all():
        found += generation
        query = select(Item).where(Item.parent_id.in_([item.id for item in generation]))
    return found


@dataclass(frozen=True)
class _Sum:
    milli: int = 0
    weight_g: int = 0
    about_milli: int = 0


class _Known:
    """The things of a delivery with all that came from them, and what the ledger says of each."""

    def __init__(self, session: Session, ids: Sequence[int]) -> None:
        self.items: dict[int, Item] = {}
        self.taken_from: dict[int, list[Item]] = defaultdict(list)
        self.sums: dict[int, dict[str, _Sum]] = defaultdict(dict)
        if not ids:
            return
        for item in family(session, ids):
            self.items[item.id] = item
            if item.parent_id is not None:
                self.taken_from[item.parent_id].append(item)
        rows = session.execute(
            select(
                Movement.item_id,
                Movement.kind,
                func.sum(Movement.quantity_milli),
                func.sum(Movement.weight_g),
                func.sum(Movement.about_milli),
            )
            .where(Movement.item_id.in_(self.items))
            .group_by(Movement.item_id, Movement.kind)
        )
        for item_id, kind, milli, grams, about in rows:
            self.sums[item_id][kind] = _Sum(int(milli), int(grams), int(about))

    def sum(self, item: Item, kind: str) -> _Sum:
        return self.sums[item.id].get(kind, _Sum())

    def gone(self, item: Item, *kinds: str) -> tuple[int, int]:
        """How much left in these ways, less what came back the same way."""
        sums = [self.sum(item, kind) for kind in kinds]
        return -sum(s.milli for s in sums), -sum(s.weight_g for s in sums)


def _line(line: IntakeLine, known: _Known) -> BecameLine:
    found = {kind: Fate(kind) for kind in FATES}
    repaired = 0
    if line.item_id is None:
        fate = found[FATE_OF_ROUTE[line.route]]
        fate.milli, fate.weight_g = line.quantity_milli, line.weight_g
    else:
        repaired = _follow(known.items[line.item_id], found, known)
    return BecameLine(
        category=line.category,
        unit=line.unit,
        quantity_milli=line.quantity_milli,
        fates=tuple(fate for fate in found.values() if fate.milli > 0 or fate.weight_g > 0),
        repaired_milli=min(repaired, line.quantity_milli),
        reason=line.reason if line.route == "refuse" else "",
    )


def _follow(item: Item, found: dict[str, Fate], known: _Known) -> int:
    """Add up what became of a thing and of what was split from it; tell how much was repaired."""
    for kind, (milli, grams) in _ends(item, known):
        found[kind].milli += milli
        found[kind].weight_g += grams
    found["parts"].milli += known.gone(item, "dismantled")[0]
    repaired = known.sum(item, "repaired").about_milli
    for child in known.taken_from[item.id]:
        if "split" in known.sums[child.id]:
            repaired += _follow(child, found, known)
        else:
            _follow_part(child, found, known)
    return repaired


def _follow_part(part: Item, found: dict[str, Fate], known: _Known) -> None:
    """Add up what a part weighs: it counts as a part unless it was thrown away after all.

    Its pieces are not counted: a door with three hinges is still one thing that was brought.
    """
    for kind, (_milli, grams) in _ends(part, known):
        found["parts" if FATES[kind][1] == "life" else kind].weight_g += grams
    for child in known.taken_from[part.id]:
        _follow_part(child, found, known)


def _ends(item: Item, known: _Known) -> Iterable[tuple[str, tuple[int, int]]]:
    """Tell where a thing went, and as what the rest of it is still here."""
    yield "sold", known.gone(item, "sold", "returned")
    for kind in ("given", "material", "residue"):
        yield kind, known.gone(item, kind)
    lost = known.gone(item, "counted", "corrected")
    # What was found on counting lies here with the rest.
    yield "lost", (max(lost[0], 0), max(lost[1], 0))
    yield item.state, (item.quantity_milli, item.stock_g)
