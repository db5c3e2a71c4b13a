"""A builder's own page: what waits for them, their batches, and nothing of anybody else."""

import pytest

from bouwkringloop.batches.agreements import draw_up
from tests.batches import build
from tests.batches.pages import known_shop
from tests.batches.test_agreements import TOLD, drawn_up


class Home:
    """A builder with a link, and a browser that opens it."""

    def __init__(self, session, app, config):
        known_shop(session)
        self.session = session
        self.customer = build.builder(session)
        self.link, self.token = build.link(session, config, self.customer)
        session.rollback()
        self.browser = app.test_client()

    def page(self, rest=""):
        return self.browser.get(f"/builder/{self.token}{rest}")


@pytest.fixture
def home(session, app, config):
    return Home(session, app, config)


def test_the_page_says_whose_it_is_and_how_the_shop_is_reached(home):
    page = home.page()
    assert page.status_code == 200
    for wanted in ("Bouwbedrijf De Hamer", "Voorbeeldweg 12", "033 1234567", 'content="noindex"'):
        assert wanted in page.text, wanted
    assert f"/builder/{home.token}/offer" in page.text
    assert "nog niets aangeboden" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_an_agreement_that_waits_stands_on_top_until_it_is_accepted_or_replaced(home):
    first = drawn_up(home.session, home.customer)
    page = home.page().text
    assert page.count("Lezen en accepteren") == 1
    assert str(first.uuid) in page
    second = drawn_up(home.session, home.customer, draw_up.Told(**{**vars(TOLD), "free_days": 3}))
    page = home.page().text
    assert page.count("Lezen en accepteren") == 1
    assert str(second.uuid) in page
    assert str(first.uuid) not in page


def test_what_was_agreed_on_stays_to_be_read(home):
    made = build.agreement(home.session, home.customer)
    page = home.page().text
    assert "Lezen en accepteren" not in page
    assert "Wat we hebben afgesproken" in page
    assert str(made.uuid) in page


def test_batches_stand_there_with_their_state_and_lead_to_their_own_page(home):
    made = build.batch(home.session, customer=home.customer, state="under_review")
    page = home.page().text
    assert "Sloop Vathorst" in page
    assert "Wordt bekeken" in page
    path = f"/batches/{made.uuid}"
    assert f"/builder/{home.token}{path}" in page
    assert "Sloop Vathorst" in home.page(path).text


def test_nothing_of_another_builder_is_there(home):
    other = build.builder(home.session, "Aannemer Ander")
    batch = build.batch(home.session, customer=other, project="Geheim werk")
    agreement = build.agreement(home.session, other)
    page = home.page().text
    assert "Ander" not in page
    assert "Geheim werk" not in page
    assert str(agreement.uuid) not in page
    for rest in (f"/batches/{batch.uuid}", f"/agreements/{agreement.uuid}"):
        answer = home.page(rest)
        assert answer.status_code == 404
        assert "Geheim" not in answer.text
        assert f"/builder/{home.token}" in answer.text


def test_the_page_can_be_read_in_english(home):
    home.browser.set_cookie("language", "en")
    assert "Offer surplus" in home.page().text


def test_offering_leads_to_a_page_of_ones_own(home):
    assert home.page("/offer").status_code == 200
