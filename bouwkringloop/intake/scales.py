"""Keep the scales and the containers that stand on them: add, change, take out of use, bring back.

A row is never deleted, and its slug stays whatever it is called: a phone without signal may still
hold a delivery that names it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.base import i18n, text
from bouwkringloop.base.errors import NotFound, Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.quantity import MOST_GRAMS
from bouwkringloop.intake import protocols
from bouwkringloop.intake.models import Container, Scale
from bouwkringloop.people import audit
from bouwkringloop.stock import sites

#: A tonne: an empty container that weighs more stands on no scales of ours.
MOST_TARE_G = 1_000_000


class ScaleTaken(Refused):
    """Other scales have this name, in use or not."""

    message = N_("There are scales “%(name)s” already, in use or not.")


class ContainerTaken(Refused):
    """Another container has this name, in use or not."""

    message = N_("There is a container “%(name)s” already, in use or not.")


class AbsurdTare(Refused):
    """A container that weighs nothing, or more than a lorry can bring."""

    status = 422
    message = N_("An empty container weighs more than nothing, and at most %(most)s.")


class AbsurdMaximum(Refused):
    """Scales that can weigh nothing, or more than any weighbridge."""

    status = 422
    message = N_("Scales can weigh more than nothing, and at most %(most)s.")


@dataclass(frozen=True)
class ScaleFacts:
    """What the shop knows of scales: `site` is a slug, `protocol` what `protocols.write` gives."""

    name: str
    site: str
    max_g: int
    protocol: str = ""


@dataclass(frozen=True)
class ContainerFacts:
    """What the shop knows of a container."""

    name: str
    tare_g: int


def all_scales(session: Session) -> Sequence[Scale]:
    """List the scales, those in use first."""
    query = select(Scale).options(joinedload(Scale.site))
    return session.scalars(query.order_by(Scale.active.desc(), Scale.name, Scale.id)).all()


def all_containers(session: Session) -> Sequence[Container]:
    """List the containers, those in use first and the lightest of them before the others."""
    query = select(Container)
    return session.scalars(
        query.order_by(Container.active.desc(), Container.tare_g, Container.id)
    ).all()


def one_scale(session: Session, slug: str) -> Scale:
    """Find scales by their slug, in use or not."""
    query = select(Scale).options(joinedload(Scale.site)).where(Scale.slug == slug)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def one_container(session: Session, slug: str) -> Container:
    """Find a container by its slug, in use or not."""
    found = session.scalar(select(Container).where(Container.slug == slug))
    if found is None:
        raise NotFound
    return found


def add_scale(session: Session, facts: ScaleFacts, *, by: Actor) -> Scale:
    """Add scales to a site."""
    name = _checked_scale(session, facts, None)
    slug = _free_slug(name, [each.slug for each in all_scales(session)])
    made = Scale(slug=slug, name=name, site=sites.by_slug(session, facts.site))
    made.max_g, made.protocol = facts.max_g, facts.protocol
    session.add(made)
    audit.note(session, by, "scale.added", f"scale:{slug}", **asdict(facts))
    return made


def change_scale(session: Session, scale: Scale, facts: ScaleFacts, *, by: Actor) -> None:
    """Change scales; what was weighed on them before stays as it was."""
    before = asdict(ScaleFacts(scale.name, scale.site.slug, scale.max_g, scale.protocol))
    scale_name = _checked_scale(session, facts, scale)
    scale.site = sites.by_slug(session, facts.site)
    scale.name, scale.max_g, scale.protocol = scale_name, facts.max_g, facts.protocol
    changes = _changes(before, asdict(facts))
    if changes:
        audit.note(session, by, "scale.changed", f"scale:{scale.slug}", **changes)


def retire_scale(session: Session, scale: Scale, *, by: Actor) -> None:
    """Take scales out of use: nobody can choose them any more."""
    if scale.active:
        scale.active = False
        audit.note(session, by, "scale.retired", f"scale:{scale.slug}", name=scale.name)


def return_scale(session: Session, scale: Scale, *, by: Actor) -> None:
    """Take scales into use again."""
    if not scale.active:
        scale.active = True
        audit.note(session, by, "scale.returned", f"scale:{scale.slug}", name=scale.name)


def add_container(session: Session, facts: ContainerFacts, *, by: Actor) -> Container:
    """Add a kind of container."""
    name = _checked_container(session, facts, None)
    slug = _free_slug(name, [each.slug for each in all_containers(session)])
    made = Container(slug=slug, name=name, tare_g=facts.tare_g)
    session.add(made)
    audit.note(session, by, "container.added", f"container:{slug}", **asdict(facts))
    return made


def change_container(
    session: Session, container: Container, facts: ContainerFacts, *, by: Actor
) -> None:
    """Change a container; every line that was weighed in it keeps the tare of that day."""
    before = asdict(ContainerFacts(container.name, container.tare_g))
    container.name = _checked_container(session, facts, container)
    container.tare_g = facts.tare_g
    changes = _changes(before, asdict(facts))
    if changes:
        audit.note(session, by, "container.changed", f"container:{container.slug}", **changes)


def retire_container(session: Session, container: Container, *, by: Actor) -> None:
    """Take a container out of use: nobody can choose it any more."""
    if container.active:
        container.active = False
        subject = f"container:{container.slug}"
        audit.note(session, by, "container.retired", subject, name=container.name)


def return_container(session: Session, container: Container, *, by: Actor) -> None:
    """Take a container into use again."""
    if not container.active:
        container.active = True
        subject = f"container:{container.slug}"
        audit.note(session, by, "container.returned", subject, name=container.name)


def _checked_scale(session: Session, facts: ScaleFacts, itself: Scale | None) -> str:
    """Give the cleaned name of the scales; refuse what cannot be."""
    name = text.named(facts.name)
    if _is_taken(name, (each.name for each in all_scales(session) if each is not itself)):
        raise ScaleTaken(name=name)
    if not 0 < facts.max_g <= MOST_GRAMS:
        raise AbsurdMaximum(most=i18n.weight(MOST_GRAMS))
    if facts.protocol and protocols.read(facts.protocol) is None:
        raise protocols.NoSuchProtocol
    return name


def _checked_container(session: Session, facts: ContainerFacts, itself: Container | None) -> str:
    """Give the cleaned name of the container; refuse what cannot be."""
    name = text.named(facts.name)
    if _is_taken(name, (each.name for each in all_containers(session) if each is not itself)):
        raise ContainerTaken(name=name)
    if not 0 < facts.tare_g <= MOST_TARE_G:
        raise AbsurdTare(most=i18n.weight(MOST_TARE_G))
    return name


def _is_taken(name: str, others: Iterable[str]) -> bool:
    """Tell whether another has this name, however it is spelled."""
    return text.slug(name) in {text.slug(other) for other in others}


def _free_slug(name: str, taken: Sequence[str]) -> str:
    """Make a slug; one that was given away under an earlier name gets a number."""
    wanted, number = text.slug(name), 1
    slug = wanted
    # `new` is the address of the form itself.
    while slug in taken or slug == "new":
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _changes(before: dict[str, object], now: dict[str, object]) -> dict[str, object]:
    return {key: [before[key], now[key]] for key in now if before[key] != now[key]}
