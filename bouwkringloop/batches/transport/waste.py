"""Make the form that goes along when waste is driven (begeleidingsbrief), and read it back.

It is a help with what the Dutch Landelijk Meldpunt Afvalstoffen asks for, and no legal advice.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import NotFound, OtherContentUnderThisId, Refused
from bouwkringloop.base.i18n import N_, translate
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.batches import find as batches
from bouwkringloop.batches.models import Batch
from bouwkringloop.batches.transport import find, to_come
from bouwkringloop.batches.transport.models import BatchSlot, WasteForm
from bouwkringloop.batches.transport.to_come import Rest
from bouwkringloop.partners import shop
from bouwkringloop.people import audit
from bouwkringloop.stock import numbers
from bouwkringloop.stock.models import Site

#: What stands on the form, in its order, and what it is called.
FIELDS = {
    "discarder": N_("Discarder (ontdoener)"),
    "discarder_address": N_("Address of the discarder"),
    "discarder_kvk": N_("KvK number of the discarder"),
    "sender": N_("Sender (afzender)"),
    "sender_address": N_("Address of the sender"),
    "origin": N_("Where it comes from (herkomst)"),
    "carrier": N_("Carrier (vervoerder)"),
    "carrier_address": N_("Address of the carrier"),
    "vihb": N_("VIHB number of the carrier"),
    "plate": N_("Number plate"),
    "receiver": N_("Receiver (ontvanger)"),
    "receiver_address": N_("Address of the receiver"),
    "processor": N_("Processor (verwerker)"),
    "stream_number": N_("Waste stream number (afvalstroomnummer)"),
}
#: What may stay open: a private person has no number, and the van may be another one.
OPTIONAL = ("discarder_kvk", "plate")
LONGEST = 120
_EURAL = re.compile(r"(\d\d) ?(\d\d) ?(\d\d) ?(\*?)")


class FormIncomplete(Refused):
    """Something that the law asks for is not filled in."""

    status = 422
    message = N_("The waste form misses: %(what)s.")


class NotAnEural(Refused):
    """What was typed is no code of the European waste list."""

    status = 422
    message = N_("“%(text)s” is not a waste code. Type six digits, like 17 02 01.")


class NoWaste(Refused):
    """None of what is to come is marked as waste."""

    message = N_("Nothing that is still to come of this batch is marked as waste.")


class UnknownWasteForm(NotFound):
    """No waste form of this batch has this number."""

    message = N_("This waste form does not exist.")


@dataclass(frozen=True)
class Line:
    """One kind of waste on the form."""

    eural: str
    description: str
    weight_g: int


@dataclass(frozen=True)
class Content:
    """All that stands on a form."""

    day: date | None
    fields: Mapping[str, str]
    lines: Sequence[Line]

    @property
    def missing(self) -> list[str]:
        """Name what is not filled in yet, in the language being spoken."""
        named = [translate(name) for key, name in FIELDS.items() if self._misses(key)]
        if self.day is None:
            named.append(translate(N_("Day of the transport")))
        named += [
            translate(N_("Waste code of “%(what)s”")) % {"what": line.description}
            for line in self.lines
            if not line.eural
        ]
        return named

    def _misses(self, key: str) -> bool:
        return key not in OPTIONAL and not self.fields[key]


def waste(session: Session, batch: Batch) -> list[Rest]:
    """List what is still to come of a batch and is waste by law."""
    return [each for each in to_come.rest(session, batch) if each.decision.waste]


def needed(session: Session, batch: Batch) -> bool:
    """Tell whether a batch may not be driven before a form is made for its slot."""
    slot = find.slot(session, batch)
    if not waste(session, batch):
        return False
    made = (form.slot_id for form in find.forms(session, batch))
    return (slot.id if slot else None) not in made


def begin(session: Session, batch: Batch, *, plate: str = "", site: Site | None = None) -> Content:
    """Fill the form in from what is known; who carries it is told by the agreement.

    `plate` is of the vehicle and `site` where it goes to, where a trip tells them.
    """
    slot, owner, own = find.slot(session, batch), batch.customer, shop.details(session)
    address = _address(owner.street, owner.postcode, owner.city)
    own_address = _address(own.street, own.postcode, own.city)
    by_shop = batch.agreement is None or batch.agreement.transport == "shop"
    fields = {
        "discarder": owner.name,
        "discarder_address": address,
        "discarder_kvk": owner.kvk,
        "sender": owner.name,
        "sender_address": address,
        "origin": _address(batch.street, batch.postcode, batch.city),
        "carrier": own.name if by_shop else owner.name,
        "carrier_address": own_address if by_shop else address,
        "vihb": find.vihb(session) if by_shop else "",
        "plate": clean(plate)[:LONGEST],
        "receiver": own.name,
        "receiver_address": site.address if site and site.address else own_address,
        "processor": own.name,
        "stream_number": "",
    }
    lines = [
        Line(
            tidy_eural(each.decision.category.eural),
            each.line.name,
            each.weight_g,
        )
        for each in waste(session, batch)
    ]
    return Content(slot.day if slot else None, fields, lines)


def filled(known: Content, typed: Mapping[str, str], eurals: Sequence[str]) -> Content:
    """Lay what was typed over what is known; weights and descriptions stay those of the batch."""
    fields = {key: clean(typed.get(key, known.fields[key]))[:LONGEST] for key in FIELDS}
    lines = [
        Line(tidy_eural(eural), line.description, line.weight_g)
        for line, eural in zip(known.lines, eurals, strict=True)
    ]
    return Content(known.day, fields, lines)


def make(session: Session, uuid: UUID, batch: Batch, content: Content, *, by: Actor) -> WasteForm:
    """Make the form, complete and never to be changed; the same id again gives the first one."""
    batch = batches.to_change(session, batch.uuid)
    told = to_json(content)
    first = session.scalar(select(WasteForm).where(WasteForm.uuid == uuid))
    if first is not None:
        if first.content != told or first.batch_id != batch.id:
            raise OtherContentUnderThisId
        return first
    if not content.lines:
        raise NoWaste
    if content.missing:
        raise FormIncomplete(what=", ".join(content.missing))
    slot: BatchSlot | None = find.slot(session, batch)
    made = WasteForm(
        uuid=uuid,
        number=numbers.next_one(session, WasteForm.number),
        batch=batch,
        slot_id=slot.id if slot else None,
        content=told,
        content_hash=fingerprint(told),
        at=clock.now(),
        person_id=by.id,
    )
    session.add(made)
    audit.note(session, by, "waste_form.made", batch.subject, form=made.number)
    return made


def one(session: Session, batch: Batch, number: int) -> WasteForm:
    """Find a form of a batch by its number."""
    query = select(WasteForm).where(WasteForm.batch_id == batch.id, WasteForm.number == number)
    found = session.scalar(query)
    if found is None:
        raise UnknownWasteForm
    return found


def read(form: WasteForm) -> Content:
    """Read back what stands on a form."""
    told = json.loads(form.content)
    day = date.fromisoformat(told["day"]) if told["day"] else None
    return Content(day, told["fields"], [Line(**line) for line in told["lines"]])


def to_json(content: Content) -> str:
    """Write all that stands on a form in one way."""
    told = {
        "day": content.day.isoformat() if content.day else "",
        "fields": dict(content.fields),
        "lines": [asdict(line) for line in content.lines],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def fingerprint(content: str) -> str:
    """Hash what stands on a form."""
    return hashlib.sha256(content.encode()).hexdigest()


def tidy_eural(told: str) -> str:
    """Write a waste code as `17 02 01`; empty stays empty."""
    text = clean(told)
    if not text:
        return ""
    found = _EURAL.fullmatch(text)
    if found is None:
        raise NotAnEural(text=text[:20])
    return f"{found[1]} {found[2]} {found[3]}{found[4]}"


def _address(street: str, postcode: str, city: str) -> str:
    return ", ".join(part for part in (street, f"{postcode} {city}".strip()) if part)
