"""Builders, agreements and batches in any state, each in one line; everything made is committed.

Rows are put down as the verbs leave them, so that a test of one part needs no other part.
"""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select

from bouwkringloop.base import clock
from bouwkringloop.base.codes import fingerprint
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import links, prints, step
from bouwkringloop.batches.agreements import draw_up
from bouwkringloop.batches.agreements.models import Acceptance, Agreement
from bouwkringloop.batches.delivery.models import (
    OUTCOMES,
    BatchDelivery,
    DeliveryLine,
    Inspection,
    Stocked,
)
from bouwkringloop.batches.models import Batch, BatchLine, BuilderLink, LineDecision
from bouwkringloop.config import Config
from bouwkringloop.intake import receive
from bouwkringloop.intake.brought import Brought, Delivery
from bouwkringloop.partners.models import Contact, PartnerRole
from bouwkringloop.partners.shop import Details
from bouwkringloop.stock.models import Site
from bouwkringloop.till import sell
from bouwkringloop.till.basket import Basket, ComesBack, Paid, Wanted
from bouwkringloop.till.models import Shift, Till
from tests import make

#: A shop that sends no mail.
NO_MAIL = Config(home=Path(), database_url="sqlite://")
#: The states through which a batch comes to each of them.
PATHS = {
    "announced": (),
    "under_review": ("under_review",),
    "agreed": ("under_review", "agreed"),
    "planned": ("under_review", "agreed", "planned"),
    "underway": ("under_review", "agreed", "planned", "underway"),
    "received": ("under_review", "agreed", "received"),
    "inspected": ("under_review", "agreed", "received", "inspected"),
    "in_stock": ("under_review", "agreed", "received", "inspected", "in_stock"),
    "closed": ("under_review", "agreed", "received", "inspected", "in_stock", "closed"),
    "declined": ("declined",),
    "cancelled": ("cancelled",),
}


def builder(session, name="Bouwbedrijf De Hamer", *, roles=("contractor",), **changed):
    """An organisation that is a partner in the chain."""
    made = make.customer(session, name, **changed)
    session.add_all([PartnerRole(customer_id=made.id, role=role) for role in roles])
    session.commit()
    return made


def contact(session, customer, name="Kees Timmer", discipline="site", **changed):
    """Somebody who works at a builder's."""
    facts = {"email": "kees@hamer.example", "phone": "06 12345678", **changed}
    made = Contact(uuid=uuid4(), customer=customer, name=name, discipline=discipline, **facts)
    session.add(made)
    session.commit()
    return made


def link(session, config, customer, **changed):
    """A link to a builder's own page; gives it with the secret that stands in its address."""
    made = links.make(session, config, customer, by=make.actor(session), **changed)
    session.commit()
    return made, links.token(config, made)


def agreement(session, customer, basis="donated", *, accepted=True, **changed):
    """What is agreed with a builder, accepted by somebody unless it says otherwise."""
    facts = {
        "share_milli": 400 if basis == "consigned" else 0,
        "transport": "shop",
        "ownership": "sale" if basis == "consigned" else "receipt",
        "leftovers": "shop",
        "vat": "normal",
        "free_days": 90,
        "norms": "",
        "reporting": "",
        "extra": "",
        "language": "nl",
        **changed,
    }
    last = session.scalar(
        select(func.max(Agreement.number)).where(Agreement.customer_id == customer.id)
    )
    made = Agreement(
        uuid=uuid4(),
        customer=customer,
        number=(last or 0) + 1,
        basis=basis,
        made_at=clock.now(),
        person_id=make.actor(session).id,
        **facts,
    )
    draw_up.keep_words(session, made, customer, Details(name="Bouwkringloop"))
    _note(session, "agreement.drawn_up", made.subject, made)
    if accepted:
        secret = str(uuid4())
        by_link = BuilderLink(
            uuid=uuid4(),
            customer=customer,
            token_hash=fingerprint(secret),
            made_at=clock.now(),
            expires_at=clock.now() + timedelta(days=30),
            person_id=make.actor(session).id,
        )
        session.add(by_link)
        session.flush()
        accepted_by = Acceptance(
            agreement_id=made.id,
            name="Ans Bakker",
            function="directeur",
            at=clock.now(),
            text_hash=made.content_hash,
            link_id=by_link.id,
        )
        session.add(accepted_by)
        _note(session, "agreement.accepted", made.subject, accepted_by)
    session.commit()
    return made


