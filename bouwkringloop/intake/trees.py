"""The versions of the decision tree: which one is asked, and how a manager brings in the next."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.icons import ICONS
from bouwkringloop.base.permissions import Actor
from bouwkringloop.base.text import clean
from bouwkringloop.catalogue import find
from bouwkringloop.catalogue.models import Category, CategoryGroup
from bouwkringloop.intake import tree_check, tree_compare, tree_danger
from bouwkringloop.intake.models import TreeVersion
from bouwkringloop.intake.tree import Tree, to_json
from bouwkringloop.people import audit

#: A note about a version is one sentence.
MOST_NOTE = 120


class NoSuchVersion(Refused):
    """A version of the tree that this shop never had."""

    status = 422
    message = N_("There is no version %(version)s of the decision tree. Load the page again.")


class TreeChanged(Refused):
    """Somebody else brought a tree in after this one was looked at."""

    message = N_(
        "Somebody else changed the decision tree meanwhile. Look at what changed, and save again."
    )


class LessSafe(Refused):
    """A danger that is turned away now would be let through."""

    status = 422
    message = N_("This would make the intake less safe: %(what)s")


class SameTree(Refused):
    """Nothing is different from the version that is asked now."""

    message = N_("This is the decision tree that is asked already.")


@dataclass(frozen=True)
class Look:
    """What would become of a tree: what is wrong in it, what is different, what is less safe."""

    #: As it would be stored; empty where something is wrong.
    content: str
    mistakes: tuple[str, ...]
    changes: tuple[tree_compare.Change, ...]
    less_safe: tuple[str, ...]


def newest(session: Session) -> tuple[int | None, Tree]:
    """Give the tree that is asked now, and its version; None where it is the shipped one."""
    row = session.execute(
        select(TreeVersion.id, TreeVersion.content).order_by(TreeVersion.id.desc()).limit(1)
    ).first()
    return (None, _parsed(shipped())) if row is None else (row.id, _parsed(row.content))


def version(session: Session, wanted: int | None) -> tuple[int, Tree]:
    """Give the version by which a device asked, stored if it is not yet.

    A phone that was out of reach for a while asked by an older version; that one counts then.
    """
    if wanted is not None:
        content = session.scalar(select(TreeVersion.content).where(TreeVersion.id == wanted))
        if content is None:
            raise NoSuchVersion(version=wanted)
        return wanted, _parsed(content)
    content = shipped()
    first = session.scalar(
        select(TreeVersion.id)
        .where(TreeVersion.content == content)
        .order_by(TreeVersion.id)
        .limit(1)
    )
    return (first or _store(session, content, "", None).id), _parsed(content)


def bring_in(
    session: Session,
    text: str,
    note: str,
    *,
    by: Actor,
    onto: int | Literal["newest"] | None = "newest",
    knowing: bool = False,
) -> TreeVersion:
    """Ask by another tree from now on; one with a mistake is refused and nothing changes.

    `onto` is the version that was looked at when this one was made, None for the shipped one; who
    looked at one that is not asked any more looks again. Only who does so `knowing` lets a
    danger through that the tree turns away now.
    """
    # Two managers who save at one moment come one after the other.
    session.execute(
        select(TreeVersion.id).order_by(TreeVersion.id.desc()).limit(1).with_for_update()
    )
    tree = tree_check.parse(text, **known(session))
    content = to_json(tree)
    number, now = newest(session)
    if onto not in ("newest", number):
        raise TreeChanged
    if content == to_json(now):
        raise SameTree
    less_safe = tree_danger.warnings(now, tree, kinds(session))
    if less_safe and not knowing:
        raise LessSafe(what=" ".join(less_safe))
    if number is None:
        _store(session, shipped(), "", None)
    made = _store(session, content, clean(note)[:MOST_NOTE], by)
    detail = {"note": made.note} if made.note else {}
    if less_safe:
        detail["less_safe"] = " ".join(less_safe)
    count = len(tree.questions)
    audit.note(session, by, "tree.changed", f"tree:{made.id}", questions=count, **detail)
    return made


def look(session: Session, text: str) -> Look:
    """Tell what would become of a tree that somebody wants to bring in; nothing is stored."""
    tree, mistakes = tree_check.read(text, **known(session))
    if mistakes:
        return Look("", tuple(mistake.sentence for mistake in mistakes), (), ())
    _, now = newest(session)
    return Look(
        to_json(tree),
        (),
        tuple(tree_compare.changes(now, tree, names(session))),
        tuple(tree_danger.warnings(now, tree, kinds(session))),
    )


def known(session: Session) -> dict[str, set[str]]:
    """Give the slugs of kinds and groups, and the pictures, that a tree may name."""
    return {
        "categories": set(session.scalars(select(Category.slug))),
        "groups": set(session.scalars(select(CategoryGroup.slug))),
        "pictograms": {*find.pictograms(), *(f"icon:{name}" for name in ICONS)},
    }


def kinds(session: Session) -> dict[str, tuple[str, str]]:
    """Give the group and the name of every kind, by its slug."""
    shelves = find.shelves(session)
    return {
        kind.slug: (shelf.group.slug, kind.name) for shelf in shelves for kind in shelf.categories
    }


def names(session: Session) -> dict[str, str]:
    """Give the names of kinds and groups by their slugs."""
    shelves = find.shelves(session)
    groups = {shelf.group.slug: shelf.group.name for shelf in shelves}
    return groups | {kind.slug: kind.name for shelf in shelves for kind in shelf.categories}


def versions(session: Session) -> Sequence[TreeVersion]:
    """List the versions, the newest first."""
    return session.scalars(select(TreeVersion).order_by(TreeVersion.id.desc())).all()


@lru_cache(maxsize=1)
def shipped() -> str:
    """Give the tree that came with the program, as `to_json` writes it."""
    return to_json(tree_check.parse(tree_check.SHIPPED.read_text(encoding="utf-8")))


@lru_cache(maxsize=8)
def _parsed(content: str) -> Tree:
    return tree_check.parse(content)


@lru_cache(maxsize=8)
def plain(content: str) -> dict[str, Any]:
    """Give a tree as the page's script reads it."""
    tree: dict[str, Any] = json.loads(content)
    return tree


def _store(session: Session, content: str, note: str, by: Actor | None) -> TreeVersion:
    made = TreeVersion(content=content, note=note, at=clock.now(), person_id=by.id if by else None)
    session.add(made)
    session.flush()  # What was judged by it names its number.
    return made
