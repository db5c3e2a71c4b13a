"""A coordinator decides about a builder's batch on a phone, and the builder answers on theirs."""

import pytest
from playwright.sync_api import expect

from bouwkringloop.base.permissions import Role
from tests.batches import build
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def batch(session):
    lines = (
        build.line(session, description="Kozijn", quantity=14, weight_g=168_000),
        build.line(session, description="Steen", quantity=3, weight_g=1_000),
    )
    made = build.batch(session, *lines)
    build.agreement(session, made.customer)
    session.rollback()
    return made


def at_line(page, description):
    return page.get_by_role("region", name=description)


def test_the_weight_of_a_part_follows_until_somebody_types_it(page_as, batch):
    page = page_as(Role.COORDINATOR, PHONE)
    page.goto(f"/batches/{batch.uuid}")
    line = at_line(page, "Steen")
    line.get_by_text("Iets anders").click()
    quantity, weight = line.get_by_label("Hoeveel"), line.get_by_label("Gewicht")
    expect(quantity).to_be_hidden()
    line.get_by_text("Een deel aannemen").click()
    quantity.fill("1")
    expect(weight).to_have_value("0,333")
    quantity.fill("4")
    expect(weight).to_have_value("")
    quantity.fill("3")
    expect(weight).to_have_value("1")
    weight.fill("0,5")
    quantity.fill("2")
    expect(weight).to_have_value("0,5")


def test_from_offer_to_agreement_on_two_phones(page_as, batch, session, config):
    _, secret = build.link(session, config, batch.customer)
    page = page_as(Role.COORDINATOR, PHONE)
    page.goto(f"/batches/{batch.uuid}")
    at_line(page, "Kozijn").get_by_role("button", name="Alles aannemen").click()
    expect(at_line(page, "Kozijn")).to_contain_text("Aangenomen")
    line = at_line(page, "Steen")
    line.get_by_text("Iets anders").click()
    line.get_by_text("Iets vragen").click()
    expect(line.get_by_text("Waarom niet?")).to_be_hidden()
    line.get_by_label("In eigen woorden").fill("Welke kleur?")
    line.get_by_role("button", name="Sla deze beslissing op").click()
    expect(page.get_by_text("1 vraag wacht op antwoord.")).to_be_visible()

    builder = page_as(None, PHONE, new=True)
    builder.goto(f"/builder/{secret}/batches/{batch.uuid}")
    builder.get_by_label("Jouw antwoord").fill("Rood")
    builder.get_by_role("button", name="Sla het antwoord op").click()
    expect(builder.get_by_text("Jouw antwoord: Rood")).to_be_visible()

    page.reload()
    expect(line).to_contain_text("Rood")
    line.get_by_text("Beslis opnieuw").click()
    line.get_by_text("Afwijzen", exact=True).click()
    line.get_by_text("We hebben hier genoeg van.").click()
    line.get_by_role("button", name="Sla deze beslissing op").click()
    page.get_by_role("button", name="Spreek deze partij af").click()
    expect(page.locator(".page-header")).to_contain_text("Afgesproken")

    builder.reload()
    expect(builder.locator(".stands")).to_contain_text("Afgesproken")
    expect(builder.get_by_text("We hebben hier genoeg van.")).to_be_visible()