def _note(session, action, subject, *rows, **detail):
    """Write down what was added, as the verbs do."""
    prints.note(session, make.actor(session), action, subject, rows, **detail)


def line(session, slug="brick", *, quantity=100, weight_g=200_000, **changed):
    """A line of an offer: a hundred bricks of two kilograms unless it says otherwise."""
    kind = make.category(session, slug)
    return BatchLine(
        uuid=uuid4(),
        category_id=kind.id,
        unit=kind.unit,
        description=changed.pop("description", kind.name_nl),
        quantity_milli=quantity * 1000,
        weight_g=weight_g,
        weight_source="told",
        **changed,
    )


def batch(
    session, *lines, customer=None, state="announced", agreed=None, basis="donated", **changed
):
    """A batch in a state; what is past the review has all lines accepted under an agreement.

    `lines` are those of `line`; without any there is one. `agreed` is an agreement of `agreement`.
    """
    by = step.By(person=make.actor(session, Role.COORDINATOR))
    customer = customer or builder(session)
    today = clock.today()
    facts = {
        "project": "Sloop Vathorst",
        "street": "Bouwweg 1",
        "postcode": "3825 AB",
        "city": "Amersfoort",
        "contact_name": "Kees Timmer",
        "contact_phone": "06 12345678",
        "available_from": today,
        "available_until": today + timedelta(days=14),
        **changed,
    }
    made = Batch(
        uuid=uuid4(),
        content_hash="of a test",
        number=(session.scalar(select(func.max(Batch.number))) or 0) + 1,
        customer=customer,
        offered_at=clock.now(),
        person_id=by.person.id,
        **facts,
    )
    for position, each in enumerate(lines or (line(session),), 1):
        each.position = position
        made.lines.append(each)
    session.add(made)
    _note(session, "batch.offered", made.subject, *made.lines)
    step.begin(session, made, by)
    if "agreed" in PATHS[state]:
        made.agreement = agreed or agreement(session, customer, basis)
        for each in made.lines:
            decide(session, each)
    for next_state in PATHS[state]:
        reason = "te weinig" if next_state in ("declined", "cancelled") else ""
        step.to(session, made, next_state, by, reason=reason)
    session.commit()
    return made


def decide(session, of_line, outcome="accepted", *, price_cents=0, **changed):
    """What is decided about a line: by itself, all of it is taken."""
    taken = outcome in ("accepted", "part")
    facts = {
        "quantity_milli": of_line.quantity_milli if taken else 0,
        "weight_g": of_line.weight_g if taken else 0,
        "reason": "" if taken else "waarom",
        "category_id": of_line.category_id,
        **changed,
    }
    made = LineDecision(
        number=len(of_line.decisions) + 1,
        outcome=outcome,
        price_cents=price_cents,
        at=clock.now(),
        person_id=make.actor(session, Role.COORDINATOR).id,
        **facts,
    )
    of_line.decisions.append(made)
    _note(session, "batch.decided", of_line.batch.subject, made)
    session.commit()
    return made


def delivered(session, of_batch, weights_g=None, *, site="shop", **changed):
    """A delivery of all lines of a batch as they were offered, or by these weights (grams)."""
    made = BatchDelivery(
        uuid=uuid4(),
        content_hash="of a test",
        batch=of_batch,
        number=1
        + (
            session.scalar(
                select(func.max(BatchDelivery.number)).where(BatchDelivery.batch_id == of_batch.id)
            )
            or 0
        ),
        site=session.scalars(select(Site).where(Site.slug == site)).one(),
        at=clock.now(),
        driver="Ruben",
        person_id=make.actor(session).id,
        **changed,
    )
    for at, each in enumerate(of_batch.lines):
        made.lines.append(
            DeliveryLine(
                line=each,
                quantity_milli=each.quantity_milli,
                weight_g=weights_g[at] if weights_g else each.weight_g,
                weight_source="scale",
            )
        )
    session.add(made)
    _note(session, "batch.delivered", of_batch.subject, made, *made.lines)
    session.commit()
    return made


