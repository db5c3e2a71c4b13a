"""The list of things, and the page of one thing."""

import re

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.printing.models import PrintJob
from tests import make

pytestmark = pytest.mark.one_database


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.replace("\u00a0", " ")))


def titles(client, query=""):
    page = client.get(f"/items{query}")
    assert page.status_code == 200
    return re.findall(r'class="stock-title">([^<]*)<', page.text)


def test_scanning_a_code_goes_to_its_thing(client, session):
    door = make.item(session)
    answer = client.get(f"/items?q={door.code}")
    assert (answer.status_code, answer.location) == (302, f"/items/{door.code}")


def test_scanning_an_unknown_or_misread_code_says_so(client):
    assert "Niets hier heeft de code 99999992." in text(client.get("/items?q=99999992"))
    assert "een cijfer klopt niet" in text(client.get("/items?q=00000010"))


def test_the_newest_thing_stands_first_and_what_is_gone_not_at_all(client, session):
    make.item(session, title="oud")
    gone = make.item(session, title="weg")
    make.item(session, title="nieuw")
    make.leave(session, gone.code)
    assert titles(client) == ["nieuw", "oud"]
    assert titles(client, "?gone=1") == ["nieuw", "weg", "oud"]


def test_the_list_is_narrowed_by_words_kind_and_site(client, session):
    make.item(session, title="Café-deur")
    make.item(session, title="balk", unit="m", site="yard")
    assert titles(client, "?q=cafe") == ["Café-deur"]
    assert titles(client, f"?category={make.category(session, unit='m').slug}") == ["balk"]
    assert titles(client, "?site=yard") == ["balk"]
    assert "Niets gevonden" in text(client.get("/items?q=eenhoorn"))


def test_the_next_page_keeps_what_was_looked_for(client, session):
    for n in range(52):
        make.item(session, title=f"deur {n}")
    page = client.get("/items?q=deur&site=shop")
    assert "1 tot 50 van 52" in text(page)
    assert 'href="/items?q=deur&amp;site=shop&amp;page=2"' in page.text
    assert titles(client, "?q=deur&site=shop&page=2") == ["deur 1", "deur 0"]
    assert titles(client, "?page=99999999999999999999") == []
    assert len(titles(client, "?page=-3")) == 50


def test_the_page_of_a_thing_shows_what_it_is_and_what_happened_to_it(client, session):
    door = make.item(session, quantity=3, price_cents=1250)
    make.leave(session, door.code, 1, "given")
    shown = text(client.get(f"/items/{door.code}"))
    assert "Paneeldeur" in shown
    assert "€ 12,50" in shown
    assert "B – goed" in shown
    assert re.search(r"1 \S+ weggegeven .* nog 2 \S+ 3 \S+ binnengekomen", shown)


def test_the_page_of_a_thing_that_is_not_there_says_so(client):
    answer = client.get("/items/99999992")
    assert answer.status_code == 404
    assert "Niets hier heeft de code 99999992." in text(answer)


def test_a_label_is_printed_from_the_page_and_its_picture_shown(client, session):
    door = make.item(session)
    assert "nog geen label" in text(client.get(f"/items/{door.code}"))
    answer = client.post(f"/items/{door.code}/labels", data={"copies": "2"})
    assert (answer.status_code, answer.location) == (303, f"/items/{door.code}")
    job = session.scalars(select(PrintJob)).one()
    page = client.get(f"/items/{door.code}")
    assert "2 labels worden geprint." in text(page)
    assert f"/api/v1/print-jobs/{job.id}/preview.png" in page.text


def test_no_labels_or_a_whole_roll_is_refused_in_a_sentence(client, session):
    door = make.item(session)
    for copies in ("0", "101", "-1", "veel"):
        answer = client.post(f"/items/{door.code}/labels", data={"copies": copies})
        assert answer.status_code == 422
        assert "Print 1 tot 100 labels tegelijk." in text(answer)
    assert session.scalars(select(PrintJob)).all() == []


def test_who_may_not_print_sees_no_button(log_in, session):
    door = make.item(session)
    coordinator = log_in(Role.COORDINATOR)
    assert "Label printen" not in coordinator.get(f"/items/{door.code}").text
    assert coordinator.post(f"/items/{door.code}/labels", data={"copies": "1"}).status_code == 403


def test_the_pages_speak_english_to_who_wants_it(log_in, session):
    door = make.item(session)
    client = log_in(Role.SHOP_LEAD, "en")
    assert "All kinds" in text(client.get("/items"))
    assert "1 piece came in" in text(client.get(f"/items/{door.code}"))
