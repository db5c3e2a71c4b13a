"""Work out what became of a batch, in grams, from rows of its books; pure arithmetic.

What came in is not inspected yet, waits for its place in stock, went back to the builder, was sold,
given away or recycled, became residue, differs by counting or weighing, or is still here. Each of
these is added up by itself, so that a gram that is missing shows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from bouwkringloop.catalogue.impact import Factor

#: What leaves a thing for good, by the kind of movement; what came back the same way counts off.
_LEAVES = {
    "sold": "sold",
    "returned": "sold",
    "given": "given",
    "given_back": "back",
    "material": "material",
    "residue": "residue",
    "counted": "counted",
    "corrected": "corrected",
    "reweighed": "reweighed",
}
#: As what is still here, or left, what the intake made no thing of.
_OF_ROUTE = {
    "material": "material",
    "residue": "residue",
    "refuse": "back",
    "sell": "for_sale",
    "repair": "to_repair",
    "parts": "for_parts",
    "repurpose": "to_repurpose",
    "quarantine": "quarantined",
}
#: Here on that day; as what, nobody kept, since its destination has changed after it.
CHANGED = "changed"
#: States of what is still here, in the order in which they are told.
HERE = (
    "for_sale",
    "to_repair",
    "for_parts",
    "to_repurpose",
    "quarantined",
    "in_transit",
    CHANGED,
)
#: Where what came in can be, in the order in which it is told.
FATES = (
    "sold",
    "given",
    "material",
    "residue",
    "back",
    "here",
    "waiting",
    "not_inspected",
    "counted",
    "corrected",
    "reweighed",
)
#: Those of them that are differences: above zero missing, below zero more than was booked.
DIFFERENCES = ("counted", "corrected", "reweighed")


@dataclass(frozen=True)
class Came:
    """A line as it was offered and accepted, and what came of it."""

    kind: str
    offered_g: int
    accepted_g: int
    came_g: int


@dataclass(frozen=True)
class Found:
    """What inspecting found of a line, and how much of that went on to stock."""

    kind: str
    outcome: str
    weight_g: int
    stocked_g: int


@dataclass(frozen=True)
class Routed:
    """What the intake made no thing of, and where it sent it."""

    kind: str
    route: str
    weight_g: int


@dataclass(frozen=True)
class Thing:
    """One thing of the batch or of what was taken from it: what moved, in grams by kind."""

    kind: str
    material: str
    #: As what it is here, should any of it be.
    state: str
    moved: dict[str, int]


@dataclass
class Figures:
    """All grams of a kind of thing, or of a whole batch."""

    offered_g: int = 0
    accepted_g: int = 0
    came_in_g: int = 0
    not_inspected_g: int = 0
    waiting_g: int = 0
    back_g: int = 0
    sold_g: int = 0
    given_g: int = 0
    material_g: int = 0
    residue_g: int = 0
    counted_g: int = 0
    corrected_g: int = 0
    reweighed_g: int = 0
    #: What is still here, by what it waits for.
    here: dict[str, int] = field(default_factory=dict)

    @property
    def here_g(self) -> int:
        """What is still here, whatever it waits for."""
        return sum(self.here.values())

    @property
    def difference_g(self) -> int:
        """What is missing by counting, correcting and weighing; below zero where more was found."""
        return self.counted_g + self.corrected_g + self.reweighed_g

    @property
    def life_g(self) -> int:
        """What got a second life: sold or given away, parts of things included."""
        return self.sold_g + self.given_g

    @property
    def otherwise_g(self) -> int:
        """What is neither in its second life, nor recycled, waste, or still here."""
        return self.back_g + self.waiting_g + self.not_inspected_g + self.difference_g

    @property
    def adds_up(self) -> bool:
        """Whether all that came in is accounted for, to the gram."""
        return self.came_in_g == sum(self.of(fate) for fate in FATES)

    def of(self, fate: str) -> int:
        """Give the grams of a fate by its name."""
        return int(getattr(self, f"{fate}_g"))

    def add(self, name: str, grams: int) -> None:
        """Count grams to a fate, or to what is still here in a state."""
        if name in HERE:
            self.here[name] = self.here.get(name, 0) + grams
        else:
            setattr(self, f"{name}_g", self.of(name) + grams)


@dataclass(frozen=True)
class Avoided:
    """What the second life of a material saved, and by which factor."""

    factor: Factor
    weight_g: int

    @property
    def co2_g(self) -> int:
        """Grams of CO2e that were avoided."""
        return self.factor.avoided_g(self.weight_g)


@dataclass(frozen=True)
class Kind:
    """One kind of thing of a batch."""

    slug: str
    name: str
    figures: Figures


@dataclass(frozen=True)
class Yield:
    """What became of a batch up to and including a day."""

    upto: date
    whole: Figures
    kinds: tuple[Kind, ...]
    revenue_cents: int
    avoided: tuple[Avoided, ...]

    @property
    def co2_g(self) -> int:
        """Grams of CO2e that were avoided, of all materials."""
        return sum(each.co2_g for each in self.avoided)

    @property
    def adds_up(self) -> bool:
        """Whether the whole and every kind add up to the gram, and the kinds to the whole."""
        each = [self.whole, *(kind.figures for kind in self.kinds)]
        return all(one.adds_up for one in each) and all(
            self.whole.of(fate) == sum(kind.figures.of(fate) for kind in self.kinds)
            for fate in ("offered", "accepted", "came_in", *FATES)
        )

    @property
    def kinds_that_came(self) -> tuple[Kind, ...]:
        """The kinds of which something came in; what was only offered has no fate to show."""
        return tuple(kind for kind in self.kinds if kind.figures.came_in_g)

    @property
    def bar(self) -> tuple[tuple[str, int, int], ...]:
        """Each fate of what came in with where it begins and how long it is on a bar of 1000."""
        there = [(fate, max(self.whole.of(fate), 0)) for fate in FATES]
        whole, before, parts = sum(grams for _, grams in there), 0, []
        for fate, grams in there:
            begins, before = before, before + grams
            if grams:
                start = begins * 1000 // whole
                parts.append((fate, start, before * 1000 // whole - start))
        return tuple(parts)


def reckon(
    upto: date,
    *,
    names: dict[str, str],
    came: Iterable[Came],
    found: Iterable[Found],
    routed: Iterable[Routed],
    things: Sequence[Thing],
    revenue_cents: int,
    factors: dict[str, Factor],
) -> Yield:
    """Add everything up by kind and in all; `names` are the kinds in the order of the page."""
    kinds = {slug: Figures() for slug in names}
    for line in came:
        of_kind = kinds[line.kind]
        of_kind.offered_g += line.offered_g
        of_kind.accepted_g += line.accepted_g
        of_kind.came_in_g += line.came_g
        of_kind.not_inspected_g += line.came_g
    for part in found:
        of_kind = kinds[part.kind]
        of_kind.not_inspected_g -= part.weight_g
        if part.outcome == "back":
            of_kind.back_g += part.weight_g
        else:
            of_kind.waiting_g += part.weight_g - part.stocked_g
    for sent in routed:
        kinds[sent.kind].add(_OF_ROUTE[sent.route], sent.weight_g)
    life: dict[str, int] = defaultdict(int)
    for thing in things:
        life[thing.material] += _follow(thing, kinds[thing.kind])
    return Yield(
        upto,
        _together(kinds.values()),
        tuple(Kind(slug, names[slug], figures) for slug, figures in kinds.items()),
        revenue_cents,
        tuple(Avoided(factors[slug], grams) for slug, grams in sorted(life.items()) if grams),
    )


def _follow(thing: Thing, figures: Figures) -> int:
    """Count where a thing went, and what of it is here; tell how much got a second life.

    What became its parts, or was split off it, moves to things of their own: what leaves here
    arrives there, so it is neither lost nor counted twice.
    """
    life = 0
    for moved, grams in thing.moved.items():
        if moved in _LEAVES:
            figures.add(_LEAVES[moved], -grams)
            life += -grams if _LEAVES[moved] in ("sold", "given") else 0
    left = sum(thing.moved.values())
    if left:
        figures.add(thing.state, left)
    return life


def _together(each: Iterable[Figures]) -> Figures:
    whole = Figures()
    for figures in each:
        for name, grams in asdict(figures).items():
            if name == "here":
                for state, here in grams.items():
                    whole.add(state, here)
            else:
                whole.add(name.removesuffix("_g"), grams)
    return whole
