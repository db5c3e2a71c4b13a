"""Take a delivery in: store it, give what is for sale its code, and have its labels printed."""

import hashlib
import json
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.base.permissions import Actor
from bouwkringloop.intake import decide, describe, printed_codes
from bouwkringloop.intake.brought import Delivery
from bouwkringloop.intake.decide import Decided
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.people import audit
from bouwkringloop.stock import attributes, labels, take_in
from bouwkringloop.stock.models import Item, Site

#: What lines could not say at first, as it is where nothing is said. Deliveries of then, which a
#: device may send once more, are known by a hash without it.
LATER: dict[str, object] = {"attributes": {}, "draft": None, "labels": None, "prepared": False}


def receive(session: Session, told: Delivery, *, by: Actor) -> Intake:
    """Take in a delivery once, however often it is sent; give it as it is stored.

    Two requests with one id at one moment raise IntegrityError for the second to store, which
    finds the first when it starts over (`again_if_raced`).
    """
    content_hash = _hash(told)
    first = _stored(session, told.id)
    if first is not None:
        return _again(first, content_hash)
    told = describe.with_photos(session, told)
    site, lines = decide.delivery(session, told)
    intake = Intake(
        uuid=told.id,
        content_hash=content_hash,
        site=site,
        source_kind=told.source_kind,
        source_postcode4=told.postcode4 or None,
        person_id=by.id,
        at=clock.now(),
    )
    session.add(intake)
    session.flush()  # The same id sent at one moment is stopped here, by the database.
    describe.use(session, told, intake, by=by)
    codes = iter(_codes_for(session, lines))
    for position, line in enumerate(lines, start=1):
        item = None
        if line.state is not None:
            item = _to_stock(session, line, next(codes), site, told.id, by)
        intake.lines.append(_line(position, line, item))
    session.flush()  # So that the answer and who asks next find the lines.
    audit.note(
        session,
        by,
        "intake.made",
        f"intake:{told.id}",
        lines=len(lines),
        weight_g=sum(line.weight.grams for line in lines if line.route != "refuse"),
    )
    return intake


def _hash(told: Delivery) -> str:
    content = asdict(told)
    for line in content["lines"]:
        for field, unsaid in LATER.items():
            if line[field] == unsaid:
                del line[field]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _stored(session: Session, intake_id: UUID) -> Intake | None:
    return session.scalars(select(Intake).where(Intake.uuid == intake_id)).first()


def _again(first: Intake, content_hash: str) -> Intake:
    """Answer a second sending with the first result, if it says the same."""
    if first.content_hash != content_hash:
        raise OtherContentUnderThisId
    return first


def _codes_for(session: Session, lines: list[Decided]) -> list[str]:
    return printed_codes.claim(session, [line.code for line in lines if line.state is not None])


def _to_stock(
    session: Session, line: Decided, code: str, site: Site, intake_id: UUID, by: Actor
) -> Item:
    new = take_in.New(
        category=line.category,
        title=line.description or line.category.name_nl,
        quantity_milli=line.quantity_milli,
        price_cents=line.price_cents,
        condition=line.condition,
        weight_g=line.weight.unit_grams,
        stock_g=line.weight.grams,
        state=line.state or "",
        use=line.verdict.use,
        place=line.place,
        photo_id=line.photo_id,
        new_price_cents=line.new_price_cents,
    )
    item = take_in.receive(
        session,
        new,
        code=code,
        site=site,
        cause=f"intake:{intake_id}",
        by=by,
        reason=line.reason if line.route != "sell" else "",
    )
    if line.facts:
        # Before the label is composed, since it shows them.
        values = {fact.attribute.slug: fact.value for fact in line.facts}
        attributes.set_all(session, item, values, by=by)
    if line.code is None:
        labels.order_many(session, item, line.copies, by=by)
    return item


def _line(position: int, line: Decided, item: Item | None) -> IntakeLine:
    return IntakeLine(
        position=position,
        category=line.category,
        description=line.description,
        unit=line.category.unit,
        quantity_milli=line.quantity_milli,
        weight_g=line.weight.grams,
        weight_source=line.weight.source,
        gross_g=line.weight.gross_g,
        tare_g=line.weight.tare_g,
        condition=line.condition,
        route=line.route,
        reason=line.reason,
        tree_version_id=line.verdict.version_id,
        answers=json.dumps(line.verdict.answers, sort_keys=True),
        status=line.verdict.status,
        use=line.verdict.use,
        photo_id=line.photo_id,
        item=item,
    )
