"""The check finds what somebody changed in payouts and statements."""

from uuid import uuid4

import pytest

from bouwkringloop import proofs
from bouwkringloop.base import clock
from bouwkringloop.batches.settling import check, pay, sroi, sroi_values, statement
from tests import make
from tests.batches import build
from tests.batches.test_payouts import consigned
from tests.guards import unguarded
from tests.till.counter import holds

pytestmark = pytest.mark.one_database


@pytest.fixture
def paid(session):
    """A shop with a payout, a return after it, a bought thing, and both kinds of statements."""
    batch, item = consigned(session)
    by = make.actor(session)
    sale = build.sold(session, item, 10)
    build.brought_back(session, sale, 2)
    customer = batch.customer
    agreed = build.agreement(session, customer, "bought")
    second = build.batch(session, customer=customer, agreed=agreed, state="in_stock")
    build.decide(session, second.lines[0], price_cents=20)
    line = build.delivered(session, second).lines[0]
    build.stocked(session, build.inspected(session, line))
    pay.make(session, pay.Wanted(uuid4(), customer.uuid, clock.today()), by=by)
    statement.issue(session, batch.uuid, statement.Wanted(uuid4(), clock.today()), by=by)
    sroi_values.fill(session)
    today = clock.today()
    wanted = sroi.Wanted(uuid4(), customer.uuid, "Utrecht", today, today, help_milli=1000)
    sroi.issue(session, wanted, by=by)
    session.commit()
    assert holds(session)
    return batch


def broken(session, *changes):
    """What breaks after somebody without the triggers changed something."""
    unguarded(session)
    for change in changes:
        session.connection().exec_driver_sql(change)
    session.commit()
    session.expire_all()
    return " ".join(line for proof in check.proofs(session) for line in proof.breaks)


def test_every_proof_looked_at_something(session, paid):
    assert [proof.looked_at for proof in check.proofs(session)] == [1, 1, 3, 1, 1]
    assert {proof.claim for proof in check.proofs(session)} <= {
        proof.claim for proof in proofs.all_of(session)
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("update payout set total_cents = total_cents + 1", "do not add up to it"),
        (
            "update payout_line set cents = cents + 1 where sale_line_id is not null",
            "not the share",
        ),
        ("update payout_line set base_cents = base_cents + 100", "not the share of what was sold"),
        ("update payout_line set share_milli = 900 where share_milli = 400", "not the share"),
        (
            "update payout_line set base_cents = 1, cents = 1 where inspection_id is not null",
            "not what was agreed",
        ),
        ("update payout set content = replace(content, 'Sloop', 'Bouw')", "its paper was changed"),
        ("update payout set number = 7", "without gaps"),
        (
            "update yield_statement set content = replace(content, '\"sold_g\":16000', '\"sold_g\":16001')",
            "its grams do not add up",
        ),
        ("update yield_statement set content = replace(content, 'Sloop', 'Bouw')", "was changed"),
        ("update sroi_statement set total_cents = 1", "does not add up"),
        (
            "update sroi_statement set content = replace(content, 'Utrecht', 'Leiden')",
            "was changed",
        ),
    ],
)
def test_what_was_changed_is_found(session, paid, change, said):
    assert said in broken(session, change)


def test_a_missing_guard_is_found(session, paid):
    unguarded_names = {
        "payout",
        "payout_line",
        "payout_paid",
        "yield_statement",
        "sroi_statement",
        "sroi_value",
        "impact_factor",
    }
    assert unguarded_names <= set(proofs.ONLY_ADDED)
    unguarded(session)
    said = " ".join(proofs.guards(session).breaks)
    assert all(name in said for name in unguarded_names)
    session.rollback()
