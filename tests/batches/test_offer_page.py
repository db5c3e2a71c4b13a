"""A builder offers through the link, the desk for who calls; nothing typed is ever lost."""

import re
import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bouwkringloop.base import clock
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import links
from bouwkringloop.batches.models import BuilderLink
from tests import make
from tests.batches import build, offers
from tests.pickups.conftest import words


def test_a_builder_sees_the_form_with_the_contact_of_the_link_in_their_language(
    session, config, outsider
):
    customer = build.builder(session)
    kees = build.contact(session, customer, language="en")
    _, token = build.link(session, config, customer, contact=kees)
    page = outsider.get(f"/builder/{token}/offer")
    assert "Offer what is left" in page.text
    assert 'value="Kees Timmer"' in page.text
    assert "Bouwbedrijf De Hamer" in page.text


def test_every_form_has_an_id_of_its_own(builder_page):
    browser, _, url = builder_page
    found = [
        re.search(r'name="id" type="hidden" value="([^"]+)"', browser.get(url).text)[1]
        for _ in "ab"
    ]
    assert UUID(found[0]) != UUID(found[1])


def test_what_a_builder_sends_is_stored_and_shown_on_their_page(session, builder_page):
    browser, customer, url = builder_page
    sent = offers.filled(
        {"weight": "187,5", "marks": "KOMO", "length": "210"},
        {"category": "panelled-door", "quantity": "3", "description": "Grenen"},
        contact_email="kees@hamer.example",
    )
    answer = browser.post(url, data=sent)
    home = url.removesuffix("offer")
    assert (answer.status_code, answer.location) == (303, f"{home}batches/{sent['id']}")
    assert "Sloop Vathorst" in browser.get(answer.location).text
    (batch,) = offers.stored(session)
    assert (batch.customer_id, batch.person_id, batch.link_id is None) == (customer.id, None, False)
    assert (batch.postcode, batch.contact_email) == ("3825 AB", "kees@hamer.example")
    assert [
        (line.category.slug, line.quantity_milli, line.weight_g, line.length_mm)
        for line in batch.lines
    ] == [("brick", 100_000, 187_500, 210), ("panelled-door", 3000, 72_000, None)]


def test_cards_without_a_word_are_left_out_and_gaps_in_their_numbers_do_not_matter(
    session, builder_page
):
    browser, _, url = builder_page
    sent = offers.filled()
    sent |= {"lines-1-category": "", "lines-1-quantity": " ", "lines-1-condition": "B"}
    sent |= {
        "lines-7-category": "Lat of rachel",
        "lines-7-quantity": "12,5",
        "lines-7-condition": "A",
    }
    assert browser.post(url, data=sent).status_code == 303
    (batch,) = offers.stored(session)
    assert [(line.category.slug, line.quantity_milli) for line in batch.lines] == [
        ("brick", 100_000),
        ("batten", 12_500),
    ]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("line", "whole", "said"),
    [
        ({"category": "Iets moois"}, {}, "We kennen geen soort “Iets moois”"),
        ({"category": ""}, {}, "Dit moet ingevuld zijn"),
        ({"category": "Lood"}, {}, "gevaarlijk"),
        ({"quantity": ""}, {}, "Dit moet ingevuld zijn"),
        ({"quantity": "veel"}, {}, "‘veel’ is geen hoeveelheid"),
        ({"quantity": "1.250"}, {}, "1.250"),
        ({"quantity": "2,5"}, {}, "geheel"),
        ({"weight": "-4"}, {}, "‘-4’ is geen"),
        ({"weight": "0"}, {}, "meer dan niets"),
        ({"length": "2,5"}, {}, "hele millimeters"),
        ({"condition": "Q"}, {}, "uit de lijst"),
        ({}, {"project": " "}, "Dit moet ingevuld zijn"),
        ({}, {"postcode": "nergens"}, "3512 AB"),
        ({}, {"available_until": ""}, "geen datum"),
        ({}, {"available_until": "2020-01-01"}, "Deze dag is voorbij"),
        ({}, {"available_from": "morgen"}, "datum"),
        ({}, {"contact_phone": "bel maar"}, "telefoonnummer"),
    ],
)
def test_what_is_not_right_is_said_at_its_place_and_nothing_typed_is_lost(
    session, builder_page, line, whole, said
):
    browser, _, url = builder_page
    sent = offers.filled(
        {"description": "Precies <één> pallet", **line}, {"marks": "Anders"}, **whole
    )
    answer = browser.post(url, data=sent)
    assert answer.status_code == 422
    assert said in words(answer)
    assert "Er is nog niets verstuurd" in words(answer)
    assert "Precies &lt;één&gt; pallet" in answer.text
    assert 'value="Anders"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 1
    assert f'value="{sent["id"]}"' in answer.text
    assert offers.stored(session) == []


