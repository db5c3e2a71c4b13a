"""Builders who leave their surplus to the demo shop, none of whom exists."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import agree, decide, find, links, offer, step
from bouwkringloop.batches.agreements import accept, draw_up, terms
from bouwkringloop.batches.delivery import deliver, inspect, stock
from bouwkringloop.batches.delivery import find as deliveries
from bouwkringloop.batches.delivery.came import Came
from bouwkringloop.batches.models import BuilderLink
from bouwkringloop.batches.settling import sroi_values, statement
from bouwkringloop.catalogue.models import Category
from bouwkringloop.config import Config
from bouwkringloop.demo.premises import Premises
from bouwkringloop.demo.selling import Counter
from bouwkringloop.partners import contacts, keep, roles
from bouwkringloop.stock.models import Item
from bouwkringloop.trips import vehicles
from bouwkringloop.wishes import keep as wishes


@dataclass(frozen=True)
class _Line:
    """A kind of thing: how many, how heavy, and what of it turns out to be rubbish."""

    category: str
    quantity: int
    weight_g: int
    words: str
    packaging: str = ""
    #: How many of them go to the waste when they are inspected.
    broken: int = 0


@dataclass(frozen=True)
class _Batch:
    """What one project has left, and what happens how many working days ago."""

    builder: int
    project: str
    street: str
    lines: tuple[_Line, ...]
    then: dict[int, tuple[str, ...]] = field(default_factory=dict, hash=False)


#: Numbers that pass every check and belong to nobody.
_BUILDERS = (
    (
        keep.Facts(name="Sloopwerken Verzonnen", kind="organisation", kvk="11223344",
                   street="Schijnweg 3", postcode="3821 AB", city="Amersfoort"),
        ("demolisher",), "Kees Bedacht", "donated", 0,
    ),
    (
        keep.Facts(name="Bouwbedrijf Fictie", kind="organisation", kvk="22334455",
                   street="Proefkade 9", postcode="3824 CD", city="Amersfoort"),
        ("contractor", "developer"), "Lotte Niemand", "consigned", 400,
    ),
)  # fmt: skip
#: What people look for: a kind, how many, in which words, and who.
_WISHES = (
    ("carpet-tile", 40, "grijs", "Buurthuis Voorbeeld"),
    ("panelled-door", 3, "jaren dertig", "Bo Verzonnen"),
)
_BATCHES = (
    _Batch(
        0, "Renovatie Voorbeeldhof", "Voorbeeldhof 2",
        (
            _Line("inner-door-unrebated", 24, 432_000, "Stompe deuren, wit 83 cm", "Op pallets", 2),
            _Line("clay-paver", 60, 7_800_000, "Gebakken klinkers, dikformaat", "Los gestort"),
            _Line("mineral-wool", 40, 96_000, "Glaswol, nog in folie", "In pakken", 4),
        ),
        {13: ("offer",), 12: ("decide", "agree"), 10: ("deliver",), 9: ("inspect",),
         8: ("stock",), 0: ("statement",)},
    ),
    _Batch(
        1, "Woningen Denkbeeldig, blok 3", "Schijnlaan 40",
        (
            _Line("toilet", 12, 300_000, "Wandclosets, nieuw in doos", "In dozen"),
            _Line("wall-tile", 35, 525_000, "Wandtegels 20 × 25, mat wit", "In dozen", 1),
        ),
        {9: ("offer",), 8: ("decide", "agree"), 6: ("deliver",), 5: ("inspect",), 4: ("stock",)},
    ),
    _Batch(
        0, "Sloop school Proefstraat", "Proefstraat 18",
        (
            _Line("beam", 180, 2_160_000, "Grenen balken 6 × 16, ontspijkerd", "Gebundeld"),
            _Line("panel-radiator", 18, 630_000, "Paneelradiatoren, diverse maten"),
        ),
        {4: ("offer",), 3: ("decide", "agree"), 1: ("deliver",)},
    ),
    _Batch(
        1, "Kantoor Fictieplein", "Fictieplein 1",
        (
            _Line("ceiling-tile", 120, 420_000, "Systeemplafondplaten 60 × 60"),
            _Line("carpet-tile", 90, 360_000, "Tapijttegels, grijs, weinig gelopen", "Gestapeld"),
        ),
        {1: ("offer",)},
    ),
)  # fmt: skip


class Batches:
    """Lets builders offer, and the shop decide, receive and inspect, day by day."""

    def __init__(
        self,
        session: Session,
        config: Config,
        premises: Premises,
        counter: Counter,
        dice: random.Random,
    ) -> None:
        self._session = session
        self._config = config
        self._counter = counter
        self._dice = dice
        (self._coordinator,) = premises.with_role(Role.COORDINATOR)
        (self._manager,) = premises.with_role(Role.MANAGER)
        self._worker = premises.with_role(Role.INTAKE_WORKER)[0]
        self._made: dict[str, UUID] = {}
        self._links: list[BuilderLink] = []
        self._acts: dict[str, Callable[[_Batch], None]] = {
            "offer": self._offer,
            "decide": self._decide,
            "agree": self._agree,
            "deliver": self._deliver,
            "inspect": self._inspect,
            "stock": self._stock,
            "statement": self._state,
        }

    def begin(self) -> None:
        """Write down the shop's terms, and agree with the builders."""
        shipped = terms.shipped()
        terms.write(self._session, shipped["nl"], shipped["en"], by=self._manager)
        sroi_values.fill(self._session)
        van = vehicles.Facts("Elektrische bus", "V-123-AB", 950_000, 10_000, emission_free=True)
        vehicles.add(self._session, van, by=self._manager)
        for category, many, words, name in _WISHES:
            unit = self._session.scalars(select(Category.unit).where(Category.slug == category))
            wish = wishes.Facts(
                many * 1000,
                unit.one(),
                clock.today() + timedelta(days=120),
                category=category,
                words=words,
                name=name,
                phone="06 00000042",
            )
            wishes.add(self._session, self._uuid(), wish, by=self._coordinator)
        for facts, what, who, basis, share in _BUILDERS:
            made = keep.add(self._session, self._uuid(), facts, by=self._manager)
            roles.say(self._session, made.uuid, what, by=self._coordinator)
            person = contacts.Facts(name=who, discipline="site", phone="06 00000041")
            contacts.add(self._session, made.uuid, self._uuid(), person, by=self._coordinator)
            link = links.make(self._session, self._config, made, by=self._coordinator)
            agreed = draw_up.record(
                self._session,
                self._uuid(),
                made.uuid,
                draw_up.Told(
                    basis=basis,
                    share_milli=share,
                    vat="normal",
                    transport="shop",
                    ownership="sale" if share else "receipt",
                    leftovers="shop",
                    free_days=90,
                    norms="Heel, schoon en droog.",
                    reporting="Kilo's en CO2 per project.",
                    extra="",
                    language="nl",
                ),
                by=self._coordinator,
            )
            signed = accept.Signature(who, "uitvoerder", True, agreed.content_hash)
            accept.accept(self._session, link, agreed.uuid, signed)
            self._links.append(link)

    def live(self, left: int) -> None:
        """Let happen what happens on the day after which so many working days are left."""
        for batch in _BATCHES:
            for what in batch.then.get(left, ()):
                self._acts[what](batch)

    def _offer(self, batch: _Batch) -> None:
        link, today = self._links[batch.builder], clock.today()
        told = offer.Told(
            id=self._uuid(),
            customer=link.customer.uuid,
            project=batch.project,
            street=batch.street,
            postcode="3817 NP",
            city="Amersfoort",
            available_from=today,
            available_until=today + timedelta(days=21),
            contact_name=_BUILDERS[batch.builder][2],
            contact_phone="06 00000041",
            lines=tuple(
                offer.ToldLine(
                    category=line.category,
                    quantity_milli=line.quantity * 1000,
                    description=line.words,
                    weight_g=line.weight_g,
                    packaging=line.packaging,
                )
                for line in batch.lines
            ),
        )
        made = offer.take(self._session, self._config, told, by=step.By(link=link))
        self._made[batch.project] = made.uuid

    def _decide(self, batch: _Batch) -> None:
        decide.the_rest(self._session, self._made[batch.project], by=self._coordinator)

    def _agree(self, batch: _Batch) -> None:
        uuid = self._made[batch.project]
        agree.agree(self._session, self._config, uuid, by=self._coordinator)

    def _deliver(self, batch: _Batch) -> None:
        made = find.one(self._session, self._made[batch.project])
        came = tuple(Came(line.uuid, line.quantity_milli, line.weight_g) for line in made.lines)
        load = deliver.Load(
            id=self._uuid(),
            site="shop",
            place="buiten",
            lines=came,
            driver="Ruben",
            plate="V-123-AB",
            signed_by=_BUILDERS[batch.builder][2],
            on_paper=True,
        )
        deliver.deliver(self._session, self._config.signatures, made.uuid, load, by=self._worker)

    def _inspect(self, batch: _Batch) -> None:
        made = find.one(self._session, self._made[batch.project])
        (load,) = deliveries.of_batch(self._session, made)
        for line, told in zip(load.lines, batch.lines, strict=True):
            good = line.quantity_milli - told.broken * 1000
            found = [inspect.Found("stock", good)]
            if told.broken:
                found.append(inspect.Found("residue", reason="Kapot of nat geworden"))
            inspect.inspect(
                self._session, made.uuid, load.uuid, line.line.uuid, found, by=self._worker
            )

    def _stock(self, batch: _Batch) -> None:
        made = find.one(self._session, self._made[batch.project])
        found = deliveries.findings(deliveries.of_batch(self._session, made))
        puts = [stock.Put(each.id, labels=1 if each.outcome == "stock" else None) for each in found]
        taken = stock.bring_in(self._session, made.uuid, puts, by=self._worker)
        numbers = [line.item_id for each in taken for line in each.lines if line.item_id]
        wanted = select(Item).where(Item.id.in_(numbers)).order_by(Item.id)
        for_sale = list(self._session.scalars(wanted))
        self._counter.stock_up(for_sale)
        self._counter.ask_for(for_sale * 4)

    def _state(self, batch: _Batch) -> None:
        wanted = statement.Wanted(self._uuid(), clock.today() - timedelta(days=1))
        statement.issue(self._session, self._made[batch.project], wanted, by=self._coordinator)

    def _uuid(self) -> UUID:
        return UUID(int=self._dice.getrandbits(128), version=4)
