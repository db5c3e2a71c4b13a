"""Name who did something to a batch: somebody here, the builder by a link, or time itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base.i18n import translate as _
from bouwkringloop.batches.models import Batch, BatchStep, BuilderLink, LineAnswer
from bouwkringloop.people.models import Person


@dataclass(frozen=True)
class Names:
    """Names of people and of those who came by a link, by their numbers."""

    people: dict[int, str] = field(default_factory=dict)
    links: dict[int, str] = field(default_factory=dict)

    def of(self, person_id: int | None, link_id: int | None = None) -> str:
        """Name somebody."""
        if person_id is not None:
            return self.people.get(person_id, "–")
        if link_id is not None:
            return self.links.get(link_id) or _("the builder")
        return _("by itself")


def person(session: Session, person_id: int) -> str:
    """Name somebody who works here."""
    return session.scalars(select(Person.name).where(Person.id == person_id)).one()


def names(session: Session, batch: Batch) -> Names:
    """Name everybody who did something to a batch, in two questions."""
    decisions = [each for line in batch.lines for each in line.decisions]
    answers = [each.answer for each in decisions if each.answer]
    acts: list[BatchStep | LineAnswer] = [*batch.steps, *answers]
    people = {each.person_id for each in acts} | {each.person_id for each in decisions}
    links = {each.link_id for each in acts} | {batch.link_id}
    return Names(_people(session, people | {batch.person_id}), _links(session, links))


def _people(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = [each for each in ids if each is not None]
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def _links(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = [each for each in ids if each is not None]
    if not wanted:
        return {}
    query = select(BuilderLink).where(BuilderLink.id.in_(wanted))
    found = session.scalars(query.options(joinedload(BuilderLink.contact)))
    return {link.id: link.contact.name if link.contact else "" for link in found}
