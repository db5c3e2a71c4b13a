"""The shop's own terms: written in two languages, and never changed once they counted."""

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.agreements import terms
from bouwkringloop.batches.agreements.models import ShopTerms
from tests import make

WORDS = {"text_nl": "Asbest nemen we niet.", "text_en": "We take no asbestos."}


def stored(session):
    found = session.scalars(select(ShopTerms).order_by(ShopTerms.id)).all()
    session.rollback()
    return [(each.text_nl, each.text_en) for each in found]


def test_the_product_brings_words_in_both_languages_that_do_not_count_by_themselves(session):
    shipped = terms.shipped()
    assert "Asbest" in shipped["nl"]
    assert "asbestos" in shipped["en"]
    assert shipped["nl"].count("\n\n") == shipped["en"].count("\n\n") >= 6
    assert terms.newest(session) is None


def test_the_form_begins_with_them(log_in, session):
    page = log_in(Role.MANAGER).get("/batches/terms")
    assert "1. Wat je aanbiedt. Je zegt eerlijk wat het is" in page.text
    assert "heeft nog geen spelregels" in page.text
    assert stored(session) == []


def test_other_terms_are_added_and_earlier_ones_stay_in_sight(log_in, session):
    manager = log_in(Role.MANAGER)
    assert manager.post("/batches/terms", data=WORDS).status_code == 303
    other = {"text_nl": "Een.\r\n\r\n\r\n  Twee.  ", "text_en": "One."}
    assert manager.post("/batches/terms", data=other).status_code == 303
    assert stored(session) == [tuple(WORDS.values()), ("Een.\n\nTwee.", "One.")]
    page = manager.get("/batches/terms").text
    assert "Asbest nemen we niet." in page
    assert page.count("deze gelden nu") == 1
    assert page.index("Een.") < page.index("Asbest nemen we niet.")


def test_the_same_words_are_not_stored_again(log_in, session):
    manager = log_in(Role.MANAGER)
    for _ in range(2):
        assert manager.post("/batches/terms", data=WORDS).status_code == 303
    assert len(stored(session)) == 1


def test_terms_in_one_language_are_refused(log_in, session):
    answer = log_in(Role.MANAGER).post("/batches/terms", data={**WORDS, "text_en": " "})
    assert answer.status_code == 422
    assert "Asbest nemen we niet." in answer.text
    assert stored(session) == []
    with pytest.raises(terms.TermsInOneLanguage):
        terms.write(session, "Alleen Nederlands", "", by=make.actor(session))


def test_terms_that_are_too_long_are_refused_in_words(log_in, session):
    answer = log_in(Role.MANAGER).post("/batches/terms", data={**WORDS, "text_nl": "a" * 12_001})
    assert answer.status_code == 422
    assert "12000" in answer.text
    assert stored(session) == []


@pytest.mark.parametrize("role", [Role.SHOP_LEAD, Role.COORDINATOR, Role.CASHIER])
def test_only_who_manages_the_shop_writes_terms(log_in, session, role):
    browser = log_in(role)
    assert browser.get("/batches/terms").status_code == 403
    assert browser.post("/batches/terms", data=WORDS).status_code == 403
    assert stored(session) == []
