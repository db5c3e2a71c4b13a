"""Whatever happens to a batch, in whatever order: its grams add up, now and on every day before.

A machine plays a builder and a shop at random and keeps its own, simple book beside it. After every
step the yield must say what that book says and add up to the gram; what it said of days that are
over must stay as it was. `EXAMPLES` in the environment makes it play longer.
"""

import os
from datetime import timedelta
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
from sqlalchemy import select

from bouwkringloop.base import clock
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import find
from bouwkringloop.batches.delivery.models import BatchDelivery, DeliveryLine, Inspection, Stocked
from bouwkringloop.batches.settling import read
from bouwkringloop.batches.settling.yields import FATES
from bouwkringloop.intake import receive
from bouwkringloop.intake.brought import Brought, Delivery
from bouwkringloop.stock import (
    dismantle,
    judge,
    ledger,
    put_back,
    split,
    take_out,
    transfer,
    write_off,
)
from bouwkringloop.stock.models import Item, Site
from tests import make
from tests.batches import build

ROUTES = {"stock": "sell", "repair": "repair", "parts": "parts", "quarantine": "quarantine"}
amounts = st.integers(1, 6)


class Life(RuleBasedStateMachine):
    """A batch of two kinds, and beside it where its grams should be."""

    session = None
    standing_clock = None

    def offer(self):
        self.session.rollback()
        self.session.expire_all()
        self.by = make.actor(self.session, Role.SHOP_LEAD)
        self.session.commit = self.session.flush  # All of an example is one transaction.
        self.batch = build.batch(
            self.session,
            build.line(self.session, "brick", quantity=500, weight_g=1_000_003),
            build.line(self.session, "panelled-door", quantity=50, weight_g=900_001),
            state="agreed",
        )
        self.sites = {s.slug: s for s in self.session.scalars(select(Site))}
        self.hinge = make.category(self.session, "hinge")
        self.book = dict.fromkeys(FATES, 0)
        self.came = 0
        self.lines: list[list] = []
        self.found: list[list] = []
        self.sold: list[list] = []
        self.past: list[tuple] = []

    @initialize(grams=st.integers(1, 9_999))
    def begin(self, grams):
        """Begin with things of both kinds in stock, so that something can happen to them."""
        self.offer()
        for at, count in ((0, 100), (1, 10)):
            self.deliver(at, count, grams)
            line = self.lines[-1]
            made = build.inspected(self.session, line[0])
            build.stocked(self.session, made)
            line[1] = line[2] = 0
            self.book["not_inspected"] -= count * grams
            self.book["here"] += count * grams

    def codes(self):
        family = read.items(self.session, [self.batch])
        return sorted(item.code for item, _ in family.values() if item.quantity_milli)

    def attempt(self, work):
        """Do something; what is refused leaves nothing behind."""
        try:
            with self.session.begin_nested():
                return work()
        except Refused:
            return None
        finally:
            self.session.expire_all()

    def item(self, code):
        return self.session.scalars(
            select(Item).where(Item.code == code).execution_options(populate_existing=True)
        ).one()

    def goes(self, fate, grams):
        self.book["here"] -= grams
        self.book[fate] += grams

    @rule(at=st.integers(0, 1), count=amounts, grams=st.integers(1, 9_999))
    def deliver(self, at, count, grams):
        line = self.batch.lines[at]
        load = BatchDelivery(
            uuid=uuid4(),
            content_hash="x",
            batch_id=self.batch.id,
            number=len(self.lines) + 1,
            site=self.sites["shop"],
            at=clock.now(),
            driver="Ruben",
            person_id=self.by.id,
        )
        came = DeliveryLine(
            delivery=load,
            line_id=line.id,
            quantity_milli=count * 1000,
            weight_g=count * grams,
            weight_source="scale",
        )
        self.session.add_all([load, came])
        self.session.flush()
        self.lines.append([came, count, count * grams])
        self.came += count * grams
        self.book["not_inspected"] += count * grams

    @precondition(lambda self: any(line[1] for line in self.lines))
    @rule(
        data=st.data(),
        outcome=st.sampled_from(
            ["stock", "stock", "repair", "parts", "quarantine", "material", "residue", "back"]
        ),
    )
    def inspect(self, data, outcome):
        line = data.draw(st.sampled_from([line for line in self.lines if line[1]]))
        count = data.draw(st.integers(1, line[1]))
        grams = (
            line[2] if count == line[1] else data.draw(st.integers(1, line[2] - line[1] + count))
        )
        made = Inspection(
            delivery_line_id=line[0].id,
            outcome=outcome,
            quantity_milli=count * 1000,
            weight_g=grams,
            reason="zo gevonden",
            at=clock.now(),
            person_id=self.by.id,
        )
        self.session.add(made)
        self.session.flush()
        line[1], line[2] = line[1] - count, line[2] - grams
        self.book["not_inspected"] -= grams
        self.book["back" if outcome == "back" else "waiting"] += grams
        if outcome != "back":
            self.found.append([made, count, grams])

    @precondition(lambda self: any(found[1] for found in self.found))
    @rule(data=st.data())
    def bring_in(self, data):
        found = data.draw(st.sampled_from([found for found in self.found if found[1]]))
        inspection = found[0]
        count = data.draw(st.integers(1, found[1]))
        grams = found[2] if count == found[1] else min(found[2] - 1, count)
        kind = inspection.delivery_line.line.category
        route = ROUTES.get(inspection.outcome, inspection.outcome)
        price = None if route in ("material", "residue", "quarantine") else 1000
        line = Brought(
            kind.slug,
            count * 1000,
            kind.unit,
            route,
            weight_g=grams,
            reason="uit een partij",
            price_cents=price,
        )
        told = Delivery(uuid4(), "shop", "batch", (line,))
        if grams < 1:
            return
        made = receive.receive(self.session, told, by=self.by)
        self.session.add(Stocked(intake_line_id=made.lines[0].id, inspection_id=inspection.id))
        self.session.flush()
        found[1], found[2] = found[1] - count, found[2] - grams
        self.book["waiting"] -= grams
        self.book[route if route in ("material", "residue") else "here"] += grams

    @rule(data=st.data(), count=amounts, own_scales=st.none() | st.integers(0, 50_000))
    def sell(self, data, count, own_scales):
        if not (codes := self.codes()):
            return
        code = data.draw(st.sampled_from(codes))
        found = take_out.find(self.session, [code])
        item = found[code]
        if item.state != "for_sale" or count * 1000 > item.quantity_milli:
            return
        _there, share = take_out.Basketful(found).share(code, count * 1000)
        grams = share if own_scales is None else own_scales
        taken = take_out.Taken(item.id, item.site_id, None, count * 1000, share, grams)
        take_out.take(self.session, [taken], cause="test", by=self.by, at=clock.now())
        self.session.expire_all()
        self.goes("sold", grams)
        self.goes("reweighed", share - grams)
        self.sold.append([code, count, grams])

    @precondition(lambda self: self.sold)
    @rule(data=st.data(), to_residue=st.booleans())
    def bring_back(self, data, to_residue):
        code, count, grams = self.sold.pop(data.draw(st.integers(0, len(self.sold) - 1)))
        if self.item(code).state == "in_transit":
            return
        put_back.put_back(self.session, code, count * 1000, grams, cause="test", by=self.by)
        self.goes("sold", -grams)
        if to_residue:
            item = self.item(code)
            entry = ledger.Entry(item, "residue", -count * 1000, -grams)
            if item.quantity_milli == count * 1000 and item.stock_g != grams:
                return
            ledger.write(self.session, [entry], cause="test", by=self.by)
            self.goes("residue", grams)

    @rule(data=st.data(), count=amounts, way=st.sampled_from(write_off.WAYS), back=st.booleans())
    def let_go(self, data, count, way, back):
        if not (codes := self.codes()):
            return
        code = data.draw(st.sampled_from(codes))
        before = self.item(code).stock_g

        def work():
            if not back:
                return write_off.write_off(
                    self.session, code, count * 1000, way, "test", by=self.by
                )
            (item,) = ledger.lock(self.session, [code])
            write_off.check_here(item, count * 1000)
            entry = write_off.leaving(item, "given", count * 1000, "terug")
            cause = f"{read.GIVEN_BACK}{self.batch.uuid}"
            ledger.write(self.session, [entry], cause=cause, by=self.by)
            return item

        if self.attempt(work):
            self.goes("back" if back else way, before - self.item(code).stock_g)

    @rule(data=st.data(), count=amounts)
    def split_off(self, data, count):
        if not (codes := self.codes()):
            return
        code = data.draw(st.sampled_from(codes))

        def work():
            (item,) = ledger.lock(self.session, [code])
            write_off.check_here(item, count * 1000)
            return split.split_off(self.session, item, count * 1000, by=self.by)

        self.attempt(work)

    @rule(
        data=st.data(),
        count=amounts,
        hinges=amounts,
        weighs=st.integers(0, 1000),
        rest=st.sampled_from(["material", "residue"]),
    )
    def take_apart(self, data, count, hinges, weighs, rest):
        if not (codes := self.codes()):
            return
        code = data.draw(st.sampled_from(codes))
        item = self.item(code)
        whole = ledger.part_of(item.stock_g, max(item.quantity_milli, 1), count * 1000)
        parts = [dismantle.Part(self.hinge, hinges * 1000, whole * weighs // 1000, 300)]

        def work():
            return dismantle.take_apart(
                self.session, code, parts, by=self.by, quantity_milli=count * 1000, rest_way=rest
            )

        made = self.attempt(work)
        if made:
            self.goes(rest, made.rest_g)

    @rule(
        data=st.data(),
        kind=st.sampled_from(["counted", "corrected", "reweighed"]),
        count=st.integers(-5, 5),
        grams=st.integers(1, 5_000),
    )
    def differ(self, data, kind, count, grams):
        if not (codes := self.codes()):
            return
        item = self.item(data.draw(st.sampled_from(codes)))
        milli = 0 if kind == "reweighed" else count * 1000
        signed = grams if count >= 0 else -grams
        left = item.quantity_milli + milli
        if left <= 0 or item.stock_g + signed < 0 or (kind != "reweighed" and not milli):
            return
        entry = ledger.Entry(item, kind, milli, signed)
        ledger.write(self.session, [entry], cause="test", by=self.by)
        self.session.expire_all()
        self.goes(kind, -signed)

    @rule(data=st.data(), to=st.sampled_from(sorted(judge.STEPS)))
    def judge(self, data, to):
        if codes := self.codes():
            code = data.draw(st.sampled_from(codes))
            self.attempt(
                lambda: judge.judge(self.session, code, to, "test", by=self.by, price_cents=500)
            )

    @rule(data=st.data(), arrives=st.booleans())
    def send(self, data, arrives):
        if not (codes := self.codes()):
            return
        code, uuid = data.draw(st.sampled_from(codes)), uuid4()
        grams = self.item(code).stock_g
        to = self.sites["yard"]
        if not self.attempt(lambda: transfer.send(self.session, uuid, [code], to, by=self.by)):
            return
        if arrives:
            transfer.arrive(self.session, uuid, [code], by=self.by)
        else:
            transfer.miss(self.session, uuid, [code], "kwijt", by=self.by)
            self.goes("counted", grams)

    @rule()
    def a_day_passes(self):
        self.past.append((clock.today(), dict(self.book), self.came))
        self.standing_clock.pass_(days=1)

    @invariant()
    def it_adds_up_and_says_what_the_book_says(self):
        if not hasattr(self, "book"):
            return
        self.session.flush()
        self.session.expire_all()
        for day, book, came in [(clock.today(), self.book, self.came), *self.past[-3:]]:
            told = read.at(self.session, find.one(self.session, self.batch.uuid), day)
            assert told.adds_up
            assert told.whole.came_in_g == came
            assert {fate: told.whole.of(fate) for fate in FATES} == book
        long_ago = clock.today() - timedelta(days=4000)
        first = read.at(self.session, find.one(self.session, self.batch.uuid), long_ago)
        assert (first.whole.came_in_g, first.whole.here_g, first.adds_up) == (0, 0, True)

    def teardown(self):
        del self.session.commit
        self.session.rollback()


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_grams_of_a_batch_add_up_at_every_step_and_on_every_day_before(session, standing_clock):
    Life.session, Life.standing_clock = session, standing_clock
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=int(os.environ.get("EXAMPLES", "12")),
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
