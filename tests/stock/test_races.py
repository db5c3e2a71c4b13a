"""Two people at one moment: what one takes, the other does not get, and nothing is done twice."""

import threading
from uuid import uuid4

from sqlalchemy import select

from bouwkringloop.base import clock
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.errors import Refused
from bouwkringloop.stock import check, dismantle, move, reserve, take_out, transfer, write_off
from bouwkringloop.stock.models import Item, Place, Reservation, Site
from tests import make


def at_once(database, *works):
    """Do each work in a transaction of its own, all begun together; give what each came to."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(at, work):
        with database.session(writes=True) as session:
            by = make.actor(session)
            session.commit()
            barrier.wait()
            try:
                results[at] = again_if_raced(session, lambda: work(session, by))
                session.commit()
            except Refused as refusal:
                session.rollback()
                results[at] = type(refusal)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def sound(session):
    session.rollback()
    session.expire_all()
    return [line for proof in check.proofs(session) for line in proof.breaks] == []


def sell(code, milli=1000):
    def work(session, by):
        found = take_out.find(session, [code])
        item = found[code]
        if item.quantity_milli - item.reserved_milli < milli or item.state != "for_sale":
            raise take_out.SoldOut(title=item.title, code=code)
        _there, share = take_out.Basketful(found).share(code, milli)
        taken = take_out.Taken(item.id, item.site_id, None, milli, share, share)
        take_out.take(session, [taken], cause="test", by=by, at=clock.now())
        return "sold"

    return work


def keep(code, name):
    def work(session, by):
        reserve.reserve(session, reserve.Wanted(uuid4(), code, 1000, name), by=by)
        return "kept"

    return work


def test_the_last_piece_is_kept_or_sold_but_not_both(database, session):
    door = make.item(session)
    results = at_once(database, sell(door.code), keep(door.code, "Jansen"), sell(door.code))
    assert sorted(r for r in results if isinstance(r, str)) in (["kept"], ["sold"])
    assert sound(session)


def test_two_reserve_the_last_piece_and_one_gets_it(database, session):
    door = make.item(session)
    results = at_once(database, keep(door.code, "Jansen"), keep(door.code, "De Wit"))
    assert results.count("kept") == 1
    assert len(session.scalars(select(Reservation)).all()) == 1
    assert sound(session)


def test_one_reservation_sent_twice_at_once_is_one(database, session):
    tiles, uuid = make.item(session, quantity=10), uuid4()

    def work(own, by):
        wanted = reserve.Wanted(uuid, tiles.code, 2000, "Jansen")
        return reserve.reserve(own, wanted, by=by).quantity_milli

    assert at_once(database, work, work) == [2000, 2000]
    assert sound(session)
    assert session.get_one(Item, tiles.id).reserved_milli == 2000


def test_parts_that_are_sold_and_let_go_at_once_weigh_what_the_whole_weighed(database, session):
    lath = make.item(session, quantity=10, unit="m", stock_g=9_999, weight_g=1000)

    def leave(own, by):
        write_off.write_off(own, lath.code, 3300, "given", "test", by=by)
        return "left"

    results = at_once(database, sell(lath.code, 3100), leave, sell(lath.code, 2700))
    assert results == ["sold", "left", "sold"]
    session.expire_all()
    item = session.get_one(Item, lath.id)
    assert item.quantity_milli == 900
    assert sound(session)


def test_what_is_taken_apart_is_not_sold_at_the_same_moment(database, session):
    door = make.item(session)

    def take_apart(own, by):
        part = dismantle.Part(make.category(own), 1000, 100, 100)
        dismantle.take_apart(own, door.code, [part], by=by)
        return "apart"

    results = at_once(database, take_apart, sell(door.code))
    assert sorted(r for r in results if isinstance(r, str)) in (["apart"], ["sold"])
    assert sound(session)


def test_two_move_one_thing_and_it_lies_at_one_place(database, session):
    shop = session.scalars(select(Site).where(Site.slug == "shop")).one()
    session.add_all([Place(site=shop, slug=f"p{n}", name=f"Plek {n}") for n in range(2)])
    door = make.item(session)

    def to(slug):
        def work(own, by):
            place = own.scalars(select(Place).where(Place.slug == slug)).one()
            return move.move(own, door.code, place, by=by).place_id

        return work

    results = at_once(database, to("p0"), to("p1"))
    session.expire_all()
    assert session.get_one(Item, door.id).place_id in results
    assert sound(session)


def test_one_thing_is_sent_in_one_van(database, session):
    door = make.item(session)

    def send(slug):
        def work(own, by):
            site = own.scalars(select(Site).where(Site.slug == slug)).one()
            transfer.send(own, uuid4(), [door.code], site, by=by)
            return slug

        return work

    results = at_once(database, send("yard"), send("hub"))
    assert len([r for r in results if isinstance(r, str)]) == 1
    assert sound(session)
