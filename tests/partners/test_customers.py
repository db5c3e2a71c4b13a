"""Customers are kept once, changed by those who may, and forgotten when they are over."""

import json
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.errors import Forbidden, NotFound, Refused
from bouwkringloop.base.permissions import Role
from bouwkringloop.partners import account, find, forget, keep
from bouwkringloop.partners.models import PERSONAL, Customer
from bouwkringloop.people.models import AuditEntry
from tests import make


def form(**changed):
    return {
        "id": str(uuid4()),
        "kind": "organisation",
        "name": "Aannemer Bedacht",
        "kvk": "87654321",
        "vat_number": "",
        "street": "Proefstraat 7",
        "postcode": "3811gh",
        "city": "Amersfoort",
        "country": "nl",
        "email": "",
        "phone": "",
        "reference": "",
        "payment_days": "14",
        "language": "nl",
        "account_limit_cents": "",
        **changed,
    }


def stored(session):
    session.rollback()
    session.expunge_all()
    found = session.scalars(select(Customer).order_by(Customer.id)).all()
    session.expunge_all()
    session.rollback()  # So that nobody has to wait for this reader, who might have written.
    return found


def test_a_customer_is_added_once_however_often_the_button_is_pressed(client, session):
    sent = form()
    for _ in range(2):
        answer = client.post("/customers/new", data=sent)
        assert answer.status_code == 303
    (one,) = stored(session)
    assert (one.name, one.postcode, one.country) == ("Aannemer Bedacht", "3811 GH", "NL")
    assert "Aannemer Bedacht" in client.get("/customers").text
    assert "87654321" in client.get(answer.location).text


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Vul dit in"),
        ({"kvk": "123"}, "acht cijfers"),
        ({"vat_number": "NL123456789B01"}, "btw-nummer kan niet kloppen"),
        ({"postcode": "12"}, "3512 AB"),
        ({"street": "Proefstraat"}, "huisnummer"),
        ({"email": "niets"}, "naam@example.nl"),
        ({"may_buy_on_account": "y"}, "op rekening open mag staan"),
        ({"payment_days": "500"}, "120"),
    ],
)
def test_the_form_says_at_the_field_what_is_wrong(client, session, wrong, said):
    answer = client.post("/customers/new", data=form(**wrong))
    assert answer.status_code == 422
    assert said in answer.text
    assert stored(session) == []


def test_a_cashier_adds_customers_but_gives_nobody_an_account(log_in, session):
    cashier = log_in(Role.CASHIER)
    assert "Mag op rekening kopen" not in cashier.get("/customers/new").text
    sent = form(may_buy_on_account="y", account_limit_cents="500")
    made = cashier.post("/customers/new", data=sent)
    assert made.status_code == 303
    (one,) = stored(session)
    assert (one.may_buy_on_account, one.account_limit_cents) == (False, 0)
    lead = log_in(Role.SHOP_LEAD)
    assert lead.post(f"/customers/{one.uuid}/edit", data=sent).status_code == 303
    changed = form(id=str(one.uuid), name="Bedacht & Zn.")
    assert cashier.post(f"/customers/{one.uuid}/edit", data=changed).status_code == 303
    (one,) = stored(session)
    assert (one.name, one.may_buy_on_account, one.account_limit_cents) == (
        "Bedacht & Zn.",
        True,
        50_000,
    )


def test_who_may_not_keep_accounts_is_refused_by_the_verb_too(session):
    cashier = make.actor(session, Role.CASHIER)
    facts = keep.Facts("Jan", may_buy_on_account=True, account_limit_cents=100)
    with pytest.raises(Forbidden):
        keep.add(session, uuid4(), facts, by=cashier)


def test_the_trail_tells_what_changed_but_not_who_it_is(session):
    one = make.customer(session, email="jan@example.nl")
    facts = keep.Facts("Jansen", email="piet@example.nl", payment_days=30)
    keep.change(session, one.uuid, facts, by=make.actor(session))
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.subject == one.subject).order_by(AuditEntry.id)
    ).all()
    told = [(entry.action, json.loads(entry.detail)) for entry in entries]
    assert told[0] == ("customer.added", {})
    action, detail = told[1]
    assert action == "customer.changed"
    assert detail["payment_days"] == [14, 30]
    assert set(detail["changed"].split()) == {"name", "kvk", "street", "postcode", "city", "email"}
    assert "example.nl" not in entries[1].detail


def test_the_search_finds_by_words_without_accents(session):
    make.customer(session, "Bouwbedrijf Réné", city="Soest", kvk="11112222")
    make.customer(session, "Andere")
    found = [[one.name for one in find.listed(session, words)] for words in ("rene soest", "1111")]
    assert found == [["Bouwbedrijf Réné"]] * 2
    assert find.listed(session, "100%") == []


