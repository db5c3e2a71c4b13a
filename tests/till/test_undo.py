"""Whatever was sold, and in however many pieces it comes back: in the end nothing has happened."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bouwkringloop.base import money
from bouwkringloop.till.models import Payment, Sale, SaleLine
from tests import make
from tests.till.counter import back, basket, bought, holds, of, refund, there

shared = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
line = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["given", "bought", "loose"]),
        "pieces": st.integers(1, 6),
        "price": st.integers(1, 3000),
        "off": st.integers(0, 99),
        "grams": st.integers(0, 777),
        "cost": st.integers(1, 5000),
    }
)


def wanted(session, drawn):
    """A line of a basket, what it costs, and the thing that it takes, if any."""
    pieces, price = drawn["pieces"], drawn["price"]
    gross = pieces * price
    if drawn["kind"] == "loose":
        slug = make.category(session).slug
        one = {"category": slug, "quantity": pieces, "unit_price_cents": price}
        return {**one, "weight_g": drawn["grams"]}, gross, None
    described = {"quantity": 7, "price_cents": price, "weight_g": drawn["grams"]}
    if drawn["kind"] == "bought":
        item = bought(session, drawn["cost"], **described)
    else:
        item = make.item(session, **described)
    off = gross * drawn["off"] // 100
    more = {"discount_cents": off, "reason": "kras"} if off else {}
    return of(item, pieces, **more), gross - off, item


@shared
@given(
    drawn=st.lists(line, min_size=1, max_size=4),
    percent=st.integers(0, 5000),
    method=st.sampled_from(["cash", "pin"]),
    steps=st.lists(st.integers(1, 3), min_size=24, max_size=24),
)
def test_what_is_sold_and_all_comes_back_leaves_nothing_behind(
    api, session, drawn, percent, method, steps
):
    from uuid import uuid4

    till = f"till-{uuid4()}"
    new_till(session, till)
    shift = make.shift(session, till)
    lines = [wanted(session, one) for one in drawn]
    things = [item for _, _, item in lines if item is not None]
    before = [there(session, item) for item in things]
    whole = sum(cents for _, cents, _ in lines)
    total = whole - money.divide_half_up(whole * percent, 10_000)
    body = basket(
        shift,
        *[one for one, _, _ in lines],
        **{method: money.round_cash(total) if method == "cash" else total},
    )
    if whole and total < whole:
        body["discount"] = {"percent": percent, "reason": "vaste klant"}
    made = api.post("/sales", body)
    assert made.status_code == 201, made.text
    left = {at: one["pieces"] for at, one in enumerate(drawn, 1)}
    for step in steps:
        if not left:
            break
        at = min(left, key=lambda n: (n * step) % 5)
        quantity = min(step, left[at])
        answer = refund(api, made.json, back(at, quantity), method=method)
        assert answer.status_code == 201, answer.text
        left[at] -= quantity
        left = {n: pieces for n, pieces in left.items() if pieces}
    if left:
        rest = [back(at, pieces) for at, pieces in left.items()]
        assert refund(api, made.json, *rest, method=method).status_code == 201
    nothing_is_left(session, shift, method)
    assert [there(session, item) for item in things] == before
    x = api.get(f"/shifts/{shift}/report").json
    assert (x["turnover_cents"], x["weight_g"], x["margin_vat_cents"]) == (0, 0, 0)
    assert {row["vat_cents"] for row in x["vat"]} <= {0}
    assert holds(session)


def new_till(session, slug):
    from bouwkringloop.stock.models import Site
    from bouwkringloop.till.models import Till

    shop = session.scalars(select(Site).where(Site.slug == "shop")).one()
    session.add(Till(slug=slug, name=slug, site=shop))
    session.commit()


def nothing_is_left(session, shift, method):
    ours = Sale.shift_id == make.open_shift_of(session, shift).id
    names = (
        "quantity_milli",
        "total_cents",
        "vat_cents",
        "discount_cents",
        "weight_g",
        "cost_cents",
    )
    sums = session.execute(
        select(*(func.sum(getattr(SaleLine, name)) for name in names)).join(Sale).where(ours)
    ).one()
    assert tuple(sums) == (0,) * len(names)
    kept, refunds = session.execute(
        select(func.sum(Payment.amount_cents), func.count(func.distinct(Payment.sale_id)))
        .join(Sale)
        .where(ours)
    ).one()
    # Rounding keeps a few cents at most, and never gives one away.
    assert 0 <= kept <= (2 * refunds if method == "cash" else 0)
