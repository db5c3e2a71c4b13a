"""The counting API: what programs and the page send, what they get, and what nobody is told."""

from uuid import uuid4

import pytest

from bouwkringloop.base import codes
from bouwkringloop.base.permissions import Role
from bouwkringloop.stock.models import Item
from tests import make
from tests.conftest import Program
from tests.counting.counting import counting_of, moved, place, see


@pytest.fixture
def rack(session):
    return place(session)


@pytest.fixture
def tiles(session, rack):
    return make.item(session, quantity=43, slug="brick", place=rack, title="Vuren plank")


@pytest.fixture
def count(session, rack, tiles):
    made = counting_of(session, rack)
    session.rollback()
    return made


@pytest.fixture
def counter(app, database):
    with database.writing() as session:
        return Program(app.test_client(), make.token(session, Role.INTAKE_WORKER))


def body(item, quantity=1, **more):
    return {"id": str(uuid4()), "code": item.code, "quantity": quantity, **more}


def test_a_count_is_begun_by_the_place_on_its_label(api, rack, session):
    session.rollback()
    asked = {"id": str(uuid4()), "place": rack.code}
    answer = api.post("/counts", asked)
    assert answer.status_code == 201
    told = answer.json
    assert (told["place"], told["name"], told["site"]) == (rack.code, "Stelling B", "shop")
    assert (told["state"], told["things_counted"], told["tallies"]) == ("open", 0, [])
    assert [one["code"] for one in told["places"]] == [rack.code]
    assert api.post("/counts", asked).json == told
    second = api.post("/counts", {"id": str(uuid4()), "place": rack.code})
    assert (second.status_code, second.json["type"]) == (409, "/problems/count-is-open")


def test_who_counts_may_not_begin_review_book_or_cancel(log_in, counter, rack, count):
    asked = {"id": str(uuid4()), "place": rack.code}
    assert counter.post("/counts", asked).status_code == 403
    browser = log_in(Role.INTAKE_WORKER)
    url = f"/counts/{count.uuid}"
    assert browser.get(url).status_code == 200
    assert browser.get(f"{url}/review").status_code == 403
    assert browser.post(f"{url}/book").status_code == 403
    assert browser.post(f"{url}/cancel").status_code == 403
    assert browser.post("/counts", data=asked).status_code == 403


def test_who_may_not_handle_stock_sees_no_counts(log_in, count):
    browser = log_in(Role.COORDINATOR)
    assert browser.get("/counts").status_code == 403
    assert browser.get(f"/counts/{count.uuid}").status_code == 403


def test_a_tally_is_answered_with_what_was_counted(counter, count, tiles, rack):
    sent = body(tiles, "12", anew=True)
    answer = counter.post(f"/counts/{count.uuid}/tallies", sent)
    assert answer.status_code == 201
    told = answer.json
    told.pop("at")
    assert told == {
        "id": sent["id"],
        "code": tiles.code,
        "title": "Vuren plank",
        "unit": "piece",
        "quantity": 12,
        "place": rack.code,
        "anew": True,
        "single": False,
        "things_counted": 1,
    }
    again = counter.post(f"/counts/{count.uuid}/tallies", sent).json
    assert {**again, "at": None} == {**told, "at": None}
    other = counter.post(f"/counts/{count.uuid}/tallies", {**sent, "quantity": 13})
    assert other.json["type"] == "/problems/other-content-under-this-id"


def test_everybody_sees_their_own_tallies_and_how_many_things_all_counted(
    session, api, counter, count, tiles, rack
):
    door = make.item(session, place=rack)
    session.rollback()
    api.post(f"/counts/{count.uuid}/tallies", body(door))
    mine = body(tiles, 12)
    counter.post(f"/counts/{count.uuid}/tallies", mine)
    told = counter.get(f"/counts/{count.uuid}").json
    assert told["things_counted"] == 2
    assert [one["id"] for one in told["tallies"]] == [mine["id"]]


