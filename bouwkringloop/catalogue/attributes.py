"""Which measures and marks things of a category have."""

from collections.abc import Collection, Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.permissions import Actor
from bouwkringloop.catalogue.models import Attribute, Category, CategoryAttribute, CategoryGroup
from bouwkringloop.people import audit


def all_of(session: Session) -> list[Attribute]:
    """List every attribute, in the catalogue's order."""
    return list(session.scalars(select(Attribute).order_by(Attribute.position)))


def of(session: Session, category: Category) -> list[Attribute]:
    """List the attributes of a category."""
    query = select(Attribute).join(CategoryAttribute).order_by(Attribute.position)
    return list(session.scalars(query.where(CategoryAttribute.category_id == category.id)))


def of_each(session: Session, category_ids: Collection[int]) -> dict[int, list[Attribute]]:
    """List the attributes of many categories with one question, by the categories' rows."""
    found: dict[int, list[Attribute]] = {}
    query = (
        select(CategoryAttribute.category_id, Attribute)
        .join(Attribute, Attribute.id == CategoryAttribute.attribute_id)
        .where(CategoryAttribute.category_id.in_(category_ids))
        .order_by(Attribute.position)
    )
    for category_id, attribute in session.execute(query):
        found.setdefault(category_id, []).append(attribute)
    return found


def of_kinds(session: Session, *, category: str = "", group: str = "") -> list[Attribute]:
    """List the attributes that a category has, or any category of a group, by their slugs."""
    kinds = select(Category.id).join(CategoryGroup)
    if category:
        kinds = kinds.where(Category.slug == category)
    if group:
        kinds = kinds.where(CategoryGroup.slug == group)
    having = select(CategoryAttribute.attribute_id).where(CategoryAttribute.category_id.in_(kinds))
    query = select(Attribute).where(Attribute.id.in_(having)).order_by(Attribute.position)
    return list(session.scalars(query))


def categories_by_attribute(session: Session) -> dict[int, list[str]]:
    """Tell the slugs of the categories that have each attribute, by its row."""
    found: dict[int, list[str]] = {}
    query = (
        select(CategoryAttribute.attribute_id, Category.slug)
        .join(Category, Category.id == CategoryAttribute.category_id)
        .order_by(Category.position)
    )
    for attribute_id, slug in session.execute(query):
        found.setdefault(attribute_id, []).append(slug)
    return found


def choose(session: Session, category: Category, slugs: Iterable[str], *, by: Actor) -> None:
    """Let things of a category have these attributes from now on, and no others.

    What was filled in already stays with the things.
    """
    wanted = set(slugs)
    chosen = [each for each in all_of(session) if each.slug in wanted]
    if unknown := wanted - {each.slug for each in chosen}:
        raise BadInput(what=", ".join(sorted(unknown))[:60])
    before = [each.slug for each in of(session, category)]
    after = [each.slug for each in chosen]
    if before == after:
        return
    session.execute(delete(CategoryAttribute).where(CategoryAttribute.category_id == category.id))
    session.add_all(
        CategoryAttribute(category_id=category.id, attribute_id=each.id) for each in chosen
    )
    change = [", ".join(before), ", ".join(after)]
    audit.note(session, by, "category.changed", f"category:{category.slug}", attributes=change)
