"""What the tests do at the counter, each in one line."""

import json
from uuid import uuid4

from sqlalchemy import func, select, text

from bouwkringloop import proofs
from bouwkringloop.printing.models import PrintJob
from bouwkringloop.stock.models import Item, Movement, Site
from bouwkringloop.till.models import DiscountCard, Sale
from tests import make
from tests.till.test_selling import basket, of

__all__ = ["basket", "of"]


def sold(api, session, *lines, shift=None, cash=None, pin=None, **more):
    """Sell, and give the answer's body; a shift is opened where none is named."""
    body = basket(shift or make.shift(session), *lines, cash=cash, pin=pin, **more)
    answer = api.post("/sales", body)
    assert answer.status_code == 201, answer.text
    return answer.json


def back(line=1, quantity=1, back_to="stock", **more):
    """One line of a refund."""
    return {"line": line, "quantity": quantity, "back_to": back_to, **more}


def refund_body(*lines, method="pin", **more):
    return {"id": str(uuid4()), "lines": list(lines or [back()]), "method": method, **more}


def refund(api, sale, *lines, method="pin", **more):
    """Take lines of a sale back."""
    return api.post(f"/sales/{sale['id']}/refunds", refund_body(*lines, method=method, **more))


def returned(sale, line=1, quantity=1, back_to="stock", **more):
    """A line of a basket that brings a line of an earlier sale back."""
    return {
        "quantity": quantity,
        "returns": {"sale": sale["id"], "line": line, "back_to": back_to},
        **more,
    }


def paid(method, cents, **more):
    return {"method": method, "tendered_cents": cents, **more}


def problem(answer):
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


def there(session, item):
    """How much of a thing there is, what it weighs, and its state."""
    session.rollback()
    found = session.execute(
        select(Item.quantity_milli, Item.stock_g, Item.state).where(Item.code == item.code)
    ).one()
    session.rollback()
    return tuple(found)


def movements(session, code):
    """What the ledger says of a thing: kind, thousandths and grams."""
    session.rollback()
    rows = session.execute(
        select(Movement.kind, Movement.quantity_milli, Movement.weight_g)
        .join(Item, Item.id == Movement.item_id)
        .where(Item.code == code)
        .order_by(Movement.id)
    ).all()
    session.rollback()
    return [tuple(row) for row in rows]


def sale_shift(session):
    """The shift of the first sale."""
    session.rollback()
    uuid = session.scalars(select(Sale).order_by(Sale.id)).first().shift.uuid
    session.rollback()
    return uuid


def things(session):
    """All things, as they are stored now: site, place, thousandths and state."""
    session.rollback()
    found = session.execute(
        select(Site.slug, Item.place_id, Item.quantity_milli, Item.state)
        .join(Site, Site.id == Item.site_id)
        .order_by(Item.id)
    ).all()
    session.rollback()
    return [tuple(row) for row in found]


def rows(session, *tables):
    """How many rows each table holds."""
    session.rollback()
    counted = [session.scalar(select(func.count()).select_from(table)) for table in tables]
    session.rollback()
    return counted


def holds(session):
    """Whether every proof of every room's books holds; names what does not."""
    session.rollback()
    broken = [proof.breaks for proof in proofs.all_of(session) if not proof.holds]
    session.rollback()
    assert broken == []
    return True


def bought(session, cost_cents, **described):
    """A thing that the shop paid for, so that its VAT is over the margin."""
    item = make.item(session, **described)
    item.vat_regime, item.bought_cents = "margin", cost_cents
    session.commit()
    return item


def of_regime(session, regime, rate="high"):
    """A kind of thing that is sold without a label under a VAT scheme; gives its slug."""
    kind = make.category(session)
    kind.vat_regime, kind.vat_rate = regime, rate
    session.commit()
    return kind.slug


def card(session, percent, *, slug="stadspas", active=True):
    session.add(DiscountCard(slug=slug, name=slug.title(), percent=percent, active=active))
    session.commit()
    return slug


def jobs(session, kind, subject=None):
    """The papers of a kind, as the printers get them."""
    session.rollback()
    query = select(PrintJob.document).where(PrintJob.kind == kind).order_by(PrintJob.id)
    if subject is not None:
        query = query.where(PrintJob.subject == subject)
    found = [json.loads(document) for document in session.scalars(query)]
    session.rollback()
    return found


def words(document):
    """All that stands on a paper."""
    lines = document["lines"]
    said = [[str(line.get(key, "")) for key in ("text", "left", "right")] for line in lines]
    return " ".join(word for line in said for word in line if word).replace("\u00a0", " ")


def entries(session, kind):
    """What the journals tell of events of a kind."""
    session.rollback()
    found = session.scalars(
        text("select content from journal_entry where kind = :kind order by id").bindparams(
            kind=kind
        )
    ).all()
    session.rollback()
    return [json.loads(content) for content in found]
