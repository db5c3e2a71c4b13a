"""Narrowing the list: by ranges of measures, places with what is in them, state, form, price, age."""

import re

import pytest

from bouwkringloop.base.permissions import Role
from bouwkringloop.stock import attributes
from bouwkringloop.stock.models import Place
from tests import make

DOOR = "panelled-door"


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.replace("\u00a0", " ")))


def titles(client, query):
    page = client.get(f"/items?{query}")
    assert page.status_code == 200
    return sorted(re.findall(r'class="stock-title">([^<]*)<', page.text))


def named(api, query):
    answer = api.get(f"/items?{query}")
    assert answer.status_code == 200, answer.json
    return sorted(item["title"] for item in answer.json["items"])


@pytest.fixture
def doors(session):
    """Three doors of which one is narrow, one hangs right, and one has no measures yet."""
    lead = make.actor(session)
    for title, width, hinge in (("smal", 730, "left"), ("rechts", 830, "right"), ("links", 880, "left")):  # fmt: skip
        door = make.item(session, title=title, slug=DOOR)
        attributes.set_all(session, door, {"width": width * 1000, "hinge-side": hinge}, by=lead)
    make.item(session, title="ongemeten", slug=DOOR)
    session.commit()


def test_a_range_finds_what_measures_from_and_to(client, api, doors):
    for ask in (titles, named):
        who = client if ask is titles else api
        assert ask(who, f"category={DOOR}&width_min=800&width_max=880") == ["links", "rechts"]
        assert ask(who, f"category={DOOR}&width_max=829,9") == ["smal"]
        assert ask(who, f"category={DOOR}&width_min=800&hinge-side=left") == ["links"]
        assert ask(who, "width=830") == ["rechts"]


def test_filters_of_measures_appear_once_a_kind_or_group_is_chosen(client, doors):
    assert "width_min" not in client.get("/items").text
    one = client.get(f"/items?category={DOOR}").text
    assert 'name="width_min"' in one
    assert 'name="u-value_min"' not in one
    group = client.get("/items?category=group:doors").text
    assert 'name="u-value_min"' in group
    assert '<option value="group:doors" selected>Alles uit deuren en kozijnen</option>' in group


def test_a_group_finds_every_kind_in_it(client, api, session, doors):
    make.item(session, title="voordeur", slug="front-door")
    make.item(session, title="balk", unit="m")
    assert "voordeur" in titles(client, "category=group:doors")
    assert named(api, "group=doors") == ["links", "ongemeten", "rechts", "smal", "voordeur"]
    assert named(api, "group=moon") == []


def test_what_was_typed_wrong_is_said_at_its_field_and_nothing_is_lost(client, doors):
    answer = client.get(f"/items?category={DOOR}&q=deur&width_min=abc&width_max=900&price_max=-3")
    assert answer.status_code == 422
    assert "“abc” is geen hoeveelheid" in text(answer).replace("‘", "“").replace("’", "”")
    assert "-3" in text(answer)
    for kept in ('name="width_min" value="abc"', 'name="width_max" value="900"', 'value="deur"'):
        assert kept in answer.text
    assert 'class="stock-title"' not in answer.text


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("width_min=900&width_max=800", "“Tot” is lager dan “van”."),
        ("width_min=1.250", "op twee manieren"),
        ("hinge-side=schuin", "“schuin” is geen van deze: left, right, both."),
        ("state=weg", "“weg” is geen van deze: for_sale"),
        ("older_than=veel", "“veel” is geen heel getal."),
        ("older_than=999999", "“999999” is geen heel getal."),
        ("price_min_cents=1,50", "“1,50” is geen heel getal."),
        ("widht_min=800", "Er kan niet op “widht_min” worden gezocht."),
    ],
)
def test_programs_are_refused_what_makes_no_sense(api, query, sentence):
    answer = api.get(f"/items?{query}")
    assert answer.status_code == 422
    assert sentence in answer.json["detail"]


def test_filters_of_another_kind_do_not_hide_everything(client, session):
    make.item(session, title="bad", slug="bath")
    assert titles(client, "category=bath&hinge-side=left") == ["bad"]


def test_a_place_counts_with_what_lies_within_it(client, api, session):
    hall = Place(
        site_id=make.item(session, title="los").site_id, kind="zone", slug="hal", name="Hal"
    )
    session.add(hall)
    session.flush()
    rack = Place(site_id=hall.site_id, parent_id=hall.id, slug="hal-1", name="Stelling 1")
    session.add(rack)
    session.flush()
    shelf = Place(site_id=hall.site_id, parent_id=rack.id, kind="bin", slug="hal-1-a", name="Bak a")
    session.add(shelf)
    session.commit()
    for title, place in (("in hal", hall), ("op stelling", rack), ("in bak", shelf)):
        make.item(session, title=title, place=place)
    assert named(api, "site=shop&place=hal") == ["in bak", "in hal", "op stelling"]
    assert titles(client, "site=shop&place=hal-1") == ["in bak", "op stelling"]
    assert named(api, "place=hal-1-a") == ["in bak"]
    assert named(api, "site=yard&place=hal") == []
    assert "Hal › Stelling 1 › Bak a" in text(client.get("/items?site=shop"))


def test_state_form_condition_price_and_age_narrow(log_in, api, session, standing_clock):
    make.item(session, title="oud", price_cents=500)
    standing_clock.pass_(days=40)
    make.item(session, title="dier", price_cents=50_000, state="to_repair")
    make.item(session, title="balk", unit="m", price_cents=700, form="length")
    item = make.item(session, title="net", price_cents=900)
    item.condition = "A"
    session.commit()
    assert named(api, "state=to_repair") == ["dier"]
    assert named(api, "form=length") == ["balk"]
    assert named(api, "condition=A") == ["net"]
    assert named(api, "price_min_cents=500&price_max_cents=700") == ["balk", "oud"]
    assert named(api, "older_than=30") == ["oud"]
    client = log_in(Role.SHOP_LEAD)
    assert titles(client, "price_min=6&price_max=9,00") == ["balk", "net"]
    assert titles(client, "older_than=40") == []


def test_programs_can_leave_out_what_is_gone(api, session):
    make.item(session, title="hier")
    gone = make.item(session, title="weg")
    gone.quantity_milli = gone.stock_g = 0
    session.commit()
    assert named(api, "available=1") == ["hier"]
    assert named(api, "") == ["hier", "weg"]


def test_the_next_page_keeps_every_filter(client, session):
    for n in range(51):
        make.item(session, title=f"deur {n}", slug=DOOR)
    page = client.get(f"/items?category={DOOR}&condition=B&price_max=99")
    assert f'href="/items?category={DOOR}&amp;condition=B&amp;price_max=99&amp;page=2"' in page.text
