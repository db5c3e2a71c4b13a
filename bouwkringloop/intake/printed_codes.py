"""Rolls of labels printed beforehand, and binding such a label to the thing it was stuck on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, codes, i18n
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import Actor
from bouwkringloop.intake.models import PrintedCode
from bouwkringloop.people import audit
from bouwkringloop.people.models import Person
from bouwkringloop.printing import stamp
from bouwkringloop.printing.documents import CodeSheet, to_json
from bouwkringloop.printing.submit import ANYWHERE, Where, submit
from bouwkringloop.stock import take_in
from bouwkringloop.stock.ledger import MistypedCode
from bouwkringloop.stock.models import Item

MOST_CODES = 200
#: A print job that failed halfway is printed again as a whole, so that each holds only a few codes.
CODES_A_JOB = 20
_LATEST_ROLLS = 50

_INSERT = insert(PrintedCode.__table__)  # type: ignore[arg-type]


class TooManyCodes(Refused):
    """No label at all, or more than a yard sticks on in weeks."""

    status = 422
    message = N_("Print 1 to 200 labels at once.")


class NoSuchRoll(NotFound):
    """No roll has this id."""

    message = N_("This roll does not exist.")


class RollUsedUp(Refused):
    """Every label of the roll sticks on a thing."""

    message = N_("Every label of this roll sticks on something. Print new labels.")


class MistypedLabel(MistypedCode):
    """The label named for a new thing cannot be one of ours."""

    status = 422


class NotOnARoll(Refused):
    """The code could be ours, but was never printed beforehand."""

    status = 422
    message = N_("The label %(code)s is on no roll of ours. Take a label from a printed roll.")


class BoundAlready(Refused):
    """The label sticks on another thing."""

    message = N_("The label %(code)s is on “%(title)s” already. Take another label.")


class NamedTwice(Refused):
    """One label for two lines of a delivery."""

    status = 422
    message = N_("The label %(code)s is named twice in this delivery.")


@dataclass(frozen=True)
class Roll:
    """One roll or stack of sheets, and how much of it sticks on things."""

    uuid: UUID
    at: datetime
    by: str
    printed: int
    used: int

    @property
    def left(self) -> int:
        """How many labels belong to nothing yet."""
        return self.printed - self.used


def print_roll(
    session: Session, count: int, *, by: Actor, on_sheets: bool = False, where: Where = ANYWHERE
) -> UUID:
    """Give out codes for a roll and have it printed; give the roll's id.

    A label printer gets the codes as jobs. Sheets for an office printer are drawn when somebody
    asks for them (`sheet`), since no job can reach that printer.
    """
    if not 1 <= count <= MOST_CODES:
        raise TooManyCodes
    roll, now = uuid4(), clock.now()
    fresh = take_in.next_codes(session, count)
    session.connection().execute(
        _INSERT, [{"code": code, "roll": roll, "at": now, "person_id": by.id} for code in fresh]
    )
    if not on_sheets:
        _submit(session, roll, fresh, where, by)
    audit.note(session, by, "roll.printed", f"roll:{roll}", labels=count, sheets=on_sheets)
    return roll


def print_again(session: Session, uuid: UUID, *, by: Actor, where: Where = ANYWHERE) -> int:
    """Print once more what of a roll sticks on nothing yet; tell how many labels that is."""
    free = _free(session, uuid)
    _submit(session, uuid, free, where, by)
    audit.note(session, by, "roll.reprinted", f"roll:{uuid}", labels=len(free))
    return len(free)


def _submit(session: Session, roll: UUID, printed: Sequence[str], where: Where, by: Actor) -> None:
    for at in range(0, len(printed), CODES_A_JOB):
        document = to_json(_document(printed[at : at + CODES_A_JOB]))
        submit(session, document, kind="label", subject=f"roll:{roll}", where=where, by=by)


def sheet(session: Session, uuid: UUID) -> CodeSheet:
    """Give what of a roll belongs to nothing yet, to be printed on sheets of stickers."""
    return stamp.sheet(session, _document(_free(session, uuid)))


def _document(printed: Sequence[str]) -> CodeSheet:
    # Buyers read the label, so its line for the price speaks Dutch.
    with i18n.speaking("nl"):
        return CodeSheet(tuple(printed), note=translate(N_("Price")))


def _free(session: Session, uuid: UUID) -> list[str]:
    free = [code for code, title in codes_of(session, uuid) if not title]
    if not free:
        raise RollUsedUp
    return free


def rolls(session: Session) -> list[Roll]:
    """List the latest rolls, the newest first."""
    rows = session.execute(_rolls().limit(_LATEST_ROLLS))
    return [Roll(*row) for row in rows]


def roll(session: Session, uuid: UUID) -> Roll:
    """Find a roll."""
    found = session.execute(_rolls().where(PrintedCode.roll == uuid)).first()
    if found is None:
        raise NoSuchRoll
    return Roll(*found)


def codes_of(session: Session, uuid: UUID) -> list[tuple[str, str]]:
    """List the codes of a roll, each with the title of the thing that carries it, or nothing."""
    rows = session.execute(
        select(PrintedCode.code, func.coalesce(Item.title, ""))
        .outerjoin(Item, Item.code == PrintedCode.code)
        .where(PrintedCode.roll == uuid)
        .order_by(PrintedCode.code)
    )
    found = [(code, title) for code, title in rows]
    if not found:
        raise NoSuchRoll
    return found


def _rolls() -> Select[UUID, datetime, str, int, int]:
    return (
        select(
            PrintedCode.roll,
            func.min(PrintedCode.at),
            Person.name,
            func.count(PrintedCode.code),
            func.count(Item.id),
        )
        .join(Person, Person.id == PrintedCode.person_id)
        .outerjoin(Item, Item.code == PrintedCode.code)
        .group_by(PrintedCode.roll, Person.name)
        .order_by(func.min(PrintedCode.code).desc())
    )


def bind(session: Session, code: str) -> str:
    """Take the label with this code for a new thing; refuse it where it cannot be that thing's."""
    return claim(session, [code])[0]


def claim(session: Session, wanted: Sequence[str | None]) -> list[str]:
    """Give each line of a delivery the code of the label on its thing, or else a fresh one.

    Whoever binds a label keeps others from it until the commit, so that of two devices which
    scanned one label the second is told what it sticks on.
    """
    named = ["".join(code.split()) for code in wanted if code]
    _check_printed(session, named)
    fresh = iter(_fresh(session, len(wanted) - len(named)))
    bound = iter(named)
    return [next(bound) if code else next(fresh) for code in wanted]


def _fresh(session: Session, many: int) -> list[str]:
    return take_in.next_codes(session, many) if many else []


def _check_printed(session: Session, named: Sequence[str]) -> None:
    if not named:
        return
    for code, times in Counter(named).items():
        if not codes.is_item_code(code):
            raise MistypedLabel(code=code[:20])
        if times > 1:
            raise NamedTwice(code=code)
    # Locked in one order everywhere, so that two deliveries do not wait for each other forever.
    printed = session.scalars(
        select(PrintedCode.code)
        .where(PrintedCode.code.in_(named))
        .order_by(PrintedCode.code)
        .with_for_update()
    ).all()
    carried = select(Item.code, Item.title).where(Item.code.in_(named))
    titles = {row.code: row.title for row in session.execute(carried)}
    for code in named:
        if code in titles:
            raise BoundAlready(code=code, title=titles[code])
        if code not in printed:
            raise NotOnARoll(code=code)
