"""Who works at a partner's is kept once, changed, and erased with it; the trail says no names."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from bouwkringloop.base.errors import BadInput, NotFound, OtherContentUnderThisId
from bouwkringloop.base.permissions import Role
from bouwkringloop.partners import contacts, find, forget, keep, numbers
from bouwkringloop.partners.models import Contact
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.partners.test_roles import partner

KEES = contacts.Facts(
    "Kees Timmer", "site", "uitvoerder", "kees@hamer.example", "06 12345678", "nl"
)


@pytest.fixture
def hamer(session):
    return partner(session)


def add(session, customer, facts=KEES, uuid=None):
    by = make.actor(session, Role.COORDINATOR)
    made = contacts.add(session, customer.uuid, uuid or uuid4(), facts, by=by)
    session.commit()
    return made


def trail(session):
    session.rollback()
    query = select(AuditEntry).where(AuditEntry.action.startswith("contact."))
    return [
        (e.action, json.loads(e.detail)) for e in session.scalars(query.order_by(AuditEntry.id))
    ]


def test_a_contact_is_added_once_under_one_id(session, hamer):
    uuid = uuid4()
    first, second = add(session, hamer, uuid=uuid), add(session, hamer, uuid=uuid)
    assert first.id == second.id
    with pytest.raises(OtherContentUnderThisId):
        add(session, hamer, contacts.Facts("Piet"), uuid)
    with pytest.raises(OtherContentUnderThisId):
        add(session, partner(session, "Ander", kvk="11111111"), uuid=uuid)


def test_the_trail_says_what_changed_and_never_who(session, hamer):
    one = add(session, hamer)
    facts = contacts.Facts("Karel Zaag", "finance", "uitvoerder", "karel@hamer.example", "", "en")
    contacts.change(session, one.uuid, facts, by=make.actor(session))
    session.commit()
    who = str(one.uuid)
    assert trail(session) == [
        ("contact.added", {"contact": who, "discipline": "site"}),
        (
            "contact.changed",
            {
                "contact": who,
                "discipline": ["site", "finance"],
                "language": ["nl", "en"],
                "changed": "name email phone",
            },
        ),
    ]


def test_changing_nothing_writes_nothing_down(session, hamer):
    one = add(session, hamer)
    contacts.change(session, one.uuid, KEES, by=make.actor(session))
    session.commit()
    assert len(trail(session)) == 1


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (contacts.Facts(" "), contacts.NoContactName),
        (contacts.Facts("A", email="niets"), keep.BadMailAddress),
        (contacts.Facts("A", phone="12"), numbers.BadPhone),
        (contacts.Facts("A", discipline="football"), BadInput),
        (contacts.Facts("A", language="fr"), BadInput),
    ],
)
def test_what_cannot_be_is_refused(session, hamer, facts, refusal):
    with pytest.raises(refusal):
        contacts.add(session, hamer.uuid, uuid4(), facts, by=make.actor(session))


def test_who_left_is_offered_no_more_and_can_come_back(session, hamer):
    one, by = add(session, hamer), make.actor(session)
    contacts.retire(session, one.uuid, by=by)
    assert find.contacts(session, hamer) == []
    assert find.contacts(session, hamer, retired=True) == [one]
    assert find.contact_counts(session, [hamer.id]) == {}
    contacts.take_back(session, one.uuid, by=by)
    assert find.contacts(session, hamer) == [one]
    assert find.contact_counts(session, [hamer.id]) == {hamer.id: 1}


def test_who_asks_to_be_erased_is_gone_and_what_was_about_them_stays(session, hamer):
    one = add(session, hamer)
    contacts.erase(session, one.uuid, by=make.actor(session))
    session.commit()
    session.expire_all()
    assert (one.name, one.function, one.email, one.phone, one.active) == ("", "", "", "", False)
    assert one.wiped_at is not None
    assert find.contacts(session, hamer, retired=True) == []
    with pytest.raises(NotFound):
        contacts.take_back(session, one.uuid, by=make.actor(session))


def test_contacts_are_erased_with_their_organisation(session, standing_clock):
    gone, kept = partner(session), partner(session, "Blijft", kvk="11111111")
    add(session, gone)
    standing_clock.pass_(days=700)
    stays = add(session, kept)
    standing_clock.pass_(days=31)
    assert forget.wipe_old(session) == 1
    session.commit()
    session.expire_all()
    wiped = session.scalars(select(Contact).where(Contact.customer_id == gone.id)).one()
    assert (wiped.name, wiped.phone, wiped.wiped_at is not None) == ("", "", True)
    assert (stays.name, stays.wiped_at) == ("Kees Timmer", None)


def test_whoever_keeps_contacts_uses_the_organisation(session, standing_clock):
    hamer = partner(session)
    standing_clock.pass_(days=729)
    one = add(session, hamer)
    standing_clock.pass_(days=729)
    contacts.change(session, one.uuid, contacts.Facts("Karel"), by=make.actor(session))
    session.commit()
    standing_clock.pass_(days=3)
    assert forget.wipe_old(session) == 0


def test_a_coordinator_keeps_contacts_on_pages(coordinator, session, hamer):
    at = f"/partners/{hamer.uuid}"
    assert "Nog geen contact" in coordinator.get(at).text
    sent = {
        "id": str(uuid4()),
        "name": "Kees Timmer",
        "function": "uitvoerder",
        "discipline": "site",
        "email": "kees@hamer.example",
        "phone": "06 12345678",
        "language": "nl",
    }
    wrong = coordinator.post(f"{at}/contacts/new", data=sent | {"phone": "bel maar"})
    assert wrong.status_code == 422
    assert "06 12345678" in wrong.text
    for _ in range(2):
        assert coordinator.post(f"{at}/contacts/new", data=sent).status_code == 303
    page = coordinator.get(at).text
    assert page.count("Kees Timmer") == 2  # Said once, and named by the button beside it.
    assert "Bouwplaats" in page
    assert 'href="tel:0612345678"' in page
    own = f"{at}/contacts/{session.scalars(select(Contact.uuid)).one()}"
    session.rollback()  # So that nobody has to wait for this reader, who might have written.
    assert "uitvoerder" in coordinator.get(own).text
    assert coordinator.post(own, data=sent | {"discipline": "finance"}).status_code == 303
    assert "Financiën" in coordinator.get(at).text
    coordinator.post(f"{own}/retire")
    assert "1 oud-contact" in coordinator.get(at).text
    coordinator.post(f"{own}/return")
    assert "oud-contact" not in coordinator.get(at).text
    coordinator.post(f"{own}/erase")
    assert "Kees" not in coordinator.get(at).text
    assert coordinator.get(own).status_code == 404


@pytest.mark.one_database
def test_a_contact_is_found_only_at_its_own_partner(coordinator, session, hamer):
    one = add(session, hamer)
    other = partner(session, "Ander", kvk="11111111")
    wrong = f"/partners/{other.uuid}/contacts/{one.uuid}"
    assert coordinator.get(wrong).status_code == 404
    assert coordinator.post(f"{wrong}/erase").status_code == 404
    session.expire_all()
    assert one.name == "Kees Timmer"
