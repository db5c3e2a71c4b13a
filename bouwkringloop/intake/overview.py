"""Look back: what came in, where it went, and what comes in most."""

from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from bouwkringloop.base import clock
from bouwkringloop.catalogue.models import Category
from bouwkringloop.intake.models import Intake, IntakeLine
from bouwkringloop.intake.words import ROUTES
from bouwkringloop.people.models import Person
from bouwkringloop.printing.models import PrintJob

_MOST_USED = 8
_LATELY = timedelta(days=90)


def label_jobs(session: Session, intake: Intake) -> dict[str, int]:
    """Tell the first print job of each thing in a delivery, by item code."""
    subjects = [f"item:{line.item.code}" for line in intake.lines if line.item]
    rows = session.execute(
        select(PrintJob.subject, func.min(PrintJob.id))
        .where(PrintJob.subject.in_(subjects), PrintJob.kind == "label")
        .group_by(PrintJob.subject)
    )
    return {subject.removeprefix("item:"): job for subject, job in rows}


def last_deliveries(session: Session, many: int = 40) -> list[tuple[Intake, str]]:
    """List the last deliveries with their lines, the newest first, and who took them in."""
    rows = session.execute(
        select(Intake, Person.name)
        .join(Person, Person.id == Intake.person_id)
        .options(
            joinedload(Intake.site),
            selectinload(Intake.lines).joinedload(IntakeLine.category),
            selectinload(Intake.lines).joinedload(IntakeLine.item),
        )
        .order_by(Intake.id.desc())
        .limit(many)
    )
    return [(intake, name) for intake, name in rows]


def grams_today(session: Session) -> dict[str, int]:
    """Tell how many grams went each way today, by the shop's calendar."""
    midnight = datetime.combine(clock.today(), time(), clock.SHOP_ZONE)
    rows = session.execute(
        select(IntakeLine.route, func.sum(IntakeLine.weight_g))
        .join(Intake, Intake.id == IntakeLine.intake_id)
        .where(Intake.at >= midnight)
        .group_by(IntakeLine.route)
    )
    found = {route: int(grams) for route, grams in rows}
    return {route: found.get(route, 0) for route in ROUTES}


def most_used(session: Session) -> list[Category]:
    """List the kinds that came in most often in the last three months."""
    often = (
        select(IntakeLine.category_id, func.count().label("times"))
        .join(Intake, Intake.id == IntakeLine.intake_id)
        .where(Intake.at >= clock.now() - _LATELY)
        .group_by(IntakeLine.category_id)
        .order_by(func.count().desc(), IntakeLine.category_id)
        .limit(_MOST_USED)
        .subquery()
    )
    return list(
        session.scalars(
            select(Category)
            .join(often, often.c.category_id == Category.id)
            .where(Category.active)
            .order_by(often.c.times.desc(), Category.id)
        )
    )
