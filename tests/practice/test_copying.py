"""What comes into the practice books, and above all what does not."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bouwkringloop import proofs
from bouwkringloop.base.permissions import Role
from bouwkringloop.people.models import ApiToken, AuditEntry, AuthSession, Person
from bouwkringloop.practice import copy
from bouwkringloop.stock import photos, reserve
from bouwkringloop.stock.models import Item, Movement
from bouwkringloop.tables import METADATA
from bouwkringloop.till.models import Till
from tests import make
from tests.people.phone import with_phone
from tests.pickups.conftest import filled
from tests.practice.books import rows, sell
from tests.till.test_selling import basket, of

SECRETS = ("Jansen-Geheim", "Vertrouwelijk", "argon2")


@pytest.fixture
def copied(learner, session, api, app, config):
    """A shop in which much happened, copied by a cashier who comes to practise."""
    with_phone(session, config.home, make.person(session, "Sem Bakker", Role.SHOP_LEAD))
    door, lamp = make.item(session, quantity=5), make.item(session, title="Lamp")
    by = make.actor(session)
    reserve.reserve(session, reserve.Wanted(uuid4(), door.code, 1000, SECRETS[0]), by=by)
    photo = uuid4()
    photos.keep(session, config.photos, photo, photos.prepare(make.photo()), by=by)
    lamp.photo_id = photo
    make.item(session, title="Weg").state = "quarantined"
    session.commit()
    shift = make.shift(session)
    assert api.post("/sales", basket(shift, of(door, 2), cash=5000)).status_code == 201
    asked = {**filled(), "notes": SECRETS[1]}
    assert app.test_client().post("/pickup", data=asked).status_code < 400
    client = learner(Role.CASHIER)
    assert client.get("/practice/till").status_code == 200
    return client


def test_every_table_is_copied_or_left_out_on_purpose():
    named = [*copy.WHOLE, *copy.IN_PART, *copy.LEFT_OUT]
    assert sorted(named) == sorted(METADATA.tables)


def test_nothing_of_people_outside_the_shop_comes_along(copied, practice):
    found = rows(practice.database)
    assert {name for name in copy.LEFT_OUT if found[name]} == set()
    told = repr(found)
    assert [secret for secret in SECRETS if secret in told] == []


def test_people_come_without_what_lets_them_in(copied, practice, session):
    with practice.database.reading() as books:
        people = books.scalars(select(Person)).all()
        assert {(p.login, p.password_hash, p.pin_hash) for p in people} == {(None, None, None)}
        for table in (AuthSession, ApiToken, AuditEntry):
            assert books.scalar(select(func.count()).select_from(table)) == 0
        names = {person.id: person.name for person in people}
    real = session.execute(select(Person.id, Person.name).where(Person.login.is_not(None)))
    assert names == dict(real.all())


def test_the_books_begin_sound_and_free(copied, practice):
    with practice.database.reading() as books:
        assert [proof.breaks for proof in proofs.all_of(books) if not proof.holds] == []
        tills = books.scalars(select(Till)).all()
        assert {(t.slug, t.last_receipt_number, t.last_journal_number) for t in tills} == {
            ("till-1", 0, 0),
            ("till-2", 0, 0),
        }
        things = {item.title: item for item in books.scalars(select(Item))}
        assert (things["Paneeldeur"].quantity_milli, things["Paneeldeur"].reserved_milli) == (
            3000,
            0,
        )
        assert "Weg" not in things
        assert books.scalar(select(func.count()).select_from(Movement)) == len(things)


def test_the_books_stay_sound_while_somebody_practises(copied, practice, session):
    code = session.scalar(select(Item.code).where(Item.title == "Lamp"))
    assert sell(copied, code, cents=1250).status_code == 201
    with practice.database.reading() as books:
        assert [proof.breaks for proof in proofs.all_of(books) if not proof.holds] == []


def test_photos_come_along_and_are_the_practice_shops_own(copied, practice, config, session):
    photo = session.scalar(select(Item.photo_id).where(Item.title == "Lamp"))
    with copied.get(f"/practice/photos/{photo}.jpg") as picture:
        assert picture.data == photos.path(config.photos, photo).read_bytes()
    photos.path(practice.config.photos, photo).unlink()
    assert photos.path(config.photos, photo).exists()


def test_codes_of_practice_belong_to_no_real_thing(copied, practice, session):
    body = make.delivery(session)
    session.rollback()
    answer = copied.post("/practice/api/v1/intakes", json=body)
    assert answer.status_code == 201, answer.text
    assert answer.json["lines"][0]["item"]["code"].startswith("98")


def test_only_the_newest_things_come_along(learner, session, practice, monkeypatch):
    monkeypatch.setattr(copy, "MOST_ITEMS", 2)
    for title in ("Een", "Twee", "Drie"):
        make.item(session, title=title)
    learner(Role.CASHIER).get("/practice/")
    with practice.database.reading() as books:
        assert sorted(books.scalars(select(Item.title))) == ["Drie", "Twee"]


def test_what_is_searched_in_the_copy_is_found(copied):
    found = copied.get("/practice/api/v1/items?q=lammp").json["items"]
    assert [item["title"] for item in found] == ["Lamp"]