def test_a_form_that_comes_back_says_that_a_browser_without_scripts_forgets_files(builder_page):
    browser, _, url = builder_page
    answer = browser.post(url, data=offers.filled(project=""))
    assert "Kies ze nog een keer" in words(answer)
    assert "Kies ze nog een keer" not in words(browser.get(url))


def test_an_empty_offer_asks_for_a_line(session, builder_page):
    browser, _, url = builder_page
    answer = browser.post(url, data=offers.filled({"category": "", "quantity": ""}))
    assert (answer.status_code, "minstens één ding" in words(answer)) == (422, True)
    assert answer.text.count("data-line=") == 4  # Three to fill in, and the one that scripts copy.


def test_without_scripts_more_cards_can_be_asked_for(session, builder_page):
    browser, _, url = builder_page
    answer = browser.post(url, data=offers.filled(do="more"))
    assert (answer.status_code, answer.text.count("data-line=")) == (200, 5)
    assert 'value="Baksteen"' in answer.text
    assert "Er is nog niets verstuurd" not in words(answer)
    assert offers.stored(session) == []


def test_two_hundred_lines_fit_in_one_form_and_one_more_is_refused(session, builder_page):
    browser, _, url = builder_page
    full = {"description": "x", "weight": "1", "length": "1", "width": "1", "height": "1"}
    more = {"packaging": "x", "marks": "x", "reference": "x", "guessed": "", "paper_kind": "ce"}
    lines = [{**full, **more}] * 200
    too_many = browser.post(url, data=offers.filled(*lines, {}))
    assert (too_many.status_code, "hoogstens 200" in words(too_many)) == (422, True)
    assert browser.post(url, data=offers.filled(*lines)).status_code == 303
    assert len(offers.stored(session)[0].lines) == 200


def test_sending_twice_stores_once_and_other_words_change_nothing_and_say_so(session, builder_page):
    browser, _, url = builder_page
    sent = offers.filled()
    first, again = browser.post(url, data=sent), browser.post(url, data=sent)
    assert (again.status_code, again.location) == (303, first.location)
    answer = browser.post(url, data={**sent, "project": "Iets anders"}, follow_redirects=True)
    assert "Er is niets veranderd" in words(answer)
    assert [batch.project for batch in offers.stored(session)] == ["Sloop Vathorst"]


def test_the_same_offer_at_one_moment_is_stored_once(app, session, builder_page):
    _, _, url = builder_page
    sent, start, answers = offers.filled(), threading.Barrier(4), []

    def send():
        browser = app.test_client()
        start.wait(5)
        answers.append(browser.post(url, data=sent).status_code)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    assert len(offers.stored(session)) == 1


def test_the_id_of_another_builders_offer_gives_no_way_to_it(session, config, app, builder_page):
    browser, _, url = builder_page
    sent = offers.filled()
    browser.post(url, data=sent)
    _, token = build.link(session, config, build.builder(session, "Sloopbedrijf Anders"))
    answer = browser.post(f"/builder/{token}/offer", data=sent)
    assert answer.status_code == 409
    assert "Vathorst" not in answer.text
    assert browser.get(f"/builder/{token}/batches/{sent['id']}").status_code == 404
    assert len(offers.stored(session)) == 1


