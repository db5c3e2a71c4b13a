"""A thing's page offers only what may be done with it, by whoever looks at it."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue.models import NeverSold
from bouwkringloop.stock import bulk, judge, ledger, reprice, reserve
from bouwkringloop.stock.models import Movement
from tests import make


@pytest.fixture
def apart(session):
    """Something dangerous that is kept apart, and something doubtful that is."""
    dangerous = make.item(session, slug="asbestos-suspect", state="quarantined", title="Plaat")
    doubtful = make.item(session, state="quarantined", title="Deur")
    return dangerous.code, doubtful.code


@pytest.mark.one_database
@pytest.mark.parametrize("act", ["judge", "leave"])
def test_what_only_the_lead_decides_is_not_offered_to_others(log_in, apart, act):
    worker, lead = log_in(Role.INTAKE_WORKER), log_in(Role.SHOP_LEAD)
    _, doubtful = apart
    address = f"/items/{doubtful}/{act}"
    assert f'href="{address}"' in lead.get(f"/items/{doubtful}").text
    assert f'href="{address}"' not in worker.get(f"/items/{doubtful}").text
    told = worker.get(address)
    assert told.status_code == 403
    assert "Alleen de winkelleider" in told.text


@pytest.mark.one_database
def test_what_is_kept_apart_is_not_offered_as_a_gift(client, session, apart):
    free = make.item(session).code
    session.rollback()
    for code in apart:
        page = client.get(f"/items/{code}/leave").text
        assert 'value="material"' in page
        assert 'value="residue"' in page
        assert 'value="given"' not in page
    assert 'value="given"' in client.get(f"/items/{free}/leave").text


@pytest.mark.one_database
def test_another_destination_of_what_is_dangerous_is_refused_before_anything_is_typed(
    client, apart
):
    dangerous, doubtful = apart
    assert client.get(f"/items/{dangerous}/judge").status_code == 409
    assert client.get(f"/items/{doubtful}/judge").status_code == 200


def test_nothing_dangerous_comes_out_of_what_is_taken_apart(client, session):
    code = make.item(session).code
    session.rollback()
    page = client.get(f"/items/{code}/take-apart").text
    assert '<option value="panelled-door"' in page
    assert '<option value="gas-bottle"' not in page


NEVER = "is gevaarlijk en wordt nooit verkocht"
#: What is sent for each act that nothing dangerous is for, and a part of its refusal.
REFUSED = {
    "judge": ({"state": "for_sale", "reason": "Lijkt goed", "price_cents": "5,00"}, NEVER),
    "price": ({"price_cents": "7,50", "reason": "Kras"}, NEVER),
    "reserve": (
        {"name": "Jansen", "quantity": "1", "days": "3"},
        "het staat apart voor de veiligheid",
    ),
    "take-apart": (
        {
            "quantity": "1",
            "rest_way": "material",
            "part0-kind": "panelled-door",
            "part0-quantity": "1",
            "part0-weight_g": "1",
            "part0-price_cents": "5,00",
        },
        "Plaat” staat apart voor de veiligheid",
    ),
}


@pytest.mark.one_database
@pytest.mark.parametrize("act", REFUSED)
def test_what_is_dangerous_is_refused_in_one_sentence_before_and_after_the_form(
    client, session, apart, act
):
    code, _ = apart
    sent, sentence = REFUSED[act]
    address = f"/items/{code}/{act}"
    before = client.get(address)
    after = client.post(address, data={**sent, "id": str(uuid4())})
    assert before.status_code in (403, 409)
    assert after.status_code in (403, 409, 422)
    assert sentence in before.text
    assert sentence in after.text
    assert f'action="{address}"' not in before.text
    assert session.scalars(select(Movement.kind)).all() == ["received", "received"]


@pytest.mark.one_database
@pytest.mark.parametrize("act", REFUSED)
def test_the_page_of_what_is_dangerous_offers_none_of_what_is_refused(client, session, apart, act):
    code, _ = apart
    free = make.item(session).code
    session.rollback()
    assert f'href="/items/{code}/{act}"' not in client.get(f"/items/{code}").text
    assert f'href="/items/{free}/{act}"' in client.get(f"/items/{free}").text


def test_nobody_gives_what_is_dangerous_another_price(session, apart):
    with pytest.raises(NeverSold):
        reprice.reprice(session, apart[0], 750, "Kras", by=make.actor(session))


def test_what_is_doubtful_may_get_another_price(client, apart):
    _, doubtful = apart
    assert f'href="/items/{doubtful}/price"' in client.get(f"/items/{doubtful}").text
    assert client.get(f"/items/{doubtful}/price").status_code == 200


def test_a_list_gets_cheaper_without_what_is_dangerous_in_it(session, apart):
    by = make.actor(session)
    items = ledger.lock(session, apart)
    bulk.mark_down(session, items, 20, "Opruiming", by=by)
    assert {item.code: item.price_cents for item in items} == dict(
        zip(apart, (1250, 1000), strict=True)
    )


def test_a_reservation_that_is_sent_again_is_answered_though_the_thing_is_kept_apart(
    client, session
):
    door = make.item(session)
    address, code = f"/items/{door.code}/reserve", door.code
    sent = {"id": str(uuid4()), "name": "Jansen", "quantity": "1", "days": "3"}
    session.rollback()
    assert client.post(address, data=sent).status_code == 303
    by = make.actor(session)
    reserve.release(session, UUID(sent["id"]), by=by)
    judge.judge(session, code, "quarantined", "Stof", by=by)
    session.commit()
    assert client.get(address).status_code == 409
    assert client.post(address, data=sent).status_code == 303
