"""Read the audit trail: each entry as a sentence, page by page."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bouwkringloop.base import i18n
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import ROLE_NAMES, Role
from bouwkringloop.people.models import AuditEntry, Person

PAGE = 50

SENTENCES = {
    "sale.made": N_("Sold something"),
    "shift.opened": N_("Opened a shift"),
    "shift.closed": N_("Closed a shift"),
    "till.rules_changed": N_("Changed the rules of the till"),
    "till.approved": N_("Allowed something at the till with their PIN"),
    "cash.moved": N_("Moved money into a drawer or out of it"),
    "drawer.opened": N_("Opened a cash drawer"),
    "basket.parked": N_("Parked a basket"),
    "basket.taken": N_("Went on with a parked basket"),
    "basket.dropped": N_("Gave a parked basket up"),
    "card.begun": N_("Asked a card terminal for an amount"),
    "card.cancel_wanted": N_("Wanted a card payment stopped"),
    "card.cancelled": N_("Cancelled a card payment"),
    "card.paid": N_("A card terminal told that it was paid"),
    "card.failed": N_("A card payment failed"),
    "card.unknown": N_("A card payment came in doubt"),
    "card.settled": N_("Settled a card payment in doubt"),
    "collection.begun": N_("Sold something that is still to be collected"),
    "collection.planned": N_("Planned to deliver something that was sold"),
    "collection.called_off": N_("Called a delivery off"),
    "collection.handed_over": N_("Handed over something that was sold before"),
    "collection.wiped": N_("Erased who collected something"),
    "intake.made": N_("Took goods in"),
    "slip.printed": N_("Printed the slip of a delivery"),
    "purchase.recorded": N_("Wrote a purchase down"),
    "purchase.wiped": N_("Erased the seller of a purchase"),
    "draft.kept": N_("Photographed something to be described later"),
    "draft.used": N_("Described what was photographed before"),
    "draft.dropped": N_("Dropped a photo that was to be described"),
    "draft.put_back": N_("Put a dropped photo back"),
    "roll.printed": N_("Printed a roll of labels"),
    "roll.reprinted": N_("Printed what was left of a roll again"),
    "pickup.asked": N_("Somebody asked for a pick-up"),
    "pickup.entered": N_("Entered a pick-up"),
    "pickup.planned": N_("Planned a pick-up"),
    "pickup.refused": N_("Refused a pick-up"),
    "pickup.cancelled": N_("Cancelled a pick-up"),
    "pickup.missed": N_("Found nobody at home at a pick-up"),
    "pickup.done": N_("Picked things up"),
    "pickup.linked": N_("Said which delivery a pick-up became"),
    "pickup.thanked": N_("Thanked a donor"),
    "pickup.forgotten": N_("Erased the personal data of a pick-up"),
    "customer.added": N_("Added a customer"),
    "customer.changed": N_("Changed what is known of a customer"),
    "customer.retired": N_("Made a customer inactive"),
    "customer.returned": N_("Made a customer active again"),
    "customer.wiped": N_("Erased a customer"),
    "shop.described": N_("Changed the details of the shop"),
    "invoice.issued": N_("Issued an invoice"),
    "invoice.paid": N_("Booked a payment of an invoice"),
    "invoice.payment_undone": N_("Undid a payment of an invoice"),
    "invoice.mailed": N_("Sent an invoice by mail"),
    "invoice.wiped": N_("Erased to whom an invoice went"),
    "tree.changed": N_("Changed the decision tree"),
    "item.labelled": N_("Printed a label"),
    "item.moved": N_("Moved a thing"),
    "item.reserved": N_("Kept a thing for somebody"),
    "item.released": N_("Let go of a reservation"),
    "item.written_off": N_("Let a thing go"),
    "item.judged": N_("Gave a thing another destination"),
    "item.repriced": N_("Gave a thing another price"),
    "item.scheme_changed": N_("Put a bought thing under the margin scheme"),
    "item.dismantled": N_("Took a thing apart"),
    "items.moved": N_("Moved many things"),
    "items.marked_down": N_("Made many things cheaper"),
    "items.handed_over": N_("Handed many things over"),
    "transfer.sent": N_("Sent things to another site"),
    "transfer.arrived": N_("Took in what was sent"),
    "transfer.missed": N_("Gave up on what was sent"),
    "place.added": N_("Added a place"),
    "place.renamed": N_("Gave a place another name"),
    "place.retired": N_("Took a place out of use"),
    "scale.added": N_("Added scales"),
    "scale.changed": N_("Changed scales"),
    "scale.retired": N_("Took scales out of use"),
    "scale.returned": N_("Took scales into use again"),
    "container.added": N_("Added a container"),
    "container.changed": N_("Changed a container"),
    "container.retired": N_("Took a container out of use"),
    "container.returned": N_("Took a container into use again"),
    "item.changed": N_("Changed what a thing is called or worth"),
    "item.described": N_("Wrote down the measures of a thing"),
    "items.imported": N_("Imported a list of things"),
    "count.begun": N_("Began a stock count"),
    "count.booked": N_("Booked a stock count"),
    "count.cancelled": N_("Cancelled a stock count"),
    "category.added": N_("Added a category"),
    "category.changed": N_("Changed a category"),
    "person.added": N_("Added a person"),
    "person.changed": N_("Changed a person's details"),
    "person.dismissed": N_("Made a person inactive"),
    "person.returned": N_("Made a person active again"),
    "password.changed": N_("Set a new password"),
    "pin.changed": N_("Set a new PIN"),
    "pin.removed": N_("Took a PIN away"),
    "token.issued": N_("Gave a program a token"),
    "token.revoked": N_("Revoked a program's token"),
    "login.made": N_("Logged in"),
    "login.switched": N_("Switched by PIN"),
    "login.failed": N_("A log-in with a wrong password"),
    "pin.failed": N_("A wrong PIN was typed"),
    "login.ended": N_("Ended a log-in"),
    "site.added": N_("Added a site"),
    "till.added": N_("Added a till"),
    "printer.added": N_("Added a printer"),
    "printer.changed": N_("Changed a printer"),
    "printer.ordered": N_("Moved a printer in the list"),
    "printer.relieved": N_("Gave what waited for a printer to another"),
    "printer.removed": N_("Removed a printer"),
    "printer.tested": N_("Printed a test page"),
    "printer.tried": N_("Had a printer tried again"),
    "job.moved": N_("Sent a print job to another printer"),
    "job.settled": N_("Saw a doubtful print job on paper"),
    "job.cancelled": N_("Cancelled a print job"),
    "job.reprinted": N_("Printed something again"),
}

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
    "attributes": N_("Measures and marks"),
    "condition": N_("Condition"),
    "device": N_("Device"),
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
    "photos": N_("Photos"),
    "new_price_cents": N_("Price when new"),
    "number": N_("Statement number"),
    "pictogram": N_("Picture"),
    "place": N_("Place"),
    "price_high_cents": N_("Highest price"),
    "less_safe": N_("Knowingly less safe"),
    "note": N_("Note"),
    "questions": N_("Questions"),
    "price_low_cents": N_("Lowest price"),
    "protocol": N_("How they tell the weight"),
    "registered": N_("In the dealer's register"),
    "role": N_("Role"),
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
        ),
    )


def _change(key: str, value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{_said(key, value[0])} → {_said(key, value[1])}"
    return _said(key, value)


_WRITERS: dict[str, Callable[[Any], str]] = {
    "weight_g": i18n.weight,
    "max_g": i18n.weight,
    "tare_g": i18n.weight,
    "unit": i18n.unit_name,
    "markdown": lambda steps: (
        ", ".join(f"{step.replace(':', ' d −')}%" for step in steps.split()) or "–"
    ),
    "language": lambda code: i18n.LANGUAGES.get(code, code),
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