def test_an_unknown_an_expired_and_a_withdrawn_link_offer_nothing(
    session, config, outsider, standing_clock
):
    customer = build.builder(session)
    _, expired = build.link(session, config, customer)
    standing_clock.pass_(days=links.KEPT.days)
    gone, withdrawn = build.link(session, config, customer)
    links.withdraw(session, session.get_one(BuilderLink, gone.id), by=make.actor(session))
    session.commit()
    for token, status in (("a" * 32, 404), (expired, 410), (withdrawn, 410)):
        for path in ("offer", "offer/list.xlsx"):
            assert outsider.get(f"/builder/{token}/{path}").status_code == status
        sent = offers.filled(available_until=str(clock.today() + timedelta(days=1)))
        assert outsider.post(f"/builder/{token}/offer", data=sent).status_code == status
    assert offers.stored(session) == []


def test_one_link_sends_thirty_times_an_hour_and_what_was_typed_stays(
    session, builder_page, standing_clock
):
    browser, _, url = builder_page
    answers = [browser.post(url, data=offers.filled()) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [303] * 30 + [429]
    assert int(answers[-1].headers["Retry-After"]) == 3600
    assert "Wacht 60 minuten" in words(answers[-1])
    assert "Bouwweg 1" in answers[-1].text
    standing_clock.pass_(minutes=61)
    assert browser.post(url, data=offers.filled()).status_code == 303
    assert len(offers.stored(session)) == 31


def test_one_address_sends_sixty_times_an_hour_whatever_links_it_has(
    session, config, outsider, standing_clock
):
    customer = build.builder(session)
    tokens = [build.link(session, config, customer)[1] for _ in range(3)]
    session.rollback()

    def send(token, address):
        environ = {"REMOTE_ADDR": address}
        data = {"do": "list"}
        return outsider.post(f"/builder/{token}/offer", data=data, environ_base=environ).status_code

    answers = [send(tokens[number % 3], "198.51.100.7") for number in range(61)]
    assert answers == [422] * 60 + [429]
    assert send(tokens[0], "198.51.100.8") == 422


def test_the_desk_stores_what_a_builder_tells_on_the_telephone(session, coordinator):
    customer = build.builder(session, language="en")
    page = coordinator.get(f"/batches/new?customer={customer.uuid}")
    assert f'<option value="{customer.uuid}" selected>' in page.text
    sent = offers.filled(customer=str(customer.uuid))
    answer = coordinator.post("/batches/new", data=sent)
    assert (answer.status_code, answer.location) == (303, f"/batches/{sent['id']}")
    (batch,) = offers.stored(session)
    assert (batch.link_id, batch.language) == (None, "en")
    assert batch.person_id == make.actor(session, Role.COORDINATOR).id


def test_the_desk_has_to_say_which_builder(session, coordinator):
    assert coordinator.get("/batches/new").status_code == 200
    answer = coordinator.post("/batches/new", data=offers.filled(customer=""))
    assert (answer.status_code, "Bouwweg 1" in answer.text) == (422, True)
    assert coordinator.get(f"/batches/new?customer={uuid4()}").status_code == 404
    assert coordinator.get("/batches/new?customer=iemand").status_code == 422
    assert offers.stored(session) == []


def test_only_who_keeps_batches_enters_one(outsider, log_in):
    assert outsider.get("/batches/new").status_code == 303
    assert log_in(Role.CASHIER).get("/batches/new").status_code == 403
    assert log_in(Role.CASHIER).post("/batches/new", data=offers.filled()).status_code == 403
    for role in (Role.COORDINATOR, Role.SHOP_LEAD, Role.MANAGER):
        assert log_in(role).get("/batches/new").status_code == 200


def test_an_offer_from_another_site_is_refused(session, builder_page):
    browser, _, url = builder_page
    headers = {"Origin": "https://evil.example"}
    assert browser.post(url, data=offers.filled(), headers=headers).status_code == 403
    assert offers.stored(session) == []