def inspected(session, of_line, outcome="stock", *, quantity_milli=None, weight_g=None, **changed):
    """What was found of a delivered line: by itself, all of it is for sale."""
    made = Inspection(
        delivery_line=of_line,
        outcome=outcome,
        quantity_milli=quantity_milli or of_line.quantity_milli,
        weight_g=weight_g or of_line.weight_g,
        at=clock.now(),
        person_id=make.actor(session).id,
        **changed,
    )
    session.add(made)
    _note(session, "batch.inspected", of_line.delivery.batch.subject, made)
    session.commit()
    return made


def stocked(session, inspection, *parts, price_cents=1210, site="shop"):
    """Bring what was inspected into stock; `parts` are (thousandths, grams) that add up to it.

    Gives the lines of the intake; without parts there is one of all of it.
    """
    line = inspection.delivery_line.line
    kind = line.decided.category if line.decided else line.category
    route = OUTCOMES[inspection.outcome]
    told = Delivery(
        uuid4(),
        site,
        "batch",
        tuple(
            Brought(
                kind.slug,
                milli,
                kind.unit,
                route,
                weight_g=grams,
                reason="uit een partij",
                price_cents=price_cents if route in ("sell", "repair", "parts") else None,
            )
            for milli, grams in parts or ((inspection.quantity_milli, inspection.weight_g),)
        ),
    )
    made = receive.receive(session, told, by=make.actor(session))
    rows = [Stocked(intake_line_id=each.id, inspection_id=inspection.id) for each in made.lines]
    session.add_all(rows)
    _note(session, "batch.stocked", line.batch.subject, *rows, intakes=[str(made.uuid)])
    session.commit()
    return made.lines


def in_stock(session, *lines, price_cents=1210, **batch_facts):
    """A batch whose lines all came, were found good and are for sale; gives it and its things."""
    made = batch(session, *lines, state="in_stock", **batch_facts)
    came = delivered(session, made)
    things = [
        stocked(session, inspected(session, each), price_cents=price_cents)[0].item
        for each in came.lines
    ]
    return made, things


def sold(session, item, quantity=1, *, milli=None, discount=0):
    """Some of a thing sold by card; gives the sale's id."""
    reason = "korting" if discount else ""
    return _basket(
        session, Wanted(item.code, None, "", milli or quantity * 1000, None, discount, None, reason)
    )


def brought_back(session, sale, quantity=1, *, milli=None, to="stock"):
    """Some of what was sold came back; gives the sale's id."""
    back = ComesBack(to, sale, 1)
    return _basket(
        session,
        Wanted(None, None, "", milli or quantity * 1000, None, 0, None, "kapot", comes_back=back),
    )


def _basket(session, wanted):
    open_one = select(Shift.uuid).join(Till).where(Shift.closed_at.is_(None))
    shift = session.scalar(open_one) or make.shift(session)
    by = make.actor(session, Role.SHOP_LEAD)
    told = Basket(uuid4(), shift, (wanted,), (Paid("pin", None),), uuid4().hex)
    sell.record(session, told, by=by)
    session.commit()
    return told.id


def more_follows(session, line, weight_g, *, quantity_milli=1000):
    """A delivery of a part of one line, of which more follows."""
    made = BatchDelivery(
        uuid=uuid4(),
        content_hash="of a test",
        batch=line.batch,
        number=1,
        site=session.scalars(select(Site).where(Site.slug == "shop")).one(),
        at=clock.now(),
        driver="Ruben",
        person_id=make.actor(session).id,
    )
    made.lines.append(
        DeliveryLine(
            line=line,
            quantity_milli=quantity_milli,
            weight_g=weight_g,
            weight_source="scale",
            more_follows=True,
        )
    )
    session.add(made)
    _note(session, "batch.delivered", line.batch.subject, made, *made.lines)
    session.commit()
    return made
