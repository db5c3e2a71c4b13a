"""Agreements with builders: drawn up in versions, read as they will be kept, withdrawn."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base.errors import OtherContentUnderThisId
from bouwkringloop.base.permissions import Role
from bouwkringloop.batches.agreements import check, draw_up, find, terms
from bouwkringloop.batches.agreements import text as written
from bouwkringloop.batches.agreements.draw_up import Told
from bouwkringloop.batches.agreements.models import Agreement
from tests import make
from tests.batches import build
from tests.batches.pages import SHOP, filled, known_shop
from tests.guards import unguarded
from tests.invoicing.test_issuing import at_once

TOLD = Told(
    basis="donated",
    share_milli=0,
    vat="normal",
    transport="shop",
    ownership="receipt",
    leftovers="shop",
    free_days=90,
    norms="",
    reporting="",
    extra="",
    language="nl",
)
CONSIGNED = Told(**{**vars(TOLD), "basis": "consigned", "share_milli": 375, "ownership": "sale"})


def drawn_up(session, customer, told=TOLD, uuid=None):
    made = draw_up.record(
        session, uuid or uuid4(), customer.uuid, told, by=make.actor(session, Role.COORDINATOR)
    )
    session.commit()
    return made


def words_of(agreement):
    wording = find.wording(agreement)
    return "\n".join(
        [wording.title, *(p for s in wording.sections for p in (s.heading, *s.paragraphs))]
    ).replace("\xa0", " ")


def new(browser, customer, **changed):
    return browser.post(f"/partners/{customer.uuid}/agreements/new", data=filled(**changed))


@pytest.fixture
def builder(session):
    known_shop(session)
    made = build.builder(session)
    session.rollback()
    return made


@pytest.fixture
def coordinator(log_in):
    return log_in(Role.COORDINATOR)


def test_what_was_filled_in_becomes_the_first_version(coordinator, session, builder):
    answer = new(coordinator, builder, basis="consigned", share="37,5", ownership="sale")
    assert answer.status_code == 303
    made = session.scalars(select(Agreement)).one()
    assert (made.number, made.basis, made.share_milli, made.free_days) == (1, "consigned", 375, 90)
    assert made.norms == "Hele pallets.\n\nGeen specie op stenen."
    page = coordinator.get(answer.location)
    assert "Wacht op de bouwer" in page.text
    assert "is 37,5 % voor de bouwer" in page.text
    assert "Geen specie op stenen." in page.text


def test_the_next_version_begins_as_the_last_one_was(coordinator, session, builder):
    new(coordinator, builder, basis="consigned", share="37,5", ownership="sale", free_days="14")
    page = coordinator.get(f"/partners/{builder.uuid}/agreements/new").text
    assert 'value="37,5"' in page
    assert 'value="14"' in page
    assert "Geen specie op stenen." in page
    assert "Versie 2" in page
    new(coordinator, builder)
    found = find.of_customer(session, builder.id)
    assert [(each.number, each.basis) for each in found] == [(2, "donated"), (1, "consigned")]
    session.rollback()
    page = coordinator.get(f"/partners/{builder.uuid}/agreements").text
    assert "Vervangen door een nieuwere" in page


def test_each_builder_counts_their_own_versions(session, builder):
    other = build.builder(session, "Aannemer Ander")
    made = [drawn_up(session, each).number for each in (builder, other, builder)]
    assert made == [1, 1, 2]


def test_the_same_form_sent_twice_is_stored_once(coordinator, session, builder):
    sent = filled()
    path = f"/partners/{builder.uuid}/agreements/new"
    first = coordinator.post(path, data=sent)
    again = coordinator.post(path, data=sent)
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location
    other = coordinator.post(path, data={**sent, "free_days": "3"})
    assert other.status_code == 409
    assert "andere inhoud" in other.text
    assert len(find.of_customer(session, builder.id)) == 1


def test_one_id_belongs_to_one_builder(session, builder):
    uuid, other = uuid4(), build.builder(session, "Aannemer Ander")
    drawn_up(session, builder, uuid=uuid)
    with pytest.raises(OtherContentUnderThisId):
        drawn_up(session, other, uuid=uuid)


def test_versions_at_one_moment_get_numbers_without_a_gap(database, session, builder):
    by = make.actor(session, Role.COORDINATOR)
    uuids, customer = [uuid4() for _ in range(4)], builder.uuid
    session.rollback()

    def drawing(uuid):
        return lambda own: draw_up.record(own, uuid, customer, TOLD, by=by).number

    got = at_once(database, *(drawing(uuid) for uuid in (*uuids, uuids[0])))
    assert sorted(set(got)) == [1, 2, 3, 4]
    assert got[0] == got[4]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"basis": "consigned", "share": "40", "ownership": "sale", "vat": "margin"}, "met btw"),
        ({"basis": "consigned", "share": "", "ownership": "sale"}, "welk deel voor de bouwer"),
        ({"basis": "consigned", "share": "0", "ownership": "sale"}, "welk deel voor de bouwer"),
        ({"basis": "consigned", "share": "12,55", "ownership": "sale"}, "één cijfer"),
        ({"basis": "consigned", "share": "veel", "ownership": "sale"}, "geen percentage"),
        ({"basis": "consigned", "share": "101", "ownership": "sale"}, "geen percentage"),
        ({"basis": "consigned", "share": "40"}, "blijft van de bouwer"),
        ({"ownership": "sale"}, "blijft van de bouwer"),
        ({"basis": "stolen"}, "kies iets uit de lijst"),
        ({"free_days": "-1"}, "tussen"),
        ({"free_days": ""}, "verplicht"),
        ({"extra": "a" * 2001}, "2000"),
        ({"language": "de"}, "kies iets uit de lijst"),
    ],
)
def test_what_contradicts_itself_is_refused_in_words(coordinator, session, builder, changed, said):
    answer = new(coordinator, builder, **changed)
    assert answer.status_code == 422
    assert said in answer.text or said in answer.text.lower()
    assert "Geen specie op stenen." in answer.text
    assert find.of_customer(session, builder.id) == []


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"vat": "margin"}, draw_up.ConsignedUnderMargin),
        ({"share_milli": 0}, draw_up.NoShare),
        ({"share_milli": 1001}, draw_up.NoShare),
        ({"ownership": "receipt"}, draw_up.OwnershipDoesNotFit),
    ],
)
def test_programs_are_refused_as_people_are(session, builder, changed, refusal):
    with pytest.raises(refusal):
        drawn_up(session, builder, Told(**{**vars(CONSIGNED), **changed}))


def test_without_details_of_the_shop_nothing_is_drawn_up(coordinator, session):
    builder = build.builder(session)
    session.rollback()
    assert (
        "gegevens van de winkel" in coordinator.get(f"/partners/{builder.uuid}/agreements/new").text
    )
    answer = new(coordinator, builder, norms="Zonder spijkers")
    assert answer.status_code == 409
    assert "Zonder spijkers" in answer.text
    assert find.of_customer(session, builder.id) == []


def test_the_text_names_both_sides_and_says_everything(session, builder):
    terms.write(session, "1. Eerlijk.\n\n2. Veilig.", "1. Honest.", by=make.actor(session))
    told = Told(**{**vars(CONSIGNED), "norms": "Droog.", "reporting": "CO2.", "extra": "Koffie."})
    said = words_of(drawn_up(session, builder, told))
    for wanted in (
        "Afspraak 1 van Bouwbedrijf De Hamer en Bouwkringloop Amersfoort",
        "Bouwbedrijf De Hamer, Proefstraat 7, 3811 GH Amersfoort, KvK-nummer 87654321",
        "Voorbeeldweg 12",
        "is 37,5 % voor de bouwer",
        "factuur met btw",
        "De winkel haalt de spullen op de bouwplaats op",
        "blijven van de bouwer tot ze zijn verkocht",
        "90 dagen gratis",
        "Droog.",
        "CO2.",
        "Koffie.",
        "1. Eerlijk.",
        "2. Veilig.",
    ):
        assert wanted in said, wanted


def test_a_builder_who_reads_english_gets_english_with_the_english_terms(session, builder):
    terms.write(session, "Eerlijk.", "Honest.", by=make.actor(session))
    said = words_of(drawn_up(session, builder, Told(**{**vars(TOLD), "language": "en"})))
    assert "The builder gives the things to the shop." in said
    assert "Honest." in said
    assert "Eerlijk." not in said


@pytest.mark.parametrize("vat", ["normal", "margin"])
@pytest.mark.parametrize("basis", ["donated", "bought"])
@pytest.mark.parametrize("leftovers", ["shop", "back", "charged"])
@pytest.mark.parametrize("days", [0, 1, 90])
def test_every_choice_has_its_sentence(session, builder, basis, vat, leftovers, days):
    changed = {"basis": basis, "vat": vat, "leftovers": leftovers, "free_days": days}
    said = words_of(drawn_up(session, builder, Told(**{**vars(TOLD), **changed})))
    assert "%(" not in said
    assert ("margeregeling" in said) == (vat == "margin")


def test_the_hash_is_of_the_words_and_other_words_have_another(session, builder):
    first, second = (drawn_up(session, builder, each) for each in (TOLD, CONSIGNED))
    for made in (first, second):
        assert made.content_hash == written.hashed(made.kept.words)
        assert written.from_json(made.kept.words).to_json() == made.kept.words
    assert first.content_hash != second.content_hash


def test_the_words_stay_whatever_is_called_otherwise_later(session, builder):
    made = drawn_up(session, builder)
    before = words_of(made)
    known_shop(session, name="Andere Winkel")
    builder.name = "Andere Naam"
    terms.write(session, "Nieuw.", "New.", by=make.actor(session))
    session.commit()
    session.expire_all()
    found = find.one(session, made.uuid)
    assert words_of(found) == before
    assert SHOP.name in before
    assert [each.breaks for each in check.proofs(session)] == [()]


def test_the_database_refuses_other_words(session, builder):
    made = drawn_up(session, builder)
    for act in (
        "update agreement_words set words = 'iets anders'",
        "update agreement_words set words = '', shop = ''",
        "delete from agreement_words",
        "update agreement set free_days = 3",
    ):
        with pytest.raises(DBAPIError):
            session.execute(text(act))
        session.rollback()
    assert words_of(find.one(session, made.uuid))


def test_the_check_finds_words_that_were_changed_behind_its_back(session, builder):
    made = drawn_up(session, builder)
    unguarded(session)
    session.execute(text("update agreement_words set words = replace(words, '90', '10')"))
    session.flush()
    assert [each.breaks for each in check.proofs(session)] == [
        (f"{made.subject}: its words are not those that were drawn up",)
    ]


def test_withdrawing_needs_a_reason_and_is_done_once(coordinator, session, builder):
    made = drawn_up(session, builder)
    session.rollback()
    path = f"/agreements/{made.uuid}/withdraw"
    assert coordinator.post(path, data={"reason": " "}).status_code == 422
    assert coordinator.post(path, data={"reason": "Andere eigenaar"}).status_code == 303
    assert coordinator.post(path, data={"reason": "Nog eens"}).status_code == 303
    page = coordinator.get(f"/agreements/{made.uuid}").text
    assert "Andere eigenaar" in page
    assert "Nog eens" not in page
    assert find.standing(session, find.one(session, made.uuid)).state == "withdrawn"


def test_what_is_withdrawn_is_no_longer_in_force_but_stays_to_be_read(
    coordinator, session, builder
):
    made = build.agreement(session, builder)
    session.rollback()
    assert [each.id for each in find.in_force(session, builder.id)] == [made.id]
    session.rollback()
    coordinator.post(f"/agreements/{made.uuid}/withdraw", data={"reason": "Klaar"})
    assert find.in_force(session, builder.id) == []
    session.rollback()
    page = coordinator.get(f"/agreements/{made.uuid}").text
    assert "Ans Bakker" in page
    assert "De bouwer geeft de spullen aan de winkel." in page


@pytest.mark.parametrize("role", [Role.CASHIER, Role.INTAKE_WORKER])
def test_only_who_keeps_batches_sees_and_draws_up_agreements(log_in, session, builder, role):
    made, browser = build.agreement(session, builder), log_in(role)
    for path in (
        f"/partners/{builder.uuid}/agreements",
        f"/partners/{builder.uuid}/agreements/new",
        f"/agreements/{made.uuid}",
        f"/agreements/{made.uuid}/agreement.pdf",
    ):
        assert browser.get(path).status_code == 403, path
    assert new(browser, builder).status_code == 403
    withdrawn = browser.post(f"/agreements/{made.uuid}/withdraw", data={"reason": "x"})
    assert withdrawn.status_code == 403


def test_an_unknown_agreement_or_partner_is_not_found(coordinator):
    nobody = UUID(int=7)
    for path in (
        f"/agreements/{nobody}",
        f"/agreements/{nobody}/agreement.pdf",
        f"/partners/{nobody}/agreements",
        f"/partners/{nobody}/agreements/new",
    ):
        assert coordinator.get(path).status_code == 404, path
