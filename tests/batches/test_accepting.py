"""A builder accepts an agreement by name, and both sides keep the very words of it."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from bouwkringloop.base.permissions import Role
from bouwkringloop.batches import links
from bouwkringloop.batches.agreements import accept, check, draw_up, find, pdf
from bouwkringloop.batches.agreements.accept import Signature
from bouwkringloop.batches.agreements.models import Acceptance
from bouwkringloop.batches.models import BuilderLink
from bouwkringloop.people.models import AuditEntry
from tests import make
from tests.batches import build
from tests.batches.pages import known_shop, signing
from tests.batches.test_agreements import TOLD, drawn_up
from tests.invoicing.test_issuing import at_once


class Desk:
    """A builder with an agreement that waits, and a browser at their own page."""

    def __init__(self, session, app, config):
        known_shop(session)
        self.session = session
        self.customer = build.builder(session)
        self.agreement = drawn_up(session, self.customer)
        self.link, self.token = build.link(session, config, self.customer)
        session.rollback()
        self.browser = app.test_client()

    def path(self, agreement=None, rest=""):
        return f"/builder/{self.token}/agreements/{(agreement or self.agreement).uuid}{rest}"

    def read(self, agreement=None):
        return self.browser.get(self.path(agreement))

    def sign(self, **changed):
        return self.browser.post(self.path(), data=signing(self.read(), **changed))

    def stored(self):
        found = self.session.scalars(select(Acceptance)).all()
        self.session.rollback()
        return found


@pytest.fixture
def desk(session, app, config):
    return Desk(session, app, config)


def signature(agreement, **changed):
    return replace(
        Signature("Ans Bakker", "directeur", may_sign=True, text_hash=agreement.content_hash),
        **changed,
    )


def words(drawn):
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(drawn)).pages)
    return " ".join(said.replace("\xa0", " ").split())


def test_somebody_by_name_accepts_and_everybody_reads_it_so(desk, log_in):
    answer = desk.sign(name="  Ans   Bakker ")
    assert answer.status_code == 303
    (made,) = desk.stored()
    assert (made.name, made.function) == ("Ans Bakker", "directeur")
    assert made.text_hash == desk.agreement.content_hash
    for page in (
        desk.read().text,
        log_in(Role.COORDINATOR).get(f"/agreements/{desk.agreement.uuid}").text,
    ):
        assert "door Ans Bakker, directeur" in page
        assert "De bouwer geeft de spullen aan de winkel." in page
    assert 'name="may_sign"' not in desk.read().text
    assert [each.id for each in find.in_force(desk.session, desk.customer.id)] == [
        desk.agreement.id
    ]


def test_the_trail_says_that_it_was_accepted_and_not_by_whom(desk):
    desk.sign()
    entry = desk.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "agreement.accepted")
    ).one()
    assert entry.subject == f"agreement:{desk.agreement.uuid}"
    assert entry.person_id is None
    assert "Bakker" not in entry.detail


@pytest.mark.parametrize("left_out", ["name", "function", "may_sign"])
def test_without_name_function_or_tick_nothing_is_accepted(desk, left_out):
    answer = desk.sign(**{left_out: ""})
    assert answer.status_code == 422
    assert "Er is nog niets geaccepteerd" in answer.text
    assert "De bouwer geeft de spullen aan de winkel." in answer.text
    assert desk.stored() == []


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"name": " \n"}, accept.NoSigner),
        ({"function": ""}, accept.NoSigner),
        ({"may_sign": False}, accept.MayNotSign),
        ({"text_hash": "0" * 64}, accept.OtherWords),
        ({"text_hash": ""}, accept.OtherWords),
    ],
)
def test_the_verb_refuses_what_the_page_refuses(desk, changed, refusal):
    with pytest.raises(refusal):
        accept.accept(
            desk.session, desk.link, desk.agreement.uuid, signature(desk.agreement, **changed)
        )


def test_other_words_than_those_on_the_screen_are_not_accepted(desk):
    answer = desk.sign(text_hash="0" * 64)
    assert answer.status_code == 409
    assert "inmiddels een andere tekst" in answer.text
    assert "Terug naar je pagina" in answer.text
    assert desk.stored() == []


def test_accepting_again_gives_the_first_answer(desk):
    sent = signing(desk.read())
    first = desk.browser.post(desk.path(), data=sent)
    again = desk.browser.post(desk.path(), data={**sent, "name": "Iemand Anders"})
    assert (first.status_code, again.status_code) == (303, 303)
    assert [each.name for each in desk.stored()] == ["Ans Bakker"]
    assert "Ans Bakker" in desk.read().text


def test_of_two_at_one_moment_one_is_kept_and_both_get_it(database, desk):
    agreement, link_id = desk.agreement.uuid, desk.link.id
    told = signature(desk.agreement)
    desk.session.rollback()

    def accepting(name):
        def work(own):
            link = own.get(BuilderLink, link_id)
            return accept.accept(own, link, agreement, replace(told, name=name)).name

        return work

    got = at_once(database, *(accepting(name) for name in ("Ans", "Bob", "Cas", "Dirk")))
    assert len(set(got)) == 1
    assert [each.name for each in desk.stored()] == got[:1]


def test_of_accepting_and_withdrawing_at_one_moment_none_is_lost(database, desk):
    agreement, link_id = desk.agreement.uuid, desk.link.id
    told, by = signature(desk.agreement), make.actor(desk.session, Role.COORDINATOR)
    desk.session.rollback()

    def accepting(own):
        return accept.accept(own, own.get(BuilderLink, link_id), agreement, told).name

    def withdrawing(own):
        return accept.withdraw(own, agreement, "Toch niet", by=by).reason

    accepted, withdrawn = at_once(database, accepting, withdrawing)
    assert withdrawn == "Toch niet"
    assert isinstance(accepted, accept.AgreementWithdrawn) == (desk.stored() == [])
    assert find.in_force(desk.session, desk.customer.id) == []


def test_a_version_that_was_replaced_cannot_be_accepted(desk):
    sent = signing(desk.read())
    drawn_up(desk.session, desk.customer, draw_up.Told(**{**vars(TOLD), "free_days": 3}))
    answer = desk.browser.post(desk.path(), data=sent)
    assert answer.status_code == 409
    assert "nieuwere afspraak" in answer.text
    assert "nieuwere afspraak" in desk.read().text
    assert 'name="may_sign"' not in desk.read().text
    assert desk.stored() == []


def test_what_the_shop_withdrew_cannot_be_accepted(desk, log_in):
    sent = signing(desk.read())
    log_in(Role.COORDINATOR).post(
        f"/agreements/{desk.agreement.uuid}/withdraw", data={"reason": "Fout"}
    )
    answer = desk.browser.post(desk.path(), data=sent)
    assert answer.status_code == 409
    assert "ingetrokken" in answer.text
    assert "Fout" not in desk.read().text
    assert desk.stored() == []


def test_another_builders_agreement_does_not_exist_behind_ones_own_link(desk, config):
    other = build.builder(desk.session, "Aannemer Ander")
    theirs = drawn_up(desk.session, other)
    sent = signing(desk.read())
    assert desk.read(theirs).status_code == 404
    assert desk.browser.get(desk.path(theirs, "/agreement.pdf")).status_code == 404
    answer = desk.browser.post(desk.path(theirs), data={**sent, "text_hash": theirs.content_hash})
    assert answer.status_code == 404
    assert "Ander" not in answer.text
    assert desk.stored() == []


def test_a_link_that_ended_accepts_nothing(desk):
    sent = signing(desk.read())
    links.withdraw(desk.session, desk.session.merge(desk.link), by=make.actor(desk.session))
    desk.session.commit()
    assert desk.browser.post(desk.path(), data=sent).status_code == 410
    assert desk.stored() == []


def test_accepting_counts_as_use_of_the_builder(desk, standing_clock):
    desk.session.merge(desk.customer)
    standing_clock.pass_(days=30)
    desk.session.rollback()
    fresh = links.make(
        desk.session,
        desk.browser.application.extensions["config"],
        desk.session.merge(desk.customer),
        by=make.actor(desk.session),
    )
    desk.session.commit()
    accept.accept(desk.session, fresh, desk.agreement.uuid, signature(desk.agreement))
    desk.session.commit()
    desk.session.expire_all()
    used = desk.session.get(type(desk.customer), desk.customer.id).last_used_at
    assert used == standing_clock.at


def test_the_database_lets_only_name_and_function_of_an_acceptance_be_emptied(desk):
    desk.sign()
    for act in (
        "update agreement_acceptance set text_hash = ''",
        "update agreement_acceptance set name = 'Iemand', function = ''",
        "delete from agreement_acceptance",
    ):
        with pytest.raises(DBAPIError):
            desk.session.execute(text(act))
        desk.session.rollback()
    desk.session.execute(text("update agreement_acceptance set name = '', function = ''"))
    desk.session.commit()
    assert "Door wie is gewist" in desk.read().text
    assert [each.breaks for each in check.proofs(desk.session)] == [()]


def test_both_sides_get_the_same_paper_with_the_words_and_who_accepted(desk, log_in):
    before = desk.browser.get(desk.path(rest="/agreement.pdf"))
    assert before.mimetype == "application/pdf"
    assert "Nog niet geaccepteerd" in words(before.data)
    desk.sign()
    ours = log_in(Role.COORDINATOR, "en").get(f"/agreements/{desk.agreement.uuid}/agreement.pdf")
    theirs = desk.browser.get(desk.path(rest="/agreement.pdf"))
    assert ours.data == theirs.data
    assert "afspraak-1-bouwbedrijf-de-hamer.pdf" in theirs.headers["Content-Disposition"]
    said = words(theirs.data)
    for wanted in (
        "Afspraak 1 van Bouwbedrijf De Hamer en Bouwkringloop Amersfoort",
        "De bouwer geeft de spullen aan de winkel.",
        "Bouwkringloop Amersfoort",
        "door Ans Bakker, directeur",
        desk.agreement.content_hash,
    ):
        assert wanted in said, wanted


def test_the_paper_stays_the_same_whatever_changes_in_the_shop(desk, standing_clock):
    first = desk.browser.get(desk.path(rest="/agreement.pdf")).data
    known_shop(desk.session, name="Andere Winkel", street="Elders 1")
    standing_clock.pass_(days=3)
    assert desk.browser.get(desk.path(rest="/agreement.pdf")).data == first


def test_long_words_go_on_on_more_sheets(desk):
    long = "\n\n".join(f"{number}. " + "Steen voor steen. " * 12 for number in range(9))[:2000]
    told = draw_up.Told(**{**vars(TOLD), "norms": long, "extra": long, "reporting": long})
    made = drawn_up(desk.session, desk.customer, told)
    paper = pdf.paper(find.standing(desk.session, made))
    pages = PdfReader(BytesIO(paper.content)).pages
    assert len(pages) >= 2
    assert "van 3" in pages[0].extract_text() or "van 2" in pages[0].extract_text()


def test_erased_words_are_said_to_be_erased(desk, log_in):
    desk.session.execute(text("update agreement_words set words = ''"))
    desk.session.commit()
    coordinator = log_in(Role.COORDINATOR)
    assert "gewist" in coordinator.get(f"/agreements/{desk.agreement.uuid}").text
    paper = coordinator.get(f"/agreements/{desk.agreement.uuid}/agreement.pdf")
    assert paper.status_code == 404
    page = desk.read()
    assert "gewist" in page.text
    assert 'name="may_sign"' not in page.text
    desk.session.expire_all()
    with pytest.raises(accept.OtherWords):
        accept.accept(desk.session, desk.link, desk.agreement.uuid, signature(desk.agreement))
    assert desk.session.scalar(select(func.count()).select_from(Acceptance)) == 0
