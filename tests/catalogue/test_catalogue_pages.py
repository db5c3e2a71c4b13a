"""The manager's catalogue: looking, changing and adding."""

import html
import json

import pytest
from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue import find
from bouwkringloop.catalogue.models import Category
from bouwkringloop.people.models import AuditEntry
from tests import make

pytestmark = pytest.mark.one_database


@pytest.fixture
def manager(log_in):
    return log_in(Role.MANAGER)


@pytest.fixture
def door(session):
    return make.category(session)


def typed(session, **changed):
    group = find.groups(session)[0].slug
    return {
        "name_nl": "Kachelpijp",
        "name_en": "Stove pipe",
        "group": group,
        "unit": "m",
        "price_low_cents": "2,50",
        "price_high_cents": "12.50",
        "vat_regime": "normal",
        "vat_rate": "high",
        "weight_g": "1,2",
        "weight_source": "weighed",
        "eural": "170405",
        "pictogram": find.pictograms()[0],
        "active": "y",
    } | changed


def as_stored(category, **changed):
    return {
        "name_nl": category.name_nl,
        "name_en": category.name_en,
        "group": category.group.slug,
        "unit": category.unit,
        "price_low_cents": f"{category.price_low_cents / 100:.2f}",
        "price_high_cents": f"{category.price_high_cents / 100:.2f}",
        "vat_regime": category.vat_regime,
        "vat_rate": category.vat_rate,
        "weight_g": f"{category.weight_g / 1000:.2f}",
        "weight_source": category.weight_source,
        "eural": category.eural,
        "pictogram": category.pictogram,
        "active": "y",
        **({"unlabelled": "y"} if category.unlabelled else {}),
    } | changed


def read_again(session, category):
    session.rollback()
    session.refresh(category)
    return category


def words(answer):
    return html.unescape(answer.text)


def test_every_category_is_on_the_page_under_its_group(manager, session):
    page = words(manager.get("/catalogue"))
    for category in session.scalars(select(Category)):
        assert category.name_nl in page
        assert f"/catalogue/{category.slug}" in page


def test_it_is_searched_in_both_languages_and_without_accents(manager, session, door):
    door.name_nl = "Coöperatieve deur"
    session.commit()
    page = words(manager.get("/catalogue?q=COOPERATIEVE"))
    assert "Coöperatieve deur" in page
    assert page.count('class="kind-name"') == 1
    assert f"/catalogue/{door.slug}" in manager.get(f"/catalogue?q={door.name_en}").text
    assert "Niets gevonden" in manager.get("/catalogue?q=zzzz").text


def test_a_price_range_is_changed_and_the_trail_keeps_the_old_one(manager, session, door):
    old = (door.price_low_cents, door.price_high_cents)
    sent = as_stored(door, price_low_cents="31,5", price_high_cents="1250")
    answer = manager.post(f"/catalogue/{door.slug}", data=sent)
    assert answer.status_code == 303
    kept = read_again(session, door)
    assert (kept.price_low_cents, kept.price_high_cents) == (3150, 125000)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.subject) == ("category.changed", f"category:{door.slug}")
    assert json.loads(entry.detail) == {
        "price_low_cents": [old[0], 3150],
        "price_high_cents": [old[1], 125000],
    }


def test_one_price_for_all_and_a_margin_over_a_period_are_set_and_audited(manager, session, door):
    sent = as_stored(door, flat_price_cents="2,50", pooled="y")
    assert manager.post(f"/catalogue/{door.slug}", data=sent).status_code == 303
    kept = read_again(session, door)
    assert (kept.flat_price_cents, kept.pooled) == (250, True)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    changed = {"flat_price_cents": [None, 250], "pooled": [False, True]}
    assert json.loads(entry.detail) == changed
    manager.post(f"/catalogue/{door.slug}", data=as_stored(door))
    kept = read_again(session, door)
    assert (kept.flat_price_cents, kept.pooled) == (None, False)


def test_one_price_for_all_is_more_than_nothing(manager, session, door):
    answer = manager.post(f"/catalogue/{door.slug}", data=as_stored(door, flat_price_cents="0"))
    assert answer.status_code == 422
    assert "Eén prijs voor alles is meer dan niets" in words(answer)
    assert read_again(session, door).flat_price_cents is None


