"""Organisations have roles in the chain, said by those who keep batches."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.errors import BadInput
from bouwkringloop.base.permissions import Role
from bouwkringloop.partners import contacts, find, keep, roles
from bouwkringloop.partners.models import Customer
from bouwkringloop.people.models import AuditEntry
from tests import make


def form(**changed):
    return {
        "id": str(uuid4()),
        "name": "Sloopbedrijf Bedacht",
        "roles": ["demolisher", "contractor"],
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
        **changed,
    }


def partner(session, name="Bouwbedrijf De Hamer", held=("contractor",), **changed):
    made = make.customer(session, name, **changed)
    roles.say(session, made.uuid, held, by=make.actor(session, Role.COORDINATOR))
    session.commit()
    return made


def said(session, subject):
    query = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id)
    return [(each.action, json.loads(each.detail)) for each in session.scalars(query)]


def test_what_is_said_last_counts_and_the_trail_tells_before_and_after(session):
    one = partner(session, held=("contractor", "demolisher"))
    assert roles.of(session, one) == ["demolisher", "contractor"]
    roles.say(session, one.uuid, ["architect"], by=make.actor(session))
    assert roles.of(session, one) == ["architect"]
    told = said(session, one.subject)
    assert told[1:] == [
        ("partner.roles_said", {"roles": ["", "demolisher, contractor"]}),
        ("partner.roles_said", {"roles": ["demolisher, contractor", "architect"]}),
    ]


def test_saying_the_same_again_writes_nothing_down(session):
    one = partner(session)
    roles.say(session, one.uuid, ["contractor"], by=make.actor(session))
    assert len(said(session, one.subject)) == 2


@pytest.mark.one_database
def test_a_role_that_there_is_not_is_refused(session):
    one = partner(session)
    with pytest.raises(BadInput):
        roles.say(session, one.uuid, ["contractor", "baker"], by=make.actor(session))
    assert roles.of(session, one) == ["contractor"]


def test_a_private_person_is_no_partner(session):
    jan = make.customer(session, "Jan Jansen", kind="person", kvk="")
    by = make.actor(session)
    with pytest.raises(find.NotAnOrganisation, match="Jan Jansen"):
        roles.say(session, jan.uuid, ["contractor"], by=by)
    with pytest.raises(find.NotAnOrganisation):
        contacts.add(session, jan.uuid, uuid4(), contacts.Facts("Piet"), by=by)


def test_a_partner_cannot_become_a_private_person(session):
    one, by = partner(session), make.actor(session)
    with pytest.raises(keep.StillAPartner):
        keep.change(session, one.uuid, keep.Facts("De Hamer"), by=by)
    roles.say(session, one.uuid, [], by=by)
    known = contacts.add(session, one.uuid, uuid4(), contacts.Facts("Piet"), by=by)
    with pytest.raises(keep.StillAPartner):
        keep.change(session, one.uuid, keep.Facts("De Hamer"), by=by)
    contacts.erase(session, known.uuid, by=by)
    assert keep.change(session, one.uuid, keep.Facts("De Hamer"), by=by).kind == "person"


def test_the_list_knows_who_has_which_role_and_who_has_none(session):
    partner(session, "Aannemer", kvk="11111111")
    partner(session, "Sloper Soest", ("demolisher", "contractor"), city="Soest")
    make.customer(session, "Alleen klant")
    make.customer(session, "Een mens", kind="person", kvk="")

    def names(*asked):
        return [each.name for each in find.partners(session, *asked)]

    assert names() == ["Aannemer", "Sloper Soest"]
    assert names("", "demolisher") == ["Sloper Soest"]
    assert names("soest", "contractor") == ["Sloper Soest"]
    assert names("1111") == ["Aannemer"]
    assert names("", find.NO_ROLE) == ["Alleen klant"]


def test_a_coordinator_adds_a_partner_once_and_changes_it(coordinator, session):
    assert coordinator.get("/partners/new").status_code == 200
    sent = form()
    for _ in range(2):
        answer = coordinator.post("/partners/new", data=sent)
        assert answer.status_code == 303
    (one,) = session.scalars(select(Customer)).all()
    assert (one.kind, one.postcode, roles.of(session, one)) == (
        "organisation",
        "3811 GH",
        ["demolisher", "contractor"],
    )
    session.rollback()
    page = coordinator.get(answer.location).text
    assert "Sloopbedrijf Bedacht" in page
    assert '<span class="chip-name">Coordinator</span>' in page
    assert "Aannemer" in page
    assert "checked" in coordinator.get(f"{answer.location}/edit").text
    changed = form(name="Bedacht Sloop", roles=["wholesaler"])
    assert coordinator.post(f"{answer.location}/edit", data=changed).status_code == 303
    assert "Groothandel" in coordinator.get("/partners?q=bedacht").text


def test_who_may_keep_no_customers_does_not_touch_their_account(coordinator, session):
    one = partner(session, may_buy_on_account=True, account_limit_cents=50_000)
    sent = form(name="De Hamer", account_limit_cents="1", may_buy_on_account="")
    assert coordinator.post(f"/partners/{one.uuid}/edit", data=sent).status_code == 303
    session.expire_all()
    assert (one.name, one.may_buy_on_account, one.account_limit_cents) == ("De Hamer", True, 50_000)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"roles": []}, "Kies minstens één rol"),
        ({"roles": ["baker"]}, "Wat zijn ze in de keten"),
        ({"kvk": "123"}, "acht cijfers"),
        ({"vat_number": "NL123456789B01"}, "btw-nummer kan niet kloppen"),
        ({"name": ""}, "Vul dit in"),
    ],
)
def test_the_form_says_what_is_wrong(coordinator, session, wrong, words):
    answer = coordinator.post("/partners/new", data=form(**wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(select(Customer)).all() == []


def test_an_organisation_that_is_known_by_its_number_is_not_added_twice(coordinator, session):
    make.customer(session, "Aannemer Bedacht")
    answer = coordinator.post("/partners/new", data=form())
    assert answer.status_code == 409
    assert "Aannemer Bedacht heeft dit KvK-nummer al" in answer.text
    assert "Aannemer Bedacht" in coordinator.get("/partners?role=none").text


def test_a_private_person_is_refused_in_words_on_every_page(coordinator, session):
    jan = make.customer(session, "Jan Jansen", kind="person", kvk="")
    for page in ("", "/edit", "/contacts/new"):
        answer = coordinator.get(f"/partners/{jan.uuid}{page}")
        assert answer.status_code == 422
        assert "Jan Jansen is een particulier" in answer.text
    assert coordinator.post(f"/partners/{jan.uuid}/retire").status_code == 422
    session.expire_all()
    assert jan.active


def test_an_inactive_partner_leaves_the_list_and_comes_back(coordinator, session):
    one = partner(session)
    coordinator.post(f"/partners/{one.uuid}/retire")
    assert "De Hamer" not in coordinator.get("/partners").text
    assert "De Hamer" in coordinator.get("/partners?retired=1").text
    coordinator.post(f"/partners/{one.uuid}/return")
    assert "De Hamer" in coordinator.get("/partners").text


@pytest.mark.one_database
def test_partners_are_for_those_who_keep_batches(log_in, session):
    one = partner(session)
    for role in (Role.CASHIER, Role.INTAKE_WORKER):
        client = log_in(role)
        for page in ("", "/new", f"/{one.uuid}", f"/{one.uuid}/edit", f"/{one.uuid}/contacts/new"):
            assert client.get(f"/partners{page}").status_code == 403
        assert "/partners" not in client.get("/items").text
    for role in (Role.SHOP_LEAD, Role.MANAGER, Role.COORDINATOR):
        client = log_in(role)
        assert client.get(f"/partners/{one.uuid}").status_code == 200
        assert 'href="/partners"' in client.get("/items").text


@pytest.mark.one_database
def test_an_empty_list_says_what_to_do(coordinator):
    assert "Nog geen partner" in coordinator.get("/partners").text
    assert "Zoek bij wie nog geen rol heeft" in coordinator.get("/partners?q=xyz").text


@pytest.mark.one_database
def test_the_list_goes_on_on_a_next_page(coordinator, session, monkeypatch):
    monkeypatch.setattr(find, "PAGE", 1)
    partner(session, "Eerste", kvk="")
    partner(session, "Tweede", ("architect", "contractor"), kvk="")
    first = coordinator.get("/partners?role=contractor").text
    assert "Eerste" in first
    assert "Tweede" not in first
    assert "/partners?role=contractor&amp;page=2" in first
    assert "Tweede" in coordinator.get("/partners?role=contractor&page=2").text
