"""Give an older shop what this version expects of it beyond its tables."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.catalogue import impact, load
from bouwkringloop.catalogue.models import Category
from bouwkringloop.stock import attributes, search, take_in
from bouwkringloop.stock.models import Item, SearchWord

#: So many things at once, so that a large stock does not fill the memory.
_AT_ONCE = 2000


def renew(session: Session) -> int:
    """Fill in dangerous kinds, attributes, factors and words of search that an older shop lacks.

    Tells how many things can be searched anew; in a shop that is up to date that is none.
    """
    if session.scalar(select(Category.id).limit(1)) is None:
        return 0
    load.fill_dangers(session)
    load.fill_attributes(session)
    impact.fill(session)
    if session.scalar(select(SearchWord.word).limit(1)) is not None:
        return 0
    return index(session)


def index(session: Session) -> int:
    """Write down anew by which words everything is found; tell how many things there are."""
    many, last = 0, 0
    while items := _behind(session, last):
        known = attributes.of_all(session, [item.id for item in items])
        found_by = {item.id: _found_by(item, known.get(item.id, [])) for item in items}
        rows = [{"id": item_id, "search_text": said} for item_id, said in found_by.items()]
        session.execute(update(Item), rows)
        search.learn(session, found_by.values())
        many, last = many + len(items), items[-1].id
        session.expunge_all()
    return many


def _behind(session: Session, last: int) -> list[Item]:
    query = select(Item).options(joinedload(Item.category)).where(Item.id > last)
    return list(session.scalars(query.order_by(Item.id).limit(_AT_ONCE)))


def _found_by(item: Item, facts: list[attributes.Fact]) -> str:
    return take_in.searchable(item.title, item.category, item.code, attributes.marks(facts))
