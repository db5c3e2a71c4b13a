"""The versions of the decision tree: which one is asked, and how a manager brings in the next."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

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
from bouwkringloop.intake import tree_check
from bouwkringloop.intake.models import TreeVersion
from bouwkringloop.intake.tree import Tree, to_json
from bouwkringloop.people import audit


class NoSuchVersion(Refused):
    """A version of the tree that this shop never had."""

    status = 422
    message = N_("There is no version %(version)s of the decision tree. Load the page again.")


class SameTree(Refused):
    """Nothing is different from the version that is asked now."""

    message = N_("This is the decision tree that is asked already.")


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


def bring_in(session: Session, text: str, note: str, *, by: Actor) -> TreeVersion:
    """Ask by another tree from now on; one with a mistake is refused and nothing changes."""
    categories = set(session.scalars(select(Category.slug)))
    groups = set(session.scalars(select(CategoryGroup.slug)))
    pictures = {*find.pictograms(), *(f"icon:{name}" for name in ICONS)}
    tree = tree_check.parse(text, categories=categories, groups=groups, pictograms=pictures)
    content = to_json(tree)
    number, now = newest(session)
    if content == to_json(now):
        raise SameTree
    if number is None:
        _store(session, shipped(), "", None)
    made = _store(session, content, clean(note)[:120], by)
    audit.note(session, by, "tree.changed", f"tree:{made.id}", questions=len(tree.questions))
    return made


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
