"""Measure finding things among many: a code, words that are right and wrong, a range of widths.

Each is beside a route that does nothing, in turn with it in the same run.
"""

import random
import tempfile
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, joinedload

from bouwkringloop.bench import run
from bouwkringloop.bench.shop import Connection, ready_shop
from bouwkringloop.catalogue.models import Attribute, Category
from bouwkringloop.demo import titles
from bouwkringloop.stock import renew
from bouwkringloop.stock.models import Item, ItemAttribute

#: What is asked for; the first part is what it is called in the figures.
_QUESTIONS = {
    "a word that many have": "q=deur",
    "a word that few have": "q=taatsdeur",
    "a word that nothing has": "q=eenhoorn",
    "two words": "q=paneeldeur+grenen",
    "a mistyped word": "q=panneeldeur",
    "measures": "q=83+x+201,5",
    "a word and a range": "q=deur&width_min=800&width_max=830",
    "a group, a range and a price": "group=doors&width_min=800&width_max=830&price_max_cents=2000",
}


def report(rounds: int, items: int, *, as_json: bool) -> str:
    """Measure among so many items, and write the figures down."""
    return run.written(measure(rounds, items), rounds, items, as_json=as_json)


def measure(rounds: int, items: int) -> list[run.Figure]:
    """Run in a folder of its own, with the server in a process of its own."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bouwkringloop-bench-"))
        shop = ready_shop(stack, Path(folder), items=items, describe=_describe)
        http = stack.enter_context(Connection(shop))
        trivial = http.get("/healthz")
        beside = run.Work(lambda: trivial, http.send)

        def timed(name: str, path: str) -> run.Figure:
            asked = http.get(path)
            return run.pair(
                name, "a trivial route", rounds, run.Work(lambda: asked, http.send), beside
            )

        codes = run.Work(lambda: http.get(f"/api/v1/items/{shop.some_code()}"), http.send)
        return [
            run.pair("a code looked up", "a trivial route", rounds, codes, beside),
            *(timed(name, f"/api/v1/items?{asked}") for name, asked in _QUESTIONS.items()),
        ]


def _describe(session: Session) -> None:
    """Call every item what people would call it, of every kind, and say how wide half of them are.

    What the demo shop is called by is what real labels say, so words are as often as there.
    """
    dice = random.Random(7)
    every = session.scalars(select(Category).options(joinedload(Category.group)))
    kinds = [kind for kind in every if not kind.dangerous]
    width = session.scalars(select(Attribute).where(Attribute.slug == "width")).one()
    ids = session.scalars(select(Item.id)).all()
    chosen = [dice.choice(kinds) for _ in ids]
    session.execute(
        update(Item),
        [
            {
                "id": at,
                "category_id": kind.id,
                "title": titles.of_kind(kind.pictogram, kind.name_nl, dice),
                "price_cents": dice.randrange(100, 20_000, 50),
            }
            for at, kind in zip(ids, chosen, strict=True)
        ],
    )
    session.execute(
        insert(ItemAttribute),
        [
            {
                "item_id": at,
                "attribute_id": width.id,
                "value_milli": dice.randrange(300, 1200) * 1000,
            }
            for at in ids[::2]
        ],
    )
    session.expire_all()
    renew.index(session)
