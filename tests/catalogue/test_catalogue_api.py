"""The catalogue as programs see it."""

import pytest
from sqlalchemy import func, select

from bouwkringloop.catalogue.models import Category
from tests import make

pytestmark = pytest.mark.one_database


def test_a_program_gets_every_category_in_the_order_of_the_catalogue(api, session):
    answer = api.get("/categories")
    assert answer.status_code == 200
    slugs = [category["slug"] for category in answer.json]
    assert slugs == list(session.scalars(select(Category.slug).order_by(Category.position)))
    assert len(slugs) == session.scalar(select(func.count()).select_from(Category))


def test_a_category_tells_what_intake_and_till_need(api, session):
    stored = make.category(session)
    told = next(c for c in api.get("/categories").json if c["slug"] == stored.slug)
    assert told == {
        "slug": stored.slug,
        "name": told["name"],
        "name_nl": stored.name_nl,
        "name_en": stored.name_en,
        "group": stored.group.slug,
        "unit": stored.unit,
        "vat_regime": stored.vat_regime,
        "vat_rate": stored.vat_rate,
        "weight_g": stored.weight_g,
        "price_low_cents": stored.price_low_cents,
        "price_high_cents": stored.price_high_cents,
        "pictogram": stored.pictogram,
        "unlabelled": stored.unlabelled,
    }


def test_the_name_is_in_the_language_that_is_spoken(app, session, api):
    stored = make.category(session)

    def names(language):
        headers = api._headers | {"Accept-Language": language}
        answer = app.test_client().get("/api/v1/categories", headers=headers)
        return {c["slug"]: c["name"] for c in answer.json}

    assert names("en")[stored.slug] == stored.name_en
    assert names("nl")[stored.slug] == stored.name_nl


def test_without_a_token_nothing_is_told(app):
    answer = app.test_client().get("/api/v1/categories")
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
