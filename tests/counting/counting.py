"""Short ways to count, sell and move in tests; everything is committed."""

from uuid import uuid4

from sqlalchemy import select

from bouwkringloop import proofs
from bouwkringloop.counting import begin, book, review, tally
from bouwkringloop.stock import move, put_back
from bouwkringloop.stock.models import Item, Place, Site
from bouwkringloop.till import sell
from bouwkringloop.till.basket import Basket, Paid, Wanted
from tests import make


def place(session, name="Stelling B", within=None, site="shop", kind="rack"):
    home = session.scalars(select(Site).where(Site.slug == site)).one()
    parent = within.id if within else None
    slug = name.lower().replace(" ", "-")
    made = Place(site=home, slug=slug, name=name, kind=kind, parent_id=parent)
    session.add(made)
    session.commit()
    return made


def counting_of(session, where, uuid=None):
    made = begin.begin(session, uuid or uuid4(), where, by=make.actor(session))
    session.commit()
    return made


def seen(item, milli=1000, where=None, **more):
    code = where.code if where else ""
    return tally.Seen(more.pop("id", None) or uuid4(), item.code, milli, code, **more)


def see(session, count, item, milli=1000, where=None, by=None, **more):
    told = seen(item, milli, where, **more)
    made = tally.tally(session, count.uuid, told, by=by or make.actor(session))
    session.commit()
    return made


def take_back(session, count, wrong, by=None):
    who = by or make.actor(session)
    made = tally.take_back(session, count.uuid, wrong.uuid, uuid4(), by=who)
    session.commit()
    return made


def basket(item, shift, milli=1000):
    wanted = Wanted(item.code, None, "", milli, None, 0, None, "")
    cents = (item.price_cents * milli + 500) // 1000
    uuid = uuid4()
    return Basket(uuid, shift, (wanted,), (Paid("pin", cents),), str(uuid))


def sold(session, shift, item, milli=1000):
    sell.record(session, basket(item, shift, milli), by=make.actor(session))
    session.commit()
    session.refresh(item)


def moved(session, item, where):
    move.move(session, item.code, where, by=make.actor(session))
    session.commit()


def returned(session, item, milli=1000):
    by = make.actor(session)
    put_back.put_back(session, item.code, milli, milli * 18, cause="test", by=by)
    session.commit()


def line(session, count, item):
    """What the review says of a thing; None where it says nothing."""
    session.rollback()
    found = review.of(session, count)
    return next((one for one in found.lines if one.code == item.code), None)


def said(session, count, item):
    one = line(session, count, item)
    return (one.outcome, one.difference_milli) if one else None


def booked(session, count, reason="telling", fingerprint=None, **reasons):
    session.rollback()
    print_ = fingerprint or review.of(session, count).fingerprint
    agreed = book.Agreed(print_, reason, reasons)
    made = book.book(session, count.uuid, agreed, by=make.actor(session))
    session.commit()
    return made


def there(session, item):
    session.rollback()
    return session.scalar(select(Item.quantity_milli).where(Item.id == item.id))


def broken(session):
    """What no longer holds of all the books."""
    session.rollback()
    return [(p.claim, p.breaks) for p in proofs.all_of(session) if not p.holds]
