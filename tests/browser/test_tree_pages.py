"""Changing and trying the decision tree in a browser, and the tile for what is dangerous."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.intake import trees
from bouwkringloop.intake.models import IntakeLine
from bouwkringloop.stock.models import Item
from tests.browser.conftest import DESK, PHONE

ON_BOTH = pytest.mark.parametrize("yard", [PHONE, DESK], ids=["phone", "desk"], indirect=True)


@pytest.fixture
def yard(request, page_as):
    page = page_as(Role.INTAKE_WORKER, getattr(request, "param", PHONE))
    page.goto("/intake")
    page.get_by_role("button", name="Ga verder").click()
    return page


def send(page: Page) -> None:
    if page.evaluate("innerWidth") < 960:
        page.locator("[data-do=list]").click()
    page.get_by_role("button", name="Klaar").click()


@ON_BOTH
def test_a_gas_bottle_is_refused_and_written_down_in_four_touches(yard, session):
    yard.get_by_role("button", name="Iets gevaarlijks").click()
    yard.get_by_role("button", name="Gasfles", exact=True).click()
    expect(yard.get_by_role("heading", name="Dit nemen we niet aan")).to_be_visible()
    expect(yard.locator("#stop-now")).to_contain_text("Draai de kraan niet open.")
    yard.get_by_role("button", name="Gedaan, noteer het").click()
    yard.locator("#line-form button[type=submit]").click()
    send(yard)
    expect(yard.get_by_role("heading", name="Binnen")).to_be_visible()
    line = session.scalars(select(IntakeLine)).one()
    assert (line.category.slug, line.route) == ("gas-bottle", "refuse")
    assert line.reason == "Gasflessen nemen we niet aan: ze kunnen ontploffen."
    assert session.scalars(select(Item)).all() == []


def test_what_may_be_asbestos_is_kept_apart_without_a_signal_too(yard, session):
    yard.context.set_offline(True)
    yard.get_by_role("button", name="Iets gevaarlijks").click()
    yard.get_by_role("button", name="Misschien asbest").click()
    expect(yard.get_by_role("heading", name="Zet het apart")).to_be_visible()
    yard.get_by_role("button", name="Gedaan, noteer het").click()
    yard.locator("#line-form button[type=submit]").click()
    yard.context.set_offline(False)
    send(yard)
    expect(yard.get_by_role("heading", name="Binnen")).to_be_visible()
    assert session.scalars(select(Item)).one().state == "quarantined"


def test_the_way_back_from_a_warning_leads_to_the_kinds(yard):
    yard.get_by_role("button", name="Iets gevaarlijks").click()
    yard.get_by_role("button", name="Lood", exact=True).click()
    yard.locator('[data-is="stop"] [data-do="ask-back"]').click()
    expect(yard.get_by_role("heading", name="Wat is het?")).to_be_visible()


def test_a_dangerous_kind_that_the_tree_does_not_know_is_kept_apart(yard, session):
    yard.evaluate(
        """async () => {
            const { data } = await import("/static/js/intake-words.js");
            data.tree.questions = data.tree.questions.filter((q) => q.slug !== "danger-battery");
        }"""
    )
    yard.get_by_role("button", name="Iets gevaarlijks").click()
    yard.get_by_role("button", name="Accu of batterij").click()
    expect(yard.get_by_role("heading", name="Zet het apart")).to_be_visible()
    expect(yard.locator("#stop-now")).to_contain_text("Haal de winkelleider.")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_manager_gives_an_answer_another_picture(page_as, session, size):
    page = page_as(Role.MANAGER, size)
    page.goto("/intake/tree/questions/dry")
    page.get_by_role("button", name="Plaatje kiezen voor antwoord 2").click()
    page.locator('[data-picture="icon:droplet-half"]').click()
    page.get_by_label("Vraag, in het Nederlands").fill("Is de zak nog dicht?")
    page.get_by_role("button", name="Bewaren als nieuwe versie").click()
    page.wait_for_url("**/intake/tree#dry")
    expect(page.get_by_role("heading", name="Is de zak nog dicht?")).to_be_visible()
    asked = next(q for q in trees.newest(session)[1].questions if q.slug == "dry")
    assert asked.answer("no").pictogram == "icon:droplet-half"


def test_a_manager_tries_where_answers_end(page_as):
    page = page_as(Role.MANAGER, PHONE)
    page.goto("/intake/tree/try")
    page.get_by_label("Wat is het?").select_option("beam")
    page.get_by_role("button", name="Nee, niets hiervan").click()
    page.get_by_role("button", name="Krom of gescheurd").click()
    expect(page.locator("#try-result li")).to_have_text(
        ["Het gaat naar: Nieuw maken", "Niet dragend en niet brandwerend", "Hoogstens staat C"]
    )
    page.get_by_role("button", name="Eén stap terug").click()
    page.get_by_role("button", name="Ja, met sterktepapieren").click()
    expect(page.locator("#try-result li").first).to_have_text(
        "De medewerker kiest waar het heen gaat."
    )
    page.get_by_role("button", name="Opnieuw beginnen").click()
    page.get_by_role("button", name="Zwart, ruikt naar teer").click()
    expect(page.get_by_role("heading", name="Dit nemen we niet aan")).to_be_visible()
