"""The rules of the till: limits of a cashier, VAT, how long books are kept, and its receipts."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock, money
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.catalogue import markdown
from bouwkringloop.people import audit
from bouwkringloop.people.models import Person
from bouwkringloop.till import journal
from bouwkringloop.till.models import Till, TillRules

#: The books of a business are kept for seven years (Algemene wet inzake rijksbelastingen, art. 52).
LEAST_YEARS = 7
#: The usual VAT, or the small-business scheme (kleineondernemersregeling).
SCHEMES = ("normal", "kor")


class AbsurdRule(Refused):
    """A limit below nothing or beyond everything."""

    status = 422
    message = N_("One of these limits cannot be right. Check them, please.")


class KeptTooShort(Refused):
    """Books are kept for seven years at least, and a promise is not taken back."""

    status = 422
    message = N_("Books are kept for at least %(years)s years here. That can only become longer.")


@dataclass(frozen=True)
class Rules:
    """The rules of now. Percentages are in hundredths."""

    vat_scheme: str = "normal"
    retention_years: int = LEAST_YEARS
    price_percent: int = 1000
    price_cents: int = 500
    discount_percent: int = 1000
    discount_cents: int = 500
    return_cents: int = 5000
    blind_return_cents: int = 0
    sticker_markdown: str = "14:25 28:50"
    receipt_code: bool = False


_rules = TillRules.__table__.c
_NAMES = tuple(Rules.__dataclass_fields__)
#: What a question that asks for the rules besides selects, and how it finds the newest row.
COLUMNS = tuple(_rules[name] for name in _NAMES)
NEWEST = _rules.id == select(func.max(_rules.id)).scalar_subquery()


def of(row: Row[Any] | tuple[Any, ...]) -> Rules:
    """Read the rules out of a row of `COLUMNS`; a shop that never set any has the usual ones."""
    values = tuple(row)
    return Rules() if values[0] is None else Rules(*values)


def current(session: Session) -> Rules:
    """Give the rules of now."""
    found = session.execute(select(*COLUMNS).where(NEWEST)).first()
    return Rules() if found is None else of(found)


@dataclass(frozen=True)
class Change:
    """One time that the rules were set: when, by whom, and what they were before and after."""

    at: datetime
    who: str
    changed: dict[str, tuple[Any, Any]]


def history(session: Session) -> list[Change]:
    """List every change of the rules, the newest first."""
    rows = session.execute(
        select(TillRules, Person.name)
        .outerjoin(Person, Person.id == TillRules.person_id)
        .order_by(TillRules.id)
    ).all()
    before, changes = Rules(), []
    for row, who in rows:
        after = Rules(*(getattr(row, name) for name in _NAMES))
        changed = {
            name: (getattr(before, name), getattr(after, name))
            for name in _NAMES
            if getattr(before, name) != getattr(after, name)
        }
        changes.append(Change(row.at, who or "", changed))
        before = after
    return changes[::-1]


def change(session: Session, wanted: Rules, *, by: Actor) -> Rules:
    """Set the rules from now on; what was sold before stays as it was.

    They are told to the journal of every till, which proves later that nobody changed them.
    """
    tills = session.scalars(select(Till.id).order_by(Till.id)).all()
    heads = [journal.head(session, till) for till in tills]
    before = current(session)
    if wanted.retention_years < max(before.retention_years, LEAST_YEARS):
        raise KeptTooShort(years=before.retention_years)
    limits = [value for name, value in asdict(wanted).items() if name.endswith("_cents")]
    percents = (wanted.price_percent, wanted.discount_percent)
    if not all(0 <= cents <= money.MOST_CENTS for cents in limits):
        raise AbsurdRule
    if not all(0 <= percent <= 10_000 for percent in percents) or wanted.retention_years > 100:
        raise AbsurdRule
    if wanted.vat_scheme not in SCHEMES:
        raise AbsurdRule
    try:
        steps = markdown.steps(wanted.sticker_markdown)
    except ValueError:
        raise AbsurdRule from None
    markdown.write(list(steps))
    if wanted != before:
        values = asdict(wanted)
        made = TillRules(at=clock.now(), person_id=by.id, **values)
        session.add(made)
        session.flush()  # The journals tell its number.
        facts = {"person": by.id, "rules": values}
        for head in heads:
            subject = f"rules:{made.id}"
            journal.add(
                session, head, kind="rules.changed", subject=subject, at=made.at, facts=facts
            )
        changed = {k: [v, values[k]] for k, v in asdict(before).items() if values[k] != v}
        audit.note(session, by, "till.rules_changed", "till", **changed)
    return wanted
