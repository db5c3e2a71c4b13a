"""The builder's link: made, mailed, withdrawn, ended, guessed, forgotten."""

import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bouwkringloop import server
from bouwkringloop.base import clock
from bouwkringloop.base.mail import Mail
from bouwkringloop.base.permissions import Role
from bouwkringloop.base.smtp import MailServer
from bouwkringloop.batches import letters, links
from bouwkringloop.batches.agreements import check, find, forget
from bouwkringloop.batches.agreements.models import Acceptance
from bouwkringloop.batches.models import BuilderLink
from bouwkringloop.partners import forget as old_customers
from bouwkringloop.partners.models import Customer
from bouwkringloop.people.models import AuditEntry, LoginAttempt
from tests import make
from tests.batches import build
from tests.batches.pages import known_shop

PUBLIC = "https://winkel.example.nl"


@pytest.fixture
def with_mail(app, config):
    """A shop that sends mail and whose pages anybody can reach."""
    sends = MailServer("localhost", 25, "De Winkel", "winkel@example.nl")
    made = replace(config, mail=sends, public_url=PUBLIC)
    app.extensions["config"] = made
    return made


@pytest.fixture
def builder(session):
    known_shop(session)
    made = build.builder(session)
    session.rollback()
    return made


@pytest.fixture
def coordinator(log_in):
    return log_in(Role.COORDINATOR)


def made_by(browser, builder, **sent):
    return browser.post(f"/partners/{builder.uuid}/links", data={"language": "nl", **sent})


def shown(page):
    """The addresses that a page gives to be copied."""
    return re.findall(r'value="(http[^"]*/builder/[^"]+)"', page.text)


def rows(session):
    found = session.scalars(select(BuilderLink).order_by(BuilderLink.id)).all()
    session.rollback()
    return found


def mails(session):
    found = session.scalars(select(Mail).order_by(Mail.id)).all()
    session.rollback()
    return found


def test_a_link_is_made_shown_and_leads_to_the_builders_page(app, coordinator, session, builder):
    answer = made_by(coordinator, builder)
    page = coordinator.get(answer.location)
    (address,) = shown(page)
    assert address.startswith("http://localhost/builder/")
    assert 'class="qr"' in page.text
    opened = app.test_client().get(address.removeprefix("http://localhost"))
    assert opened.status_code == 200
    assert "Bouwbedrijf De Hamer" in opened.text
    (row,) = rows(session)
    assert row.expires_at - row.made_at == links.KEPT


def test_the_same_address_is_shown_again_and_stands_nowhere_in_the_database(
    coordinator, session, builder
):
    made_by(coordinator, builder)
    path = f"/partners/{builder.uuid}/agreements"
    first, again = shown(coordinator.get(path)), shown(coordinator.get(path))
    assert first == again
    token = first[0].rpartition("/")[2]
    assert len(token) == 32
    (row,) = rows(session)
    assert token not in "".join(str(value) for value in vars(row).values())
    told = session.scalars(select(AuditEntry.detail)).all()
    assert not [each for each in told if token in each]


def test_the_public_address_is_given_where_there_is_one(with_mail, coordinator, builder):
    made_by(coordinator, builder)
    (address,) = shown(coordinator.get(f"/partners/{builder.uuid}/agreements"))
    assert address.startswith(f"{PUBLIC}/builder/")


def test_a_link_for_somebody_speaks_their_language(app, coordinator, session, builder):
    kees = build.contact(session, builder, language="en")
    made_by(coordinator, builder, contact=str(kees.uuid))
    page = coordinator.get(f"/partners/{builder.uuid}/agreements")
    assert "Kees Timmer" in page.text
    opened = app.test_client().get(shown(page)[0].removeprefix("http://localhost"))
    assert "Offer surplus" in opened.text


def test_somebody_of_another_builder_gets_no_link(coordinator, session, builder):
    other = build.contact(session, build.builder(session, "Aannemer Ander"))
    assert made_by(coordinator, builder, contact=str(other.uuid)).status_code == 422
    assert made_by(coordinator, builder, language="de").status_code == 422
    assert rows(session) == []


def test_a_withdrawn_link_says_that_it_works_no_more_and_whom_to_ask(
    app,
    coordinator,
    session,
    builder,
):
    made_by(coordinator, builder)
    page = coordinator.get(f"/partners/{builder.uuid}/agreements")
    path = shown(page)[0].removeprefix("http://localhost")
    (row,) = rows(session)
    withdrawn = coordinator.post(f"/partners/{builder.uuid}/links/{row.uuid}/withdraw")
    assert withdrawn.status_code == 303
    answer = app.test_client().get(path)
    assert answer.status_code == 410
    assert "Deze link werkt niet meer" in answer.text
    assert "033 1234567" in answer.text
    assert "De Hamer" not in answer.text
    page = coordinator.get(f"/partners/{builder.uuid}/agreements")
    assert shown(page) == []
    assert "Ingetrokken op" in page.text