def test_who_is_inactive_is_no_longer_offered(client, session):
    one = make.customer(session)
    client.post(f"/customers/{one.uuid}/retire")
    assert "Aannemer Bedacht" not in client.get("/customers").text
    assert "Aannemer Bedacht" in client.get("/customers?retired=1").text
    client.post(f"/customers/{one.uuid}/return")
    assert "Aannemer Bedacht" in client.get("/customers").text


def test_pages_of_customers_are_for_those_who_keep_them(log_in):
    coordinator = log_in(Role.COORDINATOR)
    assert coordinator.get("/customers").status_code == 403
    assert log_in(Role.INTAKE_WORKER).get("/customers/new").status_code == 403
    assert log_in(Role.SHOP_LEAD).get("/shop").status_code == 403


def test_a_till_looks_customers_up_and_adds_one_once(api, session):
    body = {"id": str(uuid4()), "name": "Jan Jansen", "city": "Soest"}
    first, second = api.post("/customers", body), api.post("/customers", body)
    assert (first.status_code, first.json) == (201, second.json)
    told = {"id": body["id"], "name": "Jan Jansen", "city": "Soest", "may_buy_on_account": False}
    assert api.get("/customers?q=jans").json == [told]
    assert api.get("/customers?q=piet").json == []
    assert api.post("/customers", body | {"city": "Baarn"}).status_code == 409
    assert api.post("/customers", {"id": str(uuid4()), "name": ""}).status_code == 422
    wrong = api.post("/customers", {"id": str(uuid4()), "name": "A", "kvk": "1"})
    assert (wrong.status_code, wrong.json["type"]) == (422, "/problems/bad-kvk")


def test_nobody_owes_more_than_their_limit(session):
    one = make.customer(session, may_buy_on_account=True, account_limit_cents=10_000)
    account.charge(session, one.id, 10_000)
    with pytest.raises(account.NotOnAccount):
        account.charge(session, one.id, 1)
    account.charge(session, one.id, -4_000)
    account.settle(session, one.id, 6_000)
    session.commit()
    (one,) = stored(session)
    assert one.open_cents == 0
    other = make.customer(session, "Zonder rekening")
    with pytest.raises(account.NotOnAccount):
        account.charge(session, other.id, 1)


def test_who_was_not_used_for_two_years_is_erased(session, standing_clock):
    gone, owes, invoiced = (make.customer(session, name) for name in ("Weg", "Schuld", "Factuur"))
    owes.open_cents = 100
    forget.used(invoiced, invoiced_on=date(2026, 11, 21))
    session.commit()
    standing_clock.pass_(days=729)
    assert forget.wipe_old(session) == 0
    standing_clock.pass_(days=2)
    assert forget.wipe_old(session) == 1
    session.commit()
    wiped, *others = stored(session)
    assert {getattr(wiped, column) for column in PERSONAL} == {""}
    assert [one.name for one in others] == ["Schuld", "Factuur"]
    with pytest.raises(NotFound):
        find.one(session, gone.uuid)
    standing_clock.at = standing_clock.at.replace(year=2033, month=12, day=31)
    assert forget.wipe_old(session) == 0
    standing_clock.pass_(days=2)
    assert forget.wipe_old(session) == 1


def test_the_details_of_the_shop_are_kept_as_rows(log_in, session):
    manager = log_in(Role.MANAGER)
    page = manager.get("/shop").text
    assert "voor de eerste factuur" in page
    sent = {
        "name": "Bouwkringloop",
        "street": "Voorbeeldweg 12",
        "postcode": "3812ab",
        "city": "Amersfoort",
        "kvk": "12345678",
        "vat_number": "NL123456782B01",
        "iban": "NL02 ABNA 0123 4567 89",
        "bic": "",
        "email": "",
        "phone": "",
    }
    assert manager.post("/shop", data=sent | {"iban": "NL00"}).status_code == 422
    assert manager.post("/shop", data=sent).status_code == 303
    assert manager.post("/shop", data=sent | {"city": "Soest"}).status_code == 303
    from bouwkringloop.partners import shop
    from bouwkringloop.partners.models import ShopDetail

    rows = session.scalars(select(ShopDetail).order_by(ShopDetail.id)).all()
    assert [row.city for row in rows] == ["Amersfoort", "Soest"]
    assert shop.details(session).missing == []
    assert shop.details(session).iban == "NL02ABNA0123456789"


def test_a_customer_without_a_name_is_none(session):
    with pytest.raises(Refused):
        keep.add(session, uuid4(), keep.Facts("  "), by=make.actor(session))