def test_saving_without_a_change_writes_nothing_in_the_trail(manager, session, door):
    assert manager.post(f"/catalogue/{door.slug}", data=as_stored(door)).status_code == 303
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"price_low_cents": "1.250"}, "op twee manieren"),
        ({"price_low_cents": "veel"}, "is geen bedrag"),
        ({"price_low_cents": ""}, "Vul dit in"),
        ({"price_low_cents": "0"}, "meer dan nul"),
        ({"price_low_cents": "99", "price_high_cents": "98"}, "lager dan de laagste"),
        ({"name_nl": ""}, "Vul dit in"),
        ({"name_en": "x" * 29}, "te lang"),
        ({"weight_g": "zwaar"}, "is geen hoeveelheid"),
        ({"weight_g": "1.250"}, "op twee manieren"),
        ({"eural": "17 02"}, "zes cijfers"),
        ({"pictogram": "group-doors"}, "Kies een plaatje"),
        ({"pictogram": ""}, "Kies een plaatje"),
        ({"vat_rate": "huge"}, "Kies iets uit de lijst"),
        ({"vat_regime": ""}, "Vul dit in"),
        ({"group": "nowhere"}, "Kies iets uit de lijst"),
        ({"unit": "litre"}, "Kies iets uit de lijst"),
    ],
)
def test_what_is_not_right_is_said_at_its_field_with_what_was_typed(manager, session, wrong, said):
    data = typed(session) | wrong
    answer = manager.post("/catalogue/new", data=data)
    assert answer.status_code == 422
    page = words(answer)
    assert said in page
    for key in ("name_nl", "price_low_cents", "price_high_cents", "weight_g", "weight_source"):
        assert f'value="{data[key]}"' in page
    assert session.scalar(select(Category).where(Category.slug == "stove-pipe")) is None


def test_a_new_category_is_on_the_page_and_in_the_api_at_once(manager, session, api):
    assert manager.get("/catalogue/new").status_code == 200
    assert manager.post("/catalogue/new", data=typed(session)).status_code == 303
    assert "Kachelpijp" in manager.get("/catalogue").text
    made = next(c for c in api.get("/categories").json if c["slug"] == "stove-pipe")
    assert (made["unit"], made["weight_g"]) == ("m", 1200)
    assert (made["price_low_cents"], made["price_high_cents"]) == (250, 1250)
    stored = session.scalars(select(Category).where(Category.slug == "stove-pipe")).one()
    assert stored.eural == "17 04 05"
    assert not stored.unlabelled


def test_two_categories_cannot_have_the_same_english_name(manager, session):
    first = manager.post("/catalogue/new", data=typed(session))
    again = manager.post(
        "/catalogue/new", data=typed(session, name_nl="Andere pijp", name_en="STOVE-pipe")
    )
    assert (first.status_code, again.status_code) == (303, 409)
    assert "al een categorie met deze Engelse naam" in again.text
    assert 'value="Andere pijp"' in again.text


def test_a_name_of_which_no_address_can_be_made_is_refused(manager, session):
    assert manager.post("/catalogue/new", data=typed(session, name_en="!!!")).status_code == 422
    assert manager.post("/catalogue/new", data=typed(session, name_en="New")).status_code == 422


def test_the_unit_is_free_while_nothing_is_counted_in_it(manager, session, door):
    answer = manager.post(f"/catalogue/{door.slug}", data=as_stored(door, unit="pack"))
    assert answer.status_code == 303
    assert read_again(session, door).unit == "pack"


def test_the_unit_stays_once_a_thing_is_counted_in_it(manager, session, door):
    make.item(session, unit=door.unit)
    unit = door.unit
    assert "disabled" in manager.get(f"/catalogue/{door.slug}").text
    answer = manager.post(f"/catalogue/{door.slug}", data=as_stored(door, unit="kg"))
    assert answer.status_code == 409
    assert "geteld in deze eenheid" in answer.text
    assert read_again(session, door).unit == unit


def test_a_browser_leaves_out_the_greyed_unit_and_the_rest_is_stored(manager, session, door):
    make.item(session, unit=door.unit)
    sent = as_stored(door, weight_source="weighed")
    del sent["unit"]
    assert manager.post(f"/catalogue/{door.slug}", data=sent).status_code == 303
    assert read_again(session, door).weight_source == "weighed"


def test_a_category_that_is_not_in_use_leaves_the_api_and_stays_on_the_page(
    manager, session, door, api
):
    sent = as_stored(door)
    del sent["active"]
    manager.post(f"/catalogue/{door.slug}", data=sent)
    assert door.slug not in [c["slug"] for c in api.get("/categories").json]
    assert "Niet in gebruik" in manager.get("/catalogue").text


def test_the_form_shows_what_is_stored_and_the_chosen_picture(manager, door):
    page = words(manager.get(f"/catalogue/{door.slug}"))
    assert f'value="{door.name_nl}"' in page
    assert f'value="{door.pictogram}" checked' in page


def test_a_category_that_does_not_exist_is_not_found(manager):
    assert manager.get("/catalogue/no-such-thing").status_code == 404
    assert manager.post("/catalogue/no-such-thing", data={}).status_code == 404


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.MANAGER])
def test_only_the_manager_changes_the_catalogue(log_in, session, door, role):
    client = log_in(role)
    assert client.get("/catalogue").status_code == 403
    assert client.get(f"/catalogue/{door.slug}").status_code == 403
    assert client.post("/catalogue/new", data=typed(session)).status_code == 403
    assert session.scalar(select(Category).where(Category.slug == "stove-pipe")) is None


def test_the_pages_are_in_english_for_who_speaks_english(log_in, door):
    manager = log_in(Role.MANAGER, "en")
    assert "What the shop deals in" in words(manager.get("/catalogue"))
    assert door.name_en in words(manager.get("/catalogue"))
    assert "Where the weight comes from" in words(manager.get(f"/catalogue/{door.slug}"))