def test_withdrawing_twice_keeps_the_first_moment(coordinator, session, builder, standing_clock):
    made_by(coordinator, builder)
    (row,) = rows(session)
    path = f"/partners/{builder.uuid}/links/{row.uuid}/withdraw"
    coordinator.post(path)
    standing_clock.pass_(hours=1)
    coordinator.post(path)
    (after,) = session.scalars(select(BuilderLink).execution_options(populate_existing=True)).all()
    assert after.withdrawn_at == standing_clock.at - timedelta(hours=1)


def test_a_link_ends_after_half_a_year_and_not_before(
    app,
    session,
    config,
    builder,
    standing_clock,
):
    _, token = build.link(session, config, builder)
    standing_clock.pass_(days=179, hours=23)
    assert app.test_client().get(f"/builder/{token}").status_code == 200
    standing_clock.pass_(hours=1)
    answer = app.test_client().get(f"/builder/{token}")
    assert answer.status_code == 410
    assert "De Hamer" not in answer.text


@pytest.mark.parametrize(
    "rest",
    ["", "/offer", "/agreements/{uuid}", "/agreements/{uuid}/agreement.pdf", "/batches/{uuid}"],
)
def test_a_link_that_never_was_leads_nowhere_on_any_page(app, session, builder, rest):
    made = build.agreement(session, builder)
    session.rollback()
    answer = app.test_client().get(f"/builder/{'a' * 32}{rest.format(uuid=made.uuid)}")
    assert answer.status_code == 404
    assert "Op dit adres staat niets" in answer.text
    assert "033 1234567" in answer.text
    assert "De Hamer" not in answer.text


def test_the_refusal_is_there_in_english_too(app):
    stranger = app.test_client()
    stranger.set_cookie("language", "en")
    assert "There is nothing at this address" in stranger.get("/builder/nothing").text


def test_guessing_is_refused_soon_and_a_link_that_works_is_not_kept_out(
    app,
    session,
    config,
    builder,
    standing_clock,
):
    _, token = build.link(session, config, builder)
    session.rollback()
    stranger = app.test_client()
    answers = [stranger.get(f"/builder/{number:032d}") for number in range(60)]
    assert [each.status_code for each in answers] == [404] * 20 + [429] * 40
    assert int(answers[-1].headers["Retry-After"]) == 15 * 60
    assert "Wacht 15 minuten" in answers[-1].text
    assert len(session.scalars(select(LoginAttempt)).all()) == 20
    session.rollback()
    assert stranger.get(f"/builder/{token}").status_code == 200
    elsewhere = {"REMOTE_ADDR": "198.51.100.8"}
    assert stranger.get("/builder/x", environ_base=elsewhere).status_code == 404
    standing_clock.pass_(minutes=16)
    assert stranger.get("/builder/y").status_code == 404


def test_guessing_by_sending_forms_is_counted_too(app, session, builder):
    made = build.agreement(session, builder, accepted=False)
    session.rollback()
    stranger, sent = app.test_client(), {"name": "x", "function": "y", "may_sign": "y"}
    codes = [
        stranger.post(f"/builder/{n:032d}/agreements/{made.uuid}", data=sent).status_code
        for n in range(22)
    ]
    assert codes == [404] * 20 + [429] * 2


def test_opening_a_link_that_works_counts_nothing(app, session, config, builder):
    _, token = build.link(session, config, builder)
    session.rollback()
    browser = app.test_client()
    assert {browser.get(f"/builder/{token}").status_code for _ in range(30)} == {200}
    assert session.scalars(select(LoginAttempt)).all() == []


def test_a_link_is_mailed_to_whom_it_is_for_in_their_language(
    with_mail, coordinator, session, builder
):
    kees = build.contact(session, builder, language="en")
    build.agreement(session, builder, accepted=False)
    made_by(coordinator, builder, contact=str(kees.uuid))
    (row,) = rows(session)
    answer = coordinator.post(f"/partners/{builder.uuid}/links/{row.uuid}/mail")
    assert answer.status_code == 303
    (sent,) = mails(session)
    assert sent.recipient == "kees@hamer.example"
    assert "Dear Kees Timmer" in sent.body
    assert f"{PUBLIC}/builder/{links.token(with_mail, row)}" in sent.body
    assert "An agreement waits there" in sent.body
    assert "Bouwkringloop Amersfoort" in sent.subject
    assert "Hij gaat zo per mail weg." in coordinator.get(answer.location).text


def test_a_link_for_anybody_goes_to_the_builders_own_address(with_mail, coordinator, session):
    known_shop(session)
    builder = build.builder(session, email="info@hamer.example")
    made_by(coordinator, builder)
    (row,) = rows(session)
    coordinator.post(f"/partners/{builder.uuid}/links/{row.uuid}/mail")
    (sent,) = mails(session)
    assert sent.recipient == "info@hamer.example"
    assert "Er staat een afspraak klaar" not in sent.body


