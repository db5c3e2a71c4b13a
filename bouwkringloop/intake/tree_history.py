"""Look back on the versions of the decision tree."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import NotFound
from bouwkringloop.intake import tree_check, tree_compare, trees
from bouwkringloop.intake.models import TreeVersion
from bouwkringloop.intake.tree import Tree
from bouwkringloop.people.models import Person

#: So many versions the page tells the difference of.
_LISTED = 30


@dataclass(frozen=True)
class Past:
    """A version, who brought it in, and what it changed."""

    version: TreeVersion
    #: Empty for the one that came with the program.
    by: str
    is_asked: bool
    changes: tuple[tree_compare.Change, ...]


def one(session: Session, number: int) -> Tree:
    """Find a version of the tree."""
    content = session.scalar(select(TreeVersion.content).where(TreeVersion.id == number))
    if content is None:
        raise NotFound
    return tree_check.parse(content)


def all_of(session: Session) -> list[Past]:
    """List the versions, the newest first, each with its difference to the one before."""
    found = trees.versions(session)
    people = {person.id: person.name for person in session.scalars(select(Person))}
    names = trees.names(session)
    parsed = [tree_check.parse(version.content) for version in found[: _LISTED + 1]]
    return [
        Past(
            version,
            people.get(version.person_id or 0, ""),
            at == 0,
            tuple(tree_compare.changes(parsed[at + 1], parsed[at], names))
            if at + 1 < len(parsed)
            else (),
        )
        for at, version in enumerate(found[:_LISTED])
    ]
