"""The rules of the till on their page: changed by the manager, every change a row."""

import pytest
from sqlalchemy import func, select

from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue import stickers
from bouwkringloop.till import rules
from bouwkringloop.till.models import DiscountCard, TillRules
from tests.till.test_till_pages import text

pytestmark = pytest.mark.one_database

SENT = {
    "price_percent": "10",
    "price_cents": "5,00",
    "discount_percent": "12,5",
    "discount_cents": "5,00",
    "return_cents": "50",
    "blind_return_cents": "0",
    "vat_scheme": "normal",
    "retention_years": "7",
    "weeks_1": "2",
    "percent_1": "25",
}
PAGES = ("/till/rules", "/till/rules/cards", "/till/rules/stickers")


@pytest.fixture
def manager(log_in):
    return log_in(Role.MANAGER)


def now(session):
    found = rules.current(session)
    session.rollback()
    return found


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_only_the_manager_keeps_the_rules(log_in, session, role):
    browser = log_in(role)
    assert browser.get("/till/rules").status_code == 403
    for page in PAGES:
        assert browser.post(page, data=SENT).status_code == 403
    assert session.scalar(select(func.count()).select_from(TillRules)) == 0


def test_a_change_counts_from_now_on_and_stands_in_the_history(manager, session):
    assert manager.post("/till/rules", data=SENT).status_code == 303
    assert now(session).discount_percent == 1250
    assert now(session).sticker_markdown == "14:25"
    manager.post("/till/rules", data={**SENT, "vat_scheme": "kor"})
    page = text(manager.get("/till/rules"))
    assert "Korting: hoogstens dit deel: 10% → 12,5%" in page
    assert "Btw-regeling: Gewoon → Kleine ondernemers (KOR)" in page
    assert page.index("Gewoon → Kleine") < page.index("10% → 12,5%")
    assert session.scalar(select(func.count()).select_from(TillRules)) == 2


def test_saving_what_is_there_changes_nothing(manager, session):
    manager.post("/till/rules", data=SENT)
    manager.post("/till/rules", data=SENT)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(TillRules)) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"price_percent": "101"}, "is geen percentage"),
        ({"price_percent": "tien"}, "is geen percentage"),
        ({"price_cents": "veel"}, "is geen bedrag"),
        ({"retention_years": "6"}, "minstens 7 jaar"),
        ({"vat_scheme": "zwart"}, "Kies iets uit de lijst"),
        ({"percent_2": "50"}, "Vul beide in"),
        ({"weeks_2": "1", "percent_2": "50"}, "stap"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_and_stays_in_the_form(
    manager, session, changed, sentence
):
    answer = manager.post("/till/rules", data={**SENT, **changed})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert session.scalar(select(func.count()).select_from(TillRules)) == 0


def test_a_card_is_added_once_and_switched_off_and_on(manager, session):
    sent = {"name": "Stadspas", "percent": "10"}
    assert manager.post("/till/rules/cards", data=sent).status_code == 303
    again = manager.post("/till/rules/cards", data=sent)
    assert again.status_code == 409
    assert "Er is al een pas ‘Stadspas’." in text(again)
    assert "Stadspas 10% eraf" in text(manager.get("/till/rules"))
    for active in (False, True):
        manager.post("/till/rules/cards/stadspas", data={"active": str(int(active))})
        stored = session.execute(select(DiscountCard.active, DiscountCard.percent)).all()
        session.rollback()
        assert [tuple(card) for card in stored] == [(active, 1000)]


@pytest.mark.parametrize("sent", [{"name": "x", "percent": "0"}, {"name": "", "percent": "10"}])
def test_a_card_that_takes_nothing_or_has_no_name_is_refused(manager, session, sent):
    assert manager.post("/till/rules/cards", data=sent).status_code == 422
    assert session.scalar(select(func.count()).select_from(DiscountCard)) == 0


def colours(session):
    found = [each.slug for each in stickers.colours(session)]
    session.rollback()
    return found


def test_colours_have_an_order_that_gives_each_week_its_own(log_in, session, standing_clock):
    manager = log_in(Role.MANAGER)
    for nl, en in (("rood", "red"), ("groen", "green"), ("blauw", "blue")):
        sent = {"name_nl": nl, "name_en": en, "colour": "#aabbcc"}
        assert manager.post("/till/rules/stickers", data=sent).status_code == 303
    assert colours(session) == ["red", "green", "blue"]
    manager.post("/till/rules/stickers/blue", data={"do": "up"})
    assert colours(session) == ["red", "blue", "green"]
    manager.post("/till/rules/stickers/red", data={"do": "up"})
    manager.post("/till/rules/stickers/green", data={"do": "down"})
    assert colours(session) == ["red", "blue", "green"]
    manager.post("/till/rules/stickers/red", data={"do": "down"})
    manager.post("/till/rules/stickers/blue", data={"do": "remove"})
    assert colours(session) == ["red", "green"]
    # 21 November 2026 lies 150 weeks after the first Monday of 2024, and that is an even number.
    assert "Deze week: rood" in text(manager.get("/till/rules"))
    standing_clock.pass_(days=7)
    assert "Deze week: groen" in text(log_in(Role.MANAGER).get("/till/rules"))


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"colour": "red"}, 422), ({"name_en": "!!"}, 422), ({"name_nl": ""}, 422), ({}, 409)],
)
def test_a_colour_that_cannot_be_is_refused(manager, session, changed, status):
    sent = {"name_nl": "rood", "name_en": "red", "colour": "#aa0000"}
    manager.post("/till/rules/stickers", data=sent)
    assert manager.post("/till/rules/stickers", data={**sent, **changed}).status_code == status
    assert colours(session) == ["red"]
