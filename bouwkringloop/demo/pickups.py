"""People who ask the demo shop to come by, none of whom exists."""

import random
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.codes import fingerprint
from bouwkringloop.base.permissions import Role
from bouwkringloop.config import Config
from bouwkringloop.demo.premises import Premises
from bouwkringloop.pickups import ask, decide, find, plan, thank
from bouwkringloop.pickups.models import Pickup
from bouwkringloop.pickups.plan import Slot

_SUNDAY = 6


@dataclass(frozen=True)
class Wish:
    """What somebody asks for, so many working days ago, and what the desk does with it."""

    asked: int
    what: str
    groups: str
    amount: str
    name: str
    street: str
    postcode: str
    access: str = ""
    #: What happens how many working days ago.
    then: tuple[tuple[int, str], ...] = ()


_WISHES = (
    Wish(9, "Eiken vloerdelen en zes paneeldeuren uit een jaren-dertighuis", "doors finishes",
         "Past in een bus", "Familie Van Voorbeeld", "Proeflaan 12", "3818 AB",
         then=((8, "plan 1"), (7, "done"), (6, "thank"))),
    Wish(6, "Bankstel en een eettafel", "", "Twee stuks", "Kees Bedacht", "Fictiestraat 4",
         "3812 CD", then=((5, "refuse"),)),
    Wish(5, "Keukenblok met apparatuur, drie jaar oud", "kitchen", "Drie meter lang",
         "Sanne Verzonnen", "Voorbeeldweg 88", "3825 EF", "Begane grond, parkeren voor de deur",
         then=((4, "plan 1"), (3, "miss"))),
    Wish(4, "Partij gevelstenen, gebikt, op pallets", "facade structure", "Ongeveer 800 stuks",
         "Bas Denkbeeldig", "Schijnkade 21", "3811 GH", then=((2, "plan 2 9"),)),
    Wish(3, "Twee stalen binnendeuren met glas en een radiator", "doors heating", "",
         "Lotte Niemand", "Proefstraat 7", "3871 JK", "Tweede verdieping, geen lift",
         then=((1, "plan 2 13"),)),
    Wish(1, "Wastafel, toilet en kranen, weinig gebruikt", "sanitary", "Eén badkamer",
         "Mo Testa", "Voorbeeldhof 3", "3813 LM"),
    Wish(0, "Douglas balken van een overkapping\nTwaalf stuks van drie meter", "timber",
         "Aanhanger nodig", "Ria Fantasie", "Fictielaan 55", "3817 NP"),
)  # fmt: skip


class Pickups:
    """Lets the wishes come in and be handled, day by day."""

    def __init__(
        self, session: Session, config: Config, premises: Premises, dice: random.Random
    ) -> None:
        self._session = session
        self._config = config
        self._by = premises.with_role(Role.INTAKE_WORKER)[0]
        self._made: dict[Wish, Pickup] = {}
        self._dice = dice

    def live(self, left: int) -> None:
        """Let happen what happens on the day after which so many working days are left."""
        for wish in _WISHES:
            if wish.asked == left:
                self._made[wish] = self._ask(wish)
            for when, what in wish.then:
                if when == left and wish in self._made:
                    self._do(self._made[wish], what)

    def _ask(self, wish: Wish) -> Pickup:
        number = UUID(int=self._dice.getrandbits(128), version=4)
        told = ask.Told(
            id=number,
            secret=fingerprint(str(number))[:43],
            what=wish.what,
            groups=wish.groups,
            amount=wish.amount,
            days=" ".join(str(day) for day in plan.offered()[1:9:3]),
            name=wish.name,
            street=wish.street,
            postcode=wish.postcode,
            town="Hoevelaken" if wish.postcode.startswith("3871") else "Amersfoort",
            # No number in the country begins like this.
            phone=f"06 000000{len(self._made) + 10}",
            mail="",
            access=wish.access,
            language="nl",
        )
        return ask.record(self._session, self._config, told)

    def _do(self, pickup: Pickup, what: str) -> None:
        session, config, by = self._session, self._config, self._by
        match what.split():
            case ["plan", ahead, *hour]:
                starts = int(hour[0]) if hour else 9
                slot = Slot(_working_day(int(ahead)), time(starts), time(starts + 3))
                plan.plan(session, config, pickup, slot, by=by)
            case ["refuse"]:
                why = "Meubels nemen we niet aan; wel bouwmaterialen."
                decide.refuse(session, config, pickup, reason=why, by=by)
            case ["miss"]:
                decide.miss(session, config, pickup, by=by)
            case ["done"]:
                free = find.deliveries(session)
                decide.finish(session, pickup, intake=free[0].uuid if free else None, by=by)
            case ["thank"] if pickup.intake is not None:
                thank.thank(session, config, pickup, by=by)


def _working_day(ahead: int) -> date:
    """Find the working day that is so many ahead."""
    day = clock.today()
    for _ in range(ahead):
        day += timedelta(days=2 if (day + timedelta(days=1)).weekday() == _SUNDAY else 1)
    return day
