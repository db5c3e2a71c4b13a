"""Read the audit trail: each entry as a sentence, page by page."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import ROLE_NAMES, Role
from bouwkringloop.people.models import AuditEntry, Person
from bouwkringloop.people.trail_words import SENTENCES

PAGE = 50


_DETAILS = {
    "account_limit_cents": N_("At most open on account"),
    "amount_cents": N_("Amount"),
    "outcome": N_("Outcome"),
    "till": N_("Till"),
    "active": N_("In use"),
    "changed": N_("Changed"),
    "may_buy_on_account": N_("May buy on account"),
    "paid_by": N_("Paid by"),
    "payment_days": N_("Days to pay"),
    "day": N_("Day"),
    "asked_by": N_("Asked for by"),
    "last_entry": N_("Last entry"),
    "attributes": N_("Measures and marks"),
    "condition": N_("Condition"),
    "contact": N_("Contact"),
    "device": N_("Device"),
    "discipline": N_("What they are about"),
    "differences": N_("Differences"),
    "eural": N_("Waste code (EURAL)"),
    "group": N_("Group"),
    "intake": N_("Delivery"),
    "language": N_("Language"),
    "labels": N_("Labels"),
    "login": N_("Log-in"),
    "moved": N_("Moved"),
    "markdown": N_("Markdown"),
    "max_g": N_("Weighs at most"),
    "name": N_("Name"),
    "name_en": N_("Name in English"),
    "name_nl": N_("Name in Dutch"),
    "sheets": N_("On A4 sheets"),
    "card_percent": N_("Off the whole basket"),
    "photos": N_("Photos"),
    "new_price_cents": N_("Price when new"),
    "number": N_("Statement number"),
    "pictogram": N_("Picture"),
    "flat_price_cents": N_("One price for all"),
    "pooled": N_("Margin over a period (globalisation)"),
    "counted_cents": N_("Counted"),
    "difference_cents": N_("Difference"),
    "place": N_("Place"),
    "price_high_cents": N_("Highest price"),
    "less_safe": N_("Knowingly less safe"),
    "note": N_("Note"),
    "questions": N_("Questions"),
    "price_low_cents": N_("Lowest price"),
    "protocol": N_("How they tell the weight"),
    "registered": N_("In the dealer's register"),
    "role": N_("Role"),
    "roles": N_("Roles in the chain"),
    "second_step": N_("Second step"),
    "site": N_("Site"),
    "tare_g": N_("Weighs empty"),
    "title": N_("What it is"),
    "reason": N_("Reason"),
    "things": N_("Things"),
    "total_cents": N_("Total"),
    "unit": N_("Unit"),
    "unlabelled": N_("Sold without a label"),
    "value_cents": N_("Value"),
    "vat_rate": N_("VAT rate"),
    "vat_regime": N_("VAT scheme"),
    "weight_g": N_("Weight"),
    "weight_source": N_("Where the weight comes from"),
}


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it."""

    entry: AuditEntry
    #: Who did it; empty where nobody was logged in.
    who: str
    sentence: str
    #: `item`, `category`, `person`, `program` or another kind, and which one.
    kind: str
    which: str
    #: What it was done to, in words.
    about: str
    details: tuple[tuple[str, str], ...]


def page(
    session: Session, *, person_id: int | None = None, text: str = "", before: int | None = None
) -> tuple[list[Line], int | None]:
    """Read one page, newest first, and tell before which entry the next one begins."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    if person_id is not None:
        query = query.where(AuditEntry.person_id == person_id)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    if text:
        meant = [a for a, said in SENTENCES.items() if text.lower() in translate(said).lower()]
        query = query.where(
            or_(
                AuditEntry.action.in_(meant),
                AuditEntry.action.contains(text, autoescape=True),
                AuditEntry.subject.contains(text, autoescape=True),
            )
        )
    entries = session.scalars(query).all()
    known = {person.id: person for person in actors(session)}
    lines = [_line(entry, known) for entry in entries[:PAGE]]
    return lines, lines[-1].entry.id if len(entries) > PAGE else None


def actors(session: Session) -> Sequence[Person]:
    """List everybody and every program that an entry can name."""
    return session.scalars(select(Person).order_by(Person.name, Person.id)).all()


def _line(entry: AuditEntry, known: dict[int, Person]) -> Line:
    kind, _, which = entry.subject.partition(":")
    about = which
    if kind == "person" and which.isdigit() and int(which) in known:
        about = known[int(which)].name
        kind = "person" if known[int(which)].login else "program"
    who = known.get(entry.person_id or 0)
    said = SENTENCES.get(entry.action)
    return Line(
        entry=entry,
        who=who.name if who else "",
        sentence=translate(said) if said else entry.action,
        kind=kind,
        which=which,
        about=about,
        details=tuple(
            (translate(_DETAILS[key]) if key in _DETAILS else key, _change(key, value))
            for key, value in json.loads(entry.detail).items()
            if key != _FOR_THE_CHECK
        ),
    )


#: Fingerprints of what was added: nothing for people to read.
_FOR_THE_CHECK = "prints"


def _change(key: str, value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{_said(key, value[0])} → {_said(key, value[1])}"
    return _said(key, value)


_WRITERS: dict[str, Callable[[Any], str]] = {
    "weight_g": i18n.weight,
    "max_g": i18n.weight,
    "tare_g": i18n.weight,
    "unit": i18n.unit_name,
    "card_percent": lambda hundredths: f"{i18n.number(hundredths * 10)}%",
    "markdown": lambda steps: (
        ", ".join(f"{step.replace(':', ' d −')}%" for step in steps.split()) or "–"
    ),
    "language": lambda code: i18n.LANGUAGES.get(code, code),
    "last_entry": lambda at: i18n.moment(datetime.fromisoformat(at)),
    "role": lambda role: translate(ROLE_NAMES[Role(role)]),
}


def _said(key: str, value: Any) -> str:
    """Write one detail as people read it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return translate(N_("yes") if value else N_("no"))
    if key.endswith("_cents") and isinstance(value, int):
        return i18n.money(value)
    if key in _WRITERS:
        # What an older version wrote may be a word that this one no longer knows.
        with suppress(KeyError, ValueError, TypeError):
            return _WRITERS[key](value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
