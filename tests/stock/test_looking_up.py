"""Finding things: by the code on the label, by words, by kind and place."""

import pytest

from bouwkringloop.base.permissions import Role
from tests import make


def test_a_code_gives_what_a_till_needs_to_know(api, session):
    door = make.item(session, quantity=3, price_cents=1250)
    answer = api.get(f"/items/{door.code}")
    assert answer.status_code == 200
    assert answer.json == {
        "code": door.code,
        "title": "Paneeldeur",
        "category": door.category.slug,
        "unit": "piece",
        "quantity": 3,
        "price_cents": 1250,
        "condition": "B",
        "weight_g": 18_000,
        "site": "shop",
        "place": None,
        "vat_regime": "normal",
        "vat_rate": "high",
        "photo": None,
        "available": True,
        "state": "for_sale",
        "form": "heap",
        "reserved": 0,
        "full_price_cents": 1250,
        "markdown_percent": 0,
    }


def test_what_is_gone_is_found_but_not_available(api, session):
    door = make.item(session)
    make.leave(session, door.code)
    found = api.get(f"/items/{door.code}").json
    assert (found["quantity"], found["available"]) == (0, False)


def test_a_code_that_nothing_carries_says_so(api):
    answer = api.get("/items/99999992")
    assert (answer.status_code, answer.json["type"]) == (404, "/problems/no-such-item")
    assert "99999992" in answer.json["detail"]


@pytest.mark.one_database
@pytest.mark.parametrize("code", ["00000010", "1234", "abcdefgh", "099999992", "٠٠٠٠٠٠١٥"])
def test_a_mistyped_code_says_that_a_digit_is_wrong(api, code):
    answer = api.get(f"/items/{code}")
    assert (answer.status_code, answer.json["type"]) == (404, "/problems/mistyped-code")


def test_the_sites_are_listed(api):
    assert api.get("/sites").json == [
        {"slug": "hub", "name": "Hub", "kind": "hub"},
        {"slug": "yard", "name": "Milieustraat", "kind": "yard"},
        {"slug": "shop", "name": "Winkel", "kind": "shop"},
    ]


def found(api, query):
    return [item["title"] for item in api.get(f"/items?{query}").json["items"]]


def test_words_are_found_without_accents_and_in_any_order(api, session):
    make.item(session, title="Café-deur, crème")
    make.item(session, title="Paneeldeur")
    assert found(api, "q=creme+CAFE") == ["Café-deur, crème"]
    assert found(api, "q=cr%C3%A8me") == ["Café-deur, crème"]


def test_a_percent_sign_is_a_word_and_no_joker(api, session):
    make.item(session, title="Paneeldeur")
    make.item(session, title="Deur 50% korting")
    assert found(api, "q=50%25") == ["Deur 50% korting"]
    assert found(api, "q=%25eel") == []
    assert found(api, "q=_aneeldeur") == []


def test_things_are_found_by_kind_and_by_site(api, session):
    make.item(session, title="deur")
    make.item(session, title="balk", unit="m", site="yard")
    assert found(api, f"category={make.category(session, unit='m').slug}") == ["balk"]
    assert found(api, "site=shop") == ["deur"]
    assert found(api, "site=moon") == []


def test_a_long_list_comes_in_pages_that_join_without_a_gap(api, session):
    made = [make.item(session, title=f"deur {n}").code for n in range(53)]
    first = api.get("/items").json
    assert (len(first["items"]), first["next"]) == (50, made[49])
    rest = api.get(f"/items?after={first['next']}").json
    assert rest["next"] is None
    assert [item["code"] for item in first["items"] + rest["items"]] == made


def test_a_page_behind_an_unknown_code_is_refused(api):
    assert api.get("/items?after=99999992").status_code == 404


def test_who_is_not_logged_in_looks_nothing_up(app, session):
    door = make.item(session)
    assert app.test_client().get(f"/api/v1/items/{door.code}").status_code == 401
    assert app.test_client().get("/items").status_code == 303


def test_an_intake_worker_may_look_things_up(log_in, session):
    door = make.item(session)
    assert log_in(Role.INTAKE_WORKER).get(f"/api/v1/items/{door.code}").status_code == 200
