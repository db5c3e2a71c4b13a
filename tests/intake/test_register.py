"""The dealer's register: what belongs in it, who is in it, and what is missing."""

import csv
import io
import json
from urllib.parse import quote

import pytest
from sqlalchemy import select

from bouwkringloop.base.permissions import Role
from bouwkringloop.catalogue import forms as catalogue_forms
from bouwkringloop.catalogue.models import Category
from bouwkringloop.intake import purchase, register
from bouwkringloop.intake.purchase import Seller
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.intake.papers import SELLER, brought, words

KNOWN = Seller(**SELLER)


@pytest.fixture(autouse=True)
def _registered(session):
    """What counts in pieces belongs in the register."""
    make.category(session).registered = True
    session.commit()


@pytest.fixture
def bought(database, session):
    def buy(uuid, paid, seller=KNOWN):
        by = make.actor(session)
        session.rollback()
        with database.writing() as writing:
            purchase.record(writing, uuid, seller, paid, "cash", by=by)

    return buy


def missing(database):
    with database.reading() as session:
        return register.missing(session)


def sheet(answer):
    text = answer.data.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_a_category_is_put_in_the_register_on_its_own_page(log_in, session):
    kind = make.category(session, unit="m")
    manager = log_in(Role.MANAGER)
    form = catalogue_forms.CategoryForm(groups=[kind.group], data=catalogue_forms.about(kind))
    data = {
        field.name: field._value() if hasattr(field, "_value") else field.data
        for field in form
        if field.name not in ("registered", "unlabelled", "active")
    }
    slug = kind.slug
    session.rollback()
    assert 'name="registered"' in manager.get(f"/catalogue/{slug}").text
    answer = manager.post(f"/catalogue/{slug}", data={**data, "active": "y", "registered": "y"})
    assert answer.status_code == 303
    session.expire_all()
    assert session.scalars(select(Category.registered).where(Category.slug == slug)).one()
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "category.changed")
    ).all()[-1]
    assert json.loads(entry.detail)["registered"] == [False, True]


def test_what_belongs_in_the_register_is_listed_and_flagged_until_it_is_there(
    api, client, bought, database, session
):
    uuid = brought(api, session, {"description": "Boormachine 4711"}, {"unit": "m"})
    page = words(client.get("/intake/register"))
    assert "Van 1 levering is niet vastgelegd" in page
    assert "Boormachine 4711" in page
    assert "Niet vastgelegd" in page
    assert make.category(session, unit="m").name_nl not in page
    assert missing(database) == 1
    bought(uuid, {1: 2500})
    page = words(client.get("/intake/register"))
    assert "Niet vastgelegd" not in page
    assert "Jannie Voorbeeld" in page
    assert "€ 25,00" in page
    assert missing(database) == 0


def test_a_gift_is_in_the_register_with_its_giver(api, client, bought, database, session):
    uuid = brought(api, session)
    bought(uuid, {})
    assert missing(database) == 0
    assert "Er is niets betaald" in words(client.get(f"/intakes/{uuid}"))


def test_nothing_of_the_register_is_bought_from_somebody_unknown(api, bought, session):
    uuid = brought(api, session)
    with pytest.raises(purchase.SellerUnknown):
        bought(uuid, {1: 100}, Seller(name="Jannie"))


def test_a_seller_without_a_document_is_in_it_and_it_says_so(
    api, client, bought, database, session
):
    bought(brought(api, session), {1: 100}, Seller(name="Jannie", address="Hier 1"))
    assert missing(database) == 0
    assert "Geen document gezien" in words(client.get("/intake/register"))


def test_what_was_refused_was_never_acquired(api, client, database, session):
    brought(api, session, {"route": "refuse", "reason": "Kapot"})
    assert missing(database) == 0
    assert "Niets in het register" in words(client.get("/intake/register"))


def test_a_seller_who_was_erased_is_not_missing(
    api, client, bought, database, session, standing_clock
):
    bought(brought(api, session), {1: 100})
    standing_clock.at = standing_clock.at.replace(year=2034)
    with database.writing() as writing:
        purchase.wipe_old(writing)
    assert missing(database) == 0
    secret = make.login(session, Role.SHOP_LEAD)
    session.commit()
    client.set_cookie("login", secret)
    page = words(client.get("/intake/register?from=2026-01-01"))
    assert "Gewist na de wettelijke termijn" in page


def test_the_register_is_of_the_days_that_were_asked(api, client, session, standing_clock):
    brought(api, session)
    there = "/intake/register?from=2026-11-21&until=2026-11-21"
    assert "Niet vastgelegd" in words(client.get(there))
    for period in ("from=2026-11-22&until=2026-11-30", "from=2026-11-01&until=2026-11-20"):
        assert "Niets in het register" in words(client.get(f"/intake/register?{period}"))
    assert client.get("/intake/register?from=gisteren&until=" + quote("31/12")).status_code == 200


def test_the_sheet_opens_in_dutch_spreadsheets_and_reckons_with_nothing(
    api, client, bought, session
):
    uuid = brought(api, session, {"description": '=1+1;"x"', "quantity": 2})
    bought(
        uuid, {1: 123_456}, Seller(name="@Jannie", address="+31 straat", document_kind="passport")
    )
    brought(api, session, {"description": "Zonder"})
    answer = client.get("/intake/register.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    heading, first, second = sheet(answer)
    assert heading[0] == "Datum"
    assert heading[-1] == "Document"
    assert first[3:] == ["Zonder", "1 stuk", "0,00", "", "", "", ""]
    assert second[3:] == [
        '\'=1+1;"x"',
        "2 stuks",
        "1234,56",
        "1",
        "'@Jannie",
        "'+31 straat",
        "Paspoort",
    ]


def test_the_register_is_not_for_everybody(log_in):
    for role, status in ((Role.INTAKE_WORKER, 403), (Role.COORDINATOR, 403), (Role.MANAGER, 200)):
        browser = log_in(role)
        assert browser.get("/intake/register").status_code == status
        assert browser.get("/intake/register.csv").status_code == status
