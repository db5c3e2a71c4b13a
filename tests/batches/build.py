"""Builders, agreements and batches in any state, each in one line; everything made is committed.

Rows are put down as the verbs leave them, so that a test of one part needs no other part.
"""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select

from bouwkringloop.base import clock
from bouwkringloop.base.codes import fingerprint
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import links, step
from bouwkringloop.batches.agreements.models import Acceptance, Agreement
from bouwkringloop.batches.delivery.models import BatchDelivery, DeliveryLine, Inspection
from bouwkringloop.batches.models import Batch, BatchLine, BuilderLink, LineDecision
from bouwkringloop.partners.models import Contact, PartnerRole
from bouwkringloop.stock.models import Site
from tests import make

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
        **changed,
    }
    last = session.scalar(
        select(func.max(Agreement.number)).where(Agreement.customer_id == customer.id)
    )
    made = Agreement(
        uuid=uuid4(),
        content_hash="of a test",
        customer=customer,
        number=(last or 0) + 1,
        basis=basis,
        made_at=clock.now(),
        person_id=make.actor(session).id,
        **facts,
    )
    session.add(made)
    session.flush()
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
        session.add(
            Acceptance(
                agreement_id=made.id,
                name="Ans Bakker",
                function="directeur",
                at=clock.now(),
                text_hash="of a test",
                link_id=by_link.id,
            )
        )
    session.commit()
    return made


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
    session.flush()
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
        **changed,
    }
    made = LineDecision(
        number=len(of_line.decisions) + 1,
        outcome=outcome,
        category_id=of_line.category_id,
        price_cents=price_cents,
        at=clock.now(),
        person_id=make.actor(session, Role.COORDINATOR).id,
        **facts,
    )
    of_line.decisions.append(made)
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
    session.commit()
    return made


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
    session.commit()
    return made
