"""Whatever happens to things, in whatever order: pieces and kilograms are where they should be.

A machine plays a shop at random and keeps its own, simple books beside it. After every step both
must say the same, and the proofs of the shop must hold. `EXAMPLES` in the environment makes it
play longer.
"""

import os
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.permissions import Role
from bouwkringloop.stock import (
    check,
    dismantle,
    judge,
    ledger,
    move,
    put_back,
    reserve,
    split,
    take_in,
    take_out,
    transfer,
    write_off,
)
from bouwkringloop.stock.models import Item, Movement, Place, Reservation, Site
from tests import make

amounts = st.integers(1, 6000)
ways = st.sampled_from(write_off.WAYS)
states = st.sampled_from(sorted(judge.STEPS))


class Shop(RuleBasedStateMachine):
    """A shop, and beside it what should be in it: by code, thousandths and grams."""

    session = None

    @initialize()
    def open(self):
        self.session.rollback()
        self.by = make.actor(self.session, Role.SHOP_LEAD)
        self.sites = {s.slug: s for s in self.session.scalars(select(Site))}
        self.places = [
            Place(site=self.sites[slug], slug=f"p{n}", name=f"Plek {n}")
            for n, slug in enumerate(("shop", "shop", "yard"))
        ]
        self.session.add_all(self.places)
        self.session.flush()
        self.kinds = {unit: make_kind(self.session, unit) for unit in ("piece", "m", "kg")}
        self.book: dict[str, list[int]] = {}
        self.came = [0, 0]
        self.left = [0, 0]
        self.sold: list[tuple[str, int, int]] = []

    def some(self, data):
        return data.draw(st.sampled_from(sorted(self.book)))

    def attempt(self, work):
        """Do something; what is refused leaves nothing behind."""
        try:
            with self.session.begin_nested():
                return work()
        except Refused:
            self.session.expire_all()
            return None

    def out(self, code, milli, grams):
        self.book[code][0] -= milli
        self.book[code][1] -= grams

    @rule(unit=st.sampled_from(["piece", "m", "kg"]), amount=amounts, grams=st.integers(0, 99_999))
    def bring(self, unit, amount, grams):
        milli = -(-amount // 1000) * 1000 if unit == "piece" else amount
        new = take_in.New(self.kinds[unit], "ding", milli, 1000, "B", weight_g=grams, stock_g=grams)
        (code,) = take_in.next_codes(self.session, 1)
        take_in.receive(
            self.session, new, code=code, site=self.sites["shop"], cause="test", by=self.by
        )
        self.book[code] = [milli, grams]
        self.came = [self.came[0] + milli, self.came[1] + grams]

    @precondition(lambda self: self.book)
    @rule(data=st.data(), amount=amounts, own_scales=st.none() | st.integers(0, 50_000))
    def sell(self, data, amount, own_scales):
        code = self.some(data)
        found = take_out.find(self.session, [code])
        item = found[code]
        free = item.quantity_milli - item.reserved_milli
        if item.state != "for_sale" or not 0 < amount <= free:
            return
        _there, share = take_out.Basketful(found).share(code, amount)
        grams = share if own_scales is None else own_scales
        taken = take_out.Taken(item.id, item.site_id, None, amount, share, grams)
        take_out.take(self.session, [taken], cause="test", by=self.by, at=clock.now())
        self.session.expire_all()
        self.out(code, amount, share)
        # What the till's scales found more than the books is found weight, and left with it.
        self.came[1] += grams - share
        self.left = [self.left[0] + amount, self.left[1] + grams]
        self.sold.append((code, amount, grams))

    @precondition(lambda self: self.sold)
    @rule(data=st.data())
    def bring_back(self, data):
        at = data.draw(st.integers(0, len(self.sold) - 1))
        code, milli, grams = self.sold[at]
        if self.attempt(
            lambda: put_back.put_back(self.session, code, milli, grams, cause="test", by=self.by)
        ):
            self.sold.pop(at)
            self.out(code, -milli, -grams)
            self.left = [self.left[0] - milli, self.left[1] - grams]

    @precondition(lambda self: self.book)
    @rule(data=st.data(), amount=amounts, way=ways)
    def write_off(self, data, amount, way):
        code = self.some(data)
        before = list(self.book[code])
        if self.attempt(
            lambda: write_off.write_off(self.session, code, amount, way, "test", by=self.by)
        ):
            grams = part(before, amount)
            self.out(code, amount, grams)
            self.left = [self.left[0] + amount, self.left[1] + grams]

    @precondition(lambda self: self.book)
    @rule(data=st.data(), amount=st.none() | amounts, to=st.integers(0, 2))
    def move(self, data, amount, to):
        code = self.some(data)
        before = list(self.book[code])
        moved = self.attempt(
            lambda: move.move(
                self.session, code, self.places[to], by=self.by, quantity_milli=amount
            )
        )
        if moved is not None and moved.code != code:
            self.book[moved.code] = [amount, part(before, amount)]
            self.out(code, *self.book[moved.code])

    @precondition(lambda self: self.book)
    @rule(data=st.data(), amount=amounts, parts_g=st.lists(st.integers(0, 20_000), max_size=3))
    def take_apart(self, data, amount, parts_g):
        code = self.some(data)
        before = list(self.book[code])
        parts = [dismantle.Part(self.kinds["kg"], 500, g, 100) for g in parts_g]
        apart = self.attempt(
            lambda: dismantle.take_apart(
                self.session, code, parts, by=self.by, quantity_milli=amount
            )
        )
        if apart is None:
            return
        whole = part(before, amount)
        self.out(code, amount, whole)
        for made, g in zip(apart.parts, parts_g, strict=True):
            self.book[made.code] = [500, g]
        self.came[0] += 500 * len(parts) - amount
        self.left[1] += whole - sum(parts_g)

    @precondition(lambda self: self.book)
    @rule(data=st.data(), amount=amounts, name=st.sampled_from(["Jansen", "De Wit"]))
    def reserve(self, data, amount, name):
        wanted = reserve.Wanted(uuid4(), self.some(data), amount, name)
        self.attempt(lambda: reserve.reserve(self.session, wanted, by=self.by))

    @rule(data=st.data(), collect=st.booleans())
    def end_a_reservation(self, data, collect):
        held = self.session.scalars(
            select(Reservation).where(Reservation.state == "open").order_by(Reservation.id)
        ).all()
        if not held:
            return
        one = data.draw(st.sampled_from(held))
        if not collect:
            self.attempt(lambda: reserve.release(self.session, one.uuid, by=self.by))
            return
        code, amount = one.item.code, one.quantity_milli
        found = take_out.find(self.session, [code])
        if found[code].state != "for_sale":
            return
        kept = reserve.redeem(self.session, one.uuid, one.item_id, at=clock.now())
        _there, share = take_out.Basketful(found).share(code, amount)
        item = found[code]
        taken = take_out.Taken(item.id, item.site_id, None, amount, share, share, kept)
        take_out.take(self.session, [taken], cause="test", by=self.by, at=clock.now())
        self.session.expire_all()
        self.out(code, amount, share)
        self.left = [self.left[0] + amount, self.left[1] + share]
        self.sold.append((code, amount, share))

    @precondition(lambda self: self.book)
    @rule(data=st.data(), to=states)
    def judge(self, data, to):
        code = self.some(data)
        self.attempt(lambda: judge.judge(self.session, code, to, "test", by=self.by))

    @precondition(lambda self: self.book)
    @rule(
        data=st.data(),
        to=st.sampled_from(["shop", "yard"]),
        comes=st.sampled_from(["there", "back", "not"]),
    )
    def send(self, data, to, comes):
        codes = data.draw(st.lists(st.sampled_from(sorted(self.book)), unique=True, max_size=3))
        uuid = uuid4()
        if not self.attempt(
            lambda: transfer.send(self.session, uuid, codes, self.sites[to], by=self.by)
        ):
            return
        if comes == "there":
            transfer.arrive(self.session, uuid, codes, by=self.by)
            return
        if comes == "back":
            transfer.turn_back(self.session, uuid, codes, "", by=self.by)
            return
        for code in codes[:1]:
            before = list(self.book[code])
            transfer.miss(self.session, uuid, [code], "weg", by=self.by)
            self.out(code, *before)
            self.left = [self.left[0] + before[0], self.left[1] + before[1]]

    @precondition(lambda self: self.book)
    @rule(data=st.data(), amount=amounts)
    def split(self, data, amount):
        code = self.some(data)
        before = list(self.book[code])

        def work():
            (item,) = ledger.lock(self.session, [code])
            write_off.check_here(item, amount)
            return split.split_off(self.session, item, amount, by=self.by)

        made = self.attempt(work)
        if made is not None:
            self.book[made.code] = [amount, part(before, amount)]
            self.out(code, *self.book[made.code])

    @precondition(lambda self: self.book)
    @rule(data=st.data(), found=st.integers(0, 5000))
    def count(self, data, found):
        code = self.some(data)
        (item,) = ledger.lock(self.session, [code])
        milli = found // 1000 * 1000 if item.unit == "piece" else found
        there = item.quantity_milli
        if milli >= there or milli < item.reserved_milli:
            return
        entry = write_off.leaving(item, "counted", there - milli, "geteld")
        ledger.write(self.session, [entry], cause="test", by=self.by)
        self.out(code, -entry.quantity_milli, -entry.weight_g)
        self.left = [self.left[0] - entry.quantity_milli, self.left[1] - entry.weight_g]

    @invariant()
    def both_books_say_the_same(self):
        if not hasattr(self, "book"):
            return
        rows = self.session.execute(select(Item.code, Item.quantity_milli, Item.stock_g))
        assert {code: [milli, g] for code, milli, g in rows} == self.book

    @invariant()
    def what_came_is_here_or_left(self):
        if not hasattr(self, "book"):
            return
        here = [sum(column) for column in zip(*self.book.values(), strict=True)] or [0, 0]
        assert [here[0] + self.left[0], here[1] + self.left[1]] == self.came
        moved = self.session.execute(
            select(
                func.coalesce(func.sum(Movement.quantity_milli), 0),
                func.coalesce(func.sum(Movement.weight_g), 0),
            )
        ).one()
        assert list(moved) == here

    @invariant()
    def the_proofs_hold(self):
        if hasattr(self, "book"):
            assert [proof.breaks for proof in check.proofs(self.session) if proof.breaks] == []

    def teardown(self):
        self.session.rollback()


def make_kind(session, unit):
    from bouwkringloop.catalogue.models import Category

    return session.scalars(select(Category).where(Category.unit == unit).limit(1)).one()


def part(before, amount):
    milli, grams = before
    return grams if amount >= milli else (grams * amount + milli // 2) // milli


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_stock_and_kilograms_are_what_a_simple_book_says_at_every_step(session):
    Shop.session = session
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=int(os.environ.get("EXAMPLES", "8")),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