@pytest.mark.parametrize("missing", ["mail", "public_url", "address", "withdrawn"])
def test_what_cannot_go_by_mail_is_refused_in_words(with_mail, session, missing):
    known_shop(session)
    builder = build.builder(session, email="" if missing == "address" else "info@hamer.example")
    made, _ = build.link(session, with_mail, builder)
    config = with_mail
    if missing in ("mail", "public_url"):
        config = replace(config, **{missing: None if missing == "mail" else ""})
    if missing == "withdrawn":
        links.withdraw(session, made, by=make.actor(session))
    with pytest.raises(letters.NoLetter):
        letters.send_link(session, config, made, by=make.actor(session))
    assert mails(session) == []


def test_a_link_of_another_builder_cannot_be_withdrawn_or_mailed_here(
    with_mail, coordinator, session, builder
):
    other = build.builder(session, "Aannemer Ander", email="info@ander.example")
    theirs, _ = build.link(session, with_mail, other)
    for act in ("withdraw", "mail"):
        answer = coordinator.post(f"/partners/{builder.uuid}/links/{theirs.uuid}/{act}")
        assert answer.status_code == 404
    assert rows(session)[0].withdrawn_at is None
    assert mails(session) == []


@pytest.mark.parametrize("role", [Role.CASHIER, Role.INTAKE_WORKER])
def test_only_who_keeps_batches_makes_and_withdraws_links(log_in, session, config, builder, role):
    made, _ = build.link(session, config, builder)
    browser = log_in(role)
    assert made_by(browser, builder).status_code == 403
    for act in ("withdraw", "mail"):
        path = f"/partners/{builder.uuid}/links/{made.uuid}/{act}"
        assert browser.post(path).status_code == 403
    assert [each.withdrawn_at for each in rows(session)] == [None]


# --- forgetting -----------------------------------------------------------------------------------


@pytest.fixture
def agreed(session, config, builder, standing_clock):
    """A builder who accepted an agreement, with a link for somebody by name."""
    customer = session.merge(builder)
    kees = build.contact(session, customer)
    made, token = build.link(session, config, customer, contact=kees)
    agreement = build.agreement(session, customer)
    customer.last_used_at = clock.now()
    session.commit()
    return customer, agreement, made, token


def wiped(session):
    count = forget.wipe_old(session)
    session.commit()
    session.expire_all()
    return count


def test_two_years_after_the_last_use_names_and_links_are_erased(
    app,
    session,
    agreed,
    standing_clock,
):
    customer, agreement, made, token = agreed
    standing_clock.pass_(days=730)
    assert wiped(session) == 0
    assert session.get(Acceptance, agreement.id).name == "Ans Bakker"
    standing_clock.pass_(days=1)
    assert wiped(session) == 1
    accepted = session.get(Acceptance, agreement.id)
    assert (accepted.name, accepted.function) == ("", "")
    assert accepted.text_hash == agreement.content_hash
    link = session.get(BuilderLink, made.id)
    assert (link.contact_id, link.withdrawn_at) == (None, standing_clock.at)
    assert find.in_force(session, customer.id)[0].id == agreement.id
    assert app.test_client().get(f"/builder/{token}").status_code == 404
    assert wiped(session) == 0
    assert [each.breaks for each in check.proofs(session)] == [()]


def test_a_builder_who_was_used_since_is_remembered(session, agreed, standing_clock):
    customer, agreement, made, _ = agreed
    standing_clock.pass_(days=500)
    session.get(Customer, customer.id).last_used_at = standing_clock.at
    session.commit()
    standing_clock.pass_(days=500)
    assert wiped(session) == 0
    assert session.get(Acceptance, agreement.id).name == "Ans Bakker"
    assert session.get(BuilderLink, made.id).contact_id is not None


def test_the_words_of_an_agreement_go_with_the_builder_themselves(session, agreed, standing_clock):
    _, agreement, _, _ = agreed
    standing_clock.pass_(days=731)
    assert wiped(session) == 1
    assert find.wording(find.one(session, agreement.uuid)) is not None
    assert old_customers.wipe_old(session) == 1
    assert wiped(session) == 1
    assert find.wording(find.one(session, agreement.uuid)) is None
    assert wiped(session) == 0
    told = session.scalars(select(AuditEntry).where(AuditEntry.action == "agreement.wiped")).all()
    assert len(told) == 2
    assert all(each.person_id is None for each in told)


def test_the_daily_round_forgets_builders(config, database, monkeypatch):
    forgot = threading.Event()
    monkeypatch.setattr(server.old_agreements, "wipe_old", lambda _session: forgot.set())
    service = server.rounds_of(config, database)
    assert forgot.wait(5)
    service.stop()