def test_a_tally_is_taken_back(counter, count, tiles):
    sent = body(tiles, 12)
    counter.post(f"/counts/{count.uuid}/tallies", sent)
    undo = {"id": str(uuid4())}
    url = f"/counts/{count.uuid}/tallies/{sent['id']}/undo"
    answer = counter.post(url, undo)
    assert (answer.status_code, answer.json["things_counted"]) == (201, 0)
    assert counter.post(url, undo).json == answer.json
    assert counter.get(f"/counts/{count.uuid}").json["tallies"] == []
    second = counter.post(url, {"id": str(uuid4())})
    assert second.json["type"] == "/problems/taken-back"


def test_what_must_be_counted_again_is_told_without_what_the_books_say(
    session, counter, count, tiles, rack
):
    see(session, count, tiles, 20_000)
    moved(session, tiles, place(session, "Bak B1", within=rack, kind="bin"))
    see(session, count, tiles, 20_000)
    session.rollback()
    told = counter.get(f"/counts/{count.uuid}").json
    assert told["again"] == [{"code": tiles.code, "title": "Vuren plank"}]


@pytest.mark.parametrize("scale", [1, 1000])
def test_no_answer_to_a_counter_tells_what_the_books_say(
    session, log_in, counter, count, tiles, scale
):
    """43 of them are there; 43, 43.0 or 43000 would tell it."""
    url = f"/api/v1/counts/{count.uuid}"
    counter.post(f"/counts/{count.uuid}/tallies", body(tiles, 12))
    browser = log_in(Role.INTAKE_WORKER)
    answers = [
        browser.get(url),
        browser.get(f"{url}/things/{tiles.code}"),
        browser.get(f"{url}/things?q=plank"),
        browser.post(f"{url}/tallies", json=body(tiles, 12)),
        browser.get(f"/counts/{count.uuid}"),
        browser.get("/counts"),
    ]
    for answer in answers:
        assert answer.status_code in (200, 201)
        text = answer.text.replace(tiles.code, "").replace(str(count.uuid), "")
        for word in (f'"quantity":{43 * scale}', "book", f">{43 * scale}<", f",{43 * scale},"):
            assert word not in text


def test_the_page_knows_sold_things_by_name_too_so_that_its_list_tells_nothing(
    session, log_in, count, rack
):
    gone = make.item(session, title="Verkochte lamp", place=rack)
    session.get_one(Item, gone.id).quantity_milli = 0
    session.get_one(Item, gone.id).stock_g = 0
    session.commit()
    page = log_in(Role.INTAKE_WORKER).get(f"/counts/{count.uuid}").text
    assert gone.code in page


def test_a_thing_without_its_label_is_found_by_words_on_its_own_site(
    session, counter, count, tiles
):
    make.item(session, title="Vuren plank", site="yard")
    session.rollback()
    found = counter.get(f"/counts/{count.uuid}/things?q=vuren+plank").json
    assert [one["code"] for one in found] == [tiles.code]
    assert counter.get(f"/counts/{count.uuid}/things?q=").json == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"quantity": 0}, "no-such-quantity"),
        ({"quantity": -1}, "no-such-quantity"),
        ({"quantity": 1.5}, "only-whole"),
        ({"code": "12345678"}, "mistyped-code"),
        ({"code": codes.item_code(9_999_999)}, "no-such-item"),
        ({"place": "000011"}, "no-such-place"),
        ({"place": "elders"}, "no-such-place"),
        ({"age_s": -1}, "invalid-body"),
        ({"anew": "yes"}, "invalid-body"),
        ({"book": 1}, "invalid-body"),
        ({"id": "twaalf"}, "invalid-body"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(counter, count, tiles, change, problem):
    answer = counter.post(f"/counts/{count.uuid}/tallies", {**body(tiles, 2), **change})
    assert answer.status_code in (404, 409, 422)
    assert answer.json["type"] == f"/problems/{problem}"
    assert counter.get(f"/counts/{count.uuid}").json["things_counted"] == 0


def test_a_count_that_does_not_exist_is_said_so(counter):
    assert counter.get(f"/counts/{uuid4()}").status_code == 404
    sent = {"id": str(uuid4()), "code": codes.item_code(1), "quantity": 1}
    assert counter.post(f"/counts/{uuid4()}/tallies", sent).status_code == 404
